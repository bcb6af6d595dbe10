//! A study as one page of HTML that needs nothing else: styles and charts are inside, scripts are not.

mod chart;

use std::fmt::Write as _;

use super::{difference_text, interval_text, latency_texts, probability_text, value_text};
use crate::significance::DRAWS;
use crate::study::{ChangedQuery, Study, SystemFigures};

const STYLE: &str = include_str!("style.css");

/// One page with all studies.
#[must_use]
pub fn studies_html(studies: &[Study]) -> String {
    let names: Vec<&str> = studies.iter().map(|study| study.collection.as_str()).collect();
    let title = escape(&format!("Systems compared on {}", names.join(", ")));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    if let Some(baseline) = studies.first().and_then(|study| study.systems.first()) {
        let _ = writeln!(
            page,
            "<p>Differences are from <b>{}</b>, query by query. Intervals hold 95 % (bootstrap), p-values are those of a \
             paired randomisation test with {DRAWS} draws and of a paired t-test, both after Holm for the number of \
             systems. Times are those of ten ranked documents, every query asked of all systems in turn.</p>",
            escape(&baseline.name)
        );
    }
    if studies.len() > 1 {
        page += &overview(studies);
    }
    for study in studies {
        page += &section(study);
    }
    page += "</main>\n</body>\n</html>\n";
    page
}

/// A line for each system, a column for each collection.
fn overview(studies: &[Study]) -> String {
    let Some(first) = studies.first() else { return String::new() };
    let mut html = format!("<section>\n<h2>{} of all collections</h2>\n", first.metric);
    let names = studies.iter().map(|study| study.collection.as_str());
    html += &table_head(std::iter::once("system").chain(names).chain(["mean", "difference"]));
    let mut baseline = None;
    for (at, system) in first.systems.iter().enumerate() {
        let values: Vec<f64> =
            studies.iter().filter_map(|study| study.systems.get(at)?.mean(study.metric)).collect();
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let difference = mean - *baseline.get_or_insert(mean);
        let _ = write!(html, "<tr>{}", system_cell(system));
        for value in values.into_iter().chain([mean]) {
            let _ = write!(html, "<td>{}</td>", value_text(value));
        }
        let _ = writeln!(html, "<td>{}</td></tr>", difference_text(difference));
    }
    html + "</tbody></table></div>\n</section>\n"
}

fn section(study: &Study) -> String {
    let heading = escape(&study.collection);
    let mut html = format!("<section>\n<h2>{heading}</h2>\n<p>{} judged queries.</p>\n", study.queries);
    html += &figures(study);
    html += &chart::differences(study);
    html += &chart::latencies(study);
    html += &kinds(study);
    for system in study.systems.iter().skip(1) {
        html += &changes(study, system);
    }
    html + "</section>\n"
}

fn figures(study: &Study) -> String {
    let metrics: Vec<String> = study
        .systems
        .first()
        .map(|system| system.metrics.iter().map(|(metric, _)| metric.to_string()).collect())
        .unwrap_or_default();
    let difference = format!("difference in {}", study.metric);
    let columns =
        [difference.as_str(), "95 %", "won / tied / lost", "p random.", "p t-test", "p50 ms", "p99 ms"];
    let mut html =
        table_head(std::iter::once("system").chain(metrics.iter().map(String::as_str)).chain(columns));
    for system in &study.systems {
        let _ = write!(html, "<tr>{}", system_cell(system));
        let mut cells: Vec<String> = system.metrics.iter().map(|(_, mean)| value_text(*mean)).collect();
        match study.comparison(&system.name, study.metric) {
            Some(one) => cells.extend([
                difference_text(one.difference),
                interval_text(one.interval, difference_text),
                format!("{} / {} / {}", one.outcome.won, one.outcome.tied, one.outcome.lost),
                probability_text(one.randomisation_p),
                probability_text(one.t_test_p),
            ]),
            None => cells.extend(std::iter::repeat_n(String::new(), 5)),
        }
        cells.extend(system.latency_ms.map_or([String::new(), String::new()], latency_texts));
        for cell in cells {
            let _ = write!(html, "<td>{}</td>", escape(&cell));
        }
        html += "</tr>\n";
    }
    html + "</tbody></table></div>\n"
}

fn kinds(study: &Study) -> String {
    if study.kinds.is_empty() {
        return String::new();
    }
    let mut html = format!("<h3>{} by kind of query</h3>\n", study.metric);
    let names = study.systems.iter().map(|system| system.name.as_str());
    html += &table_head(["kind", "queries"].into_iter().chain(names));
    for kind in &study.kinds {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th><td>{}</td>", escape(&kind.kind), kind.queries);
        for mean in &kind.means {
            // The shade is a help for the eye; the number says it.
            let _ =
                write!(html, "<td class=\"shade\" style=\"--value:{mean:.3}\">{}</td>", value_text(*mean));
        }
        html += "</tr>\n";
    }
    html + "</tbody></table></div>\n"
}

/// The queries that changed most, behind a summary that shows how all of them did.
fn changes(study: &Study, system: &SystemFigures) -> String {
    let mut html = format!("<h3>{}: query by query</h3>\n", escape(&system.name));
    html += &chart::query_differences(study, system);
    if system.gains.is_empty() && system.losses.is_empty() {
        return html + "<p>No query changed.</p>\n";
    }
    html += "<details><summary>Largest gains and losses</summary>\n";
    html += &table_head(["query", "text", "baseline", "here", "difference"]);
    for ChangedQuery { change, text } in system.gains.iter().chain(&system.losses) {
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{}</th><td class=\"text\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(&change.query),
            escape(text),
            value_text(change.baseline),
            value_text(change.value),
            difference_text(change.value - change.baseline),
        );
    }
    html + "</tbody></table></div>\n</details>\n"
}

fn table_head<'a>(columns: impl IntoIterator<Item = &'a str>) -> String {
    let mut html = "<div class=\"wide\"><table><thead><tr>".to_owned();
    for column in columns {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escape(column));
    }
    html + "</tr></thead><tbody>\n"
}

fn system_cell(system: &SystemFigures) -> String {
    let (name, about) = (escape(&system.name), escape(&system.about));
    format!("<th scope=\"row\">{name}<small>{about}</small></th>")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() && c != '\n' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
