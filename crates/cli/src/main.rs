//! The program `fiszka`: `serve` starts the daemon, the other commands ask it or work on an index themselves.
//!
//! This is the only place of the project that reads the environment and prints. Standard output carries the answer
//! and nothing else; messages, logs and progress go to standard error.

mod arguments;
mod commands;
mod configuration;
mod environment;
mod error;
mod exit;
mod logging;
mod output;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::Arguments;
use crate::error::Error;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nobody is left to be told when even this cannot be printed.
            drop(error.print());
            return if error.use_stderr() { exit::USAGE.into() } else { exit::FOUND.into() };
        }
    };
    logging::start(arguments.log_level(), arguments.is_daemon());
    match arguments.run() {
        Ok(code) => code.into(),
        Err(error) if error.is_broken_pipe() => exit::FOUND.into(),
        Err(error) => {
            drop(writeln!(io::stderr(), "{}", message(&error)));
            error.exit_code().into()
        }
    }
}

/// `error: what: why: why`, and what to do about it on a line of its own.
fn message(error: &Error) -> String {
    let mut message = format!("error: {error}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        message = format!("{message}: {cause}");
        source = cause.source();
    }
    match error.hint() {
        Some(hint) => format!("{message}\nhint: {hint}"),
        None => message,
    }
}
