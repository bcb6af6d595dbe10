use std::io;
use std::path::PathBuf;
use std::time::Duration;

use fiszka_protocol::Problem;

/// Why the daemon gave no answer, or not the one that was asked for.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody listens on the socket, or this user may not enter.
    #[error("no daemon can be reached at {}", socket.display())]
    Unreachable {
        /// The socket that was tried.
        socket: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The daemon understood and refused; the problem says why and what to do.
    #[error(transparent)]
    Refused(Problem),
    /// The daemon took the request and let the time pass.
    #[error("the daemon at {} gave no answer within {after:?}", socket.display())]
    TimedOut {
        /// The socket of the daemon.
        socket: PathBuf,
        /// The time that passed.
        after: Duration,
    },
    /// The connection ended before the answer did, or what came is not HTTP.
    #[error("the exchange with the daemon at {} broke off", socket.display())]
    BrokenOff {
        /// The socket of the daemon.
        socket: PathBuf,
        /// What HTTP said.
        source: hyper::Error,
    },
    /// The answer is larger than the client takes.
    #[error("the answer of the daemon at {} is larger than {bytes_max} bytes", socket.display())]
    TooLarge {
        /// The socket of the daemon.
        socket: PathBuf,
        /// The bound of the client.
        bytes_max: usize,
    },
    /// The answer is HTTP, but not the JSON that the protocol has.
    #[error("the answer of the daemon at {} (status {status}) is not of the protocol", socket.display())]
    NotUnderstood {
        /// The socket of the daemon.
        socket: PathBuf,
        /// The HTTP status of the answer.
        status: u16,
        /// What is wrong with the JSON, and where.
        source: serde_json::Error,
    },
}

impl Error {
    /// What to do about it; `None` when the message says it all. A refusal has a remedy for each of its errors: this
    /// is the first.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Unreachable { source, .. } => Some(match source.kind() {
                io::ErrorKind::PermissionDenied => {
                    "this user may not enter the socket: see its mode and group"
                }
                io::ErrorKind::InvalidInput => "the path of a socket has at most 107 bytes",
                _ => "start it with `fiszka serve CORPUS`",
            }),
            Self::Refused(problem) => problem.errors.first().map(|error| error.remedy.as_str()),
            Self::TimedOut { .. } => Some("`fiszka status` tells what the daemon is doing"),
            Self::BrokenOff { .. } => Some("the daemon may have been stopped: try again, and see its log"),
            Self::TooLarge { .. } => Some("ask for fewer hits"),
            Self::NotUnderstood { .. } => {
                Some("the daemon may be of another version, or the socket of another program")
            }
        }
    }
}
