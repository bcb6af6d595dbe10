//! Kinds of documents: how their pages are known, and their fields.

use std::collections::HashMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::error::Error;
use crate::fold::fold;
use crate::table::Source;

/// A kind of document.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// English name: `practice`, `news`, `other`.
    pub name: String,
    /// What a visitor reads, in Polish.
    pub label: String,
    /// Kinds are tried from the highest precedence down; the first with enough points takes the page.
    pub precedence: i32,
    /// Points that make a page certain. A kind without clues takes what no other kind takes.
    pub enough: u32,
    /// What tells its pages from others.
    pub clues: Vec<Clue>,
    /// Headings of its sections, folded.
    pub headings: Vec<String>,
    /// Its fields, in the order in which a visitor sees them.
    pub fields: Vec<Field>,
    labels: HashMap<String, usize>,
}

impl Kind {
    /// The field that pages print under this label. The label is given folded, without its colon.
    pub fn field_by_label(&self, folded: &str) -> Option<&Field> {
        self.labels.get(folded).and_then(|&index| self.fields.get(index))
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A sign that a page is of a kind, and how much it proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clue {
    /// What to look for.
    pub sign: Sign,
    /// What it adds towards [`Kind::enough`], once, however often it is seen.
    pub points: u32,
}

/// What a clue looks for. All phrases are folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A line is one of these phrases.
    Line(Vec<String>),
    /// A line starts with one of these phrases.
    Start(Vec<String>),
    /// One of these words or phrases stands in the text, on word boundaries.
    Words(Vec<String>),
    /// At least so many of the kind's fields are labelled, [common](Field::common) ones not counted.
    Labels(usize),
    /// At least so many of the kind's headings stand on lines of their own.
    Headings(usize),
    /// The page comes from one of these hosts or a host below them.
    Hosts(Vec<String>),
    /// A day of publication stands near the title or among the page's metadata.
    DateNearTitle,
    /// The title starts with one of these phrases: the page is **not** of this kind.
    NotTitle(Vec<String>),
}

/// The type of a field: how a printed value becomes a normal one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldType {
    /// Words to search in.
    Text,
    /// A short value compared as a whole, in its printed form.
    Keyword,
    /// A category with its parents, printed with `:`, `>`, `/` or `»` between them.
    Path,
    /// A day.
    Date,
    /// A whole number; thousands may be split by dots, commas or blanks.
    Integer,
    /// Addresses of pages.
    Urls,
    /// People to ask.
    Contacts,
    /// Names or addresses of attached files.
    Attachments,
    /// One of the sixteen voivodeships.
    Voivodeship,
    /// A type of local-government unit.
    UnitType,
    /// A postal code, `NN-NNN`.
    PostalCode,
    /// A place on the map: degrees north and east.
    Coordinates,
}

/// A field of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// English name in snake case.
    pub name: String,
    /// How its values are read.
    pub field_type: FieldType,
    /// How much a match in it counts beside a match in the body, which is 1.
    pub weight: f32,
    /// It is given back with a hit.
    pub stored: bool,
    /// It can be counted and filtered by.
    pub facet: bool,
    /// Labels under which pages print it, with their typing errors.
    pub labels: Vec<String>,
    /// Names by which a query asks for it, beside `name`.
    pub query_names: Vec<String>,
    /// What a visitor reads, in Polish.
    pub label: String,
    /// The values that are known beforehand; pages may print others.
    pub values: Vec<String>,
    /// Where the ranges of a number begin in which it is counted, rising; none to count each number by itself.
    pub ranges: Vec<i64>,
    /// Pages of every kind print its labels, so they prove nothing about the kind.
    pub common: bool,
    /// Its values are about a person: where contacts are to be hidden, they are found but never given. So are the
    /// values of a field of contacts, unless it says `personal = false`.
    pub personal: bool,
    /// The text field that takes what stands behind the value on the same line: the post office behind its code.
    pub rest: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFile {
    name: String,
    label: String,
    #[serde(default)]
    precedence: i32,
    #[serde(default)]
    enough: u32,
    #[serde(default)]
    headings: Vec<String>,
    #[serde(default, rename = "clue")]
    clues: Vec<Spanned<ClueTable>>,
    #[serde(default, rename = "field")]
    fields: Vec<Spanned<FieldTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClueTable {
    points: u32,
    line: Option<Vec<String>>,
    start: Option<Vec<String>>,
    words: Option<Vec<String>>,
    labels: Option<usize>,
    headings: Option<usize>,
    hosts: Option<Vec<String>>,
    date_near_title: Option<bool>,
    not_title: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldTable {
    name: String,
    #[serde(rename = "type")]
    field_type: FieldType,
    label: String,
    #[serde(default = "one")]
    weight: f32,
    #[serde(default)]
    stored: bool,
    #[serde(default)]
    facet: bool,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    query_names: Vec<String>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    ranges: Vec<i64>,
    #[serde(default)]
    common: bool,
    personal: Option<bool>,
    rest: Option<String>,
}

fn one() -> f32 {
    1.0
}

/// A kind and the line on which each of its fields begins.
pub(crate) struct ReadKind {
    pub(crate) kind: Kind,
    pub(crate) field_lines: Vec<usize>,
}

pub(crate) fn read(source: Source<'_>) -> Result<ReadKind, Error> {
    let Source { file, text } = source;
    let table: KindFile = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, &span));
        Error::invalid(file, line, error.message(), "compare with practice.toml, which ships with Fiszka")
    })?;
    if !is_name(&table.name) {
        return Err(Error::invalid(file, 1, format!("`{}` is no name", table.name), NAME_REMEDY));
    }
    let clues = table
        .clues
        .into_iter()
        .map(|clue| {
            let line = line_of(text, &clue.span());
            read_clue(clue.into_inner()).ok_or_else(|| {
                Error::invalid(
                    file,
                    line,
                    "a clue must say exactly one thing to look for",
                    "give one of line, start, words, labels, headings, hosts, date_near_title or not_title",
                )
            })
        })
        .collect::<Result<_, _>>()?;
    let mut fields = Vec::with_capacity(table.fields.len());
    let mut field_lines = Vec::with_capacity(table.fields.len());
    let mut labels = HashMap::new();
    for field in table.fields {
        let line = line_of(text, &field.span());
        let field = read_field(field.into_inner())
            .map_err(|(reason, remedy)| Error::invalid(file, line, reason, remedy))?;
        if fields.iter().any(|known: &Field| known.name == field.name) {
            let reason = format!("field `{}` stands twice", field.name);
            return Err(Error::invalid(file, line, reason, "give all its labels in one place"));
        }
        for label in &field.labels {
            if labels.insert(fold(label), fields.len()).is_some_and(|other| other != fields.len()) {
                let reason = format!("label `{label}` belongs to two fields");
                return Err(Error::invalid(
                    file,
                    line,
                    reason,
                    "keep it with the field that pages mean by it",
                ));
            }
        }
        fields.push(field);
        field_lines.push(line);
    }
    let kind = Kind {
        name: table.name,
        label: table.label,
        precedence: table.precedence,
        enough: table.enough,
        clues,
        headings: folded(&table.headings),
        fields,
        labels,
    };
    Ok(ReadKind { kind, field_lines })
}

const NAME_REMEDY: &str = "use lower-case English letters, digits and `_`, starting with a letter";

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn read_clue(table: ClueTable) -> Option<Clue> {
    let signs = [
        table.line.map(|phrases| Sign::Line(folded(&phrases))),
        table.start.map(|phrases| Sign::Start(folded(&phrases))),
        table.words.map(|phrases| Sign::Words(folded(&phrases))),
        table.labels.map(Sign::Labels),
        table.headings.map(Sign::Headings),
        table.hosts.map(|hosts| Sign::Hosts(folded(&hosts))),
        table.date_near_title.and_then(|wanted| wanted.then_some(Sign::DateNearTitle)),
        table.not_title.map(|phrases| Sign::NotTitle(folded(&phrases))),
    ];
    let mut given = signs.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(sign), None) => Some(Clue { sign, points: table.points }),
        _ => None,
    }
}

fn read_field(table: FieldTable) -> Result<Field, (String, &'static str)> {
    if !is_name(&table.name) {
        return Err((format!("`{}` is no name for a field", table.name), NAME_REMEDY));
    }
    if !(table.weight.is_finite() && table.weight >= 0.0) {
        return Err((
            format!("weight {} is out of range", table.weight),
            "give a number from 0; the body has 1",
        ));
    }
    if !table.ranges.is_sorted_by(|a, b| a < b) {
        return Err(("the ranges do not rise".to_owned(), "give each beginning once, the smallest first"));
    }
    Ok(Field {
        name: table.name,
        field_type: table.field_type,
        weight: table.weight,
        stored: table.stored,
        facet: table.facet,
        labels: table.labels,
        query_names: table.query_names,
        label: table.label,
        values: table.values,
        ranges: table.ranges,
        common: table.common,
        personal: table.personal.unwrap_or(table.field_type == FieldType::Contacts),
        rest: table.rest,
    })
}

fn folded(phrases: &[String]) -> Vec<String> {
    phrases.iter().map(|phrase| fold(phrase)).collect()
}

fn line_of(text: &str, span: &Range<usize>) -> usize {
    1 + text.bytes().take(span.start).filter(|&b| b == b'\n').count()
}
