//! Questions and answers of the library.

use std::ops::Range;
use std::time::Instant;

use fiszka_document::Document;
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
    /// The order of the hits.
    pub sort: Sort,
    /// How many hits are skipped.
    pub offset: usize,
    /// How many hits are wanted.
    pub limit: usize,
    /// Fields whose values are counted over all matches.
    pub facets: Vec<String>,
    /// Whether each hit says how its score came about.
    pub explain: bool,
    /// When to answer with what was found so far.
    pub deadline: Option<Instant>,
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
    /// The commit that answered.
    pub generation: u64,
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
    /// Its values with the number of matches, most frequent first.
    pub values: Vec<(String, usize)>,
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
            Self::InvalidValue { expected, .. } => format!("give {expected}"),
            Self::Index(_) => "look at the daemon's log and status".to_owned(),
        }
    }
}

impl From<crate::Error> for QueryError {
    fn from(error: crate::Error) -> Self {
        Self::Index(error.with_causes())
    }
}
