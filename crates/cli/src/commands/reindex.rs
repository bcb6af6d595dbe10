//! `fiszka reindex`

use std::path::PathBuf;

use clap::Args;
use fiszka_client::Client;
use fiszka_protocol::ReindexResponse;

use crate::arguments::Common;
use crate::error::Error;
use crate::exit;
use crate::output::Style;

/// Have the daemon read every file again; answers go on meanwhile
#[derive(Debug, Args)]
pub(crate) struct Reindex {
    /// Admin socket of the daemon [default: beside the socket]
    #[arg(long, value_name = "PATH")]
    admin_socket: Option<PathBuf>,
}

impl Reindex {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let client = Client::new(common.socket());
        let client = match self.admin_socket {
            Some(path) => client.with_admin_socket(path),
            None => client,
        };
        let answer = super::blocking(client)?.reindex()?;
        common.output().print(&answer, text)?;
        Ok(exit::FOUND)
    }
}

fn text(answer: &ReindexResponse, _style: &Style) -> String {
    format!("{} files will be read again; `fiszka status` tells how it goes\n", answer.sources)
}
