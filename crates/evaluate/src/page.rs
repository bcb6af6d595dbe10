//! A line of a corpus as the document that the library indexes.

use fiszka::Schema;
use fiszka::document::{Document, Identity, Limits, SiteShell, SourceFile, Zone, clean, parse};
use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::collection::CorpusDocument;

/// A document of the collection as a page of its kind: the title, a blank line, the text, and what its other
/// members say, as the daemon reads them.
pub(crate) fn to_document(document: &CorpusDocument, schema: &Schema) -> Document {
    let member = |name: &str| document.members.get(name).and_then(Value::as_str);
    let kind = member("kind").filter(|kind| schema.kind(kind).is_some()).unwrap_or("other");
    let CorpusDocument { id, title, text: body, .. } = document;
    let said = members(document, kind, schema);
    let more = said.iter().flat_map(|said| {
        let others = said.zones.iter().filter(|zone| !["title", "body"].contains(&zone.field.as_str()));
        others.filter_map(|zone| Some((zone.field.as_str(), said.text.get(zone.range.clone())?)))
    });
    let mut text = String::with_capacity(title.len() + 2 + body.len());
    let mut zones = Vec::new();
    for (field, part) in [("title", title.as_str()), ("body", body)].into_iter().chain(more) {
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
        published: said.as_ref().and_then(|said| said.published).or_else(|| member("date").and_then(day)),
        record: said.map(|said| said.record).unwrap_or_default(),
        published_time: None,
        updated: None,
        diagnostics: Vec::new(),
    }
}

/// The members beside title and text, read as a file of JSON is: by the keys and labels of the schema. `None` when
/// there is nothing to read.
fn members(document: &CorpusDocument, kind: &str, schema: &Schema) -> Option<Document> {
    let said = document.members.iter().filter(|(name, value)| !value.is_null() && name.as_str() != "url");
    let mut record: Map<String, Value> = said.map(|(name, value)| (name.clone(), value.clone())).collect();
    record.remove("kind");
    if record.is_empty() {
        return None;
    }
    // A record has a title; this one is put beside the text again.
    record.insert("title".to_owned(), Value::String(document.id.clone()));
    record.insert("kind".to_owned(), Value::String(kind.to_owned()));
    let bytes = serde_json::to_vec(&record).ok()?;
    let file = SourceFile { path: "corpus.json", bytes: &bytes };
    let draft = parse(&file, schema, &Limits::default()).ok()?.drafts.into_iter().next()?;
    let mut document = clean(&draft, &SiteShell::default(), schema);
    // The title of the line is not this one.
    document.record.retain(|field| field.range.is_none());
    Some(document)
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

    #[test]
    fn members_fill_the_record() {
        let line = r#"{"_id": "a", "title": "Rada seniorów", "text": "Rada się zbiera.", "kind": "practice",
            "url": "https://gmina.example/a", "województwo": "lubelskie", "Miejscowość": "Jodłowo",
            "population": "12 500", "date": "2021-05-12", "colour": "zielony", "abstract": "O radzie."}"#;
        let document = to_document(&serde_json::from_str(line).expect(line), Schema::builtin());
        let value = |name: &str| document.field(name).map(|field| field.printed.as_str());
        assert_eq!(value("voivodeship"), Some("lubelskie"), "{:?}", document.record);
        assert_eq!(value("town"), Some("Jodłowo"), "{:?}", document.record);
        assert_eq!(value("population"), Some("12 500"), "{:?}", document.record);
        assert_eq!(document.published.map(|day| day.to_string()).as_deref(), Some("2021-05-12"));
        assert_eq!(document.text, "Rada seniorów\n\nRada się zbiera.\n\nO radzie.");
        assert_eq!(document.zone_text("abstract").collect::<Vec<_>>(), ["O radzie."]);
        assert_eq!((&document.identity, &*document.kind), (&Identity::Path("a".to_owned()), "practice"));
    }
}
