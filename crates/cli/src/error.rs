//! What can go wrong with a command, and the exit code that tells it.

use std::io;
use std::path::{Path, PathBuf};

use fiszka_protocol::{ErrorCode, Problem};

use crate::exit;

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Client(#[from] fiszka_client::Error),
    #[error(transparent)]
    Daemon(#[from] fiszka_daemon::Error),
    #[error(transparent)]
    Evaluate(#[from] fiszka_evaluate::Error),
    /// A request that breaks a bound, or that the index in hand cannot answer.
    #[error(transparent)]
    Refused(#[from] Problem),
    #[error("{message}")]
    Usage { message: String, hint: Option<String> },
    #[error("cannot understand {}", path.display())]
    Configuration { path: PathBuf, source: Box<toml::de::Error> },
    #[error("cannot {action} {}", path.display())]
    File { action: &'static str, path: PathBuf, source: io::Error },
    #[error("cannot write to standard output")]
    Output(#[source] io::Error),
    #[error("cannot {action}")]
    System { action: &'static str, source: io::Error },
    #[error("stopped by a second signal before everything under way was finished")]
    Interrupted,
}

impl Error {
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File { action, path: path.to_owned(), source }
    }

    pub(crate) fn system(action: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::System { action, source }
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Client(error) => error.hint().map(str::to_owned),
            Self::Daemon(error) => error.hint(),
            Self::Evaluate(error) => error.hint().map(str::to_owned),
            Self::Refused(problem) => problem.errors.first().map(|error| error.remedy.clone()),
            Self::Usage { hint, .. } => hint.clone(),
            Self::Interrupted => Some("what was not committed is indexed at the next start".to_owned()),
            Self::Configuration { .. } | Self::File { .. } | Self::Output(_) | Self::System { .. } => None,
        }
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Client(fiszka_client::Error::Refused(problem)) | Self::Refused(problem) => {
                of_problem(problem)
            }
            Self::Client(error) => of_client(error),
            Self::Daemon(error) => of_daemon(error),
            Self::Evaluate(fiszka_evaluate::Error::Index(error)) => of_index(error),
            Self::Evaluate(_) | Self::Usage { .. } | Self::Configuration { .. } | Self::File { .. } => {
                exit::USAGE
            }
            Self::Output(_) | Self::System { .. } | Self::Interrupted => exit::INTERNAL,
        }
    }

    /// Whether the reader of the output has enough: no error for anybody.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(source) if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

fn of_problem(problem: &Problem) -> u8 {
    match problem.code {
        ErrorCode::DocumentNotFound => exit::NOTHING_FOUND,
        ErrorCode::Internal => exit::INTERNAL,
        _ => exit::REFUSED,
    }
}

fn of_client(error: &fiszka_client::Error) -> u8 {
    match error {
        fiszka_client::Error::Unreachable { .. }
        | fiszka_client::Error::TimedOut { .. }
        | fiszka_client::Error::BrokenOff { .. } => exit::UNREACHABLE,
        _ => exit::INTERNAL,
    }
}

fn of_daemon(error: &fiszka_daemon::Error) -> u8 {
    use fiszka_daemon::Error;
    match error {
        _ if error.is_locked() => exit::REFUSED,
        Error::Index { source, .. } => of_index(source),
        Error::Schema(_) | Error::NoCorpus { .. } | Error::Setting { .. } => exit::USAGE,
        _ => exit::INTERNAL,
    }
}

fn of_index(error: &fiszka::Error) -> u8 {
    match error {
        fiszka::Error::Locked { .. } => exit::REFUSED,
        fiszka::Error::NoIndex { .. } | fiszka::Error::Outdated { .. } => exit::USAGE,
        _ => exit::INTERNAL,
    }
}
