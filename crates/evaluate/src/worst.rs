//! The queries a run answers worst, with what should have come and what came: where to look first.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::collection::Collection;
use crate::evaluation::Evaluation;
use crate::metrics::Metric;
use crate::run::Run;

/// The first documents that [`WorstQuery::found`] shows.
const FOUND_SHOWN: usize = 5;

/// A badly answered query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorstQuery {
    /// The query's id.
    pub query: String,
    /// What was asked; empty when the collection has no such query.
    pub text: String,
    /// The value of the metric.
    pub value: f64,
    /// The relevant documents, the highest grade first.
    pub expected: Vec<Expected>,
    /// The first five documents of the ranking.
    pub found: Vec<String>,
}

/// A document that should have come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// The document's id.
    pub document: String,
    /// Its grade, at least 1.
    pub grade: i32,
    /// Where it came, counted from 1; `None` when it did not come.
    pub rank: Option<usize>,
}

/// The `count` queries with the lowest values below 1, the lowest first; queries with equal values in the order
/// of their ids. Empty when the metric was not measured.
#[must_use]
pub fn worst_queries(
    collection: &Collection,
    run: &Run,
    evaluation: &Evaluation,
    metric: Metric,
    count: usize,
) -> Vec<WorstQuery> {
    let values = evaluation.values(metric).unwrap_or_default();
    let mut rows: Vec<(&str, f64)> = evaluation
        .queries()
        .iter()
        .zip(values)
        .map(|(row, value)| (row.query.as_str(), value))
        .filter(|&(_, value)| value < 1.0)
        .collect();
    rows.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    rows.truncate(count);
    let texts: BTreeMap<&str, &str> =
        collection.queries().iter().map(|query| (query.id.as_str(), query.text.as_str())).collect();
    rows.into_iter()
        .map(|(query, value)| WorstQuery {
            query: query.to_owned(),
            text: texts.get(query).copied().unwrap_or_default().to_owned(),
            value,
            expected: expected(collection, run, query),
            found: run.ranking(query).iter().take(FOUND_SHOWN).map(|document| document.id.clone()).collect(),
        })
        .collect()
}

fn expected(collection: &Collection, run: &Run, query: &str) -> Vec<Expected> {
    let ranking = run.ranking(query);
    let mut expected: Vec<Expected> = collection
        .qrels()
        .get(query)
        .into_iter()
        .flatten()
        .filter(|&(_, &grade)| grade > 0)
        .map(|(document, &grade)| Expected {
            document: document.clone(),
            grade,
            rank: ranking.iter().position(|found| found.id == *document).map(|before| before + 1),
        })
        .collect();
    expected.sort_by_key(|document| std::cmp::Reverse(document.grade));
    expected
}
