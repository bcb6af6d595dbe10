//! Where the indexes of an evaluation are, and how they come to be.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fiszka::{Analyzer, Schema};
use fiszka_daemon::Config;
use fiszka_evaluate::{Analysis, Collection, Session, System};
use tempfile::TempDir;

use super::Eval;
use crate::arguments::Common;
use crate::configuration::absolute;
use crate::error::Error;
use crate::output::progress::Progress;

/// The folder of the indexes; a temporary one is removed when this is dropped.
#[derive(Debug)]
pub(super) struct Indexes {
    base: PathBuf,
    /// A folder for each collection.
    several: bool,
    /// The folder laid over the shipped schema.
    schema_dir: Option<PathBuf>,
    schema: Arc<Schema>,
    _temporary: Option<TempDir>,
}

impl Indexes {
    /// The index of another analysis stands beside that of the dictionary.
    fn of(&self, collection: &Collection, analysis: Analysis) -> PathBuf {
        let mut dir = if self.several { self.base.join(collection.name()) } else { self.base.clone() };
        if analysis != Analysis::default() {
            dir.as_mut_os_string().push(format!(".{}", analysis.name()));
        }
        dir
    }
}

impl Eval {
    pub(super) fn indexes(&self, common: &Common) -> Result<Indexes, Error> {
        let several = self.collections.len() > 1;
        let (schema_dir, schema) = (common.schema_dir()?, common.schema()?);
        if let Some(dir) = &self.index {
            return Ok(Indexes { base: absolute(dir)?, several, schema_dir, schema, _temporary: None });
        }
        let temporary =
            TempDir::with_prefix("fiszka-eval-").map_err(Error::system("make a temporary folder"))?;
        let base = temporary.path().to_owned();
        Ok(Indexes { base, several, schema_dir, schema, _temporary: Some(temporary) })
    }

    /// What is measured, or compared with: the shipped ranking, unless another was asked for.
    pub(super) fn system(&self) -> Result<System, Error> {
        self.ranking.as_deref().map_or_else(|| Ok(System::shipped()), |path| Ok(System::open(path)?))
    }

    /// Opens the index of a collection, or makes it.
    pub(super) fn session(
        &self,
        collection: &Collection,
        indexes: &Indexes,
        analysis: Analysis,
    ) -> Result<Session, Error> {
        let dir = indexes.of(collection, analysis);
        let schema = Arc::clone(&indexes.schema);
        let analyzer = analysis.analyzer();
        let Some(corpus) = &self.corpus else {
            let bar = Progress::new("indexing");
            let mut show = |done: usize| bar.count(done as u64);
            return Ok(Session::of_collection(collection, &dir, schema, analyzer, &mut show)?);
        };
        if analysis != Analysis::default() {
            return Err(Error::Usage {
                message: format!("files of --corpus are not indexed with the analysis `{}`", analysis.name()),
                hint: Some("write the documents to a corpus.jsonl".to_owned()),
            });
        }
        of_files(corpus, &dir, indexes)
    }
}

fn of_files(corpus: &Path, dir: &Path, indexes: &Indexes) -> Result<Session, Error> {
    let corpora = vec![absolute(corpus)?];
    let schema = indexes.schema_dir.clone();
    let config = Config { corpora, index: dir.to_owned(), schema, ..Config::default() };
    let summary = crate::commands::index::with_progress(&config)?;
    if summary.files.failed > 0 {
        tracing::warn!(failed = summary.files.failed, "files could not be read; `fiszka index` lists them");
    }
    Ok(Session::of_files(dir, Arc::clone(&indexes.schema), Analyzer::new())?)
}
