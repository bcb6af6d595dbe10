//! What an evaluation prints: one JSON value for machines, tables for people.

mod csv;
mod html;
mod log;
mod study;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::comparison::Comparison;
use crate::evaluation::Evaluation;
use crate::expectations::{Checked, Placed};
use crate::latency::LatencySummary;
use crate::metrics::Metric;
use crate::significance::{DRAWS, Interval, SEED, bootstrap_interval};
use crate::table::Table;
use crate::tune::{Choice, ConstantChange, Tuning};
use crate::worst::WorstQuery;

pub use csv::{queries_csv, studies_csv};
pub use html::studies_html;
pub use log::log_text;
pub use study::{studies_text, study_text};

/// The result of one evaluation. As JSON it is the answer of `fiszka eval --json`:
/// `{"collection","queries","documents","metrics":{"nDCG@10":…},"latency_ms":{"p50":…,"p99":…}}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The name of the collection.
    pub collection: String,
    /// The number of judged queries: the number the means are over.
    pub queries: usize,
    /// The number of documents in the index; left out when a run made elsewhere is scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<u64>,
    /// The mean of each metric, in 0..=1, in the order they were asked for.
    #[serde(serialize_with = "as_map")]
    pub metrics: Vec<(Metric, f64)>,
    /// How long an answer took, in milliseconds; left out when a run made elsewhere is scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<LatencySummary>,
    /// The searches of a portal's own tests; left out when the collection is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub searches: Vec<Checked>,
}

impl Summary {
    /// The means of an evaluation, without documents and latency.
    #[must_use]
    pub fn new(collection: impl Into<String>, evaluation: &Evaluation) -> Self {
        Self {
            collection: collection.into(),
            queries: evaluation.queries().len(),
            documents: None,
            metrics: evaluation.means(),
            latency_ms: None,
            searches: Vec::new(),
        }
    }
}

pub(crate) fn as_map<S: Serializer>(metrics: &[(Metric, f64)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(metrics.len()))?;
    for (metric, value) in metrics {
        map.serialize_entry(metric, value)?;
    }
    map.end()
}

/// The summary as text: a heading and a line for each metric with its 95 % confidence interval.
#[must_use]
pub fn summary_text(summary: &Summary, evaluation: &Evaluation) -> String {
    let mut text = format!("collection {}  {} queries", summary.collection, summary.queries);
    if let Some(documents) = summary.documents {
        let _ = write!(text, "  {documents} documents");
    }
    if evaluation.unanswered() > 0 {
        let _ = write!(text, "  {} unanswered", evaluation.unanswered());
    }
    let mut table = Table::new(1, ["metric", "mean", "95 %"]);
    for &(metric, mean) in &summary.metrics {
        let values = evaluation.values(metric).unwrap_or_default();
        let interval = interval_text(bootstrap_interval(&values, DRAWS, SEED), value_text);
        table.row([metric.to_string(), value_text(mean), interval]);
    }
    let _ = write!(text, "\n{table}");
    if let Some(latency) = summary.latency_ms {
        let _ = writeln!(text, "latency  p50 {:.3} ms  p99 {:.3} ms", latency.p50, latency.p99);
    }
    text
}

/// What a portal's own searches missed, and how many were as they must be.
#[must_use]
pub fn checks_text(searches: &[Checked]) -> String {
    let mut text = String::new();
    for one in searches.iter().filter(|one| !one.passed()) {
        let _ = writeln!(text, "failed  {}", one.query);
        for Placed { document, rank } in &one.missing {
            let place = rank.map_or("not found".to_owned(), |rank| format!("rank {rank}"));
            let _ = writeln!(text, "  {document} is expected among the first {}: {place}", one.within);
        }
        for Placed { document, rank } in &one.unwanted {
            let _ = writeln!(text, "  {document} is not wanted: rank {}", rank.unwrap_or_default());
        }
    }
    let passed = searches.iter().filter(|one| one.passed()).count();
    let _ = writeln!(text, "{passed} of {} searches passed", searches.len());
    text
}

/// A table with a line for each collection and one for their mean.
#[must_use]
pub fn collections_text(summaries: &[Summary]) -> String {
    let Some(first) = summaries.first() else { return String::new() };
    let names = first.metrics.iter().map(|(metric, _)| metric.to_string());
    let header = ["collection", "queries", "documents"].map(str::to_owned).into_iter().chain(names);
    let mut table = Table::new(1, header.chain(["p50 ms".to_owned(), "p99 ms".to_owned()]));
    let mut means = vec![0.0; first.metrics.len()];
    for summary in summaries {
        let documents = summary.documents.map_or_else(String::new, |documents| documents.to_string());
        let mut row = vec![summary.collection.clone(), summary.queries.to_string(), documents];
        row.extend(summary.metrics.iter().map(|(_, value)| value_text(*value)));
        row.extend(summary.latency_ms.iter().flat_map(|latency| latency_texts(*latency)));
        table.row(row);
        for (mean, (_, value)) in means.iter_mut().zip(&summary.metrics) {
            *mean += value / summaries.len() as f64;
        }
    }
    let mean = ["mean", "", ""].map(str::to_owned).into_iter();
    table.row(mean.chain(means.into_iter().map(value_text)));
    table.to_string()
}

fn latency_texts(latency: LatencySummary) -> [String; 2] {
    [latency.p50, latency.p99].map(|milliseconds| format!("{milliseconds:.3}"))
}

/// A table with a line for each kind of query: their number and the means of all metrics.
/// Empty when no query has a kind.
#[must_use]
pub fn kinds_text(kinds: &BTreeMap<String, Evaluation>) -> String {
    let Some(any) = kinds.values().next() else { return String::new() };
    let names = any.metrics().iter().map(ToString::to_string);
    let mut table = Table::new(1, ["kind".to_owned(), "queries".to_owned()].into_iter().chain(names));
    for (kind, evaluation) in kinds {
        let means = evaluation.means().into_iter().map(|(_, mean)| value_text(mean));
        table.row([kind.clone(), evaluation.queries().len().to_string()].into_iter().chain(means));
    }
    table.to_string()
}

/// A table of several runs against a baseline, a block for each metric.
#[must_use]
pub fn comparison_text(baseline: &str, comparisons: &[Comparison]) -> String {
    let mut table = Table::new(
        2,
        ["metric", "run", "mean", "difference", "95 %", "won/tied/lost", "p random.", "p t-test"],
    );
    for block in comparisons.chunk_by(|a, b| a.metric == b.metric) {
        if let Some(first) = block.first() {
            table.row([first.metric.to_string(), baseline.to_owned(), value_text(first.baseline)]);
        }
        for one in block {
            let name = [String::new(), one.run.clone(), value_text(one.mean)];
            table.row(name.into_iter().chain(certainty_texts(one)));
        }
    }
    table.to_string()
}

/// How a run differs from the baseline, and how certain that is: the cells of a row.
fn certainty_texts(one: &Comparison) -> [String; 5] {
    [
        difference_text(one.difference),
        interval_text(one.interval, difference_text),
        format!("{}/{}/{}", one.outcome.won, one.outcome.tied, one.outcome.lost),
        probability_text(one.randomisation_p),
        probability_text(one.t_test_p),
    ]
}

/// A block of lines for each badly answered query: what was asked, expected and found.
#[must_use]
pub fn worst_text(worst: &[WorstQuery]) -> String {
    let mut text = String::new();
    for query in worst {
        let _ = writeln!(text, "{} {:.4} \"{}\"", query.query, query.value, query.text);
        let expected: Vec<String> = query
            .expected
            .iter()
            .map(|document| match document.rank {
                Some(rank) => format!("{} (rank {rank})", document.document),
                None => format!("{} (missing)", document.document),
            })
            .collect();
        let _ = writeln!(text, "  expected {}", expected.join(", "));
        let found = if query.found.is_empty() { "nothing".to_owned() } else { query.found.join(", ") };
        let _ = writeln!(text, "  found    {found}");
    }
    text
}

/// A table with a line for each collection that was left out, and what was chosen without it; then what all
/// collections choose, as TOML for a file of changes.
#[must_use]
pub fn tuning_text(tuning: &Tuning) -> String {
    let metric = tuning.metric.to_string();
    let start = format!("{metric} at start");
    let mut table =
        Table::new(1, ["left out", &start, "tuned on the others", "gain", "tuned on all", "gain"]);
    let mut sums = [0.0; 3];
    for (at, (name, &start)) in tuning.collections.iter().zip(&tuning.start).enumerate() {
        let all = tuning.all.values.get(at).copied().unwrap_or_default();
        let others = tuning.left_out.get(at).and_then(|choice| choice.values.get(at)).copied();
        let others = others.unwrap_or(start);
        table.row([
            name.clone(),
            value_text(start),
            value_text(others),
            difference_text(others - start),
            value_text(all),
            difference_text(all - start),
        ]);
        for (sum, value) in sums.iter_mut().zip([start, others, all]) {
            *sum += value / tuning.collections.len() as f64;
        }
    }
    let [start, others, all] = sums;
    table.row([
        "mean".to_owned(),
        value_text(start),
        value_text(others),
        difference_text(others - start),
        value_text(all),
        difference_text(all - start),
    ]);
    let mut text = table.to_string();
    for (name, choice) in tuning.collections.iter().zip(&tuning.left_out) {
        let _ = writeln!(text, "\n# chosen without {name}\n{}", changes_text(choice));
    }
    let _ = writeln!(text, "\n# chosen by all\n{}", changes_text(&tuning.all));
    text
}

fn changes_text(choice: &Choice) -> String {
    let lines = choice.changes.iter().map(|change| {
        let ConstantChange { section, name, from, to } = change;
        format!("{section}.{name} = {} # from {}", number_text(to), number_text(from))
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { "# nothing moved".to_owned() } else { lines.join("\n") }
}

fn number_text(value: &toml::Value) -> String {
    let float = value.as_float().map(|number| format!("{number:?}"));
    float.or_else(|| value.as_integer().map(|number| number.to_string())).unwrap_or_default()
}

fn interval_text(interval: Option<Interval>, bound: impl Fn(f64) -> String) -> String {
    interval.map_or_else(String::new, |Interval { low, high }| format!("{} … {}", bound(low), bound(high)))
}

fn value_text(value: f64) -> String {
    format!("{value:.4}")
}

fn difference_text(difference: f64) -> String {
    format!("{difference:+.4}")
}

fn probability_text(p: f64) -> String {
    if p < 0.001 { "<0.001".to_owned() } else { format!("{p:.3}") }
}
