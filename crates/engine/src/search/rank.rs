//! The order of candidates.

use std::cmp::Ordering;

use tantivy::{DocAddress, DocId};

use crate::index::Segment;
use crate::search::answer::Sort;

/// A document that may become a hit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) segment: usize,
    pub(crate) doc: DocId,
    pub(crate) score: f32,
    /// Breaks ties in the same way whatever the segments are.
    key: u64,
    published: Option<i64>,
}

/// What candidates are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Relevance,
    Newest,
    Oldest,
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Relevance => Self::Relevance,
            Sort::Newest => Self::Newest,
            Sort::Oldest => Self::Oldest,
        }
    }
}

impl Candidate {
    pub(crate) fn new(segment_at: usize, doc: DocId, score: f32, segment: &Segment) -> Self {
        Self {
            segment: segment_at,
            doc,
            score,
            key: segment.keys.get(doc as usize).copied().unwrap_or_default(),
            published: segment.published.get(doc as usize).copied().flatten(),
        }
    }

    pub(crate) fn address(&self) -> DocAddress {
        DocAddress::new(u32::try_from(self.segment).unwrap_or(u32::MAX), self.doc)
    }

    pub(crate) fn by_relevance(a: &Self, b: &Self) -> Ordering {
        b.score.total_cmp(&a.score).then(a.key.cmp(&b.key))
    }

    fn by_date(a: &Self, b: &Self, newest: bool) -> Ordering {
        let by_date = match (a.published, b.published) {
            (Some(a), Some(b)) if newest => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        by_date.then(a.key.cmp(&b.key))
    }
}

/// Keeps the first `wanted` candidates, in order.
pub(crate) fn select(candidates: &mut Vec<Candidate>, order: Order, wanted: usize) {
    let compare = |a: &Candidate, b: &Candidate| match order {
        Order::Relevance => Candidate::by_relevance(a, b),
        Order::Newest => Candidate::by_date(a, b, true),
        Order::Oldest => Candidate::by_date(a, b, false),
    };
    if wanted == 0 {
        candidates.clear();
    } else if candidates.len() > wanted {
        candidates.select_nth_unstable_by(wanted - 1, compare);
        candidates.truncate(wanted);
    }
    candidates.sort_unstable_by(compare);
}

/// Adds candidates behind others, their scores lowered so that scores fall all the way.
pub(crate) fn put_behind(first: &mut Vec<Candidate>, mut rest: Vec<Candidate>) {
    if let (Some(last), Some(next)) = (first.last(), rest.first()) {
        let above = (next.score - last.score).max(0.0);
        rest.iter_mut().for_each(|candidate| candidate.score -= above);
    }
    first.append(&mut rest);
}
