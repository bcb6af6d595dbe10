//! `fiszka eval`

mod compare;
mod indexes;
mod log;
mod measure;
mod threshold;
mod tune;

use std::path::{Path, PathBuf};

use clap::Args;
use fiszka_evaluate::{Collection, Metric, Overrides};

use crate::arguments::Common;
use crate::error::Error;
use threshold::Threshold;

/// Measure how good the answers are, with collections of judged queries
///
/// A collection is a folder in BEIR form: corpus.jsonl, queries.jsonl, and qrels.tsv or qrels/test.tsv. A file that
/// ends in .toml holds a portal's own searches and what must come first; one that ends in .jsonl is a query log of the
/// daemon, whose questions are answered again. docs/evaluation.md explains all of them.
#[derive(Debug, Args)]
pub(crate) struct Eval {
    /// Folders of the collections, or one file of searches or questions
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
    /// Exit with 1 when the mean of a metric is lower, as in nDCG@10=0.85
    #[arg(long, value_name = "METRIC=VALUE", conflicts_with_all = ["compare", "tune"])]
    fail_under: Vec<Threshold>,
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
        let ends_in = |path: &Path, extension: &str| path.extension().is_some_and(|found| found == extension);
        if let [path] = &*self.collections
            && ends_in(path, "jsonl")
        {
            return self.replay(path, common);
        }
        let collections = match &*self.collections {
            [path] if ends_in(path, "toml") => vec![Collection::of_expectations(path)?],
            _ => self.open()?,
        };
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
