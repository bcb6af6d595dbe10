//! Phrases of terms: a multi-word synonym or the long form of an abbreviation, in any inflection.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::error::Result;

/// Words that may stand between two words of a phrase.
const GAP_WORDS_MAX: u32 = 1;

/// A place of a phrase: the positions of its words.
pub(crate) type Place = Vec<u32>;

/// The postings of one position of a phrase: any of several terms.
struct Slot {
    terms: Vec<SegmentPostings>,
}

impl Slot {
    fn open(reader: &SegmentReader, field: Field, terms: &[String]) -> Result<Self> {
        let index = reader.inverted_index(field)?;
        let mut postings = Vec::with_capacity(terms.len());
        for term in terms {
            let term = Term::from_field_text(field, term);
            postings.extend(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        Ok(Self { terms: postings })
    }

    /// Upper bound of its documents.
    fn size(&self) -> u32 {
        self.terms.iter().map(SegmentPostings::doc_freq).sum()
    }

    /// The first document at or behind `target`.
    fn seek(&mut self, target: DocId) -> DocId {
        let docs = self
            .terms
            .iter_mut()
            .map(|postings| if postings.doc() < target { postings.seek(target) } else { postings.doc() });
        docs.min().unwrap_or(TERMINATED)
    }

    /// The positions in the current document `doc`, in order.
    fn positions(&mut self, doc: DocId) -> Vec<u32> {
        let mut positions = Vec::new();
        let mut of_term = Vec::new();
        for postings in self.terms.iter_mut().filter(|postings| postings.doc() == doc) {
            postings.positions(&mut of_term);
            positions.extend_from_slice(&of_term);
        }
        positions.sort_unstable();
        positions.dedup();
        positions
    }
}

/// Finds a phrase in the documents of a segment, or in `only` some of them, which must rise.
pub(crate) fn find(
    reader: &SegmentReader,
    field: Field,
    phrase: &[Vec<String>],
    only: Option<&[DocId]>,
    visit: &mut dyn FnMut(DocId, Vec<Place>),
) -> Result<()> {
    let mut slots =
        phrase.iter().map(|terms| Slot::open(reader, field, terms)).collect::<Result<Vec<_>>>()?;
    let Some(rarest) = (0..slots.len()).min_by_key(|at| slots[*at].size()) else { return Ok(()) };
    let mut at_doc = |doc: DocId, slots: &mut Vec<Slot>| {
        if (0..slots.len()).all(|at| slots[at].seek(doc) == doc) {
            let positions: Vec<_> = slots.iter_mut().map(|slot| slot.positions(doc)).collect();
            let places = places(&positions);
            if !places.is_empty() {
                visit(doc, places);
            }
        }
    };
    match only {
        Some(docs) => docs.iter().for_each(|doc| at_doc(*doc, &mut slots)),
        None => {
            let mut doc = slots[rarest].seek(0);
            while doc != TERMINATED {
                at_doc(doc, &mut slots);
                doc = slots[rarest].seek(doc + 1);
            }
        }
    }
    Ok(())
}

/// The places where the words follow one another, given the positions of each.
fn places(positions: &[Vec<u32>]) -> Vec<Place> {
    let Some((first, rest)) = positions.split_first() else { return Vec::new() };
    let chain = |start: &u32| {
        let mut place = vec![*start];
        for positions in rest {
            let last = *place.last()?;
            let next = positions.get(positions.partition_point(|position| *position <= last))?;
            if next - last > GAP_WORDS_MAX + 1 {
                return None;
            }
            place.push(*next);
        }
        Some(place)
    };
    first.iter().filter_map(chain).collect()
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn words_follow_in_order_with_small_gaps() {
        for (positions, expected) in [
            (vec![vec![1, 9], vec![2, 12]], vec![vec![1, 2]]),
            (vec![vec![1], vec![3]], vec![vec![1, 3]]),
            (vec![vec![1], vec![4]], vec![]),
            (vec![vec![5], vec![4]], vec![]),
            (vec![vec![7, 20]], vec![vec![7], vec![20]]),
            (vec![vec![1, 5], vec![2, 6], vec![7]], vec![vec![5, 6, 7]]),
        ] {
            assert_eq!(places(&positions), expected, "{positions:?}");
        }
    }
}
