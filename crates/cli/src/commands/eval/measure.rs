//! Plain `fiszka eval`: the figures of one ranking.

use fiszka::analysis::ANALYSIS_VERSION;
use fiszka_evaluate::{
    Analysis, AnswersBy, Checked, Collection, Evaluation, LatencySummary, Metric, Run, Summary, check,
    checks_text, collections_text, kinds_text, summary_text,
};

use super::Eval;
use super::indexes::Indexes;
use crate::arguments::Common;
use crate::error::Error;
use crate::exit;
use crate::output::progress::Progress;

/// The metrics that people see; `--json` has all of them.
const SHOWN: [&str; 3] = ["nDCG@10", "RR@10", "R@100"];

/// What was measured, before it is scored.
struct Measured {
    run: Run,
    documents: Option<u64>,
    latency_ms: Option<LatencySummary>,
}

impl Eval {
    pub(super) fn measure(&self, collections: &[Collection], common: &Common) -> Result<u8, Error> {
        let mut metrics = if common.output().is_json() { Metric::defaults() } else { shown()? };
        for threshold in &self.fail_under {
            if !metrics.contains(&threshold.metric) {
                metrics.push(threshold.metric);
            }
        }
        let indexes = self.indexes(common)?;
        let mut summaries = Vec::with_capacity(collections.len());
        let mut evaluations = Vec::with_capacity(collections.len());
        for collection in collections {
            let measured = self.measured(collection, &indexes)?;
            if let Some(path) = &self.run {
                measured.run.save(path)?;
            }
            let evaluation = Evaluation::new(&measured.run, collection.qrels(), &metrics);
            let mut summary = Summary::new(collection.name(), &evaluation);
            summary.documents = measured.documents;
            summary.latency_ms = measured.latency_ms;
            summary.searches = check(collection.expectations(), &measured.run);
            summaries.push(summary);
            evaluations.push(evaluation);
        }
        match (&*summaries, &*evaluations, collections) {
            ([summary], [evaluation], [collection]) => {
                common.output().print(summary, |summary, _style| {
                    let kinds = kinds_text(&evaluation.by_kind(collection.queries()));
                    let gap = if kinds.is_empty() { "" } else { "\n" };
                    let checks = Some(&summary.searches).filter(|searches| !searches.is_empty());
                    let checks = checks.map_or_else(String::new, |searches| checks_text(searches));
                    format!("{checks}{}{gap}{kinds}", summary_text(summary, evaluation))
                })?
            }
            _ => common.output().print(&summaries, |summaries, _style| collections_text(summaries))?,
        }
        Ok(self.verdict(&summaries))
    }

    /// Whether all searches of a portal are as they must be, and no mean is too low.
    fn verdict(&self, summaries: &[Summary]) -> u8 {
        let mut passed = summaries.iter().flat_map(|summary| &summary.searches).all(Checked::passed);
        for summary in summaries {
            for broken in self.fail_under.iter().filter_map(|threshold| threshold.broken_by(summary)) {
                tracing::error!("{broken}");
                passed = false;
            }
        }
        if passed { exit::FOUND } else { exit::FAILED }
    }

    fn measured(&self, collection: &Collection, indexes: &Indexes) -> Result<Measured, Error> {
        let scored = |run| Ok(Measured { run, documents: None, latency_ms: None });
        if let Some(path) = &self.score {
            return scored(Run::open(path)?);
        }
        let (analysis, ranking) = match self.system()?.answers {
            AnswersBy::Ranking { analysis, ranking } => (analysis, ranking),
            AnswersBy::Run(run) => return scored(run),
        };
        let session = self.session(collection, indexes, analysis)?.with_ranking(*ranking);
        let bar = Progress::new("asking");
        let mut show = |done: usize, total: usize| bar.set(done as u64, total as u64, "");
        let answers =
            session.ask(collection.queries(), usize::from(self.depth), &tag(analysis), &mut show)?;
        Ok(Measured {
            run: answers.run,
            documents: Some(session.documents() as u64),
            latency_ms: answers.latencies.summary(),
        })
    }
}

pub(super) fn shown() -> Result<Vec<Metric>, Error> {
    Ok(SHOWN.iter().map(|name| name.parse()).collect::<Result<_, _>>()?)
}

/// The name of the run: what made it, and from which terms.
fn tag(analysis: Analysis) -> String {
    let commit = option_env!("FISZKA_COMMIT").map_or_else(String::new, |commit| format!("+{commit}"));
    format!("fiszka-{}{commit}-{}-{ANALYSIS_VERSION}", env!("CARGO_PKG_VERSION"), analysis.name())
}
