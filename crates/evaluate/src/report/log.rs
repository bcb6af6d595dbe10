//! A replayed query log as text.

use std::fmt::Write as _;

use super::latency_texts;
use crate::query_log::LogReport;

/// How often was asked, how long answers take, what finds nothing, and what other systems would change.
#[must_use]
pub fn log_text(report: &LogReport) -> String {
    let mut text = format!("{} questions, {} different\n", report.asked, report.distinct);
    if let Some(latency) = report.latency_ms {
        let [p50, p99] = latency_texts(latency);
        let _ = writeln!(text, "latency  p50 {p50} ms  p99 {p99} ms");
    }
    for (heading, list) in
        [("nothing is found for", &report.nothing_found), ("only parts are found of", &report.weak)]
    {
        if !list.is_empty() {
            let _ = writeln!(text, "\n{heading}");
        }
        for asked in list {
            let _ = writeln!(text, "  {:>6}  {}", asked.times, asked.text);
        }
    }
    for changes in &report.changes {
        let (overlap, other) = (100.0 * changes.overlap, changes.other_first);
        let _ = writeln!(
            text,
            "\n{}: {overlap:.1} % of the first ten are the same, {other} of {} questions have another first document",
            changes.system, report.distinct
        );
        for one in &changes.most_changed {
            let name = |id: &Option<String>| id.clone().unwrap_or_else(|| "nothing".to_owned());
            let (before, after) = (name(&one.first), name(&one.other_first));
            let _ = writeln!(text, "  {:>3.0} %  {}: {before} -> {after}", 100.0 * one.overlap, one.text);
        }
    }
    text
}
