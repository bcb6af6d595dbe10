//! The terms of a word as an index would hold them, from the dictionary alone.

use std::collections::BTreeSet;

use fiszka_lexicon::{Class, Lexicon, Reading};

use crate::conllu::Word;

/// Readings below this share of the best are left out.
pub(crate) const LIKELY: f32 = 0.05;
/// Expansions of an abbreviation are more often wrong than readings.
const EXPANSION_SHARE_MIN: f32 = 0.3;
const GUESSES_MAX: usize = 2;

/// Which terms a word gets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    /// Least share of the best reading.
    pub(crate) share_min: f32,
    /// Add the stem of the Snowball algorithm to unknown words.
    pub(crate) stem: bool,
}

pub(crate) struct Analyser<'l> {
    lexicon: &'l Lexicon,
    rules: Rules,
}

impl<'l> Analyser<'l> {
    pub(crate) const fn new(lexicon: &'l Lexicon, rules: Rules) -> Self {
        Self { lexicon, rules }
    }

    /// The terms of a word in a text.
    pub(crate) fn of_word(&self, word: &Word) -> BTreeSet<String> {
        let lower = word.form.to_lowercase();
        let mut terms = self.of_form(&lower, word.is_capitalised(), word.before_hyphen);
        for abbreviation in self.lexicon.abbreviation(&word.form).chain(self.lexicon.abbreviation(&lower)) {
            let likely = abbreviation.share.value() >= EXPANSION_SHARE_MIN;
            if likely && (word.before_dot || !abbreviation.needs_dot) {
                terms.insert(abbreviation.expansion.to_lowercase());
            }
        }
        terms
    }

    /// The terms of a lemma that somebody looks for.
    pub(crate) fn of_lemma(&self, lemma: &str) -> BTreeSet<String> {
        self.of_form(&lemma.to_lowercase(), lemma.starts_with(char::is_uppercase), false)
    }

    fn of_form(&self, form: &str, capitalised: bool, before_hyphen: bool) -> BTreeSet<String> {
        let readings: Vec<Reading<'_>> = self.lexicon.readings(form).collect();
        let fits = |reading: &&Reading<'_>| {
            (capitalised || !reading.is_name())
                && (before_hyphen || !reading.classes().is_only(Class::CompoundPart))
        };
        let mut kept: Vec<&Reading<'_>> = readings.iter().filter(fits).collect();
        if kept.is_empty() {
            kept = readings.iter().collect();
        }
        if kept.is_empty() {
            return self.of_unknown(form);
        }
        let best = kept.iter().map(|reading| reading.share().value()).fold(0.0, f32::max);
        let likely = |reading: &&&Reading<'_>| {
            reading.share().value() >= best * self.rules.share_min
                || before_hyphen && reading.classes().contains(Class::CompoundPart)
        };
        kept.iter().filter(likely).map(|reading| reading.lemma()).collect()
    }

    /// The terms of a lower-case word that no dictionary knows.
    pub(crate) fn of_unknown(&self, form: &str) -> BTreeSet<String> {
        let mut terms = BTreeSet::from([form.to_owned()]);
        terms.extend(self.lexicon.guess(form).take(GUESSES_MAX).map(|guess| guess.lemma()));
        if self.rules.stem {
            terms.insert(format!("~{}", frostem::Stemmer::new(frostem::Algorithm::Polish).stem(form)));
        }
        terms
    }
}
