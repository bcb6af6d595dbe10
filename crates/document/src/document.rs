//! The model: what one page of a portal says, where it says it, and what was left out.

use std::ops::Range;

use fiszka_schema::Schema;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::hash::content_hash;
use crate::identity::Identity;
use crate::language::language;

/// One document, ready to be indexed.
///
/// [`text`](Self::text) is never changed: it says what the page says, with its no-break spaces, typing errors
/// and glued words. Everything else points into it or stands beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// What makes this document the same one tomorrow.
    pub identity: Identity,
    /// Name of the kind in the schema: `practice`, `news`, `other`, or a portal's own.
    pub kind: String,
    /// Why it is of that kind, one clue a line, for people.
    pub kind_evidence: Vec<String>,
    /// The page's address as it was given, if the source names one.
    pub url: Option<String>,
    /// The text as extracted, exactly as the page says it. For records of a file with fields (front matter, JSON)
    /// it is composed: the title, a blank line, then each text field.
    pub text: String,
    /// What was kept of the text, in reading order. Zones never overlap each other or a cut.
    pub zones: Vec<Zone>,
    /// What was left out of the text, in reading order, and why.
    pub cuts: Vec<Cut>,
    /// The fields of the record: printed form, normal form, place in the text. A name may stand several times.
    pub record: Vec<RecordField>,
    /// The day a news item was published, or a practice entered in its data base.
    pub published: Option<Date>,
    /// The local time printed beside `published`.
    pub published_time: Option<Time>,
    /// The day the page says it was last changed.
    pub updated: Option<Date>,
    /// Nothing but a site's shell: kept so that the file is accounted for, never a result.
    pub empty: bool,
    /// What is odd about the page. Nothing odd is corrected.
    pub diagnostics: Vec<Diagnostic>,
}

/// A part of the text that is kept and belongs to one text field of the schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Name of a field of the schema, such as `title`, `abstract`, `body` or `section`.
    pub field: String,
    /// Bytes of [`Document::text`], on character boundaries.
    pub range: Range<usize>,
}

/// A part of the text that is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// Bytes of [`Document::text`], on character boundaries.
    pub range: Range<usize>,
    /// Why it is left out.
    pub reason: CutReason,
}

/// Why a part of a page is not its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CutReason {
    /// A line that the pages of this site share.
    Shell,
    /// A run of short lines at the head or tail: navigation.
    Menu,
    /// A count of visitors or of views.
    Counter,
    /// Names of languages to switch to.
    Languages,
    /// Today's date, name days, the weather.
    Clock,
    /// Skip links, font size, contrast, printing.
    Accessibility,
    /// Cookie and data protection notices.
    Notice,
    /// Sponsors, unions and addresses below the content.
    Footer,
    /// Comments and the invitation to write one.
    Comments,
    /// Titles of other pages.
    Related,
    /// Buttons of social networks.
    Share,
    /// Rows of pictures and their names.
    Gallery,
    /// A tracker's name or another remnant of a program.
    Tracker,
    /// Headings, switches and labels that give the page its structure.
    Structure,
}

/// One field of the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordField {
    /// Name of a field of the schema, such as `county` or `population`.
    pub name: String,
    /// What the page prints, without surrounding blanks.
    pub printed: String,
    /// The normal form.
    pub value: Value,
    /// Where it is printed, in bytes of [`Document::text`]; none when it came from front matter, JSON or HTML
    /// metadata.
    pub range: Option<Range<usize>>,
}

/// A value in normal form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Words.
    Text(String),
    /// A code or normal form that is compared as a whole: `powiat-grodzki`, `96-500`, `śląskie`.
    Keyword(String),
    /// A category and its parents, outermost first.
    Path(Vec<String>),
    /// A day.
    Date(Date),
    /// A whole number.
    Integer(i64),
    /// Addresses of pages, with scheme and lower-case host.
    Urls(Vec<String>),
    /// People to ask.
    Contacts(Vec<Contact>),
    /// Several texts, such as the names of attached files.
    Texts(Vec<String>),
    /// A place on the map.
    Coordinates(Coordinates),
}

/// A place on the map in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    latitude: f64,
    longitude: f64,
}

impl Coordinates {
    /// A place, unless an angle is out of range.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        (latitude.abs() <= 90.0 && longitude.abs() <= 180.0).then_some(Self { latitude, longitude })
    }

    /// Reads a place as pages print it: `51.2465, 22.5684`, `51°14′47″N 22°34′06″E`.
    pub fn parse(printed: &str) -> Option<Self> {
        crate::record::coordinates(printed)
    }

    /// Degrees north of the equator, -90 to 90.
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east of Greenwich, -180 to 180.
    pub fn longitude(self) -> f64 {
        self.longitude
    }
}

/// A person or office to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name as printed.
    pub name: String,
    /// Post or duty as printed; empty when none is given.
    pub role: String,
    /// Telephone and fax numbers.
    pub phones: Vec<Phone>,
    /// E-mail addresses, in lower case.
    pub emails: Vec<String>,
}

/// A telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// As the page prints it.
    pub printed: String,
    /// `+48` and nine digits, or none when the digits do not make a Polish number.
    pub normal: Option<String>,
}

/// Something odd that a person may want to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable name in snake case, such as `missing_county`.
    pub code: String,
    /// What was seen, as a lower-case fragment.
    pub message: String,
    /// Line of the file or of the text, from 1.
    pub line: Option<u32>,
}

/// Code of the diagnostic of an excerpt.
pub(crate) const STUB: &str = "stub";

impl Document {
    /// The identity as 26 characters of lower-case base32 (RFC 4648 alphabet, no padding): the first 128 bits of
    /// the BLAKE3 hash of the printed identity. Safe in addresses and file names.
    pub fn id(&self) -> String {
        self.identity.id()
    }

    /// The title as printed; empty when the page has none.
    pub fn title(&self) -> &str {
        self.zone_text("title").next().unwrap_or("")
    }

    /// The first field of the record with this name; see [`fields`](Self::fields).
    pub fn field(&self, name: &str) -> Option<&RecordField> {
        self.record.iter().find(|field| field.name == name)
    }

    /// All fields of the record with this name: a page may have several categories, authors or contacts.
    pub fn fields<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a RecordField> + 'a {
        self.record.iter().filter(move |field| field.name == name)
    }

    /// The parts of the text that belong to a text field, in reading order.
    pub fn zone_text<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.zones
            .iter()
            .filter(move |zone| zone.field == field)
            .filter_map(|zone| self.text.get(zone.range.clone()))
    }

    /// Whether this is a feed's excerpt of a page, which gives way to the page itself; see
    /// [`merge`](crate::merge()). A diagnostic `stub` says so.
    pub fn is_stub(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.code == STUB)
    }

    /// The ISO 639-1 code of the language that the kept text is written in: one of the
    /// [languages](Schema::languages) of the schema, its first (`pl`) when the text is short or shows no other.
    pub fn language<'s>(&self, schema: &'s Schema) -> &'s str {
        language(self, schema)
    }

    /// 128 bits that stay the same while the content does: a hash of the kept text and the printed record, blanks
    /// folded and counters left out.
    pub fn content_hash(&self) -> [u8; 16] {
        content_hash(self)
    }
}

impl Diagnostic {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), line: None }
    }
}
