//! A study as text.

use std::fmt::Write as _;

use super::{certainty_texts, difference_text, latency_texts, value_text};
use crate::study::{ChangedQuery, Study};
use crate::table::Table;

/// What systems reach and cost, how sure the differences are, kinds of queries, and the queries that changed most.
#[must_use]
pub fn study_text(study: &Study) -> String {
    let mut text =
        format!("collection {}  {} queries\n{}\n", study.collection, study.queries, systems(study));
    text += &differences(study);
    if !study.kinds.is_empty() {
        let _ = write!(text, "\n{}", kinds(study));
    }
    for system in &study.systems {
        if system.gains.is_empty() && system.losses.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{}: largest differences in {}", system.name, study.metric);
        for ChangedQuery { change, text: asked } in system.gains.iter().chain(&system.losses) {
            let difference = difference_text(change.value - change.baseline);
            let (before, after) = (value_text(change.baseline), value_text(change.value));
            let _ = writeln!(text, "  {difference}  {before} -> {after}  {}  {asked}", change.query);
        }
    }
    text
}

/// A line for each system and a column for each collection, with the mean and its difference from the first system's.
#[must_use]
pub fn studies_text(studies: &[Study]) -> String {
    let Some(first) = studies.first() else { return String::new() };
    let names = studies.iter().map(|study| study.collection.clone());
    let header = std::iter::once(first.metric.to_string()).chain(names);
    let mut table =
        Table::new(1, header.chain(["mean", "difference", "p50 ms", "p99 ms"].map(str::to_owned)));
    let mut baseline = None;
    for (at, system) in first.systems.iter().enumerate() {
        let figures = || studies.iter().filter_map(|study| study.systems.get(at));
        let values: Vec<f64> =
            figures().map(|system| system.mean(first.metric).unwrap_or_default()).collect();
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let difference = mean - *baseline.get_or_insert(mean);
        let mut row = vec![system.name.clone()];
        row.extend(values.into_iter().map(value_text));
        row.extend([value_text(mean), difference_text(difference)]);
        // The slowest collection: means of percentiles are percentiles of nothing.
        let latencies: Vec<_> = figures().filter_map(|system| system.latency_ms).collect();
        if let Some(slowest) = latencies.into_iter().max_by(|a, b| a.p99.total_cmp(&b.p99)) {
            row.extend(latency_texts(slowest));
        }
        table.row(row);
    }
    format!("{table}p50 and p99 are those of the slowest collection\n")
}

fn systems(study: &Study) -> Table {
    let metrics = study.systems.first().map(|system| system.metrics.as_slice()).unwrap_or_default();
    let names = metrics.iter().map(|(metric, _)| metric.to_string());
    let header = std::iter::once("system".to_owned()).chain(names);
    let mut table = Table::new(1, header.chain(["p50 ms", "p99 ms"].map(str::to_owned)));
    for system in &study.systems {
        let mut row = vec![system.name.clone()];
        row.extend(system.metrics.iter().map(|(_, mean)| value_text(*mean)));
        row.extend(system.latency_ms.into_iter().flat_map(latency_texts));
        table.row(row);
    }
    table
}

/// p-values are corrected for the number of systems.
fn differences(study: &Study) -> String {
    let header = ["metric", "system", "difference", "95 %", "won/tied/lost", "p random.", "p t-test"];
    let mut table = Table::new(2, header);
    let mut last = None;
    for one in &study.comparisons {
        let metric = if last == Some(one.metric) { String::new() } else { one.metric.to_string() };
        last = Some(one.metric);
        table.row([metric, one.run.clone()].into_iter().chain(certainty_texts(one)));
    }
    table.to_string()
}

fn kinds(study: &Study) -> Table {
    let names = study.systems.iter().map(|system| system.name.clone());
    let header = [format!("{} by kind", study.metric), "queries".to_owned()].into_iter().chain(names);
    let mut table = Table::new(1, header);
    for kind in &study.kinds {
        let means = kind.means.iter().map(|mean| value_text(*mean));
        table.row([kind.kind.clone(), kind.queries.to_string()].into_iter().chain(means));
    }
    table
}
