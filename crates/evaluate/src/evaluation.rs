//! A run measured with judgements: one value a query and metric, and their means.

use std::collections::BTreeMap;

use crate::collection::Query;
use crate::metrics::{GradedRanking, Metric};
use crate::qrels::Qrels;
use crate::run::Run;

/// The values of a run for every judged query and metric.
///
/// Judged queries are those with at least one positive judgement. One that the run does not answer is there and
/// counts 0, as `trec_eval -c` has it. A query whose grades are all 0 is *not* there: nothing could answer it,
/// so it would lower every engine's mean alike. (`trec_eval -c` counts such a query as 0; remove it from the
/// judgements to see equal means.)
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    metrics: Vec<Metric>,
    queries: Vec<QueryValues>,
}

/// The values of one query.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryValues {
    /// The query's id.
    pub query: String,
    /// Whether the run answered the query with at least one document.
    pub answered: bool,
    /// One value in 0..=1 for each metric, in the order of [`Evaluation::metrics`].
    pub values: Vec<f64>,
}

impl Evaluation {
    /// Measures a run.
    #[must_use]
    pub fn new(run: &Run, qrels: &Qrels, metrics: &[Metric]) -> Self {
        let queries = qrels.judged().map(|(query, judgements)| {
            let ranking = run.ranking(query);
            let graded = GradedRanking::new(ranking.iter().map(|document| document.id.as_str()), judgements);
            QueryValues {
                query: query.to_owned(),
                answered: !ranking.is_empty(),
                values: metrics.iter().map(|metric| metric.value(&graded)).collect(),
            }
        });
        Self { metrics: metrics.to_vec(), queries: queries.collect() }
    }

    /// The metrics, in the order they were asked for.
    #[must_use]
    pub fn metrics(&self) -> &[Metric] {
        &self.metrics
    }

    /// The table of values: a row for each judged query, in the order of the ids.
    #[must_use]
    pub fn queries(&self) -> &[QueryValues] {
        &self.queries
    }

    /// The number of judged queries that the run does not answer.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.queries.iter().filter(|row| !row.answered).count()
    }

    /// The values of one metric in the order of the queries; `None` when it was not measured.
    #[must_use]
    pub fn values(&self, metric: Metric) -> Option<Vec<f64>> {
        let column = self.metrics.iter().position(|&known| known == metric)?;
        self.queries.iter().map(|row| row.values.get(column).copied()).collect()
    }

    /// Each metric with its mean over the judged queries; 0 when there are none.
    #[must_use]
    pub fn means(&self) -> Vec<(Metric, f64)> {
        let count = self.queries.len().max(1) as f64;
        let mut sums = vec![0.0; self.metrics.len()];
        for row in &self.queries {
            for (sum, value) in sums.iter_mut().zip(&row.values) {
                *sum += value;
            }
        }
        self.metrics.iter().copied().zip(sums.into_iter().map(|sum| sum / count)).collect()
    }

    /// The mean of one metric; `None` when it was not measured.
    #[must_use]
    pub fn mean(&self, metric: Metric) -> Option<f64> {
        self.means().into_iter().find_map(|(known, mean)| (known == metric).then_some(mean))
    }

    /// The evaluation split by the kind of query, by the kinds' names. Queries without a kind are left out.
    #[must_use]
    pub fn by_kind(&self, queries: &[Query]) -> BTreeMap<String, Self> {
        let kinds: BTreeMap<&str, &str> =
            queries.iter().filter_map(|query| Some((query.id.as_str(), query.kind.as_deref()?))).collect();
        let mut split: BTreeMap<String, Self> = BTreeMap::new();
        for row in &self.queries {
            if let Some(&kind) = kinds.get(row.query.as_str()) {
                split
                    .entry(kind.to_owned())
                    .or_insert_with(|| Self { metrics: self.metrics.clone(), queries: Vec::new() })
                    .queries
                    .push(row.clone());
            }
        }
        split
    }
}
