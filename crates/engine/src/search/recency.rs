//! Recency: news loses a little with every day.
//!
//! ```text
//! recency = share · Σ weights of the query's content words · 2^(-age / half_life_days)
//! ```
//!
//! It is added by the second stage to documents of the kinds that age. A query that names no day has no recency, so
//! that an evaluation is a function of its files.

use jiff::civil::Date;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use crate::error::Result;
use crate::fields::column;
use crate::ranking::Recency as Constants;
use crate::value::days;

/// What recency gives the documents of one segment.
pub(crate) struct SegmentRecency<'c> {
    constants: &'c Constants,
    today: i64,
    kinds: Option<StrColumn>,
    /// Kinds that age, as numbers of the column.
    aging: Vec<u64>,
}

impl<'c> SegmentRecency<'c> {
    pub(crate) fn new(reader: &SegmentReader, today: Date, constants: &'c Constants) -> Result<Self> {
        let kinds = reader.fast_fields().str(column::KIND)?;
        let mut aging = Vec::new();
        if let Some(kinds) = &kinds {
            for kind in &constants.kinds {
                aging.extend(kinds.dictionary().term_ord(kind)?);
            }
        }
        Ok(Self { constants, today: days(today), kinds, aging })
    }

    /// The age of a document that ages, in days; what is dated in the future is new.
    pub(crate) fn age_days(&self, doc: DocId, published: Option<i64>) -> Option<i64> {
        let kind = self.kinds.as_ref()?.term_ords(doc).next()?;
        let published = published.filter(|_| self.aging.contains(&kind))?;
        Some(self.today.saturating_sub(published).max(0))
    }

    /// The share of the query's weight that a document of this age gains.
    pub(crate) fn share(&self, age_days: i64) -> f32 {
        let half_lives = age_days as f32 / self.constants.half_life_days;
        self.constants.share * (-half_lives).exp2()
    }
}
