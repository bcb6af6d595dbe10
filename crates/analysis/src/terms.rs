//! The terms of a token.

use std::ops::Range;

/// Where a term comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The word as written, in lower case.
    Form,
    /// A lemma of the dictionary.
    Dictionary,
    /// A lemma guessed for an unknown word.
    Guess,
    /// A Snowball stem.
    Stem,
    /// The expansion of an abbreviation.
    Abbreviation,
    /// A synonym.
    Synonym,
    /// A word derived from this one.
    Derivation,
    /// A number or date in its normal form.
    Number,
}

impl Source {
    /// The name in `fiszka analyze --json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Dictionary => "dictionary",
            Self::Guess => "guess",
            Self::Stem => "stem",
            Self::Abbreviation => "abbreviation",
            Self::Synonym => "synonym",
            Self::Derivation => "derivation",
            Self::Number => "number",
        }
    }
}

/// One term: its text, a weight in `0.0..=1.0` (the share of the reading) and its source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term<'t> {
    /// What the index holds.
    pub text: &'t str,
    /// How much of the word the term stands for, `0.0..=1.0`.
    pub weight: f32,
    /// Where it comes from.
    pub source: Source,
}

/// The terms of one token, best first. The buffer is reused from token to token.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    text: String,
    entries: Vec<(Range<usize>, f32, Source)>,
}

impl Terms {
    /// The terms in order.
    pub fn iter(&self) -> impl Iterator<Item = Term<'_>> {
        self.entries.iter().map(|(range, weight, source)| Term {
            text: self.text.get(range.clone()).unwrap_or_default(),
            weight: *weight,
            source: *source,
        })
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.entries.clear();
    }

    /// Puts the heaviest terms first; equal ones stay in order.
    pub(crate) fn sort(&mut self) {
        self.entries.sort_by(|(_, left, _), (_, right, _)| right.total_cmp(left));
    }

    /// Adds a term that `write` appends; one that is already there or empty is left out.
    pub(crate) fn push_with(&mut self, weight: f32, source: Source, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        let (known, new) = self.text.split_at(start);
        let repeated = self.entries.iter().any(|(range, ..)| known.get(range.clone()) == Some(new));
        if new.is_empty() || repeated {
            self.text.truncate(start);
        } else {
            self.entries.push((start..self.text.len(), weight, source));
        }
    }
}
