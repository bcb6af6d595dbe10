//! `fiszka index`

use std::path::PathBuf;

use clap::Args;
use fiszka_daemon::Config;

use crate::arguments::Common;
use crate::configuration::absolute_all;
use crate::environment;
use crate::error::Error;
use crate::exit;
use crate::output::progress::Progress;
use crate::output::summary;

/// Build or refresh an index without a daemon
///
/// Files that did not change are not read again. Files that cannot be read are listed, and the rest goes on.
#[derive(Debug, Args)]
pub(crate) struct Index {
    /// Folders of documents
    #[arg(required = true, value_name = "CORPUS")]
    corpora: Vec<PathBuf>,
    /// Folder of the index [default: below $XDG_DATA_HOME/fiszka, one for each set of corpora]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
}

impl Index {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let corpora = absolute_all(&self.corpora)?;
        let index = self.index.map_or_else(|| environment::default_index(&corpora), Ok)?;
        let schema = common.schema_dir()?;
        build(&Config { corpora, index, schema, ..Config::default() }, common)
    }
}

/// Indexes the corpora and prints what became of their files.
pub(super) fn build(config: &Config, common: &Common) -> Result<u8, Error> {
    let summary = with_progress(config)?;
    common.output().print(&summary.into(), summary::text)?;
    Ok(exit::FOUND)
}

/// Indexes the corpora and shows how it goes.
pub(super) fn with_progress(config: &Config) -> Result<fiszka_daemon::Summary, Error> {
    let bar = Progress::new("indexing");
    let mut show = |progress: fiszka_daemon::Progress| {
        bar.set(progress.done as u64, progress.total as u64, &progress.path);
    };
    Ok(fiszka_daemon::build(config, &mut show)?)
}
