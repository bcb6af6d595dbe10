//! The lines that speak of a page rather than of its subject: date, views, source, author, category. They stand
//! right below the title or at the end of the text.

use std::ops::Range;

use fiszka_schema::{Field, FieldType, Schema, fold};

use crate::dates::{self, Stamp};
use crate::draft::Mark;
use crate::labels::{LABEL_BYTES_MAX, Label};
use crate::outline::Outline;
use crate::page::{Page, Role, Row, trimmed};
use crate::record::integer;

/// A piece of a line that is the value of a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Note<'s> {
    pub(crate) row: usize,
    /// Name of the field, or [`TIME`].
    pub(crate) field: &'s str,
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
}

/// A time on a line below its date.
pub(crate) const TIME: &str = "time";

/// How many lines below the title may speak of the page.
const NEAR_TITLE: usize = 10;

/// How many lines at the end may.
const AT_END: usize = 12;

/// Longest such line in words.
const WORDS_MAX: usize = 20;

/// The stamp of a line that is a date, with its label or without, and nothing else but for a short note behind a
/// sign: `14.01.2025, admin`.
pub(crate) fn line_stamp(text: &str, schema: &Schema) -> Option<Stamp> {
    let value = date_value(text, schema);
    let (stamp, rest) = dates::at_start(value, schema.months())?;
    let behind = rest.trim_matches(dates::is_separator);
    let noted = rest.trim_start().starts_with([',', '|', '-', '–', '•', '·']);
    (behind.is_empty() || (noted && behind.split_whitespace().count() <= 6)).then_some(stamp)
}

/// What stands behind a label of a day of publication, or the text itself.
fn date_value<'a>(text: &'a str, schema: &Schema) -> &'a str {
    let publishes = |label: &str| {
        let label = fold(label);
        let field = |name: &Field| name.name == "published";
        label == "data" || schema.kinds().iter().filter_map(|kind| kind.field_by_label(&label)).any(field)
    };
    let short = |label: &&str| label.len() <= LABEL_BYTES_MAX;
    match text.split_once(':').filter(|(label, _)| short(label)) {
        Some((label, value)) if publishes(label) => value.trim_start(),
        _ => match text.split_once(char::is_whitespace).filter(|(label, _)| short(label)) {
            Some((label, value)) if publishes(label) => value.trim_start(),
            _ => text,
        },
    }
}

/// The notes right below the title, up to the first paragraph, and a date right above it.
pub(crate) fn near_title<'s>(page: &Page<'_>, outline: &Outline, schema: &'s Schema) -> Vec<Note<'s>> {
    let mut reader = Reader { page, schema, notes: Vec::new() };
    let mut dated = None;
    for (index, row) in page.open(outline.content.clone()).take(NEAR_TITLE) {
        if row.is_paragraph() || matches!(row.mark, Mark::Heading(_)) {
            break;
        }
        let before = reader.notes.len();
        for piece in pieces(row) {
            reader.read(index, row, piece);
        }
        if reader.notes.len() > before {
            if reader.notes.iter().skip(before).any(|note| note.field == "published") {
                dated = Some(index);
            }
        } else if let Some(dated_row) = dated.take()
            && joined(page, dated_row, index)
            && row.words <= 4
            && row.is_short()
            && !row.text.contains(':')
        {
            // A category stands alone on the line below the date.
            reader.note(index, "category", row.range.clone());
        }
    }
    if !reader.has("published")
        && let Some((index, row)) = page.open(0..outline.title.start).next_back()
        && line_stamp(row.text, schema).is_some_and(|stamp| !stamp.weekday)
    {
        reader.note(index, "published", row.range.clone());
    }
    reader.notes
}

/// The notes among the last lines of the content: `Źródło: …`, `Autor: …`, the lines of a BIP page about itself.
pub(crate) fn at_end<'s>(
    page: &Page<'_>,
    content: Range<usize>,
    known: &[Note<'s>],
    schema: &'s Schema,
) -> Vec<Note<'s>> {
    let mut reader = Reader { page, schema, notes: known.to_vec() };
    let rows = content.clone().rev().filter_map(|index| page.rows.get(index).map(|row| (index, row)));
    let kept = rows.filter(|(_, row)| row.is_open() || matches!(row.role, Role::Zone(_)));
    for (index, row) in kept.take(AT_END) {
        if row.words <= WORDS_MAX {
            for piece in pieces(row) {
                reader.read_labelled(index, row, piece);
            }
        }
    }
    let mut found = reader.notes.split_off(known.len());
    found.sort_by_key(|note| note.row);
    found
}

/// No blank line stands between two lines.
fn joined(page: &Page<'_>, upper: usize, lower: usize) -> bool {
    page.rows.get(upper..=lower).is_some_and(|rows| rows.iter().all(|row| !row.text.is_empty()))
}

/// A line split at `|` and bullets: the bytes of each piece within it.
fn pieces(row: &Row<'_>) -> Vec<Range<usize>> {
    let mut start = 0;
    let parts = row.text.split_inclusive(['|', '•', '·']).map(|part| {
        let begin = start;
        start += part.len();
        let bare = part.trim_end_matches(['|', '•', '·']);
        trimmed(row.text, begin..begin + bare.len())
    });
    parts.filter(|piece| !piece.is_empty()).collect()
}

struct Reader<'a, 's> {
    page: &'a Page<'a>,
    schema: &'s Schema,
    notes: Vec<Note<'s>>,
}

impl<'s> Reader<'_, 's> {
    fn has(&self, field: &str) -> bool {
        self.notes.iter().any(|note| note.field == field)
    }

    fn note(&mut self, row: usize, field: &'s str, range: Range<usize>) {
        self.notes.push(Note { row, field, range });
    }

    /// Reads a piece of a line near the title.
    fn read(&mut self, index: usize, row: &Row<'_>, piece: Range<usize>) {
        let text = row.text.get(piece.clone()).unwrap_or_default();
        let end = row.range.start + piece.end;
        if !self.has("published") && line_stamp(text, self.schema).is_some() {
            let value = date_value(text, self.schema);
            let behind = dates::at_start(value, self.schema.months()).map_or("", |(_, rest)| rest);
            let date = trimmed(value, 0..value.len() - behind.len());
            let start = end - value.len();
            self.note(index, "published", start + date.start..start + date.end);
            let author = behind.trim_end_matches(dates::is_separator);
            let bare = author.trim_start_matches(dates::is_separator);
            if !bare.is_empty() {
                let author_end = end - (behind.len() - author.len());
                self.note(index, "author", author_end - bare.len()..author_end);
            }
        } else if self.is_time_below_date(index, text) {
            self.note(index, TIME, end - text.len()..end);
        } else if let Some(number) = self.views(text).filter(|_| !self.has("views")) {
            let start = end - text.len();
            self.note(index, "views", start + number.start..start + number.end);
        } else {
            self.read_labelled(index, row, piece);
        }
    }

    fn is_time_below_date(&self, index: usize, text: &str) -> bool {
        let last = self.notes.last().filter(|note| note.field == "published" && note.row < index);
        last.is_some_and(|note| joined(self.page, note.row, index)) && dates::only_time(text).is_some()
    }

    /// The number in `616 Wyświetleń`, or a bare number: portals print the count of views so, below the title.
    fn views(&self, text: &str) -> Option<Range<usize>> {
        const DIGITS_MAX: usize = 7;
        let end =
            text.find(|c: char| !(c.is_ascii_digit() || c.is_whitespace() || c == '.')).unwrap_or(text.len());
        let number = trimmed(text, 0..end);
        let digits = text.get(number.clone())?;
        integer(digits)?;
        let word = fold(text.get(end..)?);
        let counts = self
            .schema
            .kinds()
            .iter()
            .filter_map(|kind| kind.field_by_label(&word))
            .any(|f| f.name == "views");
        let bare = word.is_empty() && !digits.contains('.') && digits.len() <= DIGITS_MAX;
        (counts || bare).then_some(number)
    }

    /// Reads a piece that begins with a label. A verb or an abbreviation needs no colon: `Dodane przez admin`.
    fn read_labelled(&mut self, index: usize, row: &Row<'_>, piece: Range<usize>) {
        let text = row.text.get(piece.clone()).unwrap_or_default();
        let kinds = self.schema.kinds();
        let label = Label::of(text);
        let found = kinds.iter().find_map(|kind| label.as_ref()?.field(kind)).or_else(|| {
            let kind = |kind| without_colon(kind, text);
            kinds.iter().find_map(kind).filter(|_| row.words <= 6)
        });
        let Some((field, value)) = found.filter(|&(_, value)| value < text.len()) else { return };
        let speaks_of_page = matches!(
            field.field_type,
            FieldType::Keyword | FieldType::Date | FieldType::Integer | FieldType::Path
        );
        if !speaks_of_page || !self.is_of_pages(&field.name) || self.is_settled(field) {
            return;
        }
        let end = row.range.start + piece.end;
        let value = trimmed(text, value..text.len());
        let start = end - text.len();
        let mut note = |range: Range<usize>| {
            self.note(index, &field.name, start + range.start..start + range.end);
        };
        let printed = text.get(value.clone()).unwrap_or_default();
        if field.field_type == FieldType::Path && printed.starts_with('#') {
            hashtags(printed).for_each(|tag| note(value.start + tag.start..value.start + tag.end));
        } else {
            note(value);
        }
    }

    /// There is one day, one source and one count of views, but a page may have several authors and categories.
    fn is_settled(&self, field: &Field) -> bool {
        let repeats = field.name == "author" || field.field_type == FieldType::Path;
        !repeats && self.has(&field.name)
    }

    /// Whether a kind with a day of publication has the field; a practice has a record instead, read elsewhere.
    fn is_of_pages(&self, name: &str) -> bool {
        let mut published = self.schema.kinds().iter().filter(|kind| kind.field("published").is_some());
        published.any(|kind| kind.field(name).is_some())
    }
}

/// The hashtags of a list, each with its bytes.
fn hashtags(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('#').filter_map(|(start, _)| {
        let tag = text.get(start..)?;
        let end = tag.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).unwrap_or(tag.len());
        (end > 1).then(|| start..start + end)
    })
}

/// A label of one to three words with no sign behind it, if it is a verb in the past tense, ends in `przez`, or is
/// abbreviated.
fn without_colon<'k>(kind: &'k fiszka_schema::Kind, text: &str) -> Option<(&'k Field, usize)> {
    let mut ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).take(3);
    ends.find_map(|end| {
        let label = fold(text.get(..end)?);
        let self_sufficient =
            label.ends_with("przez") || label.ends_with('.') || label.ends_with('l') || label.ends_with("la");
        let field = kind
            .field_by_label(&label)
            .filter(|field| self_sufficient && field.field_type == FieldType::Keyword)?;
        Some((field, end))
    })
}
