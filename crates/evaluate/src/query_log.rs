//! What people asked: the daemon's query log, answered again by one or more systems.
//!
//! Nobody judged these queries. They still tell how long answers take, what finds nothing, and what an update would
//! change.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::collection::{QUERIES_MAX, QUERY_LINE_BYTES_MAX, Query};
use crate::error::{LineProblem, Result};
use crate::latency::LatencySummary;
use crate::lines::Lines;
use crate::session::Session;

/// How many first documents are compared.
const DEPTH: usize = 10;

/// A query of the log; other members of the line say how the daemon answered it then.
#[derive(Deserialize)]
struct Line {
    q: String,
}

/// Something that was asked, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// What was asked.
    pub text: String,
    /// How often.
    pub times: usize,
}

/// The answers of today to a log.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LogReport {
    /// Questions in the log.
    pub asked: usize,
    /// Different ones.
    pub distinct: usize,
    /// How long the different ones take, in milliseconds.
    pub latency_ms: Option<LatencySummary>,
    /// What finds nothing at all, the most frequent first.
    pub nothing_found: Vec<Asked>,
    /// What finds partial matches only, the most frequent first.
    pub weak: Vec<Asked>,
    /// What other systems answer otherwise.
    pub changes: Vec<LogChanges>,
}

/// How the answers of a system differ from those of the first one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LogChanges {
    /// The name of the system.
    pub system: String,
    /// How many different questions have another first document.
    pub other_first: usize,
    /// The mean share of the first ten documents that both systems show, in 0..=1.
    pub overlap: f64,
    /// The questions that change most.
    pub most_changed: Vec<ChangedAnswer>,
}

/// A question that two systems answer differently.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangedAnswer {
    /// What was asked.
    pub text: String,
    /// Share of the first ten documents that both show.
    pub overlap: f64,
    /// The first document of the first system.
    pub first: Option<String>,
    /// The first document of the other.
    pub other_first: Option<String>,
}

/// The different questions of a log, the most frequent first. A line is a JSON object with the member `q`.
///
/// # Errors
/// When the file cannot be read or a line is malformed.
pub fn read_log(path: &Path) -> Result<Vec<Asked>> {
    let mut times: HashMap<String, usize> = HashMap::new();
    Lines::open(path, QUERY_LINE_BYTES_MAX)?.parse_all(|_, line| {
        let Line { q } =
            serde_json::from_str(line).map_err(|error| LineProblem::Json { message: error.to_string() })?;
        if times.len() == QUERIES_MAX && !times.contains_key(&q) {
            return Err(LineProblem::TooMany { lines_max: QUERIES_MAX });
        }
        *times.entry(q).or_default() += 1;
        Ok(())
    })?;
    let mut asked: Vec<Asked> = times.into_iter().map(|(text, times)| Asked { text, times }).collect();
    asked.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.text.cmp(&b.text)));
    Ok(asked)
}

/// Answers the questions of a log with the first system, and compares the others with it. At most `shown` questions
/// are kept of each list.
///
/// # Errors
/// When an index cannot be read.
pub fn replay(log: &[Asked], systems: &[(&str, &Session)], shown: usize) -> Result<LogReport> {
    let mut report = LogReport {
        asked: log.iter().map(|asked| asked.times).sum(),
        distinct: log.len(),
        latency_ms: None,
        nothing_found: Vec::new(),
        weak: Vec::new(),
        changes: Vec::new(),
    };
    let Some(((_, first), others)) = systems.split_first() else { return Ok(report) };
    let mut durations = Vec::with_capacity(log.len());
    for asked in log {
        durations.push(first.time(&asked.text)?);
        let (total, is_weak) = first.count(&asked.text);
        let list = if is_weak { &mut report.weak } else { &mut report.nothing_found };
        if total == 0 && list.len() < shown {
            list.push(asked.clone());
        }
    }
    let latencies: crate::latency::Latencies = durations.into_iter().collect();
    report.latency_ms = latencies.summary();
    let before = tops(log, first)?;
    for (name, session) in others {
        report.changes.push(changes(name, log, &before, &tops(log, session)?, shown));
    }
    Ok(report)
}

fn tops(log: &[Asked], session: &Session) -> Result<Vec<Vec<String>>> {
    let query = |(number, asked): (usize, &Asked)| Query {
        id: number.to_string(),
        text: asked.text.clone(),
        kind: None,
        members: serde_json::Map::new(),
    };
    let queries: Vec<Query> = log.iter().enumerate().map(query).collect();
    let run = session.rank_all(&queries, DEPTH, "log", &mut |_| {})?;
    let ids = |query: &Query| run.ranking(&query.id).iter().map(|document| document.id.clone()).collect();
    Ok(queries.iter().map(ids).collect())
}

fn changes(
    system: &str,
    log: &[Asked],
    before: &[Vec<String>],
    after: &[Vec<String>],
    shown: usize,
) -> LogChanges {
    let mut changed = Vec::new();
    let (mut other_first, mut sum) = (0, 0.0);
    for ((asked, before), after) in log.iter().zip(before).zip(after) {
        let common = before.iter().filter(|id| after.contains(id)).count();
        let most = before.len().max(after.len());
        let overlap = if most == 0 { 1.0 } else { common as f64 / most as f64 };
        sum += overlap;
        other_first += usize::from(before.first() != after.first());
        if before != after {
            let (first, other_first) = (before.first().cloned(), after.first().cloned());
            changed.push(ChangedAnswer { text: asked.text.clone(), overlap, first, other_first });
        }
    }
    changed.sort_by(|a, b| a.overlap.total_cmp(&b.overlap));
    changed.truncate(shown);
    let overlap = if log.is_empty() { 1.0 } else { sum / log.len() as f64 };
    LogChanges { system: system.to_owned(), other_first, overlap, most_changed: changed }
}
