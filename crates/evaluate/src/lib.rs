//! Measure retrieval: how good are the answers of a search engine?
//!
//! Three things go in. A [`Collection`] has documents, queries, and judgements of which document answers which
//! query ([`Qrels`]). A [`Run`] is what an engine answered: a ranking for each query. A [`Metric`] such as
//! `nDCG@10` turns a ranking and its judgements into a number between 0 and 1. An [`Evaluation`] is the table of
//! these numbers, query by query; a [`Summary`] is their means, as JSON or text.
//!
//! ```
//! use std::path::Path;
//! use fiszka_evaluate::{Evaluation, Metric, Qrels, Run, Summary};
//!
//! let qrels = "query-id\tcorpus-id\tscore\n\
//!              q1\tżłobek\t2\n\
//!              q1\tprzedszkole\t1\n\
//!              q2\tbiblioteka\t1\n";
//! let qrels = Qrels::read(qrels.as_bytes(), Path::new("qrels.tsv"))?;
//! // The second query was not answered: it counts 0.
//! let run = "q1 Q0 przedszkole 1 7.5 bm25\n\
//!            q1 Q0 żłobek 2 7.1 bm25\n";
//! let run = Run::read(run.as_bytes(), Path::new("bm25.run"))?;
//!
//! let metrics: [Metric; 2] = ["nDCG@10".parse()?, "R@100".parse()?];
//! let evaluation = Evaluation::new(&run, &qrels, &metrics);
//! let first = &evaluation.queries()[0];
//! // (1 + 2 / log2 3) / (2 + 1 / log2 3)
//! assert!((first.values[0] - 0.859_7).abs() < 1e-4);
//! assert_eq!(evaluation.mean(metrics[1]), Some(0.5));
//!
//! let summary = Summary::new("miasto", &evaluation);
//! println!("{}", serde_json::to_string(&summary)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # From question to run
//! A [`Session`] puts the documents of a collection through the library as the daemon does, asks all queries, and
//! measures how long the answers take. What it asks is the ranking of every search
//! ([`Searcher::rank`](fiszka::Searcher::rank)).
//!
//! # Files
//! Collections come in BEIR form ([`Collection::open`]): `corpus.jsonl`, which is streamed and may have any size,
//! `queries.jsonl`, and `qrels.tsv` or `qrels/*.tsv`. Judgements may also be in TREC form. Runs are TREC runs
//! ([`Run::open`], [`Run::save`]). Lines and their number are bounded, and an error names file and line;
//! [`Error::hint`] says what to do.
//!
//! # The same numbers as trec_eval
//! Metrics have the names of ir-measures and the values of trec_eval ([`metrics`]). So have ties: scores that are
//! equal in single precision are ordered by falling document id, whatever order the run is in. Where this matters
//! the run is to blame, and [`Run::write`] never makes such runs: its scores fall strictly.
//!
//! There is one difference. A query whose judgements are all 0 is in no mean here, while `trec_eval -c` counts it
//! as 0 for every engine ([`Evaluation`], [`Qrels::without_relevant`]).
//!
//! # Better, or lucky?
//! [`compare`] puts runs beside a baseline: difference, confidence interval, queries won and lost, and the p-values
//! of a randomisation test and a t-test, corrected for several runs ([`significance`]). [`worst_queries`] and
//! [`largest_changes`] show where to look. With a hundred queries, expect to see only differences of several
//! points.

#![warn(missing_docs)]

mod collection;
mod comparison;
mod error;
mod evaluation;
mod expectations;
mod latency;
mod lines;
pub mod metrics;
mod page;
mod qrels;
mod query_log;
mod report;
mod run;
mod session;
pub mod significance;
mod study;
mod system;
mod table;
mod tune;
mod worst;

pub use collection::{
    CORPUS_LINE_BYTES_MAX, Collection, Corpus, CorpusDocument, Overrides, QUERIES_MAX, QUERY_LINE_BYTES_MAX,
    Query,
};
pub use comparison::{Change, Comparison, Named, compare, largest_changes};
pub use error::{Error, LineProblem, Result};
pub use evaluation::{Evaluation, QueryValues};
pub use expectations::{Checked, Expectation, Placed, check};
pub use latency::{Latencies, LatencySummary};
pub use metrics::Metric;
pub use qrels::{JUDGEMENTS_MAX, Judgements, LINE_BYTES_MAX, Qrels};
pub use query_log::{Asked, ChangedAnswer, LogChanges, LogReport, read_log, replay};
pub use report::{
    Summary, checks_text, collections_text, comparison_text, kinds_text, log_text, queries_csv, studies_csv,
    studies_html, studies_text, study_text, summary_text, tuning_text, worst_text,
};
pub use run::{RUN_LINES_MAX, Run, ScoredDocument};
pub use session::{Answers, Session};
pub use study::{Answered, ChangedQuery, KindFigures, Study, SystemFigures, time_in_turn};
pub use system::{Analysis, AnswersBy, System};
pub use tune::{Choice, ConstantChange, Descent, Grid, Subject, Tuning, tune};
pub use worst::{Expected, WorstQuery, worst_queries};
