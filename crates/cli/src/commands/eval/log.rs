//! `fiszka eval LOG.jsonl`: what people asked, answered again.

use std::path::Path;

use fiszka_evaluate::{AnswersBy, Collection, Session, log_text, read_log, replay};

use super::Eval;
use crate::arguments::Common;
use crate::error::Error;
use crate::exit;

/// Questions that are shown of each list.
const SHOWN: usize = 20;

impl Eval {
    pub(super) fn replay(&self, log: &Path, common: &Common) -> Result<u8, Error> {
        let asked = read_log(log)?;
        let indexes = self.indexes(common)?;
        let collection = Collection::without_queries(log);
        let mut systems: Vec<(String, Session)> = Vec::new();
        for system in self.systems()? {
            let AnswersBy::Ranking { analysis, ranking } = system.answers else {
                return Err(Error::Usage {
                    message: format!("the run `{}` cannot answer the questions of a log", system.name),
                    hint: Some("compare with a .toml file".to_owned()),
                });
            };
            let session = match systems.first() {
                Some((_, first)) if analysis == fiszka_evaluate::Analysis::default() => first.clone(),
                _ => self.session(&collection, &indexes, analysis)?,
            };
            systems.push((system.name, session.with_ranking(*ranking)));
        }
        let named: Vec<(&str, &Session)> =
            systems.iter().map(|(name, session)| (name.as_str(), session)).collect();
        let report = replay(&asked, &named, SHOWN)?;
        common.output().print(&report, |report, _style| log_text(report))?;
        Ok(exit::FOUND)
    }
}
