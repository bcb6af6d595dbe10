//! Records with named fields, from front matter or JSON, to drafts.

use fiszka_schema::{FieldType, KeyMeaning, Schema, fold};
use serde_json::{Map, Value};

use crate::document::Diagnostic;
use crate::draft::{Draft, Form, Given, Mark, TextBuilder};
use crate::format::{Source, html, markdown, text};
use crate::identity::{Identity, identify};

/// A record: its fields, and the text that stands below its front matter.
pub(super) struct Record<'a> {
    pub(super) fields: &'a Map<String, Value>,
    pub(super) body: Option<Content<'a>>,
}

/// A text and how it is marked up.
#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    /// Plain text, or HTML if it looks like it.
    Value(&'a str),
    Markdown(&'a str),
}

/// What the keys of a record mean.
#[derive(Default)]
struct Fields<'a> {
    url: Option<&'a str>,
    kind: Option<&'a str>,
    id: Option<String>,
    texts: Vec<(&'a str, Content<'a>)>,
    given: Vec<Given>,
    latitude: Option<String>,
    longitude: Option<String>,
    unknown: Vec<&'a str>,
}

/// Text fields in the order in which a reader meets them; a portal's own stand behind.
const READING_ORDER: [&str; 3] = ["title", "abstract", "body"];

impl<'a> Record<'a> {
    /// The record's own id, if it has one.
    pub(super) fn id(&self, source: &Source<'a>) -> Option<String> {
        let key = |key: &str| source.schema.document_keys().meaning(key) == Some(&KeyMeaning::Id);
        self.fields.iter().find(|(name, _)| key(name)).and_then(|(_, value)| printed(value))
    }

    /// The draft of the record; without an address it is known as `fallback`.
    pub(super) fn draft(self, source: &Source<'a>, fallback: Identity) -> Draft {
        let mut fields = Fields::default();
        fields.read(self.fields, source, source.limits.depth_max);
        fields.give_location(source.schema);
        fields.texts.extend(self.body.map(|body| ("body", body)));
        let order =
            |name: &str| READING_ORDER.iter().position(|known| *known == name).unwrap_or(READING_ORDER.len());
        fields.texts.sort_by_key(|(name, _)| order(name));

        let has = |name: &str| fields.texts.iter().any(|(known, _)| *known == name);
        let form = if has("title") && !fields.holds_a_page() { Form::Fields } else { Form::Page };
        let mut builder = TextBuilder::new(source.limits);
        for &(name, content) in &fields.texts {
            if form == Form::Page && name == "title" {
                continue;
            }
            let mark = if form == Form::Page { Mark::Text } else { Mark::Field(name.to_owned()) };
            if name == "title" {
                builder.flow(&plain(content, source), false);
                builder.end_line(mark);
            } else {
                fields.given.extend(add(content, &mut builder, &mark, source));
            }
            builder.blank_line();
        }
        let (text, lines, report) = builder.finish();
        let mut diagnostics: Vec<Diagnostic> = report.into_iter().collect();
        if !fields.unknown.is_empty() {
            let message = format!("keys that no field knows: {}", fields.unknown.join(", "));
            diagnostics.push(Diagnostic::new("unknown_keys", message));
        }
        Draft {
            identity: match fields.url {
                Some(_) => identify(fields.url, source.path, source.schema),
                None => fallback,
            },
            url: fields.url.map(str::to_owned),
            kind: fields.kind.map(str::to_owned),
            form,
            text,
            lines,
            given: fields.given,
            stub: false,
            diagnostics,
        }
    }
}

fn add(content: Content<'_>, builder: &mut TextBuilder, mark: &Mark, source: &Source<'_>) -> Vec<Given> {
    match content {
        Content::Markdown(markdown) => markdown::add(markdown, builder, mark, source),
        Content::Value(value) if html::is_html(value) => return html::fragment(value, builder, mark, source),
        Content::Value(value) => text::lines(value).for_each(|line| builder.line(line, mark.clone())),
    }
    Vec::new()
}

/// A text on one line, without markup.
fn plain(content: Content<'_>, source: &Source<'_>) -> String {
    let mut builder = TextBuilder::new(source.limits);
    add(content, &mut builder, &Mark::Text, source);
    let (text, lines, _) = builder.finish();
    let lines: Vec<_> = lines.iter().filter_map(|line| text.get(line.range.clone())).map(str::trim).collect();
    lines.join(" ")
}

impl<'a> Fields<'a> {
    fn read(&mut self, map: &'a Map<String, Value>, source: &Source<'a>, depth: usize) {
        let schema = source.schema;
        for (key, value) in map {
            let own_field =
                || schema.field_by_query_name(key).map(|field| KeyMeaning::Field(field.name.clone()));
            match schema.document_keys().meaning(key).cloned().or_else(own_field) {
                Some(KeyMeaning::Url) => {
                    self.url = value.as_str().map(str::trim).filter(|url| !url.is_empty())
                }
                Some(KeyMeaning::Kind) => self.kind = value.as_str(),
                Some(KeyMeaning::Id) => self.id = printed(value),
                Some(KeyMeaning::Latitude) => self.latitude = printed(value),
                Some(KeyMeaning::Longitude) => self.longitude = printed(value),
                Some(KeyMeaning::Ignored) => {}
                Some(KeyMeaning::Field(name)) => {
                    if let Some(field) = schema.field(&name) {
                        // `"geo": {"lat": …, "lon": …}`.
                        if let (FieldType::Coordinates, Value::Object(inner), 1..) =
                            (field.field_type, value, depth)
                        {
                            self.read(inner, source, depth - 1);
                            continue;
                        }
                        self.field(&field.name, field.field_type, field.labels.is_empty(), value);
                    }
                }
                None => match value {
                    // A record inside the record: `"metryka": {...}`.
                    Value::Object(inner) if depth > 0 => self.read(inner, source, depth - 1),
                    Value::Null => {}
                    _ => self.unknown.push(key),
                },
            }
        }
    }

    /// Text fields that no page labels are parts of the text; all others belong to the record.
    fn field(&mut self, name: &'a str, field_type: FieldType, unlabelled: bool, value: &'a Value) {
        match (field_type, value) {
            (FieldType::Text, Value::String(text)) if unlabelled => {
                if !text.trim().is_empty() {
                    self.texts.push((name, Content::Value(text)));
                }
            }
            (FieldType::Path, Value::Array(values)) => {
                for printed in values.iter().filter_map(printed) {
                    self.give(name, printed);
                }
            }
            _ => {
                if let Some(printed) = printed(value) {
                    self.give(name, printed);
                }
            }
        }
    }

    /// Two angles of two keys are one value.
    fn give_location(&mut self, schema: &Schema) {
        let field = schema.fields().iter().find(|field| field.field_type == FieldType::Coordinates);
        if let (Some(field), Some(latitude), Some(longitude)) =
            (field, self.latitude.take(), self.longitude.take())
        {
            self.give(&field.name, format!("{latitude}; {longitude}"));
        }
    }

    fn give(&mut self, name: &str, printed: String) {
        self.given.push(Given { field: name.to_owned(), printed });
    }

    /// A scraper's record may hold a whole raw page under the key of the text.
    fn holds_a_page(&self) -> bool {
        self.texts.iter().filter(|(name, _)| *name == "body").any(|(_, content)| match content {
            Content::Value(text) => text.contains("->") && fold(text).contains(".: skrot i metryka"),
            Content::Markdown(_) => false,
        })
    }
}

/// A value as one would print it: a list split by `;`, a person on lines of their own.
fn printed(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null | Value::Bool(_) => return None,
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => {
            let separator = if values.iter().any(Value::is_object) { "\n\n" } else { "; " };
            values.iter().filter_map(printed).collect::<Vec<_>>().join(separator)
        }
        Value::Object(map) => person(map),
    };
    (!text.is_empty()).then_some(text)
}

/// The fields of a contact in the order and with the labels of a page.
fn person(map: &Map<String, Value>) -> String {
    const NAMES: [&str; 6] = ["name", "imie i nazwisko", "osoba", "nazwisko", "imie_nazwisko", "imie"];
    const ROLES: [&str; 6] = ["role", "stanowisko", "funkcja", "rola", "position", "title"];
    let find = |keys: &[&str]| {
        map.iter()
            .filter(|(key, _)| keys.contains(&fold(key).as_str()))
            .filter_map(|(_, value)| printed(value))
            .next()
    };
    let mut lines: Vec<String> = find(&NAMES).into_iter().chain(find(&ROLES)).collect();
    for (key, value) in map {
        let key = fold(key);
        let label = if key.contains("mail") {
            "e-mail: "
        } else if key.contains("tel") || key.contains("phone") || key.contains("fax") {
            "tel. "
        } else {
            continue;
        };
        lines.extend(printed(value).into_iter().flat_map(|text| {
            text.split(';').map(|part| format!("{label}{}", part.trim())).collect::<Vec<_>>()
        }));
    }
    lines.join("\n")
}
