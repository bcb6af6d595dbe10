//! Joins both dictionaries by agreement.

use std::collections::HashMap;
use std::ops::Range;

use fiszka_lexicon::{Class, Classes};

use crate::Result;
use crate::entry::Entry;
use crate::tags::Tags;

/// A form as a form of a lemma, by their numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) form: u32,
    pub(crate) lemma: u32,
    pub(crate) classes: Classes,
    pub(crate) tags: Tags,
    /// Bits of `Source`.
    pub(crate) sources: u8,
    /// With a capital letter wherever it was found.
    pub(crate) is_name: bool,
    /// Called dated or rare.
    pub(crate) is_rare: bool,
}

impl Pair {
    /// Known to one dictionary only.
    pub(crate) const fn is_single(&self) -> bool {
        self.sources.count_ones() == 1
    }
}

/// Numbers texts in the order in which they come.
#[derive(Debug, Default)]
struct Numbering {
    numbers: HashMap<String, u32>,
}

impl Numbering {
    fn number(&mut self, text: &str) -> Result<u32> {
        if let Some(number) = self.numbers.get(text) {
            return Ok(*number);
        }
        let number = u32::try_from(self.numbers.len())?;
        self.numbers.insert(text.to_owned(), number);
        Ok(number)
    }

    fn into_texts(self) -> Vec<String> {
        let mut texts: Vec<(u32, String)> =
            self.numbers.into_iter().map(|(text, number)| (number, text)).collect();
        texts.sort_unstable_by_key(|(number, _)| *number);
        texts.into_iter().map(|(_, text)| text).collect()
    }
}

/// Collects entries.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    forms: Numbering,
    lemmas: Numbering,
    pairs: Vec<Pair>,
}

impl Collector {
    pub(crate) fn add(&mut self, entry: &Entry<'_>) -> Result<()> {
        // Text is analysed with straight apostrophes.
        let (form, lemma) = if entry.form.contains('’') || entry.lemma.contains('’') {
            (
                self.forms.number(&entry.form.replace('’', "'"))?,
                self.lemmas.number(&entry.lemma.replace('’', "'"))?,
            )
        } else {
            (self.forms.number(entry.form)?, self.lemmas.number(entry.lemma)?)
        };
        let pair = Pair {
            form,
            lemma,
            classes: entry.class.into(),
            tags: entry.tags,
            sources: entry.source as u8,
            is_name: entry.is_name,
            is_rare: entry.is_rare,
        };
        // Both dictionaries give the tags of one pair one after another.
        match self.pairs.last_mut() {
            Some(last) if (last.form, last.lemma) == (form, lemma) => join(last, &pair),
            _ => self.pairs.push(pair),
        }
        Ok(())
    }

    /// Joins what belongs together and applies the rule of agreement: where both dictionaries know a form, the
    /// lemmas that both give; if there is none, and for all other forms, every lemma.
    pub(crate) fn merge(mut self) -> Dictionary {
        self.pairs.sort_unstable_by_key(|pair| (pair.form, pair.lemma, pair.sources));
        self.pairs.dedup_by(|pair, kept| {
            let same = (pair.form, pair.lemma) == (kept.form, kept.lemma);
            if same {
                join(kept, pair);
            }
            same
        });
        let mut pairs = Vec::with_capacity(self.pairs.len());
        let mut ranges = Vec::with_capacity(self.forms.numbers.len());
        for of_form in self.pairs.chunk_by(|left, right| left.form == right.form) {
            let start = pairs.len();
            let agree = of_form.iter().any(|pair| !pair.is_single());
            pairs.extend(of_form.iter().filter(|pair| !agree || !pair.is_single()));
            ranges.push(start..pairs.len());
        }
        let forms = self.forms.into_texts();
        let mut order: Vec<u32> = (0..).take(forms.len()).collect();
        order.sort_unstable_by(|left, right| forms[*left as usize].cmp(&forms[*right as usize]));
        Dictionary { forms, lemmas: self.lemmas.into_texts(), pairs, ranges, order }
    }
}

fn join(kept: &mut Pair, other: &Pair) {
    // A word that is common in one sense is neither a name nor rare.
    kept.classes = kept.classes.union(other.classes);
    kept.tags = kept.tags.union(other.tags);
    kept.sources |= other.sources;
    kept.is_name &= other.is_name;
    kept.is_rare &= other.is_rare;
}

/// The merged dictionary.
#[derive(Debug)]
pub(crate) struct Dictionary {
    forms: Vec<String>,
    lemmas: Vec<String>,
    pairs: Vec<Pair>,
    /// For each form its pairs.
    ranges: Vec<Range<usize>>,
    /// The numbers of the forms in the order of their bytes.
    order: Vec<u32>,
}

impl Dictionary {
    /// Every form with its pairs, in the order of the bytes of the forms.
    pub(crate) fn forms(&self) -> impl Iterator<Item = (&str, &[Pair])> {
        self.order.iter().map(|number| {
            let number = *number as usize;
            (self.forms[number].as_str(), &self.pairs[self.ranges[number].clone()])
        })
    }

    /// The pairs of a form; none if it is unknown.
    pub(crate) fn pairs_of(&self, form: &str) -> &[Pair] {
        let found = self.order.binary_search_by(|number| self.forms[*number as usize].as_str().cmp(form));
        found.map_or(&[], |place| &self.pairs[self.ranges[self.order[place] as usize].clone()])
    }

    pub(crate) fn lemma(&self, pair: &Pair) -> &str {
        &self.lemmas[pair.lemma as usize]
    }

    pub(crate) fn lemmas(&self) -> &[String] {
        &self.lemmas
    }
}

/// Whether the pair is of use only in front of a hyphen.
pub(crate) const fn is_compound_part(pair: &Pair) -> bool {
    pair.classes.is_only(Class::CompoundPart)
}
