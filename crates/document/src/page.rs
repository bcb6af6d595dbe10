//! The lines of a draft while it is being cleaned: what each one is, decided step by step.

use std::ops::Range;

use fiszka_schema::{Phrase, Schema, fold};

use crate::document::{Cut, CutReason, Zone};
use crate::draft::{Draft, Mark};
use crate::labels::Label;

/// What a line turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role<'a> {
    /// Nothing but blanks.
    Blank,
    /// Not decided: content, unless something else claims it.
    Open,
    /// Left out.
    Cut(CutReason),
    /// Part of the text field of this name.
    Zone(&'a str),
    /// Part of the record.
    Record,
}

/// A line.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    /// Bytes of the text, without blanks at the ends.
    pub(crate) range: Range<usize>,
    pub(crate) text: &'a str,
    /// The text folded, for comparing.
    pub(crate) folded: String,
    pub(crate) words: usize,
    /// What may be a label in front of a value.
    pub(crate) label: Option<Label>,
    /// The phrase of the shell that the line carries.
    pub(crate) phrase: Option<&'a Phrase>,
    pub(crate) mark: &'a Mark,
    pub(crate) linked: bool,
    pub(crate) role: Role<'a>,
}

impl Row<'_> {
    pub(crate) fn is_open(&self) -> bool {
        self.role == Role::Open
    }

    /// Whether a field of some kind has the label in front of this line.
    pub(crate) fn is_labelled(&self, schema: &Schema) -> bool {
        let label = self.label.as_ref();
        label.is_some_and(|label| schema.kinds().iter().any(|kind| label.field(kind).is_some()))
    }

    /// Five words at most and no full stop: an entry of a menu, a name, a heading.
    pub(crate) fn is_short(&self) -> bool {
        (self.words <= 5 || (self.linked && self.words <= 12)) && !self.text.ends_with(['.', '!', '?', ';'])
    }

    /// Longer than any title or caption.
    pub(crate) fn is_paragraph(&self) -> bool {
        self.words > 25 || (self.words > 12 && self.text.ends_with(['.', '!', '?', '”', '"']))
    }
}

/// The lines of a draft.
pub(crate) struct Page<'a> {
    pub(crate) rows: Vec<Row<'a>>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(draft: &'a Draft, schema: &'a Schema) -> Self {
        let rows = draft.lines.iter().map(|line| {
            let range = trimmed(&draft.text, line.range.clone());
            let text = draft.text.get(range.clone()).unwrap_or_default();
            let role = match (&line.mark, text) {
                (_, "") => Role::Blank,
                (Mark::Shell(reason), _) => Role::Cut(*reason),
                (Mark::Field(name), _) => Role::Zone(name),
                _ => Role::Open,
            };
            let folded = fold(text);
            let words = folded.split(' ').filter(|word| word.contains(char::is_alphanumeric)).count();
            let label = Label::of(text);
            let phrase = schema.shell_phrases().find(&folded);
            Row { range, text, folded, words, label, phrase, mark: &line.mark, linked: line.linked, role }
        });
        Self { rows: rows.collect() }
    }

    /// Cuts a line that is still open.
    pub(crate) fn cut(&mut self, index: usize, reason: CutReason) {
        if let Some(row) = self.rows.get_mut(index).filter(|row| row.is_open()) {
            row.role = Role::Cut(reason);
        }
    }

    /// Cuts the open lines of a range.
    pub(crate) fn cut_all(&mut self, range: Range<usize>, reason: CutReason) {
        range.for_each(|index| self.cut(index, reason));
    }

    /// Gives a line its role, whatever it was.
    pub(crate) fn set(&mut self, index: usize, role: Role<'a>) {
        if let Some(row) = self.rows.get_mut(index) {
            row.role = role;
        }
    }

    /// The open lines of a range, with their indices.
    pub(crate) fn open(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = (usize, &Row<'a>)> {
        let start = range.start;
        let rows = self.rows.get(range).unwrap_or_default();
        rows.iter().enumerate().map(move |(index, row)| (start + index, row)).filter(|(_, row)| row.is_open())
    }

    /// What is kept and what is cut: neighbouring lines of one role are one range, and blank lines between them
    /// belong to it.
    pub(crate) fn ranges(&self) -> (Vec<Zone>, Vec<Cut>) {
        let mut zones: Vec<Zone> = Vec::new();
        let mut cuts: Vec<Cut> = Vec::new();
        let mut last = Role::Blank;
        for row in &self.rows {
            match row.role {
                Role::Blank => continue,
                // Headings stay apart: each is a phrase of its own.
                Role::Zone(field) => {
                    match zones.last_mut().filter(|_| last == row.role && field != "section") {
                        Some(zone) => zone.range.end = row.range.end,
                        None => zones.push(Zone { field: field.to_owned(), range: row.range.clone() }),
                    }
                }
                Role::Cut(reason) => match cuts.last_mut().filter(|_| last == row.role) {
                    Some(cut) => cut.range.end = row.range.end,
                    None => cuts.push(Cut { range: row.range.clone(), reason }),
                },
                Role::Record | Role::Open => {}
            }
            last = row.role;
        }
        (zones, cuts)
    }
}

/// The range without blanks and invisible characters at its ends.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = text.get(range.clone()).unwrap_or_default();
    let invisible = |c: char| {
        c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    let start = range.start + (slice.len() - slice.trim_start_matches(invisible).len());
    let end = range.start + slice.trim_end_matches(invisible).len();
    start..end.max(start)
}
