//! Several systems on one collection: what they reach, what they cost, and where they differ.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::collection::{Collection, Query};
use crate::comparison::{Change, Comparison, Named, compare, largest_changes};
use crate::error::Result;
use crate::evaluation::{Evaluation, QueryValues};
use crate::latency::{Latencies, LatencySummary};
use crate::metrics::Metric;
use crate::run::Run;
use crate::session::Session;

/// Queries whose time is taken: enough for a 99th percentile.
const TIMED_MAX: usize = 1_000;

/// What a system answered.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The name of the system.
    pub name: String,
    /// What it is, in a few words; may be empty.
    pub about: String,
    /// Its rankings.
    pub run: Run,
    /// How long its answers took, if it was here that it answered.
    pub latency_ms: Option<LatencySummary>,
}

/// Systems side by side; the first is the baseline of the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Study {
    /// The name of the collection.
    pub collection: String,
    /// The number of judged queries.
    pub queries: usize,
    /// What the differences of single queries are told in.
    pub metric: Metric,
    /// The systems in the order given.
    pub systems: Vec<SystemFigures>,
    /// Every system but the first against the first, metric by metric.
    pub comparisons: Vec<Comparison>,
    /// The kinds of queries by name; empty when queries have no kinds.
    pub kinds: Vec<KindFigures>,
}

/// The figures of one system.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SystemFigures {
    /// The name of the system.
    pub name: String,
    /// What it is, in a few words; may be empty.
    pub about: String,
    /// The mean of each metric.
    #[serde(serialize_with = "crate::report::as_map")]
    pub metrics: Vec<(Metric, f64)>,
    /// How long an answer took, in milliseconds; missing for runs made elsewhere.
    pub latency_ms: Option<LatencySummary>,
    /// Judged queries that it left without any answer.
    pub unanswered: usize,
    /// The queries that gain most over the baseline, the largest first.
    pub gains: Vec<ChangedQuery>,
    /// The queries that lose most, the largest first.
    pub losses: Vec<ChangedQuery>,
    /// The values of all queries, by query.
    #[serde(skip)]
    pub evaluation: Evaluation,
}

/// A query on which a system and the baseline differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangedQuery {
    /// The query and its two values.
    #[serde(flatten)]
    pub change: Change,
    /// What was asked.
    pub text: String,
}

/// The means of one kind of queries.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindFigures {
    /// The kind.
    pub kind: String,
    /// How many judged queries are of it.
    pub queries: usize,
    /// The mean of [`Study::metric`], by system.
    pub means: Vec<f64>,
}

impl Study {
    /// Scores what systems answered to the queries of a collection. `metric` is one of `metrics`; at most `shown`
    /// gains and losses of each system are kept.
    ///
    /// # Errors
    /// Never for systems of one collection; see [`compare`].
    pub fn new(
        collection: &Collection,
        answered: &[Answered],
        metrics: &[Metric],
        metric: Metric,
        shown: usize,
    ) -> Result<Self> {
        let evaluations: Vec<Evaluation> =
            answered.iter().map(|one| Evaluation::new(&one.run, collection.qrels(), metrics)).collect();
        let named: Vec<Named<'_>> = answered
            .iter()
            .zip(&evaluations)
            .map(|(one, evaluation)| Named { name: &one.name, evaluation })
            .collect();
        let texts: BTreeMap<&str, &str> =
            collection.queries().iter().map(|query| (query.id.as_str(), query.text.as_str())).collect();
        let with_texts = |changes: Vec<Change>| {
            let text =
                |change: &Change| texts.get(change.query.as_str()).copied().unwrap_or_default().to_owned();
            changes.into_iter().map(|change| ChangedQuery { text: text(&change), change }).collect()
        };
        let Some((baseline, others)) = named.split_first() else {
            return Ok(Self::empty(collection, metric));
        };
        let mut systems = Vec::with_capacity(answered.len());
        for (one, named) in answered.iter().zip(&named) {
            let (gains, losses) = largest_changes(*baseline, *named, metric, shown)?;
            systems.push(SystemFigures {
                name: one.name.clone(),
                about: one.about.clone(),
                metrics: named.evaluation.means(),
                latency_ms: one.latency_ms,
                unanswered: named.evaluation.unanswered(),
                gains: with_texts(gains),
                losses: with_texts(losses),
                evaluation: named.evaluation.clone(),
            });
        }
        Ok(Self {
            collection: collection.name().to_owned(),
            queries: baseline.evaluation.queries().len(),
            metric,
            systems,
            comparisons: compare(*baseline, others)?,
            kinds: kinds(&evaluations, collection.queries(), metric),
        })
    }

    fn empty(collection: &Collection, metric: Metric) -> Self {
        let (systems, comparisons, kinds) = (Vec::new(), Vec::new(), Vec::new());
        Self { collection: collection.name().to_owned(), queries: 0, metric, systems, comparisons, kinds }
    }

    /// The comparison of one system in one metric with the baseline; `None` for the baseline.
    #[must_use]
    pub fn comparison(&self, system: &str, metric: Metric) -> Option<&Comparison> {
        self.comparisons.iter().find(|one| one.run == system && one.metric == metric)
    }

    /// The differences of a system from the baseline in [`Study::metric`], query by query, the largest first.
    #[must_use]
    pub fn differences(&self, system: &SystemFigures) -> Vec<f64> {
        let values = |figures: &SystemFigures| figures.evaluation.values(self.metric).unwrap_or_default();
        let baseline = self.systems.first().map(values).unwrap_or_default();
        let mut differences: Vec<f64> =
            values(system).iter().zip(&baseline).map(|(value, baseline)| value - baseline).collect();
        differences.sort_by(|a, b| b.total_cmp(a));
        differences
    }
}

impl SystemFigures {
    /// The mean of a metric; `None` when it was not measured.
    #[must_use]
    pub fn mean(&self, metric: Metric) -> Option<f64> {
        self.metrics.iter().find_map(|(known, mean)| (*known == metric).then_some(*mean))
    }

    /// The values of every judged query.
    #[must_use]
    pub fn queries(&self) -> &[QueryValues] {
        self.evaluation.queries()
    }
}

fn kinds(evaluations: &[Evaluation], queries: &[Query], metric: Metric) -> Vec<KindFigures> {
    let split: Vec<BTreeMap<String, Evaluation>> =
        evaluations.iter().map(|evaluation| evaluation.by_kind(queries)).collect();
    let Some(first) = split.first() else { return Vec::new() };
    let figures = first.iter().map(|(kind, of_first)| KindFigures {
        kind: kind.clone(),
        queries: of_first.queries().len(),
        means: split
            .iter()
            .map(|kinds| kinds.get(kind).and_then(|one| one.mean(metric)).unwrap_or(0.0))
            .collect(),
    });
    figures.collect()
}

/// How long the systems take for the queries, at most a thousand, evenly spread. Every query is asked of all in
/// turn, so that a busy moment of the machine falls on all of them. `progress` is told how many of how many queries
/// are done.
///
/// # Errors
/// When an index cannot be read.
pub fn time_in_turn(
    sessions: &[&Session],
    queries: &[Query],
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<Latencies>> {
    let step = queries.len().div_ceil(TIMED_MAX).max(1);
    let timed: Vec<&Query> = queries.iter().step_by(step).collect();
    let mut durations = vec![Vec::with_capacity(timed.len()); sessions.len()];
    for (done, query) in timed.iter().enumerate() {
        progress(done, timed.len());
        for (session, durations) in sessions.iter().zip(&mut durations) {
            durations.push(session.time(&query.text)?);
        }
    }
    Ok(durations.into_iter().map(|durations| durations.into_iter().collect()).collect())
}
