//! `fiszka eval --tune`: constants chosen from a grid.

use std::fs;
use std::path::Path;

use fiszka_evaluate::{AnswersBy, Collection, Descent, Grid, Session, Subject, tune, tuning_text};

use super::Eval;
use crate::arguments::Common;
use crate::error::Error;
use crate::exit;
use crate::output::progress::Progress;

/// A mean that rises by less is noise.
const GAIN_MIN: f64 = 0.000_2;

impl Eval {
    pub(super) fn tune(&self, collections: &[Collection], grid: &Path, common: &Common) -> Result<u8, Error> {
        let AnswersBy::Ranking { analysis, ranking: start } = self.system()?.answers else {
            return Err(Error::Usage {
                message: "a run has no constants to tune".to_owned(),
                hint: Some("name a .toml file with --ranking".to_owned()),
            });
        };
        let text = fs::read_to_string(grid).map_err(Error::file("read", grid))?;
        let grid = Grid::from_toml(&text, &start)?;
        let indexes = self.indexes(common)?;
        let sessions: Vec<Session> = collections
            .iter()
            .map(|collection| self.session(collection, &indexes, analysis))
            .collect::<Result<_, _>>()?;
        let subjects: Vec<Subject<'_>> = collections
            .iter()
            .zip(&sessions)
            .map(|(collection, session)| {
                let (name, queries, qrels) = (collection.name(), collection.queries(), collection.qrels());
                Subject::new(name, session, queries, qrels, self.sample)
            })
            .collect();
        let bar = Progress::new("rankings measured");
        let mut show = |measured: usize, left_out: Option<&str>| {
            bar.count_at(
                measured as u64,
                &left_out.map_or_else(String::new, |name| format!("without {name}")),
            );
        };
        let descent = Descent { metric: self.metric, gain_min: GAIN_MIN };
        let tuning = tune(&subjects, &start, &grid, descent, &mut show)?;
        drop(bar);
        common.output().print(&tuning, |tuning, _style| tuning_text(tuning))?;
        Ok(exit::FOUND)
    }
}
