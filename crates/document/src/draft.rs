//! What a file says before it is known which of its lines belong to the site around it.

use std::ops::Range;

use fiszka_schema::{Schema, fold};

use crate::document::{CutReason, Diagnostic};
use crate::format::Format;
use crate::identity::{Identity, host_of};
use crate::limits::Limits;

/// A file to read.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'a> {
    /// Path relative to the corpora, `/` between its parts, starting with the name of the corpus.
    pub path: &'a str,
    /// Its whole content.
    pub bytes: &'a [u8],
}

/// What [`parse`](crate::parse) makes of a file.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// One draft for each document in the file.
    pub drafts: Vec<Draft>,
    /// The format the file was read as.
    pub format: Format,
    /// What is odd about the file as a whole: its encoding, records that were left out.
    pub diagnostics: Vec<Diagnostic>,
}

/// A document that still has its site's shell around it: [`clean`](crate::clean()) takes it off.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(crate) identity: Identity,
    pub(crate) url: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) form: Form,
    pub(crate) text: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) given: Vec<Given>,
    /// A feed's excerpt of a page.
    pub(crate) stub: bool,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// How the text came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// It is a page: what is title and what is shell must be found out.
    Page,
    /// It is put together from fields that were named.
    Fields,
}

/// A line of the text.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Bytes of the text without the line's end.
    pub(crate) range: Range<usize>,
    pub(crate) mark: Mark,
    /// More than half of it is the text of links.
    pub(crate) linked: bool,
}

/// What the format says about a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Nothing.
    Text,
    /// The name of the page in its head.
    PageTitle,
    /// A heading of this level, from 1.
    Heading(u8),
    /// An element that is never content.
    Shell(CutReason),
    /// A named text field.
    Field(String),
}

/// A value that was given under a name, outside the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    /// Name of a field of the schema.
    pub(crate) field: String,
    pub(crate) printed: String,
}

impl Draft {
    /// A page of which nothing is known but its text.
    pub(crate) fn of_page(identity: Identity, builder: TextBuilder) -> Self {
        let (text, lines, report) = builder.finish();
        Self {
            identity,
            url: None,
            kind: None,
            form: Form::Page,
            text,
            lines,
            given: Vec::new(),
            stub: false,
            diagnostics: report.into_iter().collect(),
        }
    }

    /// What makes the document the same one tomorrow.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The host that the page comes from, the main one of its mirrors, if the source names one.
    pub(crate) fn site(&self, schema: &Schema) -> Option<String> {
        let host = host_of(self.url.as_deref()?)?;
        Some(schema.sites().by_host(&host).map_or(host, |site| site.host.clone()))
    }

    /// The text with the shell in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A hash of each line that is not blank, in order. Two lines that differ only in capitals, diacritics, kinds of
    /// blanks or digits have the same hash, so that a counter's line is the same on every page.
    pub fn line_hashes(&self) -> impl Iterator<Item = u64> + '_ {
        self.lines
            .iter()
            .filter_map(|line| self.text.get(line.range.clone()))
            .map(fold)
            .filter_map(|folded| line_hash(&folded))
    }
}

/// The hash of a folded line; none for a blank one. Its lowest bit tells a short line.
pub(crate) fn line_hash(folded: &str) -> Option<u64> {
    const SHORT_WORDS_MAX: usize = 12;
    if folded.is_empty() {
        return None;
    }
    let masked: Vec<u8> = folded.bytes().map(|b| if b.is_ascii_digit() { b'#' } else { b }).collect();
    let hash = blake3::hash(&masked);
    let hash = hash.as_bytes().first_chunk().map(|bytes| u64::from_le_bytes(*bytes))?;
    let short = folded.split(' ').nth(SHORT_WORDS_MAX).is_none();
    Some((hash & !1) | u64::from(short))
}

/// Whether a line of this hash has twelve words at most.
pub(crate) fn is_short_line(hash: u64) -> bool {
    hash & 1 == 1
}

/// The longest start of a text that has at most so many bytes and ends between characters.
pub(crate) fn prefix(text: &str, bytes_max: usize) -> &str {
    let end = (0..=bytes_max.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

/// Collects a text line by line, within bounds.
pub(crate) struct TextBuilder {
    text: String,
    lines: Vec<Line>,
    /// Where the line that is being written starts.
    start: usize,
    /// Bytes of it that are text of links.
    linked_bytes: usize,
    blank_pending: bool,
    bytes_max: usize,
    lines_max: usize,
    full: bool,
}

impl TextBuilder {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            text: String::new(),
            lines: Vec::new(),
            start: 0,
            linked_bytes: 0,
            blank_pending: false,
            bytes_max: limits.text_bytes_max,
            lines_max: limits.lines_max,
            full: false,
        }
    }

    /// Adds text to the line. Runs of ASCII blanks and line breaks become one space, as a browser shows them;
    /// no-break spaces stay.
    pub(crate) fn flow(&mut self, text: &str, linked: bool) {
        let before = self.text.len();
        for c in text.chars() {
            if self.text.len() >= self.bytes_max {
                self.full = true;
                break;
            }
            if c.is_ascii_whitespace() {
                if !self.at_blank() {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
            }
        }
        if linked {
            self.linked_bytes += self.text.len() - before;
        }
    }

    /// Puts a tab between two cells of a row.
    pub(crate) fn next_cell(&mut self) {
        if self.text.len() > self.start {
            let kept = self.text.trim_end_matches(' ').len().max(self.start);
            self.text.truncate(kept);
            self.text.push('\t');
        }
    }

    fn at_blank(&self) -> bool {
        self.text.len() == self.start || self.text.ends_with([' ', '\t'])
    }

    /// Ends the line, if something stands on it, and gives its number, from 0.
    pub(crate) fn end_line(&mut self, mark: Mark) -> Option<usize> {
        let linked = self.linked_bytes * 2 > self.text.len() - self.start;
        self.linked_bytes = 0;
        let kept = self.text.trim_end_matches([' ', '\t']).len().max(self.start);
        self.text.truncate(kept);
        if self.text.len() == self.start || self.lines.len() >= self.lines_max {
            self.full |= self.lines.len() >= self.lines_max;
            self.text.truncate(self.start);
            return None;
        }
        self.push(self.start..kept, mark, linked);
        Some(self.lines.len() - 1)
    }

    /// Adds a whole line as it is.
    pub(crate) fn line(&mut self, text: &str, mark: Mark) {
        let room = self.bytes_max.saturating_sub(self.text.len());
        let fitting = prefix(text, room);
        self.full |= fitting.len() < text.len();
        if self.lines.len() >= self.lines_max {
            self.full = true;
            return;
        }
        self.text.push_str(fitting);
        self.push(self.start..self.text.len(), mark, false);
    }

    fn push(&mut self, range: Range<usize>, mark: Mark, linked: bool) {
        self.text.push('\n');
        self.start = self.text.len();
        self.blank_pending = true;
        self.lines.push(Line { range, mark, linked });
    }

    /// Leaves a blank line before what follows, if something stands above.
    pub(crate) fn blank_line(&mut self) {
        if self.blank_pending {
            let here = self.text.len();
            self.push(here..here, Mark::Text, false);
            self.blank_pending = false;
        }
    }

    /// The text without blank lines at its end, its lines, and a report if something did not fit.
    pub(crate) fn finish(mut self) -> (String, Vec<Line>, Option<Diagnostic>) {
        while self.lines.last().is_some_and(|line| line.range.is_empty()) {
            self.lines.pop();
        }
        let end = self.lines.last().map_or(0, |line| line.range.end);
        self.text.truncate(end);
        let report = self.full.then(|| {
            let message = format!(
                "more than {} bytes or {} lines; the rest is left out",
                self.bytes_max, self.lines_max
            );
            Diagnostic::new("truncated", message)
        });
        (self.text, self.lines, report)
    }
}
