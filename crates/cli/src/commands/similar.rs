//! `fiszka similar`

use clap::Args;
use fiszka_protocol::{SimilarRequest, limits};

use crate::arguments::Common;
use crate::commands::answers::IndexOption;
use crate::error::Error;
use crate::exit;
use crate::output::search;

/// Show the documents that are most like another one, of any kind
#[derive(Debug, Args)]
pub(crate) struct Similar {
    /// The id of a hit
    id: String,
    /// Most documents to show, at most 100
    #[arg(long, value_name = "N", default_value_t = limits::LIMIT_DEFAULT)]
    limit: u32,
    #[command(flatten)]
    index: IndexOption,
}

impl Similar {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let answer = self.index.open(common)?.similar(&self.id, SimilarRequest { limit: self.limit })?;
        common.output().print(&answer, search::similar_text)?;
        Ok(if answer.hits.is_empty() { exit::NOTHING_FOUND } else { exit::FOUND })
    }
}
