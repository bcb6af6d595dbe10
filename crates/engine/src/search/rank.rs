//! The order of candidates.

use std::cmp::Ordering;

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, SegmentReader};

use crate::error::Result;
use crate::fields::{Fields, column};
use crate::index::{Segment, Snapshot};
use crate::search::answer::Sort;
use crate::search::near::Circle;

/// A document that may become a hit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) segment: usize,
    pub(crate) doc: DocId,
    pub(crate) score: f32,
    /// Breaks ties in the same way whatever the segments are.
    key: u64,
    /// What the order goes by, the smallest first; documents that have none stand at the end.
    place: Option<i64>,
}

/// What candidates are ordered by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Order {
    Relevance,
    Newest,
    Oldest,
    Title,
    LargestPopulation,
    SmallestPopulation,
    /// From the centre of this circle.
    Distance(Circle),
}

impl Order {
    /// The order asked for; none by distance when there is nothing to measure it from.
    pub(crate) fn new(sort: Sort, reference: Option<Circle>) -> Option<Self> {
        Some(match sort {
            Sort::Relevance => Self::Relevance,
            Sort::Newest => Self::Newest,
            Sort::Oldest => Self::Oldest,
            Sort::Title => Self::Title,
            Sort::Population => Self::LargestPopulation,
            Sort::PopulationAscending => Self::SmallestPopulation,
            Sort::Distance => Self::Distance(reference?),
        })
    }
}

/// What one segment's documents are ordered by.
pub(crate) enum SegmentOrder<'s> {
    /// Nothing but their score and key.
    Score,
    Numbers {
        column: Column<i64>,
        descending: bool,
    },
    /// Ranks of the titles over all segments.
    Titles(&'s [u32]),
    Distance {
        latitudes: Column<f64>,
        longitudes: Column<f64>,
        from: Circle,
    },
}

impl<'s> SegmentOrder<'s> {
    pub(crate) fn new(
        order: Order,
        segment_at: usize,
        reader: &SegmentReader,
        snapshot: &'s Snapshot,
        fields: &Fields,
    ) -> Result<Self> {
        let columns = reader.fast_fields();
        let numbers = |column: Option<Column<i64>>, descending| match column {
            Some(column) => Self::Numbers { column, descending },
            None => Self::Score,
        };
        let population = || fields.column("population").map(|field| columns.column_opt::<i64>(&field.column));
        Ok(match order {
            Order::Relevance => Self::Score,
            Order::Newest | Order::Oldest => {
                numbers(columns.column_opt(column::PUBLISHED)?, order == Order::Newest)
            }
            Order::LargestPopulation | Order::SmallestPopulation => {
                numbers(population().transpose()?.flatten(), order == Order::LargestPopulation)
            }
            Order::Title => {
                snapshot.title_ranks()?.get(segment_at).map_or(Self::Score, |ranks| Self::Titles(ranks))
            }
            Order::Distance(from) => {
                let latitudes = columns.column_opt(column::LATITUDE)?;
                match latitudes.zip(columns.column_opt(column::LONGITUDE)?) {
                    Some((latitudes, longitudes)) => Self::Distance { latitudes, longitudes, from },
                    None => Self::Score,
                }
            }
        })
    }

    fn place(&self, doc: DocId) -> Option<i64> {
        match self {
            Self::Score => None,
            Self::Numbers { column, descending } => {
                column.first(doc).map(|value| if *descending { !value } else { value })
            }
            Self::Titles(ranks) => ranks.get(doc as usize).map(|rank| i64::from(*rank)),
            Self::Distance { latitudes, longitudes, from } => {
                let (latitude, longitude) = latitudes.first(doc).zip(longitudes.first(doc))?;
                let metres = from.distance_km(latitude, longitude) * 1_000.0;
                #[expect(clippy::cast_possible_truncation, reason = "no way on earth has more metres")]
                let metres = metres as i64;
                Some(metres)
            }
        }
    }
}

impl Candidate {
    pub(crate) fn new(
        segment_at: usize,
        doc: DocId,
        score: f32,
        segment: &Segment,
        order: &SegmentOrder<'_>,
    ) -> Self {
        let key = segment.keys.get(doc as usize).copied().unwrap_or_default();
        Self { segment: segment_at, doc, score, key, place: order.place(doc) }
    }

    pub(crate) fn address(&self) -> DocAddress {
        DocAddress::new(u32::try_from(self.segment).unwrap_or(u32::MAX), self.doc)
    }

    pub(crate) fn by_relevance(a: &Self, b: &Self) -> Ordering {
        b.score.total_cmp(&a.score).then(a.key.cmp(&b.key))
    }

    fn by_place(a: &Self, b: &Self) -> Ordering {
        let at_the_end = |candidate: &Self| candidate.place.is_none();
        (at_the_end(a), a.place, a.key).cmp(&(at_the_end(b), b.place, b.key))
    }
}

/// Keeps the first `wanted` candidates, in order.
pub(crate) fn select(candidates: &mut Vec<Candidate>, order: Order, wanted: usize) {
    let compare = if order == Order::Relevance { Candidate::by_relevance } else { Candidate::by_place };
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
