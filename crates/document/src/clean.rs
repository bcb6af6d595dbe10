//! A draft and the shell of its site to a document.

use std::collections::HashSet;
use std::ops::Range;

use fiszka_schema::{Field, Kind, Schema};
use jiff::civil::{Date, Time};

use crate::checks::check;
use crate::dates::only_time;
use crate::document::{CutReason, Diagnostic, Document, RecordField, STUB, Value};
use crate::draft::{Draft, Form, Mark, prefix};
use crate::kind::{Facts, HEADING_WORDS_MAX, decide, heading_key};
use crate::labels::read_record;
use crate::mojibake::mojibake;
use crate::notes::{self, Note, TIME};
use crate::outline::{Outline, is_category, switches};
use crate::page::{Page, Role, Row};
use crate::record::{blanks_folded, normalise};
use crate::shell::{self, SiteShell};

/// Takes the site's shell off a draft and reads its title, record and text.
///
/// The result depends on the draft, the shell and the schema only; nothing is lost: what is not kept is a
/// [cut](Document::cuts) with its reason, or stands in the [record](Document::record).
pub fn clean(draft: &Draft, shell: &SiteShell, schema: &Schema) -> Document {
    let mut page = Page::new(draft, schema);
    let (outline, mut notes) = match draft.form {
        Form::Page => {
            let frame = switches(&page).map(|(first, last)| first..last + 1);
            shell::cut_lines(&mut page, frame.as_ref());
            let keeps = |row: &Row<'_>| row.folded.contains(" : ") && is_category(row, schema);
            shell::cut_shared(&mut page, shell, frame.as_ref(), keeps, schema);
            let mut outline = Outline::of_page(&page, schema);
            let notes = if outline.switches.is_none() {
                notes::near_title(&page, &outline, schema)
            } else {
                Vec::new()
            };
            cut_around(&mut page, &mut outline, &notes, schema);
            (outline, notes)
        }
        Form::Fields => {
            let mut outline = Outline::of_fields(&page);
            cut_repeated_title(&mut page, &outline);
            outline.content.end = shell::cut_tail(&mut page, outline.content.clone(), schema);
            (outline, Vec::new())
        }
    };
    if outline.switches.is_none() {
        notes.extend(notes::at_end(&page, outline.content.clone(), &notes, schema));
    }
    let facts = Facts { draft, page: &page, outline: &outline, notes: &notes };
    let verdict = decide(&facts, schema);
    let mut builder = Builder {
        draft,
        schema,
        year: year_of(draft),
        record: Vec::new(),
        time: None,
        diagnostics: Vec::new(),
    };
    let Some(verdict) = verdict else { return builder.document(&page, "", Vec::new()) };
    builder.read(&mut page, &outline, &notes, verdict.kind);
    assign_zones(&mut page, &outline, verdict.kind);
    let mut document = builder.document(&page, &verdict.kind.name, verdict.evidence);
    check(&mut document, schema);
    document
}

/// Cuts what stands above and below the content of a page.
fn cut_around(page: &mut Page<'_>, outline: &mut Outline, notes: &[Note<'_>], schema: &Schema) {
    for index in notes.iter().map(|note| note.row).chain(outline.breadcrumb) {
        page.set(index, Role::Record);
    }
    if let Some((first, last)) = outline.switches {
        page.set(first, Role::Cut(CutReason::Structure));
        page.set(last, Role::Cut(CutReason::Structure));
        shell::cut_head(page, outline.title.start);
        if first < last {
            page.cut_all(last + 1..page.rows.len(), CutReason::Footer);
            return;
        }
    } else {
        let page_name = page
            .open(0..page.rows.len())
            .find(|(_, row)| *row.mark == Mark::PageTitle)
            .map(|(index, _)| index);
        if let Some(index) = page_name.filter(|index| !outline.title.contains(index)) {
            page.cut(index, CutReason::Structure);
        }
        let length = |rows: Range<usize>| page.open(rows).map(|(_, row)| row.range.len()).sum::<usize>();
        let (above, below) = (length(0..outline.title.start), length(outline.content.clone()));
        // A title far down a long text is none; then nothing above it is shell.
        if above <= below || outline.title.is_empty() {
            shell::cut_head(page, outline.title.start);
        }
    }
    let end = shell::cut_tail(page, outline.content.clone(), schema);
    let below_record = outline.record_heading.map_or(outline.content.start, |heading| heading + 1);
    outline.content.end = shell::footer_at_tail(page, below_record..end, schema);
    page.cut_all(outline.content.end..end, CutReason::Footer);
}

/// Markdown often repeats the title of its front matter as a heading.
fn cut_repeated_title(page: &mut Page<'_>, outline: &Outline) {
    let Some(title) = page.rows.get(outline.title.start).map(|row| row.folded.clone()) else { return };
    let first = page.rows.iter().enumerate().skip(outline.title.end).find(|(_, row)| row.role != Role::Blank);
    if let Some((index, row)) = first
        && row.folded == title
    {
        page.set(index, Role::Cut(CutReason::Structure));
    }
}

/// Gives every line that nothing has claimed to a text field.
fn assign_zones<'a>(page: &mut Page<'a>, outline: &Outline, kind: &Kind) {
    for index in outline.title.clone() {
        page.set(index, Role::Zone("title"));
    }
    let has = |field: &str| kind.field(field).is_some();
    for index in 0..page.rows.len() {
        let is_body = |row: &&Row<'_>| row.is_open() || row.role == Role::Zone("body");
        let Some(row) = page.rows.get(index).filter(is_body) else { continue };
        let is_heading = matches!(row.mark, Mark::Heading(_))
            || (row.words <= HEADING_WORDS_MAX
                && kind.headings.iter().any(|heading| heading == heading_key(&row.folded)));
        let above_record = outline.record_heading.is_some_and(|heading| index < heading);
        let field = match () {
            () if is_heading && has("section") => "section",
            () if above_record && has("abstract") => "abstract",
            () => "body",
        };
        page.set(index, Role::Zone(field));
    }
}

/// The page's year, for dates printed without one: its address names it (`/2021/03/`), or the dates of its head do.
/// The clock of the shell does not: it tells when the page was copied.
fn year_of(draft: &Draft) -> Option<i16> {
    let year = |text: &str| {
        let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
        numbers.filter_map(|digits| digits.parse().ok()).find(|year| (1990..=2100).contains(year))
    };
    let dates = draft.given.iter().filter(|given| matches!(given.field.as_str(), "published" | "updated"));
    draft.url.as_deref().and_then(year).or_else(|| dates.into_iter().find_map(|given| year(&given.printed)))
}

/// Longest printed value that is read as one; the rest of a page that runs on stays text.
const VALUE_BYTES_MAX: usize = 16 * 1024;

/// Collects the record.
struct Builder<'a> {
    draft: &'a Draft,
    schema: &'a Schema,
    year: Option<i16>,
    record: Vec<RecordField>,
    time: Option<Time>,
    diagnostics: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn read(&mut self, page: &mut Page<'_>, outline: &Outline, notes: &[Note<'_>], kind: &Kind) {
        if let (Some(index), Some(field)) = (outline.breadcrumb, kind.field("category"))
            && let Some(row) = page.rows.get(index)
        {
            self.add(field, row.range.clone());
        }
        // News has notes, a practice has a record; what is no field of the kind is text.
        for note in notes {
            match kind.field(note.field) {
                Some(field) => {
                    page.set(note.row, Role::Record);
                    self.add(field, note.range.clone());
                }
                None if note.field == TIME => {
                    page.set(note.row, Role::Record);
                    self.time = self.draft.text.get(note.range.clone()).and_then(only_time);
                }
                None => {
                    if !notes.iter().any(|other| other.row == note.row && kind.field(other.field).is_some()) {
                        page.set(note.row, Role::Open);
                    }
                }
            }
        }
        if self.draft.form == Form::Page {
            for labelled in read_record(page, outline, kind) {
                let range = labelled.trimmed(&self.draft.text);
                if range.is_empty() {
                    let message = format!("`{}` has a label but no value", labelled.field.name);
                    self.diagnostics.push(Diagnostic::new("empty_value", message));
                } else {
                    self.add(labelled.field, range);
                }
            }
        }
        // What a page prints counts more than what its head says.
        let printed: HashSet<String> = self.record.iter().map(|field| field.name.clone()).collect();
        for given in self.draft.given.iter().filter(|given| !printed.contains(&given.field)) {
            if let Some(field) = self.schema.field(&given.field) {
                self.add_printed(field, &given.printed, None);
            }
        }
    }

    fn add(&mut self, field: &Field, range: Range<usize>) {
        let printed = self.draft.text.get(range.clone()).unwrap_or_default();
        self.add_printed(field, printed, Some(range));
    }

    fn add_printed(&mut self, field: &Field, printed: &str, range: Option<Range<usize>>) {
        let short = prefix(printed, VALUE_BYTES_MAX);
        let line = range.as_ref().map(|range| self.line_of(range.start));
        if short.len() < printed.len() {
            let message =
                format!("`{}` has more than {VALUE_BYTES_MAX} bytes; the rest is left out", field.name);
            self.diagnostics.push(Diagnostic { line, ..Diagnostic::new("long_value", message) });
        }
        let range = range.map(|range| range.start..range.start + short.len());
        let normal = normalise(field, short, self.year, self.schema);
        if let Some(report) = normal.report {
            self.diagnostics.push(Diagnostic { line, ..report });
        }
        if let Some(stamp) = normal.stamp.filter(|_| field.name == "published") {
            self.time = self.time.or(stamp.time);
        }
        let rest_range = |rest: &str| {
            let end = range.as_ref()?.start + short.trim_end().len();
            Some(end - rest.len()..end)
        };
        let rest = normal.rest.zip(field.rest.clone()).map(|(rest, name)| RecordField {
            name,
            printed: rest.to_owned(),
            value: Value::Keyword(blanks_folded(rest)),
            range: rest_range(rest),
        });
        self.record.push(RecordField {
            name: field.name.clone(),
            printed: short.to_owned(),
            value: normal.value,
            range,
        });
        self.record.extend(rest);
    }

    fn line_of(&self, offset: usize) -> u32 {
        let line = self.draft.lines.partition_point(|line| line.range.end < offset);
        u32::try_from(line + 1).unwrap_or(u32::MAX)
    }

    fn document(self, page: &Page<'_>, kind: &str, kind_evidence: Vec<String>) -> Document {
        let (mut zones, cuts) = page.ranges();
        if let Some(zone) = zones.first_mut().filter(|zone| zone.field == "title") {
            let named = page.rows.iter().find(|row| row.range == zone.range && *row.mark == Mark::PageTitle);
            zone.range.end = named.map_or(zone.range.end, |row| row.range.start + page_name(row.text).len());
        }
        let date = |names: &[&str]| -> Option<Date> {
            let dated = |name: &&str| {
                self.record.iter().filter(|field| field.name == **name).find_map(|field| match field.value {
                    Value::Date(date) => Some(date),
                    _ => None,
                })
            };
            names.iter().find_map(dated)
        };
        let mut diagnostics = self.draft.diagnostics.clone();
        if self.draft.stub {
            diagnostics.push(Diagnostic::new(STUB, "a feed's excerpt; the page itself may say more"));
        }
        diagnostics.extend(mojibake(&self.draft.text, self.schema));
        diagnostics.extend(self.diagnostics);
        let empty = zones.iter().all(|zone| zone.field == "section") && self.record.is_empty();
        Document {
            identity: self.draft.identity.clone(),
            kind: kind.to_owned(),
            kind_evidence,
            url: self.draft.url.clone(),
            published: date(&["published", "entered"]),
            published_time: self.time,
            updated: date(&["updated"]),
            text: self.draft.text.clone(),
            zones,
            cuts,
            record: self.record,
            empty,
            diagnostics,
        }
    }
}

/// The name of a page without the name of its site behind the last dash or bar.
fn page_name(title: &str) -> &str {
    let ends = [" - ", " | ", " – ", " — ", " :: ", " » ", " / "].iter().filter_map(|sign| title.rfind(sign));
    let name = ends.max().and_then(|end| title.get(..end)).map_or(title, str::trim_end);
    if name.split_whitespace().count() > 1 { name } else { title }
}
