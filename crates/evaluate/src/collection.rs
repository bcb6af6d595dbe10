//! A collection in BEIR form: a corpus, queries, and judgements of which document answers which query.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::{Error, LineProblem, Result};
use crate::expectations::Expectation;
use crate::lines::Lines;
use crate::qrels::Qrels;

/// The longest line of a corpus that is read, in bytes: 64 MiB.
pub const CORPUS_LINE_BYTES_MAX: usize = 64 << 20;
/// The longest line of a file of queries that is read, in bytes: 1 MiB.
pub const QUERY_LINE_BYTES_MAX: usize = 1 << 20;
/// The largest number of queries that is read.
pub const QUERIES_MAX: usize = 2_000_000;

/// A collection: its queries and judgements in memory, its corpus to be streamed.
#[derive(Clone, Debug)]
pub struct Collection {
    name: String,
    corpus: PathBuf,
    queries: Vec<Query>,
    qrels: Qrels,
    expectations: Vec<Expectation>,
}

/// Files that stand outside the folder of the collection.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Read instead of `queries.jsonl`.
    pub queries: Option<PathBuf>,
    /// Read instead of `qrels.tsv` or `qrels/*.tsv`; BEIR or TREC form.
    pub qrels: Option<PathBuf>,
}

impl Collection {
    /// Reads the queries and judgements of `folder`. The corpus is not touched, and need not exist:
    /// the documents may be files elsewhere.
    ///
    /// The judgements are `qrels.tsv`, else `qrels/test.tsv`, else the only `qrels/*.tsv`.
    ///
    /// # Errors
    /// When a file is missing or unreadable, when a line is malformed, repeated or too long, when there are
    /// more than [`QUERIES_MAX`] queries, or when there are several `qrels/*.tsv` to choose from.
    pub fn open(folder: &Path, overrides: &Overrides) -> Result<Self> {
        let queries =
            read_queries(&overrides.queries.clone().unwrap_or_else(|| folder.join("queries.jsonl")))?;
        let qrels = match &overrides.qrels {
            Some(path) => Qrels::open(path)?,
            None => Qrels::open(&find_qrels(folder)?)?,
        };
        let (name, corpus) = (name_of(folder), folder.join("corpus.jsonl"));
        Ok(Self { name, corpus, queries, qrels, expectations: Vec::new() })
    }

    /// Reads a portal's own searches from a file of TOML (see [`Expectation`]). Expected documents are judged with
    /// grade 1, unwanted ones with 0; queries are called by their number in the file, from 1.
    ///
    /// # Errors
    /// When the file cannot be read or has another shape.
    pub fn of_expectations(path: &Path) -> Result<Self> {
        let expectations = Expectation::open_all(path)?;
        let mut qrels = Qrels::default();
        let mut queries = Vec::with_capacity(expectations.len());
        for (number, one) in (1..).zip(&expectations) {
            let id = format!("{number}");
            qrels.judge(&id, one.unwanted.iter().map(|document| (document, 0)));
            qrels.judge(&id, one.expected.iter().map(|document| (document, 1)));
            let (text, kind, members) = (one.query.clone(), one.kind.clone(), Map::new());
            queries.push(Query { id, text, kind, members });
        }
        Ok(Self { queries, qrels, expectations, ..Self::without_queries(path) })
    }

    /// A collection of documents only: those of the `corpus.jsonl` beside `path`, or of files elsewhere.
    #[must_use]
    pub fn without_queries(path: &Path) -> Self {
        Self {
            name: path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            corpus: path.with_file_name("corpus.jsonl"),
            queries: Vec::new(),
            qrels: Qrels::default(),
            expectations: Vec::new(),
        }
    }

    /// What must be found, when the collection is a portal's own searches.
    #[must_use]
    pub fn expectations(&self) -> &[Expectation] {
        &self.expectations
    }

    /// The name of the collection's folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The queries in the order of the file.
    #[must_use]
    pub fn queries(&self) -> &[Query] {
        &self.queries
    }

    /// The judgements.
    #[must_use]
    pub fn qrels(&self) -> &Qrels {
        &self.qrels
    }

    /// Queries that have a positive judgement but no text. They cannot be asked, so they count 0 in every
    /// mean: worth a warning.
    pub fn unasked(&self) -> impl Iterator<Item = &str> {
        let asked: HashSet<&str> = self.queries.iter().map(|query| query.id.as_str()).collect();
        self.qrels.judged().map(|(query, _)| query).filter(move |query| !asked.contains(query))
    }

    /// Writes all queries in lower case and without Polish letters, as many people type them.
    pub fn fold_queries(&mut self) {
        for query in &mut self.queries {
            query.text = fiszka::analysis::fold(&query.text.to_lowercase());
        }
    }

    pub(crate) fn corpus_path(&self) -> &Path {
        &self.corpus
    }

    /// Streams the documents of `corpus.jsonl`.
    ///
    /// # Errors
    /// When the file is missing or cannot be opened.
    pub fn corpus(&self) -> Result<Corpus<BufReader<File>>> {
        match Corpus::open(&self.corpus) {
            Err(Error::File { path, source }) if source.kind() == io::ErrorKind::NotFound => {
                Err(Error::NoCorpus { path })
            }
            opened => opened,
        }
    }
}

/// A query of a collection.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(expecting = "a JSON object")]
pub struct Query {
    /// The id by which runs and judgements name it.
    #[serde(rename = "_id", deserialize_with = "id")]
    pub id: String,
    /// What is asked, as a user typed it.
    pub text: String,
    /// The kind of question (`topical`, `typo`, …) where the collection tells it: results are then also
    /// shown for each kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// All other members of the line.
    #[serde(flatten)]
    pub members: Map<String, Value>,
}

/// A document of a collection.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(expecting = "a JSON object")]
pub struct CorpusDocument {
    /// The id by which runs and judgements name it.
    #[serde(rename = "_id", deserialize_with = "id")]
    pub id: String,
    /// The title; empty when the document has none.
    #[serde(default, deserialize_with = "text_or_null")]
    pub title: String,
    /// The text.
    pub text: String,
    /// All other members of the line: `kind`, `date`, `url`, fields of the record.
    #[serde(flatten)]
    pub members: Map<String, Value>,
}

/// The documents of a corpus of any size, one at a time.
///
/// A bad line is an `Err` and the lines behind it follow; after a failure of the file the iterator ends.
/// Whether an id comes twice is not checked, as that would keep all of them in memory.
#[derive(Debug)]
pub struct Corpus<R> {
    lines: Lines<R>,
}

impl Corpus<BufReader<File>> {
    /// Opens a file of JSON Lines.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self { lines: Lines::open(path, CORPUS_LINE_BYTES_MAX)? })
    }
}

impl<R: BufRead> Corpus<R> {
    /// Reads JSON Lines from any reader; `path` is what errors name.
    pub fn new(reader: R, path: &Path) -> Self {
        Self { lines: Lines::new(reader, path, CORPUS_LINE_BYTES_MAX) }
    }
}

impl<R: BufRead> Iterator for Corpus<R> {
    type Item = Result<CorpusDocument>;

    fn next(&mut self) -> Option<Self::Item> {
        self.lines.parse_next(|_, line| json(line))
    }
}

fn read_queries(path: &Path) -> Result<Vec<Query>> {
    let mut queries = Vec::new();
    let mut seen = HashSet::new();
    Lines::open(path, QUERY_LINE_BYTES_MAX)?.parse_all(|_, line| {
        let query: Query = json(line)?;
        if queries.len() == QUERIES_MAX {
            return Err(LineProblem::TooMany { lines_max: QUERIES_MAX });
        }
        if !seen.insert(query.id.clone()) {
            return Err(LineProblem::Repeated { what: "query", id: query.id });
        }
        queries.push(query);
        Ok(())
    })?;
    Ok(queries)
}

fn find_qrels(folder: &Path) -> Result<PathBuf> {
    for name in ["qrels.tsv", "qrels/test.tsv"] {
        let path = folder.join(name);
        if path.is_file() {
            return Ok(path);
        }
    }
    let subfolder = folder.join("qrels");
    let mut candidates = Vec::new();
    match fs::read_dir(&subfolder) {
        Ok(entries) => {
            for entry in entries {
                let path = entry.map_err(|source| Error::File { path: subfolder.clone(), source })?.path();
                if path.extension().is_some_and(|extension| extension == "tsv") {
                    candidates.push(path);
                }
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(source) => return Err(Error::File { path: subfolder, source }),
    }
    candidates.sort();
    match <[PathBuf; 1]>::try_from(candidates) {
        Ok([only]) => Ok(only),
        Err(candidates) => Err(Error::Qrels { folder: folder.to_path_buf(), candidates }),
    }
}

fn name_of(folder: &Path) -> String {
    // `.` and `..` have a name only once they are resolved.
    let resolved = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    resolved.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned()
}

fn json<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, LineProblem> {
    serde_json::from_str(line).map_err(|error| {
        // A line of the file is a whole JSON text, so the reader's own line number would mislead.
        let (text, column) = (error.to_string(), error.column());
        let message = match text.strip_suffix(&format!(" at line {} column {column}", error.line())) {
            Some(what) if column > 0 => format!("column {column}: {what}"),
            Some(what) => what.to_owned(),
            None => text,
        };
        LineProblem::Json { message }
    })
}

/// Ids are strings in BEIR; some collections print them as whole numbers.
fn id<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(id) if !id.is_empty() => Ok(id),
        Value::Number(number) if number.is_u64() => Ok(number.to_string()),
        _ => Err(D::Error::custom("`_id` is not a string of at least one character")),
    }
}

fn text_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
