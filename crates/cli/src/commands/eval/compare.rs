//! `fiszka eval --compare`: systems side by side.

use std::collections::BTreeMap;
use std::fs;

use fiszka_evaluate::{
    Analysis, Answered, AnswersBy, Collection, Session, Study, System, queries_csv, studies_csv,
    studies_html, studies_text, study_text, time_in_turn,
};

use super::Eval;
use super::indexes::Indexes;
use crate::arguments::Common;
use crate::error::Error;
use crate::exit;
use crate::output::progress::Progress;

/// Gains and losses that are shown of each system.
const CHANGES_SHOWN: usize = 5;

impl Eval {
    pub(super) fn compare(&self, collections: &[Collection], common: &Common) -> Result<u8, Error> {
        let systems = self.systems()?;
        let mut metrics = super::measure::shown()?;
        if !metrics.contains(&self.metric) {
            metrics.insert(0, self.metric);
        }
        let indexes = self.indexes(common)?;
        let mut studies = Vec::with_capacity(collections.len());
        for collection in collections {
            let answered = self.answered(collection, &systems, &indexes)?;
            studies.push(Study::new(collection, &answered, &metrics, self.metric, CHANGES_SHOWN)?);
        }
        for (path, content) in [
            (&self.csv, studies_csv as fn(&[Study]) -> String),
            (&self.queries_csv, queries_csv),
            (&self.html, studies_html),
        ] {
            if let Some(path) = path {
                fs::write(path, content(&studies)).map_err(Error::file("write", path))?;
            }
        }
        match &*studies {
            [study] => common.output().print(study, |study, _style| study_text(study))?,
            _ => common.output().print(&studies, |studies, _style| studies_text(studies))?,
        }
        Ok(exit::FOUND)
    }

    /// The baseline first.
    pub(super) fn systems(&self) -> Result<Vec<System>, Error> {
        let baseline = self.system()?;
        let mut systems = vec![baseline];
        for path in &self.compare {
            let system = System::open(path)?;
            if systems.iter().any(|known| known.name == system.name) {
                return Err(Error::Usage {
                    message: format!("two systems are called `{}`", system.name),
                    hint: Some("rename one of the files".to_owned()),
                });
            }
            systems.push(system);
        }
        Ok(systems)
    }

    fn answered(
        &self,
        collection: &Collection,
        systems: &[System],
        indexes: &Indexes,
    ) -> Result<Vec<Answered>, Error> {
        let opened = self.sessions(collection, systems, indexes)?;
        let mut answered = Vec::with_capacity(systems.len());
        let bar = Progress::new("ranking");
        for (system, session) in systems.iter().zip(&opened) {
            let mut show =
                |done: usize| bar.set(done as u64, collection.queries().len() as u64, &system.name);
            let run = match (&system.answers, session) {
                (AnswersBy::Run(run), _) => run.clone(),
                (_, Some(session)) => session.rank_all(
                    collection.queries(),
                    usize::from(self.depth),
                    &system.name,
                    &mut show,
                )?,
                (AnswersBy::Ranking { .. }, None) => continue,
            };
            let (name, about) = (system.name.clone(), system.about.clone());
            answered.push(Answered { name, about, run, latency_ms: None });
        }
        drop(bar);
        let bar = Progress::new("timing");
        let mut show = |done: usize, total: usize| bar.set(done as u64, total as u64, "");
        let timed: Vec<&Session> = opened.iter().flatten().collect();
        let mut latencies = time_in_turn(&timed, collection.queries(), &mut show)?.into_iter();
        for (one, _) in answered.iter_mut().zip(&opened).filter(|(_, session)| session.is_some()) {
            one.latency_ms = latencies.next().and_then(|latencies| latencies.summary());
        }
        Ok(answered)
    }

    /// One index for each analysis, one session for each system that needs one.
    fn sessions(
        &self,
        collection: &Collection,
        systems: &[System],
        indexes: &Indexes,
    ) -> Result<Vec<Option<Session>>, Error> {
        let mut made: BTreeMap<Analysis, Session> = BTreeMap::new();
        let mut opened = Vec::with_capacity(systems.len());
        for system in systems {
            let AnswersBy::Ranking { analysis, ranking } = &system.answers else {
                opened.push(None);
                continue;
            };
            let session = match made.get(analysis) {
                Some(session) => session.clone(),
                None => {
                    let session = self.session(collection, indexes, *analysis)?;
                    made.insert(*analysis, session.clone());
                    session
                }
            };
            opened.push(Some(session.with_ranking((**ranking).clone())));
        }
        Ok(opened)
    }
}
