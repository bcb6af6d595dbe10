//! Judgements: which document answers which query, and how well.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::BufRead;
use std::path::Path;

use crate::error::{LineProblem, Result};
use crate::lines::Lines;

/// The longest line of a file of judgements or of a run that is read, in bytes: 64 KiB.
pub const LINE_BYTES_MAX: usize = 64 << 10;
/// The largest number of judgements that is read.
pub const JUDGEMENTS_MAX: usize = 20_000_000;

/// The judgements of one query: grade by document id.
///
/// A grade above 0 means relevant, and is the gain in nDCG; 0 and below mean judged and not relevant.
pub type Judgements = BTreeMap<String, i32>;

/// The judgements of a collection, by query id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Qrels {
    queries: BTreeMap<String, Judgements>,
}

impl Qrels {
    /// Reads a file of judgements; see [`Qrels::read`].
    ///
    /// # Errors
    /// When the file cannot be read, or a line is malformed.
    pub fn open(path: &Path) -> Result<Self> {
        Self::parse(Lines::open(path, LINE_BYTES_MAX)?)
    }

    /// Reads judgements in either form, told apart line by line; `path` is what errors name.
    ///
    /// - BEIR: `query-id`, `corpus-id`, `score`, split by tabs, with or without that header line;
    /// - TREC: `query-id`, an ignored column, `document-id`, `grade`, split by tabs or other white space.
    ///
    /// A judgement may be repeated when both lines agree.
    ///
    /// # Errors
    /// When a line has another number of columns, a grade that is not a whole number, or contradicts an
    /// earlier one, and when there are more than [`JUDGEMENTS_MAX`] lines.
    pub fn read(reader: impl BufRead, path: &Path) -> Result<Self> {
        Self::parse(Lines::new(reader, path, LINE_BYTES_MAX))
    }

    fn parse(lines: Lines<impl BufRead>) -> Result<Self> {
        let mut qrels = Self::default();
        let mut count = 0;
        lines.parse_all(|number, line| {
            let (query, document, grade) = columns(line)?;
            if number == 1 && is_header(grade) {
                return Ok(());
            }
            count += 1;
            if count > JUDGEMENTS_MAX {
                return Err(LineProblem::TooMany { lines_max: JUDGEMENTS_MAX });
            }
            qrels.insert(query, document, parse_grade(grade)?)
        })?;
        Ok(qrels)
    }

    fn insert(&mut self, query: &str, document: &str, grade: i32) -> Result<(), LineProblem> {
        if query.is_empty() || document.is_empty() {
            return Err(LineProblem::EmptyId);
        }
        if !self.queries.contains_key(query) {
            self.queries.insert(query.to_owned(), Judgements::new());
        }
        let Some(judgements) = self.queries.get_mut(query) else { return Ok(()) };
        match judgements.entry(document.to_owned()) {
            Entry::Vacant(entry) => {
                entry.insert(grade);
            }
            Entry::Occupied(entry) if *entry.get() == grade => {}
            Entry::Occupied(entry) => {
                let id = entry.key().clone();
                return Err(LineProblem::Repeated { what: "with another grade, document", id });
            }
        }
        Ok(())
    }

    /// The judgements of a query, if it has any.
    #[must_use]
    pub fn get(&self, query: &str) -> Option<&Judgements> {
        self.queries.get(query)
    }

    /// The judged queries in the order of their ids: those with at least one grade above 0.
    pub fn judged(&self) -> impl Iterator<Item = (&str, &Judgements)> {
        self.queries
            .iter()
            .filter(|(_, judgements)| judgements.values().any(|&grade| grade > 0))
            .map(|(query, judgements)| (query.as_str(), judgements))
    }

    /// Adds judgements; a later one replaces an earlier one.
    pub(crate) fn judge<'d>(&mut self, query: &str, grades: impl IntoIterator<Item = (&'d String, i32)>) {
        let judgements = self.queries.entry(query.to_owned()).or_default();
        judgements.extend(grades.into_iter().map(|(document, grade)| (document.clone(), grade)));
    }

    /// Whether a document answers this query.
    #[must_use]
    pub fn is_judged(&self, query: &str) -> bool {
        self.queries.get(query).is_some_and(|judgements| judgements.values().any(|&grade| grade > 0))
    }

    /// The judgements of these queries only.
    #[must_use]
    pub fn of<'q>(&self, queries: impl IntoIterator<Item = &'q str>) -> Self {
        let known = queries.into_iter().filter_map(|query| self.queries.get_key_value(query));
        Self { queries: known.map(|(query, judgements)| (query.clone(), judgements.clone())).collect() }
    }

    /// The number of queries all of whose grades are 0 or below. They are in no mean.
    #[must_use]
    pub fn without_relevant(&self) -> usize {
        self.queries.len() - self.judged().count()
    }
}

/// Query, document and grade of a line. Ids of BEIR files may hold spaces.
fn columns(line: &str) -> Result<(&str, &str, &str), LineProblem> {
    let columns: Vec<&str> = if line.contains('\t') {
        line.split('\t').map(str::trim_ascii).collect()
    } else {
        line.split_ascii_whitespace().collect()
    };
    match columns[..] {
        [query, document, grade] | [query, _, document, grade] => Ok((query, document, grade)),
        _ => Err(LineProblem::Columns { found: columns.len(), expected: "3 (BEIR) or 4 (TREC)" }),
    }
}

fn is_header(grade: &str) -> bool {
    ["score", "grade", "rel", "relevance"].iter().any(|name| grade.eq_ignore_ascii_case(name))
}

fn parse_grade(grade: &str) -> Result<i32, LineProblem> {
    // Tables written by statistics programs print whole grades as `1.0`.
    let whole = grade.split_once('.').filter(|(_, rest)| rest.bytes().all(|byte| byte == b'0'));
    whole.map_or(grade, |(whole, _)| whole).parse().ok().ok_or_else(|| LineProblem::Number {
        column: "grade",
        value: grade.to_owned(),
        expected: "a whole number",
    })
}
