//! `fiszka status`

use clap::Args;
use fiszka_client::Client;

use crate::arguments::Common;
use crate::error::Error;
use crate::exit;
use crate::output::status;

/// Tell what the daemon is doing: what is pending, and what failed and why
#[derive(Debug, Args)]
pub(crate) struct Status {}

impl Status {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let answer = super::blocking(Client::new(common.socket()))?.status()?;
        common.output().print(&answer, status::text)?;
        Ok(exit::FOUND)
    }
}
