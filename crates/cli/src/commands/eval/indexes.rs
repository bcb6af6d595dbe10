//! Where the indexes of an evaluation are, and how they come to be.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fiszka::{Analyzer, Ranking, Schema};
use fiszka_daemon::Config;
use fiszka_evaluate::{Collection, Session};
use tempfile::TempDir;

use super::Eval;
use crate::configuration::{self, absolute};
use crate::error::Error;
use crate::output::progress::Progress;

/// The folder of the indexes; a temporary one is removed when this is dropped.
#[derive(Debug)]
pub(super) struct Indexes {
    base: PathBuf,
    /// A folder for each collection.
    several: bool,
    _temporary: Option<TempDir>,
}

impl Indexes {
    fn of(&self, collection: &Collection) -> PathBuf {
        if self.several { self.base.join(collection.name()) } else { self.base.clone() }
    }
}

impl Eval {
    pub(super) fn indexes(&self) -> Result<Indexes, Error> {
        let several = self.collections.len() > 1;
        if let Some(dir) = &self.index {
            return Ok(Indexes { base: absolute(dir)?, several, _temporary: None });
        }
        let temporary =
            TempDir::with_prefix("fiszka-eval-").map_err(Error::system("make a temporary folder"))?;
        Ok(Indexes { base: temporary.path().to_owned(), several, _temporary: Some(temporary) })
    }

    /// The ranking that was asked for.
    pub(super) fn ranking(&self) -> Result<Ranking, Error> {
        self.ranking.as_deref().map_or_else(|| Ok(Ranking::shipped().clone()), configuration::ranking)
    }

    /// Opens the index of a collection, or makes it.
    pub(super) fn session(&self, collection: &Collection, indexes: &Indexes) -> Result<Session, Error> {
        let dir = indexes.of(collection);
        let schema = Arc::new(Schema::builtin().clone());
        let session = match &self.corpus {
            Some(corpus) => of_files(corpus, &dir, schema)?,
            None => {
                let bar = Progress::new("indexing");
                let mut show = |done: usize| bar.count(done as u64);
                Session::of_collection(collection, &dir, schema, Analyzer::new(), &mut show)?
            }
        };
        Ok(session.with_ranking(self.ranking()?))
    }
}

fn of_files(corpus: &Path, dir: &Path, schema: Arc<Schema>) -> Result<Session, Error> {
    let config = Config { corpora: vec![absolute(corpus)?], index: dir.to_owned(), ..Config::default() };
    let summary = crate::commands::index::with_progress(&config)?;
    if summary.failed > 0 {
        tracing::warn!(failed = summary.failed, "files could not be read; `fiszka index` lists them");
    }
    Ok(Session::of_files(dir, schema, Analyzer::new())?)
}
