//! Questions and answers of the library.

use std::ops::Range;
use std::time::Instant;

use fiszka_document::{Coordinates, Document};
use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use crate::index::StoredDocument;

/// A question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// What was typed. Empty asks for every document.
    pub text: String,
    /// Only documents of this kind.
    pub kind: Option<String>,
    /// Only documents with these values: several values of one field are joined by OR, fields by AND.
    pub filters: Vec<Filter>,
    /// Only documents published on this day or later.
    pub from: Option<Date>,
    /// Only documents published on this day or earlier.
    pub to: Option<Date>,
    /// Only documents near a place, and where distances are measured from: `Lublin~30km`, `51.25,22.57~30km`; a place
    /// without a distance narrows nothing. Towns that have namesakes take their county or voivodeship behind a comma:
    /// `Józefów, otwocki~5km`.
    pub near: Option<String>,
    /// Only documents whose place on the map is known.
    pub located: bool,
    /// The order of the hits.
    pub sort: Sort,
    /// How many hits are skipped.
    pub offset: usize,
    /// How many hits are wanted.
    pub limit: usize,
    /// Continues behind the page whose [`Answer::next_cursor`] this is; then `offset` does not count.
    pub cursor: Option<String>,
    /// Fields whose values are counted over all matches, each once: `voivodeship`, or with ranges for numbers and dates
    /// (`population:10000`, `population:..20000..100000..`, `published:month`).
    pub facets: Vec<String>,
    /// Values that a facet gives at most; by default 100.
    pub facet_values_max: Option<usize>,
    /// Whether the answer says how the query was read, and each hit how its score came about.
    pub explain: bool,
    /// When to answer with what was found so far.
    pub deadline: Option<Instant>,
    /// The day on which it is asked: news loses a little with every day that has passed since. Without it nothing
    /// does.
    pub today: Option<Date>,
}

/// A wanted value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Name of a field, English or as queries write it: `voivodeship`, `województwo`.
    pub field: String,
    /// The value: compared without regard to case and diacritics; numbers and dates also as ranges
    /// (`300000..`, `2012..2014`).
    pub value: String,
}

/// The order of the hits. Ties break on the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Last published first; documents without a date at the end.
    Newest,
    /// First published first; documents without a date at the end.
    Oldest,
    /// By title in the order of the Polish alphabet; documents without one at the end.
    Title,
    /// Most inhabitants first; documents that name no number at the end.
    Population,
    /// Fewest inhabitants first; documents that name no number at the end.
    PopulationAscending,
    /// Nearest first, from the place of [`Query::near`] or of the first filter `near`; documents without a place at the
    /// end.
    Distance,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// How many documents match.
    pub total: usize,
    /// The deadline passed before every word was looked for.
    pub partial: bool,
    /// No document covers the query; `hits` are the best partial matches.
    pub weak: bool,
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// Counts of the facets asked for, in the order asked.
    pub facets: Vec<Facet>,
    /// The query in the spelling that was meant, if there is reason to doubt the typed one.
    pub did_you_mean: Option<String>,
    /// `hits` are those of [`did_you_mean`](Self::did_you_mean), because no document holds what was typed.
    pub corrected: bool,
    /// What of the query was ignored or read otherwise than typed, and why.
    pub diagnostics: Vec<String>,
    /// What [`Query::cursor`] takes for the page behind this one; none on the last page.
    pub next_cursor: Option<String>,
    /// How the query was read, when an explanation was asked for.
    pub reading: Option<Reading>,
    /// The commit that answered.
    pub generation: u64,
}

/// How a query was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The query in the query language as it was understood: operators in English, fields by their English names.
    pub query: String,
    /// The words asked for, in the order typed; the score is made of them.
    pub words: Vec<WordReading>,
    /// The words that stand in exclusions only.
    pub excluded: Vec<WordReading>,
    /// What a document must fulfil to match, in words.
    pub conditions: Vec<String>,
    /// The filters that stood in the text; the answer's other filters came with the request.
    pub filters: Vec<FilterReading>,
}

/// A word of a query with everything that counts as finding it.
#[derive(Debug, Clone, PartialEq)]
pub struct WordReading {
    /// As typed.
    pub text: String,
    /// Whether it can be asked of a document; a function word cannot.
    pub content: bool,
    /// What it counts beside a noun's 1.
    pub weight: f32,
    /// How many documents hold it.
    pub documents: usize,
    /// Its rarity: the logarithm that its score is multiplied by.
    pub rarity: f32,
    /// Exact forms.
    pub forms: Vec<Weighted>,
    /// Terms of analysis.
    pub terms: Vec<Weighted>,
    /// The folded prefix that counts a little.
    pub prefix: Option<String>,
    /// Phrases that the vocabulary puts in its place, as terms.
    pub alternatives: Vec<Weighted>,
}

/// Something that is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// What the index holds.
    pub text: String,
    /// What an occurrence counts.
    pub weight: f32,
    /// Which table of the vocabulary it comes from, if any.
    pub source: Option<fiszka_analysis::Source>,
}

/// A filter that stood in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterReading {
    /// Name of the field.
    pub field: String,
    /// The values or ranges, of which one is enough.
    pub values: Vec<String>,
}

/// A document found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Id of the document.
    pub id: String,
    /// Path of its source, `CORPUS/relative`.
    pub path: String,
    /// Its score; higher is better. Scores of two queries cannot be compared.
    pub score: f32,
    /// The best part of its text.
    pub snippet: Snippet,
    /// Highlights of its title, in bytes of the title.
    pub title_highlights: Vec<Range<usize>>,
    /// Stored fields of the record in normal form.
    pub fields: Map<String, Json>,
    /// Where its place lies: as the record says, else where the record's town lies.
    pub location: Option<Coordinates>,
    /// How far that is from the place of the query, in kilometres.
    pub distance_km: Option<f64>,
    /// Documents that say the same, best first: they are counted in [`Answer::total`], but are no hits of their own.
    pub duplicates: Vec<Reference>,
    /// How the score came about, when asked for.
    pub explanation: Option<Explanation>,
    /// The document itself.
    pub document: Document,
}

/// What is needed to name a document and to open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its title, empty when it has none.
    pub title: String,
    /// Path of its source.
    pub path: String,
    /// Its address, if the source names one.
    pub url: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
}

impl Reference {
    pub(crate) fn of(stored: StoredDocument) -> Self {
        let StoredDocument { path, document, .. } = stored;
        Self {
            id: document.id(),
            title: document.title().to_owned(),
            path,
            published: document.published,
            kind: document.kind,
            url: document.url,
        }
    }
}

/// A part of a document's text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// Where it stands, in bytes of the document's text.
    pub range: Range<usize>,
    /// The text, exactly as in the document.
    pub text: String,
    /// What matches, in bytes of `text`, on character boundaries, in order, not overlapping.
    pub highlights: Vec<Range<usize>>,
}

/// The counted values of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Name of the field.
    pub field: String,
    /// Its values: most frequent first, equally frequent ones in the order of the Polish alphabet; ranges, years and
    /// months in their own order.
    pub values: Vec<FacetValue>,
}

/// One value of a facet. The field's own filter does not shrink its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The value as a filter takes it.
    pub value: String,
    /// What a visitor reads.
    pub label: String,
    /// How many matches have it, or one of its children.
    pub count: usize,
    /// The categories below a category.
    pub children: Vec<FacetValue>,
}

/// How a score came about: its parts add up to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The parts, first stage first.
    pub parts: Vec<ScorePart>,
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScorePart {
    /// What it rewards.
    pub name: String,
    /// How much.
    pub score: f32,
    /// The numbers behind it, in words.
    pub detail: String,
}

/// A question that cannot be answered as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// There is no such field, or it cannot be used for this.
    #[error("unknown {use_for} field `{name}`")]
    UnknownField {
        /// What it was to be used for: filter or facet.
        use_for: &'static str,
        /// As asked.
        name: String,
        /// The fields that can be used.
        known: Vec<String>,
    },
    /// There is no such kind.
    #[error("unknown kind `{name}`")]
    UnknownKind {
        /// As asked.
        name: String,
        /// The kinds there are.
        known: Vec<String>,
    },
    /// The value cannot be one of this field.
    #[error("`{value}` is no value of field `{field}`")]
    InvalidValue {
        /// Name of the field.
        field: String,
        /// As asked.
        value: String,
        /// What values look like.
        expected: &'static str,
    },
    /// A facet that is no field with ranges.
    #[error("`{facet}` is no facet")]
    InvalidFacet {
        /// As asked.
        facet: String,
        /// What facets look like.
        expected: &'static str,
    },
    /// No town of the table has the name, or several have.
    #[error("{}", if choices.is_empty() { format!("unknown place `{name}`") } else { format!("`{name}` is the name of several towns") })]
    UnknownPlace {
        /// As asked.
        name: String,
        /// The towns of the name, as they are told apart.
        choices: Vec<String>,
    },
    /// The order is by distance, but nothing says from where.
    #[error("nothing says where distances are measured from")]
    NoPlace,
    /// The cursor cannot be used.
    #[error("{reason}")]
    InvalidCursor {
        /// Why.
        reason: &'static str,
    },
    /// The cursor belongs to a commit that is gone.
    #[error("the index has changed since the cursor was given")]
    CursorExpired,
    /// The index could not be read.
    #[error("the index could not be read: {0}")]
    Index(String),
}

impl QueryError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::UnknownField { known, .. } | Self::UnknownKind { known, .. } => {
                format!("use one of {}", known.join(", "))
            }
            Self::InvalidValue { expected, .. } | Self::InvalidFacet { expected, .. } => format!("give {expected}"),
            Self::UnknownPlace { choices, .. } if !choices.is_empty() => format!("write one of: {}", choices.join("; ")),
            Self::UnknownPlace { .. } => {
                "write the seat of a county, as in Lublin~30km, or degrees north and east, as in 51.25,22.57~30km".to_owned()
            }
            Self::NoPlace => "give a place with `near`, as in Lublin or Lublin~30km".to_owned(),
            Self::InvalidCursor { .. } => "take `next_cursor` of an answer to the same query, or leave the cursor out".to_owned(),
            Self::CursorExpired => "ask for the first page again, without a cursor".to_owned(),
            Self::Index(_) => "look at the daemon's log and status".to_owned(),
        }
    }
}

impl From<crate::Error> for QueryError {
    fn from(error: crate::Error) -> Self {
        Self::Index(error.with_causes())
    }
}
