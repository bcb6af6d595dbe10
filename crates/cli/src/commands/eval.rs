//! `fiszka eval`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use fiszka::{Analyzer, Schema};
use fiszka_daemon::Config;
use fiszka_evaluate::{
    Collection, Evaluation, LatencySummary, Metric, Overrides, Run, Session, Summary, kinds_text,
    summary_text,
};
use tempfile::TempDir;

use crate::arguments::Common;
use crate::configuration::{self, absolute};
use crate::error::Error;
use crate::exit;
use crate::output::progress::Progress;

/// The metrics that people see; `--json` has all of them.
const SHOWN: [&str; 3] = ["nDCG@10", "RR@10", "R@100"];

/// Measure how good the answers are, with a collection of judged queries
///
/// The collection is a folder in BEIR form: corpus.jsonl, queries.jsonl, and qrels.tsv or qrels/test.tsv.
#[derive(Debug, Args)]
pub(crate) struct Eval {
    /// Folder of the collection
    collection: PathBuf,
    /// The documents are the files of this folder; their ids are their paths in it, with #N for the N-th document
    /// of a file that holds several
    #[arg(long, value_name = "FOLDER")]
    corpus: Option<PathBuf>,
    /// Read the queries from this file
    #[arg(long, value_name = "FILE")]
    queries: Option<PathBuf>,
    /// Read the judgements from this file
    #[arg(long, value_name = "FILE")]
    qrels: Option<PathBuf>,
    /// Write the rankings to this file, as a TREC run
    #[arg(long, value_name = "FILE")]
    run: Option<PathBuf>,
    /// Documents in each ranking
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    depth: u16,
    /// Build the index here, or reuse the one of an earlier evaluation [default: a temporary folder]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Rank with the constants of this file in place of the shipped ones, of the shape of ranking.toml
    #[arg(long, value_name = "FILE")]
    ranking: Option<PathBuf>,
    /// Only score this TREC run, whoever made it
    #[arg(long, value_name = "RUN", conflicts_with_all = ["corpus", "run", "depth", "index", "ranking"])]
    score: Option<PathBuf>,
}

/// What was measured, before it is scored.
struct Measured {
    run: Run,
    documents: Option<u64>,
    latency_ms: Option<LatencySummary>,
}

impl Eval {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let overrides = Overrides { queries: self.queries.clone(), qrels: self.qrels.clone() };
        let collection = Collection::open(&self.collection, &overrides)?;
        let unasked = collection.unasked().count();
        if unasked > 0 {
            tracing::warn!(unasked, "judged queries have no text and count 0");
        }
        let measured = match &self.score {
            Some(path) => Measured { run: Run::open(path)?, documents: None, latency_ms: None },
            None => self.ask(&collection)?,
        };
        if let Some(path) = &self.run {
            measured.run.save(path)?;
        }
        let is_json = common.output().is_json();
        let metrics = if is_json { Metric::defaults() } else { shown()? };
        let evaluation = Evaluation::new(&measured.run, collection.qrels(), &metrics);
        let mut summary = Summary::new(collection.name(), &evaluation);
        summary.documents = measured.documents;
        summary.latency_ms = measured.latency_ms;
        common.output().print(&summary, |summary, _style| {
            let kinds = kinds_text(&evaluation.by_kind(collection.queries()));
            let gap = if kinds.is_empty() { "" } else { "\n" };
            format!("{}{gap}{kinds}", summary_text(summary, &evaluation))
        })?;
        Ok(exit::FOUND)
    }

    /// Indexes the documents and asks all queries.
    fn ask(&self, collection: &Collection) -> Result<Measured, Error> {
        // A temporary index is removed when this is dropped.
        let temporary;
        let dir = match &self.index {
            Some(dir) => absolute(dir)?,
            None => {
                temporary =
                    TempDir::with_prefix("fiszka-eval-").map_err(Error::system("make a temporary folder"))?;
                temporary.path().to_owned()
            }
        };
        let mut session = self.session(collection, &dir)?;
        if let Some(path) = &self.ranking {
            session = session.with_ranking(configuration::ranking(path)?);
        }
        let bar = Progress::new("asking");
        let mut show = |done: usize, total: usize| bar.set(done as u64, total as u64, "");
        let answers = session.ask(collection.queries(), usize::from(self.depth), &tag(), &mut show)?;
        Ok(Measured {
            run: answers.run,
            documents: Some(session.documents() as u64),
            latency_ms: answers.latencies.summary(),
        })
    }

    fn session(&self, collection: &Collection, dir: &Path) -> Result<Session, Error> {
        let schema = Arc::new(Schema::builtin().clone());
        let analyzer = Analyzer::new();
        let Some(corpus) = &self.corpus else {
            let bar = Progress::new("indexing");
            let mut show = |done: usize| bar.count(done as u64);
            return Ok(Session::of_collection(collection, dir, schema, analyzer, &mut show)?);
        };
        let config = Config { corpora: vec![absolute(corpus)?], index: dir.to_owned(), ..Config::default() };
        let summary = super::index::with_progress(&config)?;
        if summary.failed > 0 {
            tracing::warn!(failed = summary.failed, "files could not be read; `fiszka index` lists them");
        }
        Ok(Session::of_files(dir, schema, analyzer)?)
    }
}

fn shown() -> Result<Vec<Metric>, Error> {
    Ok(SHOWN.iter().map(|name| name.parse()).collect::<Result<_, _>>()?)
}

/// The name of the run: what made it.
fn tag() -> String {
    format!("fiszka-{}", env!("CARGO_PKG_VERSION"))
}
