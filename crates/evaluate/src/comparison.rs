//! Several runs over the same queries, side by side.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::evaluation::Evaluation;
use crate::metrics::Metric;
use crate::significance::{
    DRAWS, Interval, Outcome, SEED, bootstrap_interval, holm, mean, randomisation_test, t_test,
};

/// A run and its evaluation, under the name that tables show.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The name: the run's tag or file name.
    pub name: &'a str,
    /// The values of the run.
    pub evaluation: &'a Evaluation,
}

/// One metric of one run against the baseline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The name of the run.
    pub run: String,
    /// What was measured.
    pub metric: Metric,
    /// The baseline's mean.
    pub baseline: f64,
    /// The run's mean.
    pub mean: f64,
    /// The run's mean minus the baseline's.
    pub difference: f64,
    /// The 95 % confidence interval of the difference; `None` when there are no judged queries.
    pub interval: Option<Interval>,
    /// How many queries the run won, tied and lost.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The p-value of the randomisation test, corrected after Holm.
    pub randomisation_p: f64,
    /// The p-value of the t-test, corrected after Holm.
    pub t_test_p: f64,
}

/// Compares runs with a baseline, metric by metric in the baseline's order, and run by run in the order given.
///
/// p-values are corrected after Holm for the runs that are compared at once under the same metric.
///
/// # Errors
/// When a run was evaluated with other queries or metrics than the baseline.
pub fn compare(baseline: Named<'_>, runs: &[Named<'_>]) -> Result<Vec<Comparison>> {
    for run in runs {
        check_comparable(baseline, *run)?;
    }
    let mut comparisons = Vec::new();
    for (column, &metric) in baseline.evaluation.metrics().iter().enumerate() {
        let before = column_of(baseline.evaluation, column);
        let mut family: Vec<Comparison> = runs
            .iter()
            .map(|run| compare_one(run, metric, &before, &column_of(run.evaluation, column)))
            .collect();
        let randomisation: Vec<f64> = family.iter().map(|one| one.randomisation_p).collect();
        let t_tests: Vec<f64> = family.iter().map(|one| one.t_test_p).collect();
        for ((one, randomisation_p), t_test_p) in
            family.iter_mut().zip(holm(&randomisation)).zip(holm(&t_tests))
        {
            one.randomisation_p = randomisation_p;
            one.t_test_p = t_test_p;
        }
        comparisons.extend(family);
    }
    Ok(comparisons)
}

fn compare_one(run: &Named<'_>, metric: Metric, before: &[f64], after: &[f64]) -> Comparison {
    let differences: Vec<f64> = after.iter().zip(before).map(|(after, before)| after - before).collect();
    Comparison {
        run: run.name.to_owned(),
        metric,
        baseline: mean(before),
        mean: mean(after),
        difference: mean(&differences),
        interval: bootstrap_interval(&differences, DRAWS, SEED),
        outcome: Outcome::of(&differences),
        randomisation_p: randomisation_test(&differences, DRAWS, SEED),
        t_test_p: t_test(&differences),
    }
}

/// A query on which two runs differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The query's id.
    pub query: String,
    /// The baseline's value.
    pub baseline: f64,
    /// The run's value.
    pub value: f64,
}

/// The queries on which a run gains most over the baseline, and those on which it loses most; at most `count`
/// of each, the largest difference first. Both are empty when the metric was not measured.
///
/// # Errors
/// When the run was evaluated with other queries or metrics than the baseline.
pub fn largest_changes(
    baseline: Named<'_>,
    run: Named<'_>,
    metric: Metric,
    count: usize,
) -> Result<(Vec<Change>, Vec<Change>)> {
    check_comparable(baseline, run)?;
    let before = baseline.evaluation.values(metric).unwrap_or_default();
    let after = run.evaluation.values(metric).unwrap_or_default();
    let changes = run.evaluation.queries().iter().zip(before.into_iter().zip(after));
    let mut changes: Vec<Change> = changes
        .map(|(row, (baseline, value))| Change { query: row.query.clone(), baseline, value })
        .filter(|change| change.value != change.baseline)
        .collect();
    changes.sort_by(|a, b| (b.value - b.baseline).total_cmp(&(a.value - a.baseline)));
    let gains = changes.iter().filter(|change| change.value > change.baseline).take(count).cloned().collect();
    let losses =
        changes.iter().rev().filter(|change| change.value < change.baseline).take(count).cloned().collect();
    Ok((gains, losses))
}

fn check_comparable(baseline: Named<'_>, run: Named<'_>) -> Result<()> {
    let (before, after) = (baseline.evaluation, run.evaluation);
    let same_queries =
        before.queries().iter().map(|row| &row.query).eq(after.queries().iter().map(|row| &row.query));
    if same_queries && before.metrics() == after.metrics() {
        return Ok(());
    }
    Err(Error::NotComparable { run: run.name.to_owned(), baseline: baseline.name.to_owned() })
}

fn column_of(evaluation: &Evaluation, column: usize) -> Vec<f64> {
    evaluation.queries().iter().filter_map(|row| row.values.get(column).copied()).collect()
}
