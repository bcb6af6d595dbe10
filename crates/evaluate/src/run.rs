//! Runs: what an engine answered, as TREC writes it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufWriter, Write};
use std::path::Path;

use crate::error::{Error, LineProblem, Result};
use crate::lines::Lines;
use crate::qrels::LINE_BYTES_MAX;

/// The largest number of lines of a run that is read.
pub const RUN_LINES_MAX: usize = 20_000_000;

/// A document in a ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredDocument {
    /// The document's id.
    pub id: String,
    /// The score, finite. Single precision is what trec_eval keeps: scores that differ only beyond it are ties.
    pub score: f32,
}

/// The rankings of one engine, by query id.
///
/// In each ranking the first document is the best one, no document comes twice, and all scores are finite.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    tag: String,
    rankings: BTreeMap<String, Vec<ScoredDocument>>,
}

impl Run {
    /// An empty run. The tag names the engine and its settings, without white space.
    pub fn new(tag: impl Into<String>) -> Self {
        Self { tag: tag.into(), rankings: BTreeMap::new() }
    }

    /// The name of the run.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The rankings in the order of the query ids.
    pub fn rankings(&self) -> impl Iterator<Item = (&str, &[ScoredDocument])> {
        self.rankings.iter().map(|(query, ranking)| (query.as_str(), ranking.as_slice()))
    }

    /// The ranking of a query; empty when the query was not answered.
    #[must_use]
    pub fn ranking(&self, query: &str) -> &[ScoredDocument] {
        self.rankings.get(query).map_or(&[], Vec::as_slice)
    }

    /// Sets the ranking of a query, best document first. The order given is the order that counts, whatever
    /// the scores say.
    ///
    /// # Errors
    /// When a document comes twice or a score is not finite.
    pub fn insert(&mut self, query: impl Into<String>, ranking: Vec<ScoredDocument>) -> Result<()> {
        let query = query.into();
        if let Some(bad) = ranking.iter().find(|document| !document.score.is_finite()) {
            return Err(Error::Score { query, document: bad.id.clone() });
        }
        let mut ids: Vec<&str> = ranking.iter().map(|document| document.id.as_str()).collect();
        ids.sort_unstable();
        if let Some(document) =
            ids.windows(2).find_map(|pair| (pair[0] == pair[1]).then(|| pair[0].to_owned()))
        {
            return Err(Error::RepeatedDocument { query, document });
        }
        self.rankings.insert(query, ranking);
        Ok(())
    }

    /// Reads a run from a file; see [`Run::read`].
    ///
    /// # Errors
    /// When the file cannot be read, or a line is malformed.
    pub fn open(path: &Path) -> Result<Self> {
        Self::parse(Lines::open(path, LINE_BYTES_MAX)?, path)
    }

    /// Reads lines of `query Q0 document rank score tag`, split by ASCII white space; `path` is what errors
    /// name.
    ///
    /// As trec_eval does, the rank is ignored: documents are ordered by falling score and, where scores are
    /// equal in single precision, by falling id (byte order). The first line's tag becomes the run's.
    ///
    /// # Errors
    /// When a line has another number of columns or a score that is not a finite number, when a document comes
    /// twice for a query, and when there are more than [`RUN_LINES_MAX`] lines.
    pub fn read(reader: impl BufRead, path: &Path) -> Result<Self> {
        Self::parse(Lines::new(reader, path, LINE_BYTES_MAX), path)
    }

    fn parse(lines: Lines<impl BufRead>, path: &Path) -> Result<Self> {
        let mut run = Self::default();
        let mut rankings: BTreeMap<String, Vec<(ScoredDocument, u64)>> = BTreeMap::new();
        let mut count = 0;
        lines.parse_all(|number, line| {
            let (query, document, tag) = parse_line(line)?;
            count += 1;
            if count > RUN_LINES_MAX {
                return Err(LineProblem::TooMany { lines_max: RUN_LINES_MAX });
            }
            if run.tag.is_empty() {
                tag.clone_into(&mut run.tag);
            }
            rankings.entry(query.to_owned()).or_default().push((document, number));
            Ok(())
        })?;
        for (query, mut ranking) in rankings {
            ranking.sort_by(|(a, line_a), (b, line_b)| a.id.cmp(&b.id).then(line_a.cmp(line_b)));
            if let Some(pair) = ranking.windows(2).find(|pair| pair[0].0.id == pair[1].0.id) {
                let (document, line) = &pair[1];
                let problem = LineProblem::Repeated { what: "document", id: document.id.clone() };
                return Err(Error::Line { path: path.to_path_buf(), line: *line, problem });
            }
            ranking.sort_by(|(a, _), (b, _)| b.score.total_cmp(&a.score).then_with(|| b.id.cmp(&a.id)));
            run.rankings.insert(query, ranking.into_iter().map(|(document, _)| document).collect());
        }
        Ok(run)
    }

    /// Writes the run to a file; see [`Run::write`].
    ///
    /// # Errors
    /// As [`Run::write`], and when the file cannot be created.
    pub fn save(&self, path: &Path) -> Result<()> {
        let file = File::create(path).map_err(|source| Error::File { path: path.to_path_buf(), source })?;
        self.write(BufWriter::new(file), path)
    }

    /// Writes lines of `query Q0 document rank score tag`, ranks from 1; `path` is what errors name.
    ///
    /// Scores are written strictly falling: one that would not fall is lowered to the next smaller number of
    /// single precision, so that every reader, whatever it does with ties, sees this order.
    ///
    /// # Errors
    /// When the tag or an id is empty or holds white space, when scores cannot fall any further, or when
    /// writing fails.
    pub fn write(&self, mut writer: impl Write, path: &Path) -> Result<()> {
        check_column(&self.tag)?;
        let failed = |source: io::Error| Error::File { path: path.to_path_buf(), source };
        for (query, ranking) in &self.rankings {
            check_column(query)?;
            let mut ceiling = f32::MAX;
            for (document, rank) in ranking.iter().zip(1_u64..) {
                check_column(&document.id)?;
                let score = document.score.min(ceiling);
                if !score.is_finite() {
                    return Err(Error::Score { query: query.clone(), document: document.id.clone() });
                }
                ceiling = score.next_down();
                writeln!(writer, "{query} Q0 {} {rank} {score} {}", document.id, self.tag).map_err(failed)?;
            }
        }
        writer.flush().map_err(failed)
    }
}

fn parse_line(line: &str) -> Result<(&str, ScoredDocument, &str), LineProblem> {
    let columns: Vec<&str> = line.split_ascii_whitespace().collect();
    let [query, _, document, _, score, tag] = columns[..] else {
        return Err(LineProblem::Columns {
            found: columns.len(),
            expected: "6 (query Q0 document rank score tag)",
        });
    };
    let Some(score) = score.parse().ok().filter(|score: &f32| score.is_finite()) else {
        let value = score.to_owned();
        return Err(LineProblem::Number { column: "score", value, expected: "a finite number" });
    };
    // Negative zero equals zero, but `total_cmp` would tell them apart.
    Ok((query, ScoredDocument { id: document.to_owned(), score: score + 0.0 }, tag))
}

fn check_column(text: &str) -> Result<()> {
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Err(Error::Column { text: text.to_owned() });
    }
    Ok(())
}
