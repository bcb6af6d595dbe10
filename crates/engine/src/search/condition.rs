//! Which documents a query asks for, as a tree of conditions, and the sets of documents they give.
//!
//! The rules, in words:
//!
//! - Plain words side by side follow the rule of the match set: half of their weight, all of one or two, function
//!   words never.
//! - `+word`, a phrase, a field, a group and each side of `AND` must match; `-` and `NOT` must not; one side of `OR`
//!   is enough.
//! - A sign only adds a condition: words of phrases and behind `+` count as found beside the plain words, for they
//!   must be there anyway.
//! - A query of exclusions only asks for everything else.

use fiszka_schema::Schema;
use tantivy::SegmentReader;
use tantivy::schema::Field;

use crate::error::Result;
use crate::fields::Fields;
use crate::index::Segment;
use crate::ranking::Matching;
use crate::search::dependence::zones;
use crate::search::doc_set::DocSet;
use crate::search::filter::{FieldFilter, SegmentFilter};
use crate::search::matching::{Matches, WordMatches};
use crate::search::phrase::{self, Place, Spacing};
use crate::search::plan::Word;

/// A condition. Words are indexes into the words asked for, below [`Condition::Not`] into the excluded ones.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    /// The rule of the match set over `words`; those of `granted` are found by another condition.
    Cover { words: Vec<usize>, granted: Vec<usize> },
    /// The word is there, or what the vocabulary puts in its place.
    Word(usize),
    /// The word is there, in the text of this field (an index of the schema).
    Within { word: usize, field: usize },
    /// The words stand one after another.
    Phrase(Phrase),
    /// A field has a value.
    Filter(FieldFilter),
    /// All of them; of none, always.
    All(Vec<Condition>),
    /// One of them.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
}

/// A phrase of exact forms.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Phrase {
    /// As typed.
    pub(crate) text: String,
    /// For each word the forms that may stand there.
    pub(crate) slots: Vec<Vec<String>>,
    pub(crate) moves: u32,
    /// Only in the text of this field (an index of the schema).
    pub(crate) field: Option<usize>,
}

impl Condition {
    /// All of them, without needless nesting.
    pub(crate) fn all(conditions: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(conditions.len());
        for condition in conditions {
            match condition {
                Self::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.pop() {
            Some(only) if flat.is_empty() => only,
            last => {
                flat.extend(last);
                Self::All(flat)
            }
        }
    }

    /// Takes out the filters that every match passes: they are filters like those of a request.
    pub(crate) fn take_filters(&mut self) -> Vec<FieldFilter> {
        let conditions = match std::mem::replace(self, Self::All(Vec::new())) {
            Self::All(conditions) => conditions,
            other => vec![other],
        };
        let mut filters = Vec::new();
        let rest = conditions.into_iter().filter_map(|condition| match condition {
            Self::Filter(filter) => {
                filters.push(filter);
                None
            }
            other => Some(other),
        });
        *self = Self::all(rest.collect());
        filters
    }

    /// Changes every phrase.
    pub(crate) fn for_each_phrase(
        &mut self,
        change: &mut dyn FnMut(&mut Phrase) -> Result<()>,
    ) -> Result<()> {
        match self {
            Self::Phrase(phrase) => change(phrase),
            Self::All(inner) | Self::Any(inner) => {
                inner.iter_mut().try_for_each(|condition| condition.for_each_phrase(change))
            }
            Self::Not(inner) => inner.for_each_phrase(change),
            Self::Cover { .. } | Self::Word(_) | Self::Within { .. } | Self::Filter(_) => Ok(()),
        }
    }

    /// The words, of those asked for, that documents are looked for by.
    pub(crate) fn words(&self, asked: &[Word]) -> Vec<usize> {
        match self {
            Self::Cover { words, .. } => counted(words, asked),
            Self::Word(word) => vec![*word],
            Self::All(inner) | Self::Any(inner) => {
                inner.iter().flat_map(|condition| condition.words(asked)).collect()
            }
            Self::Within { .. } | Self::Phrase(_) | Self::Filter(_) | Self::Not(_) => Vec::new(),
        }
    }

    /// Whether it is the rule of the match set and nothing else.
    pub(crate) fn is_plain(&self) -> bool {
        match self {
            Self::Cover { .. } => true,
            Self::All(inner) => inner.is_empty(),
            _ => false,
        }
    }
}

/// Whether the rule of the match set counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cover {
    Required,
    Relaxed,
}

/// Words of a query with what was found of them.
#[derive(Clone, Copy)]
pub(crate) struct Found<'q> {
    pub(crate) words: &'q [Word],
    pub(crate) matches: &'q Matches,
}

/// Evaluates conditions over one segment.
pub(crate) struct SegmentConditions<'q> {
    pub(crate) reader: &'q SegmentReader,
    pub(crate) segment: &'q Segment,
    /// Which segment it is.
    pub(crate) at: usize,
    pub(crate) fields: &'q Fields,
    pub(crate) schema: &'q Schema,
    pub(crate) rules: &'q Matching,
    pub(crate) asked: Found<'q>,
    pub(crate) excluded: Found<'q>,
}

impl SegmentConditions<'_> {
    /// The documents that fulfil a condition.
    pub(crate) fn matching(&self, condition: &Condition) -> Result<DocSet> {
        self.docs(condition, self.asked, Cover::Required)
    }

    /// The documents that do not fulfil a condition, but that no exclusion of the whole query excludes.
    pub(crate) fn not_matching(&self, condition: &Condition) -> Result<DocSet> {
        let mut docs = self.not_excluded(condition)?;
        docs.remove(&self.matching(condition)?);
        Ok(docs)
    }

    /// The documents that no exclusion of the whole query excludes.
    fn not_excluded(&self, condition: &Condition) -> Result<DocSet> {
        let mut docs = DocSet::all(self.documents());
        let conditions = match condition {
            Condition::All(inner) => inner.as_slice(),
            other => std::slice::from_ref(other),
        };
        for condition in conditions {
            if let Condition::Not(inner) = condition {
                docs.remove(&self.docs(inner, self.excluded, Cover::Required)?);
            }
        }
        Ok(docs)
    }

    /// The documents that fulfil what is asked for with signs, such as a phrase. Only the rule for plain words is
    /// relaxed when nothing fulfils everything.
    pub(crate) fn nearly_matching(&self, condition: &Condition) -> Result<DocSet> {
        self.docs(condition, self.asked, Cover::Relaxed)
    }

    fn documents(&self) -> usize {
        self.segment.lengths.len()
    }

    fn docs(&self, condition: &Condition, found: Found<'_>, cover: Cover) -> Result<DocSet> {
        match condition {
            Condition::Cover { .. } if cover == Cover::Relaxed => Ok(DocSet::all(self.documents())),
            Condition::Cover { words, granted } => Ok(self.covering(words, granted, found)),
            Condition::Word(word) => Ok(self.agreeing(*word, found)),
            Condition::Within { word, field } => self.within(*word, *field, found),
            Condition::Phrase(phrase) => {
                let spacing = Spacing::Moves(phrase.moves);
                self.phrase(self.fields.exact, &phrase.slots, spacing, phrase.field)
            }
            Condition::Filter(filter) => {
                let filter = SegmentFilter::new(self.reader, std::slice::from_ref(filter))?;
                let mut docs = DocSet::none(self.documents());
                (0..self.reader.max_doc())
                    .filter(|doc| filter.failed(*doc).is_none())
                    .for_each(|doc| docs.insert(doc));
                Ok(docs)
            }
            Condition::All(inner) => {
                let mut docs = DocSet::all(self.documents());
                for condition in inner {
                    docs.intersect(&self.docs(condition, found, cover)?);
                }
                Ok(docs)
            }
            Condition::Any(inner) => {
                let mut docs = DocSet::none(self.documents());
                for condition in inner {
                    docs.unite(&self.docs(condition, found, cover)?);
                }
                Ok(docs)
            }
            Condition::Not(inner) => {
                let mut docs = DocSet::all(self.documents());
                docs.remove(&self.docs(inner, self.excluded, Cover::Required)?);
                Ok(docs)
            }
        }
    }

    fn matches<'f>(&self, word: usize, found: Found<'f>) -> Option<&'f WordMatches> {
        found.matches.segments.get(self.at)?.get(word)
    }

    /// The documents that cover enough of the words.
    fn covering(&self, words: &[usize], granted: &[usize], found: Found<'_>) -> DocSet {
        let mut counted = counted(words, found.words);
        counted.sort_unstable();
        counted.dedup();
        let granted: Vec<usize> =
            content(granted, found.words).filter(|word| !counted.contains(word)).collect();
        let weight = |word: &usize| {
            let rarity = found.matches.rarities.get(*word).map_or(0.0, |rarity| rarity.idf);
            found.words.get(*word).map_or(0.0, |word| word.weight * rarity)
        };
        let total: f32 = counted.iter().chain(&granted).map(weight).sum();
        let needed = self.rules.covered_min * total - granted.iter().map(weight).sum::<f32>();
        let needs_all = counted.len() + granted.len() <= self.rules.all_words_max;

        if needs_all {
            let mut docs = DocSet::all(self.documents());
            counted.iter().for_each(|word| docs.intersect(&self.agreeing(*word, found)));
            return docs;
        }
        let mut covered = vec![0.0_f32; self.documents()];
        for word in &counted {
            let weight = weight(word);
            for doc in self.matches(*word, found).into_iter().flat_map(WordMatches::agreeing) {
                covered[doc as usize] += weight;
            }
        }
        let mut docs = DocSet::none(self.documents());
        let covering = (0..).zip(&covered).filter(|(_, covered)| **covered >= needed);
        covering.for_each(|(doc, _)| docs.insert(doc));
        docs
    }

    /// The documents that hold a word, or what the vocabulary puts in its place.
    fn agreeing(&self, word: usize, found: Found<'_>) -> DocSet {
        let mut docs = DocSet::none(self.documents());
        let agreeing = self.matches(word, found).into_iter().flat_map(WordMatches::agreeing);
        agreeing.for_each(|doc| docs.insert(doc));
        docs
    }

    fn within(&self, word: usize, field: usize, found: Found<'_>) -> Result<DocSet> {
        let Some(word) = found.words.get(word) else { return Ok(DocSet::none(self.documents())) };
        let texts = |pairs: &[(String, f32)]| vec![pairs.iter().map(|(text, _)| text.clone()).collect()];
        let spacing = Spacing::Moves(0);
        let mut docs = self.phrase(self.fields.exact, &texts(&word.exact), spacing, Some(field))?;
        docs.unite(&self.phrase(self.fields.terms, &texts(&word.terms), spacing, Some(field))?);
        Ok(docs)
    }

    fn phrase(
        &self,
        stream: Field,
        slots: &[Vec<String>],
        spacing: Spacing,
        field: Option<usize>,
    ) -> Result<DocSet> {
        let mut docs = DocSet::none(self.documents());
        phrase::find(self.reader, stream, slots, spacing, None, &mut |doc, places| {
            let is_there = field.is_none_or(|field| {
                let zones = zones(self.segment.zones.values_for_doc(doc), self.schema);
                let inside = |place: &Place| {
                    let start = place.iter().min().copied().unwrap_or_default();
                    zones.iter().any(|zone| zone.field == field && (zone.start..zone.end).contains(&start))
                };
                places.iter().any(inside)
            });
            if is_there {
                docs.insert(doc);
            }
        })?;
        Ok(docs)
    }
}

/// Those of some words that the rule of the match set counts.
pub(crate) fn counted(words: &[usize], of: &[Word]) -> Vec<usize> {
    let content: Vec<usize> = content(words, of).collect();
    // Function words only: they still have to find something.
    if content.is_empty() { words.to_vec() } else { content }
}

fn content<'w>(words: &'w [usize], of: &'w [Word]) -> impl Iterator<Item = usize> {
    words.iter().copied().filter(|word| of.get(*word).is_some_and(|word| word.content))
}

#[cfg(test)]
mod tests {
    use super::Condition::{self, Any, Word};

    #[test]
    fn conditions_that_all_must_hold_are_not_nested() {
        let nested = Condition::all(vec![Word(1), Condition::all(vec![Word(2), Word(3)])]);
        assert_eq!(nested, Condition::All(vec![Word(1), Word(2), Word(3)]));
        assert_eq!(Condition::all(vec![Any(vec![Word(1)])]), Any(vec![Word(1)]));
        assert!(Condition::all(Vec::new()).is_plain());
    }
}
