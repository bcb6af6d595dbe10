//! One document in full.

use fiszka_protocol::{DocumentResponse, RecordField};
use serde_json::Value;

use crate::output::columns::columns;
use crate::output::terminal::printable_lines;
use crate::output::{Style, printable};

/// The document as text; explained, it also says what of its text is not searched and what is odd about it.
pub(crate) fn text(document: &DocumentResponse, explained: bool, style: &Style) -> String {
    let mut blocks = vec![head(document, style)];
    if !document.record.is_empty() {
        blocks.push(columns(&record(&document.record, style), "  ", style));
    }
    for zone in &document.zones {
        let passage = slice(document, zone.byte_range);
        blocks.push(format!("{}\n{}", style.dim(&printable(&zone.name)), indented(passage)));
    }
    if explained {
        for cut in &document.cuts {
            let reason = format!("not searched: {}", printable(&cut.reason));
            let passage = indented(slice(document, cut.byte_range));
            blocks.push(format!("{}\n{}", style.warning(&reason), style.dim(&passage)));
        }
        blocks.push(diagnostics(document, style));
    }
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n")
}

fn head(document: &DocumentResponse, style: &Style) -> String {
    let title = printable(&document.title);
    let title = if title.trim().is_empty() { "(no title)" } else { title.trim() };
    let mut rows = Vec::new();
    let mut add = |name: &str, value: &str| rows.push(vec![name.to_owned(), printable(value)]);
    add("id", &document.id);
    add("identity", &document.identity);
    add("path", &document.path);
    for page in document.pages.iter().filter(|page| **page != document.path) {
        add("and", page);
    }
    let kind = match document.kind_evidence.as_slice() {
        [] => document.kind.clone(),
        evidence => format!("{} ({})", document.kind, evidence.join("; ")),
    };
    add("kind", &kind);
    let dated = [("url", &document.url), ("published", &document.published), ("updated", &document.updated)];
    for (name, value) in dated {
        if let Some(value) = value {
            add(name, value);
        }
    }
    for (name, linked) in [("attachment", &document.attachments), ("attached to", &document.attached_to)] {
        for reference in linked {
            add(name, &format!("{} ({})", reference.path, reference.id));
        }
    }
    format!("{}\n{}", style.bold(title), columns(&rows, "  ", style))
}

/// Label and printed form, and behind it the normal form where that says something else.
fn record(fields: &[RecordField], style: &Style) -> Vec<Vec<String>> {
    let row = |field: &RecordField| {
        let printed = printable(&field.printed);
        let normal = normal_form(&field.value);
        let differs = !normal.is_empty() && normal != printed;
        let normal = if differs { style.dim(&format!(" = {normal}")) } else { String::new() };
        vec![printable(&field.label), printed + &normal]
    };
    fields.iter().map(row).collect()
}

/// A value of JSON on one line, without its punctuation.
fn normal_form(value: &Value) -> String {
    let joined = |values: Vec<String>, between: &str| {
        values.into_iter().filter(|value| !value.is_empty()).collect::<Vec<_>>().join(between)
    };
    match value {
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => printable(text),
        Value::Array(values) => joined(values.iter().map(normal_form).collect(), "; "),
        Value::Object(members) => joined(members.values().map(normal_form).collect(), ", "),
    }
}

fn diagnostics(document: &DocumentResponse, style: &Style) -> String {
    let line = |diagnostic: &fiszka_protocol::DocumentDiagnostic| {
        let place = diagnostic.line.map(|line| format!(", line {line}")).unwrap_or_default();
        let note = format!("{}: {}{place}", printable(&diagnostic.code), printable(&diagnostic.message));
        format!("{}\n", style.warning(&note))
    };
    document.diagnostics.iter().map(line).collect()
}

fn slice(document: &DocumentResponse, [start, end]: [u32; 2]) -> &str {
    document.text.get(start as usize..end as usize).unwrap_or_default()
}

fn indented(text: &str) -> String {
    let indented =
        |line: String| if line.trim().is_empty() { "\n".to_owned() } else { format!("  {line}\n") };
    printable_lines(text.trim()).map(indented).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn normal_forms_stand_on_one_line() {
        for (value, expected) in [
            (json!(null), ""),
            (json!(38271), "38271"),
            (json!("śląskie"), "śląskie"),
            (json!(["Usługi społeczne", "Oświata"]), "Usługi społeczne; Oświata"),
            (
                json!([{"emails": ["a@gmina.example"], "name": "Ewa\nLis", "role": ""}]),
                "a@gmina.example, Ewa Lis",
            ),
        ] {
            assert_eq!(normal_form(&value), expected);
        }
    }
}
