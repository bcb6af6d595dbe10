//! The answer to a search.

use std::ops::Range;

use fiszka_protocol::{FacetCount, Hit, SearchResponse, SimilarResponse, Snippet, TotalRelation};

use crate::output::columns::columns;
use crate::output::reading;
use crate::output::units::{count, milliseconds};
use crate::output::{Style, printable};

/// The answer as text; `offset` is how many hits were left out before the first one.
pub(crate) fn text(answer: &SearchResponse, offset: u32, style: &Style) -> String {
    let mut blocks = vec![headline(answer, style)];
    blocks.extend(answer.reading.as_ref().map(|read| reading::text(read, style)));
    blocks.extend(
        (u64::from(offset) + 1..).zip(&answer.hits).map(|(number, hit)| hit_text(number, hit, style)),
    );
    let more = answer.next_cursor.iter();
    blocks.extend(
        more.map(|cursor| format!("{}\n", style.dim(&format!("more: --cursor {}", printable(cursor))))),
    );
    blocks.extend(answer.facets.iter().map(|(field, values)| facet_text(field, values, style)));
    blocks.join("\n")
}

/// Documents like another one.
pub(crate) fn similar_text(answer: &SimilarResponse, style: &Style) -> String {
    let blocks: Vec<_> = (1..).zip(&answer.hits).map(|(number, hit)| hit_text(number, hit, style)).collect();
    blocks.join("\n")
}

/// How many documents there are, and what of the query was read otherwise than typed.
fn headline(answer: &SearchResponse, style: &Style) -> String {
    let at_least = if answer.total_relation == TotalRelation::Gte { "at least " } else { "" };
    let found = if answer.weak {
        style.warning("no page covers the query; the nearest:")
    } else {
        format!("{at_least}{}", count(answer.total, "document"))
    };
    let mut text = format!("{found} {}\n", style.dim(&format!("({})", milliseconds(answer.took_ms))));
    let partial = answer.partial.then(|| "the time ran out: there may be more".to_owned());
    let read_as = if answer.corrected { "read as" } else { "did you mean" };
    let spelling = answer.did_you_mean.iter().map(|query| format!("{read_as}: {}", printable(query)));
    let diagnostics = answer.diagnostics.iter().map(|diagnostic| printable(&diagnostic.message));
    for note in partial.into_iter().chain(spelling).chain(diagnostics) {
        text.push_str(&format!("{}\n", style.warning(&note)));
    }
    text
}

fn hit_text(number: u64, hit: &Hit, style: &Style) -> String {
    const INDENT: &str = "    ";
    let title = match hit.title.trim() {
        "" => style.bold("(no title)"),
        _ => style.heading(&hit.title_snippet.text, &matches(&hit.title_snippet)),
    };
    let date = hit.published.as_deref().unwrap_or("no date");
    let mut text = format!("{number:>2}. {title}\n");
    let mut add = |line: &str| text.push_str(&format!("{INDENT}{line}\n"));
    let distance = hit.distance_km.map(|km| format!(" · {km:.1} km")).unwrap_or_default();
    add(&format!("{} · {date} · {}{distance}", printable(&hit.kind), printable(&hit.path)));
    if let Some(url) = &hit.url {
        add(&printable(url));
    }
    let passage = style.paragraph(&hit.snippet.text, &matches(&hit.snippet), INDENT);
    if !passage.is_empty() {
        text.push_str(&format!("{passage}\n"));
    }
    let mut add = |line: &str| text.push_str(&format!("{INDENT}{}\n", style.dim(line)));
    for duplicate in &hit.duplicates {
        add(&format!("also {} {}", printable(&duplicate.path), duplicate.id));
    }
    add(&hit.id);
    if let Some(parts) = &hit.explain {
        let score = hit.score.map(|score| vec![format!("{score:.3}"), "score".to_owned()]);
        let parts = parts
            .iter()
            .map(|part| vec![format!("{:.3}", part.score), printable(&part.name), printable(&part.detail)]);
        let rows: Vec<_> = score.into_iter().chain(parts).collect();
        text.push_str(&columns(&rows, INDENT, style));
    }
    text
}

fn facet_text(field: &str, values: &[FacetCount], style: &Style) -> String {
    let mut rows = Vec::new();
    add_facet_rows(values, 0, &mut rows);
    format!("{}\n{}", style.bold(&printable(field)), columns(&rows, "    ", style))
}

/// The values, each with its children below it.
fn add_facet_rows(values: &[FacetCount], depth: usize, rows: &mut Vec<Vec<String>>) {
    for value in values {
        // What `where` takes is shown where it is not what people read.
        let code = if value.value == value.label { String::new() } else { printable(&value.value) };
        let label = format!("{}{}", "  ".repeat(depth), printable(&value.label));
        rows.push(vec![value.count.to_string(), label, code]);
        add_facet_rows(&value.children, depth + 1, rows);
    }
}

fn matches(snippet: &Snippet) -> Vec<Range<usize>> {
    snippet.byte_ranges.iter().map(|&[start, end]| start as usize..end as usize).collect()
}
