//! Phrases: words at places that follow one another.
//!
//! A multi-word synonym or the long form of an abbreviation is a phrase of terms, in any inflection, with at most a
//! word between two of its own. A phrase in quotes is one of exact forms. With `p(i)` the position of its i-th word, it
//! stands where the *moves*, the largest less the smallest of `p(i) - i`, are at most as many as the query allows: a
//! word between two others is one move, two words that changed places are two (the slop of Lucene).

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::error::Result;

/// How far from one another the words of a phrase may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spacing {
    /// In order, with at most this many other words between two.
    Gaps(u32),
    /// As if each had been moved, all together at most this often.
    Moves(u32),
}

/// Most other words between two of a phrase of the vocabulary.
const VOCABULARY_GAP_WORDS_MAX: u32 = 1;

/// How a phrase of the vocabulary stands in a text.
pub(crate) const VOCABULARY_SPACING: Spacing = Spacing::Gaps(VOCABULARY_GAP_WORDS_MAX);

/// A place of a phrase: the positions of its words.
pub(crate) type Place = Vec<u32>;

/// The postings of one position of a phrase: any of several terms.
struct Slot {
    terms: Vec<SegmentPostings>,
}

impl Slot {
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

    /// How often the most frequent of its terms stands in the current document `doc`.
    fn frequency(&self, doc: DocId) -> u32 {
        let here = self.terms.iter().filter(|postings| postings.doc() == doc);
        here.map(SegmentPostings::term_freq).max().unwrap_or_default()
    }

    /// The positions in the current document `doc`, in order.
    fn positions(&mut self, doc: DocId, positions: &mut Vec<u32>) {
        positions.clear();
        for postings in self.terms.iter_mut().filter(|postings| postings.doc() == doc) {
            postings.append_positions_with_offset(0, positions);
        }
        if self.terms.len() > 1 {
            positions.sort_unstable();
        }
        positions.dedup();
    }
}

/// The postings of a phrase, read together.
struct Slots {
    slots: Vec<Slot>,
    rarest: usize,
}

impl Slots {
    /// `None` when a position has none of its terms in the segment.
    fn open(
        reader: &SegmentReader,
        field: Field,
        phrase: &[Vec<String>],
        option: IndexRecordOption,
    ) -> Result<Option<Self>> {
        let index = reader.inverted_index(field)?;
        let mut slots = Vec::with_capacity(phrase.len());
        for terms in phrase {
            let mut slot = Slot { terms: Vec::with_capacity(terms.len()) };
            for term in terms {
                slot.terms.extend(index.read_postings(&Term::from_field_text(field, term), option)?);
            }
            // Most phrases of a vocabulary miss a word in an index: nothing more of them is opened.
            if slot.terms.is_empty() {
                return Ok(None);
            }
            slots.push(slot);
        }
        let rarest = (0..slots.len()).min_by_key(|at| slots[*at].size());
        Ok(rarest.map(|rarest| Self { slots, rarest }))
    }

    /// Goes to the documents, or to `only` some of them, that hold a term of every position.
    fn each_document(&mut self, only: Option<&[DocId]>, visit: &mut dyn FnMut(DocId, &mut [Slot])) {
        if let Some(docs) = only {
            for &doc in docs {
                if self.slots.iter_mut().all(|slot| slot.seek(doc) == doc) {
                    visit(doc, &mut self.slots);
                }
            }
            return;
        }
        let mut doc = self.slots[self.rarest].seek(0);
        while doc != TERMINATED {
            let ahead = self.slots.iter_mut().map(|slot| slot.seek(doc)).find(|next| *next > doc);
            if ahead.is_none() {
                visit(doc, &mut self.slots);
            }
            doc = self.slots[self.rarest].seek(ahead.unwrap_or(doc + 1));
        }
    }
}

/// Finds a phrase in the documents of a segment, or in `only` some of them, which must rise.
pub(crate) fn find(
    reader: &SegmentReader,
    field: Field,
    phrase: &[Vec<String>],
    spacing: Spacing,
    only: Option<&[DocId]>,
    visit: &mut dyn FnMut(DocId, Vec<Place>),
) -> Result<()> {
    let option = IndexRecordOption::WithFreqsAndPositions;
    let Some(mut slots) = Slots::open(reader, field, phrase, option)? else { return Ok(()) };
    let mut positions = vec![Vec::new(); phrase.len()];
    slots.each_document(only, &mut |doc, slots| {
        slots.iter_mut().zip(&mut positions).for_each(|(slot, positions)| slot.positions(doc, positions));
        let places = places(&positions, spacing);
        if !places.is_empty() {
            visit(doc, places);
        }
    });
    Ok(())
}

/// The documents of a segment, or of `only` some of its documents, which must rise, that have a phrase of the vocabulary,
/// and how often each has it.
pub(crate) fn counts(
    reader: &SegmentReader,
    field: Field,
    phrase: &[Vec<String>],
    only: Option<&[DocId]>,
) -> Result<Vec<(DocId, u32)>> {
    // A single word needs no positions.
    let is_word = phrase.len() == 1;
    let option =
        if is_word { IndexRecordOption::WithFreqs } else { IndexRecordOption::WithFreqsAndPositions };
    let Some(mut slots) = Slots::open(reader, field, phrase, option)? else { return Ok(Vec::new()) };
    let mut counts = Vec::new();
    let (mut ends, mut positions) = (Vec::new(), Vec::new());
    slots.each_document(only, &mut |doc, slots| {
        let count = match slots {
            [slot] => slot.frequency(doc),
            slots => chains(doc, slots, &mut ends, &mut positions),
        };
        if count > 0 {
            counts.push((doc, count));
        }
    });
    Ok(counts)
}

/// How many of the places of the first word in a document begin a phrase of the vocabulary: [`in_order`], counted
/// without reading more positions than it takes. The vectors are room to work in.
fn chains(doc: DocId, slots: &mut [Slot], ends: &mut Vec<u32>, positions: &mut Vec<u32>) -> u32 {
    let Some((first, rest)) = slots.split_first_mut() else { return 0 };
    first.positions(doc, ends);
    for slot in rest {
        slot.positions(doc, positions);
        follow(ends, positions);
        if ends.is_empty() {
            return 0;
        }
    }
    u32::try_from(ends.len()).unwrap_or(u32::MAX)
}

/// Moves the ends of phrases to the next word's positions; an end that has none near enough goes. Both rise.
fn follow(ends: &mut Vec<u32>, positions: &[u32]) {
    let mut behind = positions.iter().copied().peekable();
    ends.retain_mut(|end| {
        while behind.next_if(|position| position <= end).is_some() {}
        let next = behind.peek().filter(|next| **next - *end <= VOCABULARY_GAP_WORDS_MAX + 1);
        next.map(|next| *end = *next).is_some()
    });
}

/// The places where the words stand as `spacing` asks, given the positions of each.
fn places(positions: &[Vec<u32>], spacing: Spacing) -> Vec<Place> {
    match spacing {
        Spacing::Gaps(words_max) => in_order(positions, words_max),
        Spacing::Moves(0) => in_order(positions, 0),
        Spacing::Moves(moves_max) => moved(positions, moves_max),
    }
}

fn in_order(positions: &[Vec<u32>], gap_words_max: u32) -> Vec<Place> {
    let Some((first, rest)) = positions.split_first() else { return Vec::new() };
    let chain = |start: &u32| {
        let mut place = vec![*start];
        for positions in rest {
            let last = *place.last()?;
            let next = positions.get(positions.partition_point(|position| *position <= last))?;
            if next - last > gap_words_max + 1 {
                return None;
            }
            place.push(*next);
        }
        Some(place)
    };
    first.iter().filter_map(chain).collect()
}

/// The places whose words would follow one another after at most so many moves.
fn moved(positions: &[Vec<u32>], moves_max: u32) -> Vec<Place> {
    let mut events: Vec<(i64, usize, u32)> = Vec::new();
    for (word, positions) in (0_i64..).zip(positions) {
        let slot = usize::try_from(word).unwrap_or_default();
        events.extend(positions.iter().map(|position| (i64::from(*position) - word, slot, *position)));
    }
    events.sort_unstable();
    // The last offset and position of each word so far.
    let mut last: Vec<Option<(i64, u32)>> = vec![None; positions.len()];
    let mut places = Vec::new();
    for (offset, slot, position) in events {
        last[slot] = Some((offset, position));
        let near = |(other, _): &(i64, u32)| offset - other <= i64::from(moves_max);
        let place: Option<Place> =
            last.iter().map(|seen| seen.filter(near).map(|(_, position)| position)).collect();
        places.extend(place.filter(|place| is_distinct(place)));
    }
    places
}

/// A word that stands once in the text cannot be two words of the phrase.
fn is_distinct(place: &[u32]) -> bool {
    let mut sorted = place.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).all(|pair| pair.first() != pair.last())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Spacing, VOCABULARY_SPACING, follow, places};

    proptest! {
        #[test]
        fn phrases_are_counted_as_they_are_found(
            words in prop::collection::vec(prop::collection::btree_set(0_u32..24, 0..12), 1..4),
        ) {
            let positions: Vec<Vec<u32>> = words.into_iter().map(|word| word.into_iter().collect()).collect();
            let mut ends = positions[0].clone();
            positions[1..].iter().for_each(|positions| follow(&mut ends, positions));
            let found = places(&positions, VOCABULARY_SPACING);
            prop_assert_eq!(ends, found.iter().filter_map(|place| place.last().copied()).collect::<Vec<_>>());
        }
    }

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
            assert_eq!(places(&positions, Spacing::Gaps(1)), expected, "{positions:?}");
        }
    }

    #[test]
    fn words_may_be_moved() {
        for (positions, moves, found) in [
            (vec![vec![5], vec![6]], 0, true),
            (vec![vec![5], vec![7]], 0, false),
            (vec![vec![5], vec![7]], 1, true),
            (vec![vec![6], vec![5]], 1, false),
            (vec![vec![6], vec![5]], 2, true),
            (vec![vec![5, 30], vec![2, 33], vec![90, 36]], 4, true),
            (vec![vec![5], vec![5]], 9, false),
            (vec![vec![5], vec![]], 9, false),
        ] {
            assert_eq!(
                !places(&positions, Spacing::Moves(moves)).is_empty(),
                found,
                "{positions:?} ~{moves}"
            );
        }
    }
}
