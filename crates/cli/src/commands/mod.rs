//! The commands, one module each.

pub(crate) mod analyze;
pub(crate) mod completions;
pub(crate) mod eval;
pub(crate) mod index;
pub(crate) mod reindex;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod similar;
pub(crate) mod status;
pub(crate) mod suggest;

mod answers;

use fiszka_client::{Client, blocking};

use crate::error::Error;

/// A client for a program that asks one thing and ends.
fn blocking(client: Client) -> Result<blocking::Client, Error> {
    blocking::Client::new(client).map_err(Error::system("start a client"))
}
