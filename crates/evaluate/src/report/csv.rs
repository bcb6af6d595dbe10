//! Studies as CSV (RFC 4180): one table of means, one of single queries.

use std::fmt::Write as _;

use crate::study::Study;

/// A line for each collection, system and metric: mean, difference from the first system with interval, outcome and
/// p-values, and latency.
#[must_use]
pub fn studies_csv(studies: &[Study]) -> String {
    let mut csv = "collection,system,metric,mean,difference,low,high,won,tied,lost,p_randomisation,p_t_test,\
                   p50_ms,p99_ms\n"
        .to_owned();
    for study in studies {
        for system in &study.systems {
            for (metric, mean) in &system.metrics {
                let (collection, name) = (cell(&study.collection), cell(&system.name));
                let _ = write!(csv, "{collection},{name},{metric},{mean:.6},");
                match study.comparison(&system.name, *metric) {
                    Some(one) => {
                        let [low, high] = one.interval.map_or(["".to_owned(), "".to_owned()], |interval| {
                            [interval.low, interval.high].map(|bound| format!("{bound:.6}"))
                        });
                        let outcome = one.outcome;
                        let _ = write!(
                            csv,
                            "{:.6},{low},{high},{},{},{},{:.6},{:.6}",
                            one.difference,
                            outcome.won,
                            outcome.tied,
                            outcome.lost,
                            one.randomisation_p,
                            one.t_test_p
                        );
                    }
                    None => csv.push_str(",,,,,,,"),
                }
                let [p50, p99] = system.latency_ms.map_or(["".to_owned(), "".to_owned()], |latency| {
                    [latency.p50, latency.p99].map(|milliseconds| format!("{milliseconds:.3}"))
                });
                let _ = writeln!(csv, ",{p50},{p99}");
            }
        }
    }
    csv
}

/// A line for each collection, query, system and metric, as programs of statistics like it.
#[must_use]
pub fn queries_csv(studies: &[Study]) -> String {
    let mut csv = "collection,query,system,metric,value\n".to_owned();
    for study in studies {
        for system in &study.systems {
            for row in system.queries() {
                for (metric, value) in system.evaluation.metrics().iter().zip(&row.values) {
                    let cells = [&study.collection, &row.query, &system.name].map(|text| cell(text));
                    let _ = writeln!(csv, "{},{metric},{value:.6}", cells.join(","));
                }
            }
        }
    }
    csv
}

/// Quoted where it must be.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
