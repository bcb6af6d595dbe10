//! `fiszka show`

use clap::Args;

use crate::arguments::Common;
use crate::commands::answers::IndexOption;
use crate::error::Error;
use crate::exit;
use crate::output::document;

/// Show one document: its record, its text, and where it comes from
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The id of a hit
    id: String,
    /// Also show what of the text is not searched, and what is odd about the page
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    index: IndexOption,
}

impl Show {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let document = self.index.open(common)?.document(&self.id)?;
        common.output().print(&document, |document, style| document::text(document, self.explain, style))?;
        Ok(exit::FOUND)
    }
}
