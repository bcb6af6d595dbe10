//! Phrases of the vocabulary that were counted in a segment: the same few thousand are asked for again and again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::DocId;

use crate::error::Result;
use crate::search::vocabulary::Phrase;

/// How often a phrase stands in each document that has it. Documents rise.
pub(crate) type Counts = Arc<[(DocId, u32)]>;

/// Most counts that are remembered for each document of a segment, of 8 bytes each.
const COUNTS_PER_DOCUMENT_MAX: usize = 16;

/// The counts of one segment, which never change: documents are only deleted from it.
pub(crate) struct RememberedPhrases {
    counts_max: usize,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    phrases: HashMap<Phrase, Counts>,
    counts: usize,
}

impl RememberedPhrases {
    /// Nothing yet, of a segment of so many documents.
    pub(crate) fn new(documents: usize) -> Self {
        Self { counts_max: COUNTS_PER_DOCUMENT_MAX.saturating_mul(documents), known: Mutex::default() }
    }

    /// What is remembered of a phrase, or else what `count` finds.
    pub(crate) fn of(
        &self,
        phrase: &Phrase,
        count: impl FnOnce() -> Result<Vec<(DocId, u32)>>,
    ) -> Result<Counts> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counts) = known().phrases.get(phrase) {
            return Ok(Arc::clone(counts));
        }
        // Nobody waits while it is counted; at worst two count the same.
        let counts: Counts = count()?.into();
        let mut known = known();
        if known.counts + counts.len() > self.counts_max {
            *known = Known::default();
        }
        known.counts += counts.len();
        known.phrases.insert(Arc::clone(phrase), Arc::clone(&counts));
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_counted_once_until_there_are_too_many() {
        let remembered = RememberedPhrases::new(1);
        let phrase = |word: &str| -> Phrase { vec![vec![word.to_owned()]].into() };
        let found = |docs: u32| (0..docs).map(|doc| (doc, 1)).collect::<Vec<_>>();
        let counted = |word: &str, docs: u32| {
            let mut counted = false;
            let counts = remembered.of(&phrase(word), || {
                counted = true;
                Ok(found(docs))
            });
            assert_eq!(*counts.unwrap(), *found(docs), "{word}");
            counted
        };
        for (word, docs, expected) in
            [("a", 9, true), ("a", 9, false), ("b", 7, true), ("a", 9, false), ("c", 1, true), ("a", 9, true)]
        {
            assert_eq!(counted(word, docs), expected, "{word}");
        }
    }
}
