//! The command line: the options that every command takes, and the commands.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{ArgAction, Args, Parser, Subcommand};
use fiszka::Schema;
use tracing_subscriber::filter::LevelFilter;

use crate::commands::analyze::Analyze;
use crate::commands::completions::Completions;
use crate::commands::eval::Eval;
use crate::commands::index::Index;
use crate::commands::reindex::Reindex;
use crate::commands::search::Search;
use crate::commands::serve::Serve;
use crate::commands::show::Show;
use crate::commands::similar::Similar;
use crate::commands::status::Status;
use crate::commands::suggest::Suggest;
use crate::configuration::absolute;
use crate::environment;
use crate::error::Error;
use crate::output::Output;

const EXIT_CODES: &str = "\
Exit codes: 0 found or done, 1 nothing found, 2 usage, 3 daemon unreachable, 4 refused, 70 internal error";

/// Full-text search for Polish local-government pages
#[derive(Debug, Parser)]
#[command(name = "fiszka", version, after_help = EXIT_CODES, max_term_width = 110)]
pub(crate) struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// The options that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// Socket of the daemon [default: $XDG_RUNTIME_DIR/fiszka.sock, else /tmp/fiszka-UID/fiszka.sock]
    #[arg(long, value_name = "PATH", env = "FISZKA_SOCKET", hide_env_values = true, global = true)]
    pub(crate) socket: Option<PathBuf>,
    /// Lay the kinds, fields and vocabulary of this folder over the shipped ones, wherever this command reads an
    /// index itself; the index must have been built with the same kinds and fields
    #[arg(long, value_name = "DIR", global = true)]
    schema: Option<PathBuf>,
    /// Print one JSON value and nothing else
    #[arg(long, global = true)]
    json: bool,
    /// Log more to standard error; may be repeated
    #[arg(short, long, action = ArgAction::Count, global = true)]
    verbose: u8,
}

impl Common {
    pub(crate) fn socket(&self) -> PathBuf {
        self.socket.clone().unwrap_or_else(environment::default_socket)
    }

    /// The folder laid over the shipped schema.
    pub(crate) fn schema_dir(&self) -> Result<Option<PathBuf>, Error> {
        self.schema.as_deref().map(absolute).transpose()
    }

    /// The shipped schema with the folder laid over it.
    pub(crate) fn schema(&self) -> Result<Arc<Schema>, Error> {
        Ok(fiszka_daemon::schema(self.schema_dir()?.as_deref())?)
    }

    pub(crate) fn output(&self) -> Output {
        Output::new(self.json)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(Serve),
    Search(Search),
    Suggest(Suggest),
    Similar(Similar),
    Show(Show),
    Status(Status),
    Reindex(Reindex),
    Index(Index),
    Analyze(Analyze),
    Eval(Box<Eval>),
    Completions(Completions),
}

impl Arguments {
    /// Whether this process lives longer than one answer.
    pub(crate) fn is_daemon(&self) -> bool {
        matches!(&self.command, Command::Serve(_))
    }

    /// Clients tell what needs a person; a daemon also tells how it lives.
    pub(crate) fn log_level(&self) -> LevelFilter {
        match self.common.verbose.saturating_add(u8::from(self.is_daemon())) {
            0 => LevelFilter::WARN,
            1 => LevelFilter::INFO,
            2 => LevelFilter::DEBUG,
            _ => LevelFilter::TRACE,
        }
    }

    /// Does what was asked and tells the exit code.
    pub(crate) fn run(self) -> Result<u8, Error> {
        let common = self.common;
        match self.command {
            Command::Serve(command) => command.run(&common),
            Command::Search(command) => command.run(&common),
            Command::Suggest(command) => command.run(&common),
            Command::Similar(command) => command.run(&common),
            Command::Show(command) => command.run(&common),
            Command::Status(command) => command.run(&common),
            Command::Reindex(command) => command.run(&common),
            Command::Index(command) => command.run(&common),
            Command::Analyze(command) => command.run(&common),
            Command::Eval(command) => command.run(&common),
            Command::Completions(command) => command.run(&common),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn log_levels() {
        for (line, level) in [
            (&["fiszka", "status"][..], LevelFilter::WARN),
            (&["fiszka", "status", "-v"], LevelFilter::INFO),
            (&["fiszka", "serve", "corpus"], LevelFilter::INFO),
            (&["fiszka", "-v", "serve", "corpus", "-v"], LevelFilter::DEBUG),
            (&["fiszka", "serve", "corpus", "-vvvvvvv"], LevelFilter::TRACE),
        ] {
            let arguments = Arguments::try_parse_from(line).unwrap();
            assert_eq!(arguments.log_level(), level, "{line:?}");
        }
    }
}
