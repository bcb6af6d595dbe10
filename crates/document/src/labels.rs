//! Labels in front of values: `Miejscowość:  Lublin`, a table's two cells, a label on a line of its own.

use std::ops::Range;

use fiszka_schema::{Field, FieldType, Kind, fold};

use crate::document::CutReason;
use crate::outline::Outline;
use crate::page::{Page, Role, Row, trimmed};

/// Longest label in bytes; what stands before a later colon is a sentence.
pub(crate) const LABEL_BYTES_MAX: usize = 80;

/// A value that a page prints under a label.
pub(crate) struct Labelled<'k> {
    pub(crate) field: &'k Field,
    /// Bytes of the text; empty when the label has no value.
    pub(crate) range: Range<usize>,
}

/// What stands before the first colon or tab of a line, if it may be a label.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    folded: String,
    /// Where the value begins, in bytes of the line.
    value: usize,
}

impl Label {
    pub(crate) fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let end = bytes.iter().take(LABEL_BYTES_MAX + 1).position(|b| matches!(b, b':' | b'\t'))?;
        let mut behind = text.get(end + 1..)?;
        if bytes.get(end) == Some(&b'\t') {
            behind = behind.trim_start_matches(':');
        }
        let value = behind.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{200b}');
        Some(Self { folded: fold(text.get(..end)?), value: text.len() - value.len() })
    }

    /// The field that a kind prints under this label, and where its value begins.
    pub(crate) fn field<'k>(&self, kind: &'k Kind) -> Option<(&'k Field, usize)> {
        Some((kind.field_by_label(&self.folded)?, self.value))
    }
}

/// The field whose label begins a line, and where its value begins. A label needs a colon or a tab behind it.
fn labelled<'k>(kind: &'k Kind, row: &Row<'_>) -> Option<(&'k Field, usize)> {
    row.label.as_ref()?.field(kind)
}

/// The field whose label a line is, with a colon or without.
fn label_alone<'k>(kind: &'k Kind, row: &Row<'_>) -> Option<&'k Field> {
    kind.field_by_label(row.folded.trim_end_matches([':', ' ']))
}

/// Reads the record of a page: every labelled line from the record's heading on; without a heading, from the first
/// group of labelled lines on.
pub(crate) fn read_record<'k>(page: &mut Page<'_>, outline: &Outline, kind: &'k Kind) -> Vec<Labelled<'k>> {
    let start = match outline.record_heading {
        Some(heading) => {
            page.set(heading, Role::Cut(CutReason::Structure));
            heading + 1
        }
        None => {
            let content = || outline.content.clone();
            match first_group(page, content(), kind).or_else(|| attachments(page, content(), kind)) {
                Some(start) => start,
                None => return Vec::new(),
            }
        }
    };
    let mut found = Vec::new();
    let mut index = start;
    while index < outline.content.end {
        let Some(row) = page.rows.get(index).filter(|row| row.is_open()) else {
            index += 1;
            continue;
        };
        let (field, value) = match labelled(kind, row) {
            Some((field, value)) => (field, row.range.start + value..row.range.end),
            None => match label_alone(kind, row) {
                Some(field) => (field, row.range.end..row.range.end),
                None => {
                    index += 1;
                    continue;
                }
            },
        };
        let last = last_line(page, index, outline.content.end, kind, field, value.is_empty());
        let end = page.rows.get(last).filter(|_| last > index).map_or(value.end, |row| row.range.end);
        let begin = if value.is_empty() {
            first_text(page, index + 1..last + 1).unwrap_or(value.start)
        } else {
            value.start
        };
        for index in index..=last {
            if page.rows.get(index).is_some_and(Row::is_open) {
                page.set(index, Role::Record);
            }
        }
        found.push(Labelled { field, range: begin..end });
        index = last + 1;
    }
    found
}

/// Where three labelled lines stand within a dozen.
fn first_group(page: &Page<'_>, content: Range<usize>, kind: &Kind) -> Option<usize> {
    const LINES: usize = 12;
    const LEAST: usize = 3;
    let labels: Vec<usize> = page
        .open(content)
        .filter(|(_, row)| labelled(kind, row).is_some() || label_alone(kind, row).is_some())
        .map(|(index, _)| index)
        .collect();
    labels
        .windows(LEAST)
        .find(|group| matches!(group, [first, .., last] if last - first <= LINES))
        .map(|group| group[0])
}

/// A heading over a list of files needs no other labels beside it.
fn attachments(page: &Page<'_>, content: Range<usize>, kind: &Kind) -> Option<usize> {
    let heads_files =
        |row: &Row<'_>| label_alone(kind, row).is_some_and(|f| f.field_type == FieldType::Attachments);
    page.open(content).find(|(_, row)| heads_files(row)).map(|(index, _)| index)
}

fn first_text(page: &Page<'_>, rows: Range<usize>) -> Option<usize> {
    page.open(rows).next().map(|(_, row)| row.range.start)
}

/// The last line of a value: people and files have lines of their own, and a value may stand below its label.
fn last_line(page: &Page<'_>, label: usize, end: usize, kind: &Kind, field: &Field, empty: bool) -> usize {
    let goes_on = |index: usize| {
        page.rows.get(index).is_some_and(|row| {
            row.is_open()
                && labelled(kind, row).is_none()
                && label_alone(kind, row).is_none()
                && !row.is_paragraph()
        })
    };
    let is_blank = |index: usize| page.rows.get(index).is_some_and(|row| row.role == Role::Blank);
    let mut first = label + 1;
    if empty && first < end && is_blank(first) {
        first += 1;
    }
    let lines = match field.field_type {
        FieldType::Contacts | FieldType::Attachments => {
            (first..end).take_while(|&index| goes_on(index)).count()
        }
        _ if empty => usize::from(first < end && goes_on(first)),
        _ => 0,
    };
    if lines == 0 { label } else { first + lines - 1 }
}

impl Labelled<'_> {
    /// The bytes of the value without blanks at its ends.
    pub(crate) fn trimmed(&self, text: &str) -> Range<usize> {
        trimmed(text, self.range.clone())
    }
}
