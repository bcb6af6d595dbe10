//! The least value that a metric may have.

use std::str::FromStr;

use fiszka_evaluate::{Metric, Summary};

/// A metric and its least mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Threshold {
    pub(super) metric: Metric,
    least: f64,
}

impl Threshold {
    /// What is wrong with the means, if something is.
    pub(super) fn broken_by(&self, summary: &Summary) -> Option<String> {
        let Self { metric, least } = self;
        let (_, mean) = summary.metrics.iter().find(|(known, _)| known == metric)?;
        (mean < least).then(|| format!("{}: {metric} is {mean:.4}, below {least}", summary.collection))
    }
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (metric, least) = text.split_once('=').ok_or("expected METRIC=VALUE, as in nDCG@10=0.85")?;
        let metric = metric.parse().map_err(|error: fiszka_evaluate::Error| error.to_string())?;
        let least = least.parse().ok().filter(|least| (0.0..=1.0).contains(least));
        Ok(Self { metric, least: least.ok_or("the least value lies between 0 and 1")? })
    }
}
