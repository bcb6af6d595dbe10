//! The text of a PDF, line by line as it stands on its pages. A scan has none.

use std::collections::HashMap;
use std::panic::catch_unwind;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, LoadOptions, Object};

use crate::document::Diagnostic;
use crate::draft::{Draft, Mark, Parsed, TextBuilder};
use crate::error::Failure;
use crate::format::{Format, without_text};
use crate::identity::Identity;
use crate::limits::Limits;

/// Reads the text of a PDF.
pub(super) fn parse(path: &str, bytes: &[u8], limits: &Limits) -> Result<Parsed, Failure> {
    // The reader of PDF is the one part that is not ours; should it give up, one file is lost and not the program.
    let read = catch_unwind(|| read(bytes, limits)).unwrap_or_else(|_| Err("the reader gave up".to_owned()));
    let (lines, report) = read.map_err(|reason| Failure::BadContainer { format: Format::Pdf, reason })?;
    let mut builder = TextBuilder::new(limits);
    for line in paragraphs(&lines) {
        if line.is_empty() {
            builder.blank_line();
        } else {
            builder.line(&line, Mark::Text);
        }
    }
    let draft = Draft::of_page(Identity::Path(path.to_owned()), builder);
    let diagnostics = report.into_iter().chain(without_text(&draft)).collect();
    Ok(Parsed { drafts: vec![draft], format: Format::Pdf, diagnostics })
}

/// The lines of all pages, a blank one between two pages, and a report when some could not be read.
fn read(bytes: &[u8], limits: &Limits) -> Result<(Vec<String>, Option<Diagnostic>), String> {
    let mut bytes_left = usize::try_from(limits.unpacked_bytes_max).unwrap_or(usize::MAX);
    let options = LoadOptions::with_max_decompressed_size(bytes_left);
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| error.to_string())?;
    if document.is_encrypted() && !document.was_encrypted() {
        return Err("it is encrypted".to_owned());
    }
    let mut fonts = HashMap::new();
    let mut lines: Vec<String> = Vec::new();
    let (mut text_bytes, mut unread) = (0_usize, 0_usize);
    for page in document.page_iter().take(limits.pages_max) {
        let Ok(content) = document.get_page_content_with_limit(page, bytes_left) else {
            unread += 1;
            continue;
        };
        bytes_left = bytes_left.saturating_sub(content.len());
        let Ok(content) = Content::decode(&content) else {
            unread += 1;
            continue;
        };
        let named = document.get_page_fonts(page).unwrap_or_default();
        for font in named.values() {
            fonts
                .entry(std::ptr::from_ref::<Dictionary>(font))
                .or_insert_with(|| font.get_font_encoding_with_limit(&document, bytes_left).ok());
        }
        let encoding = |name: &[u8]| fonts.get(&std::ptr::from_ref(*named.get(name)?))?.as_ref();
        let mut page = Page::new();
        content.operations.iter().for_each(|operation| page.apply(operation, &encoding));
        text_bytes += page.bytes();
        lines.extend(page.lines);
        lines.push(String::new());
        if text_bytes > limits.text_bytes_max {
            break;
        }
    }
    let report = (unread > 0)
        .then(|| Diagnostic::new("bad_record", format!("{unread} pages are damaged or too large; left out")));
    Ok((lines, report))
}

/// Where text is shown: only what tells one line from the next is followed.
struct Page<'e> {
    lines: Vec<String>,
    encoding: Option<&'e Encoding<'e>>,
    font_size: f32,
    leading: f32,
    /// Vertical scale and place of the text's own coordinates.
    scale: f32,
    y: f32,
    /// Vertical scale and offset of the page's coordinates, and those saved.
    outer: (f32, f32),
    saved: Vec<(f32, f32)>,
    /// Height at which text was shown last.
    shown: Option<f32>,
    moved: bool,
}

impl<'e> Page<'e> {
    fn new() -> Self {
        Self {
            lines: Vec::new(),
            encoding: None,
            font_size: 0.0,
            leading: 0.0,
            scale: 1.0,
            y: 0.0,
            outer: (1.0, 0.0),
            saved: Vec::new(),
            shown: None,
            moved: false,
        }
    }

    fn bytes(&self) -> usize {
        self.lines.iter().map(String::len).sum()
    }

    fn apply(&mut self, operation: &Operation, encoding: &impl Fn(&[u8]) -> Option<&'e Encoding<'e>>) {
        const SAVED_MAX: usize = 64;
        let operands = operation.operands.as_slice();
        let number = |index: usize| operands.get(index).and_then(|o| o.as_float().ok()).unwrap_or(0.0);
        match operation.operator.as_str() {
            "q" if self.saved.len() < SAVED_MAX => self.saved.push(self.outer),
            "Q" => self.outer = self.saved.pop().unwrap_or(self.outer),
            "cm" => {
                let (scale, offset) = self.outer;
                self.outer = (scale * number(3), offset + scale * number(5));
            }
            "BT" => {
                (self.scale, self.y) = (1.0, 0.0);
                self.moved = true;
            }
            "Tf" => {
                self.encoding = operands.first().and_then(|o| o.as_name().ok()).and_then(encoding);
                self.font_size = number(1);
            }
            "TL" => self.leading = number(0),
            "Tm" => {
                (self.scale, self.y) = (number(3), number(5));
                self.moved = true;
            }
            "Td" => self.advance(number(1)),
            "TD" => {
                self.leading = -number(1);
                self.advance(number(1));
            }
            "T*" => self.advance(-self.leading),
            "Tj" | "TJ" => self.show(operands),
            "'" => {
                self.advance(-self.leading);
                self.show(operands);
            }
            "\"" => {
                self.advance(-self.leading);
                self.show(operands.get(2..).unwrap_or_default());
            }
            _ => {}
        }
    }

    fn advance(&mut self, y: f32) {
        self.y += y * self.scale;
        self.moved = true;
    }

    /// Shows text: on a new line when it stands higher or lower than by half its size, else behind a blank.
    fn show(&mut self, operands: &[Object]) {
        let Some(encoding) = self.encoding else { return };
        let mut text = String::new();
        collect(operands, encoding, &mut text, 0);
        if text.is_empty() {
            return;
        }
        let height = self.outer.1 + self.outer.0 * self.y;
        let size = (self.font_size * self.scale * self.outer.0).abs();
        let new_line = self.shown.is_none_or(|shown| (shown - height).abs() > size / 2.0);
        match self.lines.last_mut().filter(|_| !new_line) {
            Some(line) => {
                if self.moved && !line.ends_with(' ') && !text.starts_with(' ') {
                    line.push(' ');
                }
                line.push_str(&text);
            }
            None => self.lines.push(text),
        }
        self.shown = Some(height);
        self.moved = false;
    }
}

/// The text of strings; a wide gap between two of them is a blank.
fn collect(operands: &[Object], encoding: &Encoding<'_>, text: &mut String, depth: usize) {
    /// Thousandths of the font's size; kerning is narrower.
    const GAP: f32 = -180.0;
    for operand in operands {
        match operand {
            Object::String(bytes, _) => {
                if let Ok(decoded) = Document::decode_text(encoding, bytes) {
                    text.extend(decoded.chars().filter(|c| !c.is_control()));
                }
            }
            Object::Array(parts) if depth == 0 => collect(parts, encoding, text, 1),
            Object::Integer(_) | Object::Real(_) => {
                let gap = operand.as_float().is_ok_and(|gap| gap < GAP);
                if gap && !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            _ => {}
        }
    }
}

/// Lines of a page run on as the paper is wide: one that begins in lower case goes on with the sentence above, and a
/// word that was split between them is whole again.
fn paragraphs(lines: &[String]) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for line in lines.iter().map(|line| line.trim()) {
        let goes_on = line.starts_with(char::is_lowercase);
        match paragraphs.last_mut().filter(|above| goes_on && !above.is_empty()) {
            Some(above) => {
                let split =
                    above.strip_suffix(['-', '\u{ad}']).filter(|word| word.ends_with(char::is_lowercase));
                match split.map(str::len) {
                    Some(end) => above.truncate(end),
                    None => above.push(' '),
                }
                above.push_str(line);
            }
            None => paragraphs.push(line.to_owned()),
        }
    }
    paragraphs
}
