//! `fiszka eval`

mod compare;
mod indexes;
mod measure;
mod tune;

use std::path::PathBuf;

use clap::Args;
use fiszka_evaluate::{Collection, Metric, Overrides};

use crate::arguments::Common;
use crate::error::Error;

/// Measure how good the answers are, with collections of judged queries
///
/// A collection is a folder in BEIR form: corpus.jsonl, queries.jsonl, and qrels.tsv or qrels/test.tsv.
#[derive(Debug, Args)]
pub(crate) struct Eval {
    /// Folders of the collections
    #[arg(required = true, value_name = "COLLECTION")]
    collections: Vec<PathBuf>,
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
    #[arg(long, value_name = "FILE", conflicts_with = "tune")]
    run: Option<PathBuf>,
    /// Documents in each ranking
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    depth: u16,
    /// Build the index here, or reuse the one of an earlier evaluation [default: a temporary folder]; with several
    /// collections a folder in it for each
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Rank with the constants of this file in place of the shipped ones; it has the shape of ranking.toml, with
    /// anything left out (benches/ablations has examples)
    #[arg(long, value_name = "FILE")]
    ranking: Option<PathBuf>,
    /// Ask the queries in lower case and without Polish letters
    #[arg(long)]
    fold_queries: bool,
    /// Only score this TREC run, whoever made it
    #[arg(long, value_name = "RUN", conflicts_with_all = ["corpus", "run", "depth", "index", "ranking"])]
    score: Option<PathBuf>,
    /// Compare with these: files like that of --ranking, or TREC runs
    #[arg(long, value_name = "SYSTEM", num_args = 1.., conflicts_with_all = ["score", "run", "tune"])]
    compare: Vec<PathBuf>,
    /// Write the table of a comparison to this file
    #[arg(long, value_name = "FILE", requires = "compare")]
    csv: Option<PathBuf>,
    /// Write the values of all queries of a comparison to this file
    #[arg(long, value_name = "FILE", requires = "compare")]
    queries_csv: Option<PathBuf>,
    /// Write a comparison with its charts to this file
    #[arg(long, value_name = "FILE", requires = "compare")]
    html: Option<PathBuf>,
    /// Choose constants of the ranking from the lists of this file, and check them on each collection left out
    #[arg(long, value_name = "GRID", conflicts_with = "score")]
    tune: Option<PathBuf>,
    /// What tuning maximises, and what differences of single queries are told in
    #[arg(long, value_name = "METRIC", default_value = "nDCG@10")]
    metric: Metric,
    /// Tune on at most so many queries of each collection, evenly spread
    #[arg(long, value_name = "N", requires = "tune")]
    sample: Option<usize>,
}

impl Eval {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let collections = self.open()?;
        match &self.tune {
            Some(grid) => self.tune(&collections, grid, common),
            None if !self.compare.is_empty() => self.compare(&collections, common),
            None => self.measure(&collections, common),
        }
    }

    fn open(&self) -> Result<Vec<Collection>, Error> {
        let single = [("--corpus", &self.corpus), ("--queries", &self.queries), ("--qrels", &self.qrels)];
        let single = single.into_iter().chain([("--run", &self.run), ("--score", &self.score)]);
        for (name, value) in single {
            if self.collections.len() > 1 && value.is_some() {
                return Err(Error::Usage {
                    message: format!("{name} belongs to one collection, and there are several"),
                    hint: Some("name one collection".to_owned()),
                });
            }
        }
        let overrides = Overrides { queries: self.queries.clone(), qrels: self.qrels.clone() };
        let mut collections = Vec::with_capacity(self.collections.len());
        for folder in &self.collections {
            let mut collection = Collection::open(folder, &overrides)?;
            let unasked = collection.unasked().count();
            if unasked > 0 {
                tracing::warn!(
                    unasked,
                    collection = collection.name(),
                    "judged queries have no text and count 0"
                );
            }
            if self.fold_queries {
                collection.fold_queries();
            }
            collections.push(collection);
        }
        Ok(collections)
    }
}
