//! A line of a corpus as the document that the library indexes.

use fiszka::Schema;
use fiszka::document::{Document, Identity, Zone};
use jiff::civil::Date;
use serde_json::Value;

use crate::collection::CorpusDocument;

/// A document of the collection as a page of its kind: the title, a blank line, the text.
pub(crate) fn to_document(document: &CorpusDocument, schema: &Schema) -> Document {
    let member = |name: &str| document.members.get(name).and_then(Value::as_str);
    let kind = member("kind").filter(|kind| schema.kind(kind).is_some()).unwrap_or("other");
    let CorpusDocument { id, title, text: body, .. } = document;
    let mut text = String::with_capacity(title.len() + 2 + body.len());
    let mut zones = Vec::new();
    for (field, part) in [("title", title), ("body", body)] {
        if part.trim().is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(part);
        zones.push(Zone { field: field.to_owned(), range: start..text.len() });
    }
    Document {
        identity: Identity::Path(id.clone()),
        kind: kind.to_owned(),
        kind_evidence: Vec::new(),
        url: member("url").map(str::to_owned),
        empty: zones.is_empty(),
        text,
        zones,
        cuts: Vec::new(),
        record: Vec::new(),
        published: member("date").and_then(day),
        published_time: None,
        updated: None,
        diagnostics: Vec::new(),
    }
}

/// The day of `YYYY-MM-DD`, whatever time stands behind it.
fn day(date: &str) -> Option<Date> {
    date.get(.."YYYY-MM-DD".len())?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_a_page() {
        for (line, kind, text, zones, published) in [
            (
                r#"{"_id": "a", "title": "Żłobek", "text": "Nowe miejsca.", "kind": "news", "date": "2024-06-03"}"#,
                "news",
                "Żłobek\n\nNowe miejsca.",
                &["title", "body"][..],
                Some("2024-06-03"),
            ),
            (
                r#"{"_id": "a", "title": "", "text": "Łąka", "kind": "poem", "date": "2024-06-03T10:15:00"}"#,
                "other",
                "Łąka",
                &["body"],
                Some("2024-06-03"),
            ),
            (
                r#"{"_id": "a", "title": "Łąka", "text": " ", "date": "3 maja"}"#,
                "other",
                "Łąka",
                &["title"],
                None,
            ),
            (r#"{"_id": "a", "text": "", "date": "czwartek ż"}"#, "other", "", &[], None),
        ] {
            let document = to_document(&serde_json::from_str(line).expect(line), Schema::builtin());
            let found: Vec<&str> = document.zones.iter().map(|zone| zone.field.as_str()).collect();
            assert_eq!(
                (document.kind.as_str(), document.text.as_str(), found.as_slice()),
                (kind, text, zones)
            );
            assert_eq!(document.published.map(|day| day.to_string()).as_deref(), published, "{line}");
            assert_eq!(document.empty, zones.is_empty(), "{line}");
            let title = if zones.contains(&"title") { text.split('\n').next() } else { Some("") };
            assert_eq!(Some(document.title()), title, "{line}");
        }
    }
}
