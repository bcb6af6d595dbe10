//! RSS 2.0 (and 0.9x, 1.0) and Atom: each item is a record, and most often only the stub of a page.

use fiszka_schema::fold;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use crate::draft::Parsed;
use crate::error::Failure;
use crate::format::records::Records;
use crate::format::xml::{Lines, attribute, reader, resolved};
use crate::format::{Format, Source, attached_file};

/// Reads a feed. One that breaks off is reported, and the items before the break are read.
pub(super) fn parse(source: &Source<'_>) -> Result<Parsed, Failure> {
    let mut reader = reader(source.text);
    let mut lines = Lines::new(source.text);
    let mut records = Records::new(source);
    let mut item: Option<Item> = None;
    let mut number = 0;
    let mut seen_root = false;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let line = lines.line(reader.error_position());
                if records.is_empty() {
                    return Err(bad(line, error.to_string()));
                }
                let message = format!("the feed breaks off ({error}); the items above are read");
                records.report("bad_record", message, Some(line));
                break;
            }
        };
        match event {
            Event::Start(element) | Event::Empty(element) if !seen_root => {
                if !matches!(element.name().as_ref(), "rss" | "feed" | "atom:feed" | "rdf:RDF") {
                    return Err(bad(lines.line(reader.buffer_position()), "neither RSS nor Atom".to_owned()));
                }
                seen_root = true;
            }
            Event::Start(element) => match &mut item {
                Some(item) => item.open(&element),
                None if is_item(element.local_name().as_ref()) => {
                    let line = lines.line(reader.buffer_position());
                    item = Some(Item::new(line, source.limits.text_bytes_max));
                }
                None => {}
            },
            Event::Empty(element) => {
                if let Some(item) = &mut item {
                    item.empty(&element);
                }
            }
            Event::End(element) => match item.take() {
                Some(done) if is_item(element.local_name().as_ref()) => {
                    number += 1;
                    done.finish(&mut records, number)?;
                }
                Some(mut open) => {
                    open.close(element.name().as_ref());
                    item = Some(open);
                }
                None => {}
            },
            Event::Text(text) => item.iter_mut().for_each(|item| item.text(&text.xml10_content())),
            Event::CData(text) => item.iter_mut().for_each(|item| item.text(&text.xml10_content())),
            Event::GeneralRef(reference) => item.iter_mut().for_each(|item| item.text(&resolved(&reference))),
            Event::Eof => break,
            _ => {}
        }
    }
    if let Some(cut) = item {
        records.report("bad_record", "the feed ends inside an item".to_owned(), Some(cut.line));
    }
    if !seen_root {
        return Err(bad(1, "neither RSS nor Atom".to_owned()));
    }
    Ok(records.parsed(Format::Feed))
}

fn bad(line: u32, reason: String) -> Failure {
    Failure::BadStructure { format: Format::Feed, line, reason }
}

fn is_item(name: &str) -> bool {
    matches!(name, "item" | "entry")
}

/// What an element of an item is in the alias table of keys. Elements of other vocabularies (`media:title`) are none.
fn key_of(name: &str) -> Option<&'static str> {
    Some(match name.strip_prefix("atom:").unwrap_or(name) {
        "title" => "title",
        "link" => "link",
        "guid" | "id" => "guid",
        "description" | "summary" => "summary",
        "content:encoded" | "content" => "content",
        "pubDate" | "published" | "dc:date" => "published",
        "updated" | "atom:updated" | "dcterms:modified" => "updated",
        "author" | "dc:creator" => "author",
        "category" | "dc:subject" => "category",
        _ => return None,
    })
}

/// An item that is being read.
struct Item {
    /// Line of the file, from 1.
    line: u32,
    values: Vec<(&'static str, String)>,
    /// The element whose text is read, its name, and the elements open inside it.
    open: Option<(&'static str, String, usize)>,
    /// The text is markup of its own, not escaped: Atom's `type="xhtml"`.
    xhtml: bool,
    /// An element that is not read: its name and how often it is open.
    skipped: Option<(String, usize)>,
    text: String,
    bytes_left: usize,
}

impl Item {
    fn new(line: u32, bytes_left: usize) -> Self {
        Self {
            line,
            values: Vec::new(),
            open: None,
            xhtml: false,
            skipped: None,
            text: String::new(),
            bytes_left,
        }
    }

    fn open(&mut self, element: &BytesStart<'_>) {
        let name = element.name();
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped == name.as_ref());
            return;
        }
        match (&mut self.open, key_of(name.as_ref())) {
            (Some((key, _, depth)), _) => {
                *depth += 1;
                // An author's e-mail and address are no name.
                if *key == "author" && name.local_name().as_ref() != "name" {
                    self.skipped = Some((name.as_ref().to_owned(), 1));
                    *depth -= 1;
                } else if self.xhtml {
                    self.push(&format!("<{}>", name.local_name().as_ref()));
                }
            }
            (None, Some(key)) => {
                self.xhtml = attribute(element, "type").as_deref() == Some("xhtml");
                self.open = Some((key, name.as_ref().to_owned(), 0));
                self.text.clear();
                self.attributes(key, element);
            }
            (None, None) => self.skipped = Some((name.as_ref().to_owned(), 1)),
        }
    }

    fn empty(&mut self, element: &BytesStart<'_>) {
        if self.skipped.is_some() {
            return;
        }
        if self.open.is_some() {
            if self.xhtml {
                self.push(&format!("<{}>", element.local_name().as_ref()));
            }
        } else if let Some(key) = key_of(element.name().as_ref()) {
            self.attributes(key, element);
        } else if element.name().as_ref() == "enclosure" {
            self.attached(attribute(element, "url"));
        }
    }

    /// Atom says links and categories in attributes.
    fn attributes(&mut self, key: &'static str, element: &BytesStart<'_>) {
        match key {
            "link" => match (attribute(element, "rel").as_deref(), attribute(element, "href")) {
                (None | Some("alternate"), Some(address)) => self.add(key, &address),
                (Some("enclosure"), address) => self.attached(address),
                _ => {}
            },
            "category" => {
                let printed = attribute(element, "label").or_else(|| attribute(element, "term"));
                if let Some(printed) = printed {
                    self.add(key, &printed);
                }
            }
            _ => {}
        }
    }

    fn attached(&mut self, address: Option<String>) {
        if let Some(file) = address.as_deref().and_then(attached_file) {
            self.add("attachments", &file);
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth -= usize::from(skipped == name);
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match &mut self.open {
            Some((key, own, depth)) if *depth == 0 || own == name => {
                let key = *key;
                self.open = None;
                self.xhtml = false;
                let text = std::mem::take(&mut self.text);
                self.add(key, &text);
            }
            Some((_, _, depth)) => {
                *depth -= 1;
                if self.xhtml {
                    let local = name.rsplit(':').next().unwrap_or(name);
                    self.push(&format!("</{}>", local));
                }
            }
            None => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.is_none() || self.skipped.is_some() {
            return;
        }
        if self.xhtml {
            self.push(&text.replace('&', "&amp;").replace('<', "&lt;"));
        } else {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        let fitting = crate::draft::prefix(text, self.bytes_left);
        self.bytes_left -= fitting.len();
        self.text.push_str(fitting);
    }

    fn add(&mut self, key: &'static str, text: &str) {
        const VALUES_MAX: usize = 200;
        let text = text.trim();
        if !text.is_empty() && self.values.len() < VALUES_MAX {
            self.values.push((key, text.to_owned()));
        }
    }

    fn first(&self, key: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == key).map(|(_, text)| text.as_str())
    }

    /// Makes a record of the item. One with its content in full is a page; a summary is a stub of one.
    fn fill(&self, map: &mut Map<String, Value>) -> bool {
        let mut put = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                map.insert(key.to_owned(), Value::String(value.to_owned()));
            }
        };
        for key in ["title", "guid", "published", "updated", "author"] {
            put(key, self.first(key));
        }
        let guid = self.first("guid").filter(|guid| guid.starts_with("http"));
        put("link", self.first("link").or(guid));
        let (content, summary) = (self.first("content"), self.first("summary"));
        put("content", content.or(summary));
        if content.is_some() && content != summary {
            put("summary", summary);
        }
        let all = |wanted: &str| -> Vec<Value> {
            let values = self.values.iter().filter(|(key, _)| *key == wanted);
            values.map(|(_, text)| Value::String(text.clone())).collect()
        };
        for key in ["category", "attachments"] {
            let values = all(key);
            if !values.is_empty() {
                map.insert(key.to_owned(), Value::Array(values));
            }
        }
        content.is_none_or(breaks_off)
    }

    fn finish(self, records: &mut Records<'_>, number: u32) -> Result<(), Failure> {
        let mut map = Map::new();
        let stub = self.fill(&mut map);
        if let Some(draft) = records.add(&map, number, Some(self.line))? {
            draft.stub = stub;
        }
        Ok(())
    }
}

/// Whether a text ends in the signs of one that goes on elsewhere: `… [czytaj dalej]`, `[...]`.
fn breaks_off(text: &str) -> bool {
    const WORDS: [&str; 4] = ["czytaj dalej", "czytaj wiecej", "read more", "wiecej"];
    let tail: String = text.chars().rev().take(120).collect::<Vec<_>>().into_iter().rev().collect();
    let bare = fold(&without_tags(&tail));
    let bare = bare.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ']'));
    bare.ends_with("...")
        || bare.ends_with("...]")
        || WORDS.iter().any(|word| bare.trim_end_matches(']').ends_with(word))
}

fn without_tags(text: &str) -> String {
    let mut inside = false;
    let outside = |c: &char| {
        inside = (inside && *c != '>') || *c == '<';
        !inside && *c != '>'
    };
    text.chars().filter(outside).collect()
}
