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
    /// Its score has what the second stage adds.
    pub(crate) second_stage: bool,
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
        Self { segment: segment_at, doc, score, second_stage: false, key, place: order.place(doc) }
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

/// The first candidates of an order, out of any number that are shown one by one.
pub(crate) struct Best {
    compare: fn(&Candidate, &Candidate) -> Ordering,
    by_score: bool,
    wanted: usize,
    /// At most twice as many as are wanted.
    kept: Vec<Candidate>,
    /// What comes behind it is none of the first.
    bar: Option<Candidate>,
    /// How many were shown.
    pub(crate) seen: usize,
}

impl Best {
    /// Keeps `wanted` candidates, at least one.
    pub(crate) fn new(order: Order, wanted: usize) -> Self {
        let by_score = order == Order::Relevance;
        let compare = if by_score { Candidate::by_relevance } else { Candidate::by_place };
        Self { compare, by_score, wanted: wanted.max(1), kept: Vec::new(), bar: None, seen: 0 }
    }

    /// Shows a candidate with this score, which is made only if it may be one of the first.
    pub(crate) fn show(&mut self, score: f32, make: impl FnOnce() -> Candidate) {
        self.seen += 1;
        if self.by_score && self.bar.is_some_and(|bar| score < bar.score) {
            return;
        }
        let candidate = make();
        if self.bar.as_ref().is_some_and(|bar| (self.compare)(bar, &candidate).is_lt()) {
            return;
        }
        self.kept.push(candidate);
        if self.kept.len() == 2 * self.wanted {
            let (_, last, _) = self.kept.select_nth_unstable_by(self.wanted - 1, self.compare);
            self.bar = Some(*last);
            self.kept.truncate(self.wanted);
        }
    }

    /// Shows the documents of a segment that have a score and are allowed. Most blocks of documents have no score that
    /// would be one of the first.
    pub(crate) fn show_scored(
        &mut self,
        scores: &[f32],
        is_allowed: impl Fn(DocId) -> bool,
        make: impl Fn(DocId, f32) -> Candidate,
    ) {
        const BLOCK: usize = 64;
        for (start, block) in (0..).step_by(BLOCK).zip(scores.chunks(BLOCK)) {
            let bar = self.bar.map_or(f32::MIN_POSITIVE, |bar| bar.score);
            // Counting looks at many scores at once, which finding the first does not.
            if block.iter().filter(|score| **score >= bar).count() == 0 {
                continue;
            }
            for (doc, &score) in (start..).zip(block) {
                if score >= bar && is_allowed(doc) {
                    self.show(score, || make(doc, score));
                }
            }
        }
    }

    /// The candidates in order.
    pub(crate) fn into_sorted(mut self) -> Vec<Candidate> {
        self.kept.sort_unstable_by(self.compare);
        self.kept.truncate(self.wanted);
        self.kept
    }
}

/// Adds candidates behind others, their scores lowered so that scores fall all the way.
pub(crate) fn put_behind(first: &mut Vec<Candidate>, mut rest: Vec<Candidate>) {
    if let (Some(last), Some(next)) = (first.last(), rest.first()) {
        let above = (next.score - last.score).max(0.0);
        rest.iter_mut().for_each(|candidate| candidate.score -= above);
    }
    first.append(&mut rest);
}
