//! `fiszka suggest`

use clap::Args;
use fiszka_protocol::{SuggestRequest, limits};

use crate::arguments::Common;
use crate::commands::answers::IndexOption;
use crate::error::Error;
use crate::exit;
use crate::output::suggest;

/// Tell what a typed beginning may become: titles, places, categories, programmes, phrases
#[derive(Debug, Args)]
pub(crate) struct Suggest {
    /// The beginning of one or more words, with or without Polish letters
    #[arg(value_name = "PREFIX", required = true)]
    prefix: Vec<String>,
    /// Most suggestions to show, at most 100
    #[arg(long, value_name = "N", default_value_t = limits::LIMIT_DEFAULT)]
    limit: u32,
    #[command(flatten)]
    index: IndexOption,
}

impl Suggest {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let request = SuggestRequest { q: self.prefix.join(" "), limit: self.limit };
        let answer = self.index.open(common)?.suggest(&request)?;
        common.output().print(&answer, suggest::text)?;
        Ok(if answer.suggestions.is_empty() { exit::NOTHING_FOUND } else { exit::FOUND })
    }
}
