//! What the index stores beside its terms: sources and documents.

use std::borrow::Cow;
use std::collections::BTreeMap;

use fiszka_document::{Diagnostic, Document, PageLines};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::index::prepare::Stamp;

/// What became of a file of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceState {
    /// Its documents are in the index.
    Indexed,
    /// Other sources give all its documents, and say them better: later copies of the same pages, or whole pages
    /// where this has excerpts.
    Duplicate,
    /// It was read, but holds nothing that could be a result.
    Empty,
    /// It could be read, but is no document.
    Failed,
    /// It could not be read; what was known of it before is kept.
    Unreadable,
}

/// Something odd about a source: a reason why it failed, or a remark on one of its documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceDiagnostic {
    /// Stable name in snake case.
    pub code: String,
    /// What was seen, as a lower-case fragment.
    pub message: String,
    /// What to do about it, if something can be done.
    pub hint: Option<String>,
    /// Line of the file, from 1.
    pub line: Option<u32>,
}

impl From<Diagnostic> for SourceDiagnostic {
    fn from(diagnostic: Diagnostic) -> Self {
        let Diagnostic { code, message, line } = diagnostic;
        Self { code, message, hint: None, line }
    }
}

/// A file of the corpus as the index knows it. Every file has one, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// `CORPUS/relative/path`, separated by `/`.
    pub path: String,
    /// Size and time of change when it was read.
    pub stamp: Stamp,
    /// When it was read, in nanoseconds since 1970.
    pub read_ns: i64,
    /// BLAKE3 hash of its bytes in hexadecimal; empty when they could not be read.
    pub hash: String,
    /// What became of it.
    pub state: SourceState,
    /// Ids of the documents it claims, in order.
    pub ids: Vec<String>,
    /// Ids of those of its documents that another source gives, with the path of that source.
    pub duplicates: BTreeMap<String, String>,
    /// Hash of what its documents say, without counters, in hexadecimal.
    pub content: String,
    /// Reasons and remarks.
    pub diagnostics: Vec<SourceDiagnostic>,
    /// Fingerprints of the site shells that its pages were cleaned with, one for each page.
    pub shells: Vec<u64>,
}

impl Source {
    /// Whether a file with this stamp is surely the one that was read. A file that changed within the clock's
    /// grain before it was read may have changed again without a trace, so it is read once more.
    pub fn is_current(&self, stamp: Stamp) -> bool {
        const CLOCK_GRAIN_NS: i64 = 2_000_000_000;
        self.state != SourceState::Unreadable
            && self.stamp == stamp
            && stamp.modified_ns.saturating_add(CLOCK_GRAIN_NS) < self.read_ns
    }
}

/// A source as it is stored: with the lines of its pages, from which the shells of their sites are counted.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredSource<'a> {
    pub(crate) source: Cow<'a, Source>,
    pub(crate) pages: Cow<'a, [PageLines]>,
}

/// A document as it is stored: what the page says and where it came from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoredDocument {
    /// Path of the source, of several the one that the document begins with.
    pub(crate) path: String,
    /// Paths of the sources it is put together from, in order of its text, when several sources speak of it.
    pub(crate) pages: Vec<String>,
    pub(crate) document: Document,
}

/// A stored record: the first letter tells which.
pub(crate) enum Record {
    Source(StoredSource<'static>),
    Document(StoredDocument),
}

const SOURCE: char = 'S';
const DOCUMENT: char = 'D';

impl Record {
    pub(crate) fn encode_source(source: &StoredSource<'_>) -> Result<String> {
        encode(SOURCE, source)
    }

    pub(crate) fn encode_document(document: &StoredDocument) -> Result<String> {
        encode(DOCUMENT, document)
    }

    pub(crate) fn decode(stored: &str) -> Result<Self> {
        if let Some(json) = stored.strip_prefix(SOURCE) {
            serde_json::from_str(json).map(Self::Source).map_err(damaged)
        } else if let Some(json) = stored.strip_prefix(DOCUMENT) {
            serde_json::from_str(json).map(Self::Document).map_err(damaged)
        } else {
            Err(Error::Damaged { what: "it is neither a source nor a document".to_owned() })
        }
    }
}

fn encode(mark: char, value: &impl Serialize) -> Result<String> {
    let json = serde_json::to_string(value).map_err(damaged)?;
    Ok(format!("{mark}{json}"))
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err gives")]
fn damaged(error: serde_json::Error) -> Error {
    Error::Damaged { what: error.to_string() }
}
