//! Word (`.docx`) and OpenDocument (`.odt`) texts: XML in a ZIP archive, read within bounds.

use std::io::{Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::document::Diagnostic;
use crate::draft::{Draft, Mark, Parsed, TextBuilder};
use crate::error::Failure;
use crate::format::xml::{attribute, reader, resolved};
use crate::format::{Format, without_text};
use crate::identity::Identity;
use crate::limits::Limits;

/// Reads the text of a Word or OpenDocument file.
pub(super) fn parse(path: &str, bytes: &[u8], format: Format, limits: &Limits) -> Result<Parsed, Failure> {
    let member = if format == Format::Docx { "word/document.xml" } else { "content.xml" };
    let xml = unpack(bytes, member, limits.unpacked_bytes_max)
        .map_err(|reason| Failure::BadContainer { format, reason })?;
    let mut walker = Walker::new(format, limits);
    let broken = walker.walk(&xml);
    let mut draft = Draft::of_page(Identity::Path(path.to_owned()), walker.builder);
    if let Some(reason) = broken {
        if draft.lines.is_empty() {
            return Err(Failure::BadContainer { format, reason });
        }
        let message = format!("the text breaks off ({reason}); what stands above is read");
        draft.diagnostics.push(Diagnostic::new("bad_record", message));
    }
    let diagnostics = without_text(&draft).into_iter().collect();
    Ok(Parsed { drafts: vec![draft], format, diagnostics })
}

fn unpack(bytes: &[u8], member: &str, bytes_max: u64) -> Result<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let file = archive.by_name(member).map_err(|error| format!("`{member}`: {error}"))?;
    let mut xml = Vec::new();
    file.take(bytes_max.saturating_add(1)).read_to_end(&mut xml).map_err(|error| error.to_string())?;
    if u64::try_from(xml.len()).unwrap_or(u64::MAX) > bytes_max {
        return Err(format!("`{member}` unpacks to more than {bytes_max} bytes"));
    }
    String::from_utf8(xml).map_err(|error| format!("`{member}`: {}", error.utf8_error()))
}

/// What an element does to the text.
enum Part {
    Paragraph,
    Row,
    Cell,
    /// A blank or a tab.
    Blank,
    LineBreak,
    /// The text of a run of Word's.
    Run,
    /// Word's name of a paragraph's style.
    Style,
    /// Comments and what was deleted.
    Unread,
}

fn part_of(name: &str) -> Option<Part> {
    Some(match name {
        "w:p" | "text:p" | "text:h" => Part::Paragraph,
        "w:tr" | "table:table-row" => Part::Row,
        "w:tc" | "table:table-cell" => Part::Cell,
        "w:tab" | "text:tab" | "text:s" => Part::Blank,
        "w:br" | "w:cr" | "text:line-break" => Part::LineBreak,
        "w:t" => Part::Run,
        "w:pStyle" => Part::Style,
        "office:annotation" | "text:tracked-changes" | "text:note-citation" | "mc:Fallback" => Part::Unread,
        _ => return None,
    })
}

struct Walker {
    builder: TextBuilder,
    format: Format,
    paragraphs: usize,
    runs: usize,
    rows: usize,
    unread: usize,
    heading: Option<u8>,
}

impl Walker {
    fn new(format: Format, limits: &Limits) -> Self {
        let builder = TextBuilder::new(limits);
        Self { builder, format, paragraphs: 0, runs: 0, rows: 0, unread: 0, heading: None }
    }

    /// Walks the whole file, or as far as it is well formed; then it says what is wrong.
    fn walk(&mut self, xml: &str) -> Option<String> {
        let mut reader = reader(xml);
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => self.open(&element, true),
                Ok(Event::Empty(element)) => self.open(&element, false),
                Ok(Event::End(element)) => self.close(element.name().as_ref()),
                Ok(Event::Text(text)) => self.text(&text.xml10_content()),
                Ok(Event::CData(text)) => self.text(&text.xml10_content()),
                Ok(Event::GeneralRef(reference)) => self.text(&resolved(&reference)),
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => {
                    self.end_line();
                    return Some(error.to_string());
                }
            }
        }
        self.end_line();
        None
    }

    fn open(&mut self, element: &BytesStart<'_>, has_content: bool) {
        let name = element.name();
        let count = usize::from(has_content);
        match part_of(name.as_ref()) {
            Some(Part::Unread) => self.unread += count,
            _ if self.unread > 0 => {}
            Some(Part::Paragraph) => {
                self.paragraphs += count;
                if self.rows == 0 {
                    self.end_line();
                    self.builder.blank_line();
                }
                if name.as_ref() == "text:h" {
                    let level = attribute(element, "outline-level").and_then(|level| level.parse().ok());
                    self.heading = Some(level.unwrap_or(1));
                }
            }
            Some(Part::Row) => {
                self.end_line();
                self.rows += count;
            }
            Some(Part::Cell) => self.builder.next_cell(),
            Some(Part::Blank) => self.builder.flow(" ", false),
            Some(Part::LineBreak) if self.rows > 0 => self.builder.flow(" ", false),
            Some(Part::LineBreak) => self.end_line(),
            Some(Part::Run) => self.runs += count,
            Some(Part::Style) => self.heading = attribute(element, "val").and_then(|style| heading(&style)),
            None => {}
        }
    }

    fn close(&mut self, name: &str) {
        match part_of(name) {
            Some(Part::Unread) => self.unread = self.unread.saturating_sub(1),
            _ if self.unread > 0 => {}
            Some(Part::Paragraph) => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                if self.rows > 0 {
                    self.builder.flow(" ", false);
                } else {
                    self.end_line();
                }
                self.heading = None;
            }
            Some(Part::Row) => {
                self.rows = self.rows.saturating_sub(1);
                self.end_line();
            }
            Some(Part::Run) => self.runs = self.runs.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let is_read = self.unread == 0 && self.paragraphs > 0;
        // In Word's files text stands in runs only; OpenDocument has none.
        if is_read && (self.runs > 0 || self.format == Format::Odt) {
            self.builder.flow(text, false);
        }
    }

    fn end_line(&mut self) {
        self.builder.end_line(self.heading.map_or(Mark::Text, Mark::Heading));
    }
}

/// The level of a heading by the name of its style, in English or Polish: `Heading2`, `Nagwek2`, `Title`, `Tytu`.
fn heading(style: &str) -> Option<u8> {
    let style = fiszka_schema::fold(style);
    if matches!(style.as_str(), "title" | "tytul" | "tytu") {
        return Some(1);
    }
    let names = ["heading", "naglowek", "nagwek"];
    let level = names.iter().find_map(|name| style.strip_prefix(name))?.trim();
    level.parse().ok().filter(|level| (1..=6).contains(level))
}
