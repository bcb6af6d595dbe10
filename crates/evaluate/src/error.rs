//! What can go wrong while a collection, a run or a metric name is read.

use std::io;
use std::path::PathBuf;

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a collection, a run or a metric cannot be used.
///
/// The message says what is wrong and where; [`Error::hint`] says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be opened, read or written.
    #[error("cannot access {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// One line of a file does not have the form it should have.
    #[error("{}:{line}: {problem}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong with it.
        problem: LineProblem,
    },
    /// The folder of the collection holds no `corpus.jsonl`.
    #[error("{} does not exist", path.display())]
    NoCorpus {
        /// Where the corpus was expected.
        path: PathBuf,
    },
    /// The folder of the collection holds no judgements, or several files of them to choose from.
    #[error("{} holds {} in qrels.tsv, qrels/test.tsv or qrels/*.tsv", folder.display(), found_qrels(candidates))]
    Qrels {
        /// The folder of the collection.
        folder: PathBuf,
        /// The files found in `qrels/`, sorted; none or at least two.
        candidates: Vec<PathBuf>,
    },
    /// A metric's name is not one of those that are known, or its cutoff is missing, zero or no number.
    #[error("unknown metric `{name}`")]
    Metric {
        /// The name as it was given.
        name: String,
    },
    /// A ranking names a document twice.
    #[error("the ranking of query `{query}` names document `{document}` twice")]
    RepeatedDocument {
        /// The query.
        query: String,
        /// The document.
        document: String,
    },
    /// A score is infinite or not a number.
    #[error("the score of document `{document}` for query `{query}` is not a finite number")]
    Score {
        /// The query.
        query: String,
        /// The document.
        document: String,
    },
    /// A tag or an id cannot stand in a TREC run, whose columns are split by white space.
    #[error("`{text}` is empty or holds white space and cannot be a column of a TREC run")]
    Column {
        /// The tag or the id.
        text: String,
    },
    /// A corpus names a document twice.
    #[error("{} holds document `{id}` twice", path.display())]
    RepeatedId {
        /// The corpus.
        path: PathBuf,
        /// The document.
        id: String,
    },
    /// The folder holds an index of something else, which is not overwritten.
    #[error("the index {} was not made from this corpus as it is now", dir.display())]
    OtherIndex {
        /// The folder.
        dir: PathBuf,
    },
    /// The index of the collection cannot be made or read.
    #[error(transparent)]
    Index(#[from] fiszka::Error),
    /// A file of settings has another shape than `ranking.toml`.
    #[error("the settings cannot be understood")]
    Settings {
        /// What is wrong, and where.
        source: Box<toml::de::Error>,
    },
    /// A file of searches and what they must find says nothing that can be checked.
    #[error("{} {problem}", path.display())]
    Searches {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A grid of values to choose from names no constant, or gives it no values.
    #[error("`{name}` {problem}")]
    Grid {
        /// The constant or section.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Two evaluations that were to be compared do not cover the same queries or metrics.
    #[error("`{run}` was not evaluated with the queries and metrics of `{baseline}`")]
    NotComparable {
        /// The run that was to be compared.
        run: String,
        /// The run it was to be compared with.
        baseline: String,
    },
}

impl Error {
    pub(crate) fn settings(source: toml::de::Error) -> Self {
        Self::Settings { source: Box::new(source) }
    }

    /// What the user can do, where there is something to say.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NoCorpus { .. } => Some("pass --corpus FOLDER when the documents are files"),
            Self::Qrels { .. } => Some("name the file with --qrels FILE"),
            Self::Metric { .. } => {
                Some("known are nDCG, RR, AP and Judged, alone or as nDCG@10, and P@5, R@100, Success@1")
            }
            Self::Column { .. } => Some("rename the document or query without white space"),
            Self::RepeatedId { .. } => Some("give every document an id of its own"),
            Self::OtherIndex { .. } => Some("remove that folder, or give another with --index"),
            Self::Index(error) => error.hint(),
            Self::Settings { .. } => Some("docs/evaluation.md shows every kind of file"),
            Self::Searches { .. } => {
                Some("each [[search]] has a `query`, and `expected` or `unwanted` documents")
            }
            Self::Grid { .. } => Some("write lists of values under the names of crates/engine/ranking.toml"),
            Self::RepeatedDocument { .. } => Some("list each document once a query"),
            Self::NotComparable { .. } => Some("evaluate both runs with the same qrels and metrics"),
            Self::Line { problem, .. } => problem.hint(),
            Self::File { .. } | Self::Score { .. } => None,
        }
    }
}

/// What is wrong with one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineProblem {
    /// It is longer than is read.
    #[error("the line is longer than {bytes_max} bytes")]
    TooLong {
        /// The longest line that is read, in bytes.
        bytes_max: usize,
    },
    /// It is not UTF-8.
    #[error("the line is not UTF-8")]
    NotUtf8,
    /// It is not the JSON object that was expected.
    #[error("{message}")]
    Json {
        /// What the JSON reader said, and where in the line.
        message: String,
    },
    /// It has another number of columns than the format.
    #[error("{found} columns where {expected} are expected")]
    Columns {
        /// How many columns the line has.
        found: usize,
        /// The columns of the format.
        expected: &'static str,
    },
    /// A column that should hold a number does not.
    #[error("{column} `{value}` is not {expected}")]
    Number {
        /// The name of the column.
        column: &'static str,
        /// What stands there.
        value: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// An id is empty.
    #[error("the id is empty")]
    EmptyId,
    /// The same thing was said before.
    #[error("{what} `{id}` stands here a second time")]
    Repeated {
        /// What is repeated.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The file holds more lines than are kept in memory.
    #[error("more than {lines_max} lines")]
    TooMany {
        /// The largest number of lines that is read.
        lines_max: usize,
    },
}

impl LineProblem {
    fn hint(&self) -> Option<&'static str> {
        match self {
            Self::TooLong { .. } => Some("split the document, or check that each line ends in a line feed"),
            Self::NotUtf8 => Some("convert the file to UTF-8"),
            Self::Json { .. } => Some("each line is one JSON object with the members `_id` and `text`"),
            Self::Columns { .. } => {
                Some("columns are split by tabs in BEIR files, by white space in TREC files")
            }
            Self::Number { .. } | Self::EmptyId => Some("correct the line"),
            Self::Repeated { .. } => Some("remove one of the two lines"),
            Self::TooMany { .. } => Some("split the file"),
        }
    }
}

fn found_qrels(candidates: &[PathBuf]) -> String {
    match candidates.len() {
        0 => "no judgements".into(),
        count => format!("{count} files of judgements"),
    }
}
