//! Why a daemon does not start, or stops.

use std::io;
use std::path::PathBuf;

/// An error that ends the daemon. What concerns one file only is in its status instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The index cannot be opened or written.
    #[error("cannot use the index {path}")]
    Index {
        /// The index folder.
        path: PathBuf,
        /// What is wrong with it.
        source: fiszka::Error,
    },
    /// The schema folder cannot be read.
    #[error("cannot read the schema")]
    Schema(#[from] fiszka::schema::Error),
    /// The folders cannot be watched.
    #[error("cannot watch the corpus folders")]
    Watch(#[from] fiszka_watch::Error),
    /// A corpus folder is not there when an index is to be built of it.
    #[error("no corpus folder {path}")]
    NoCorpus {
        /// As given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A setting is out of its range.
    #[error("setting `{name}`: {reason}")]
    Setting {
        /// Name in the configuration.
        name: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// Another daemon answers on this socket.
    #[error("another daemon answers on {path}")]
    SocketInUse {
        /// The socket.
        path: PathBuf,
    },
    /// The socket or address cannot be opened.
    #[error("cannot listen on {address}")]
    Listen {
        /// The socket or address.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// The indexing thread ended before its time.
    #[error("the indexing thread ended unexpectedly")]
    Worker,
}

impl Error {
    pub(crate) fn index(path: &std::path::Path) -> impl FnOnce(fiszka::Error) -> Self {
        move |source| Self::Index { path: path.to_owned(), source }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Index { source, .. } => source.hint().map(str::to_owned),
            Self::Schema(source) => Some(source.hint().to_owned()),
            Self::Watch(source) => Some(source.hint().to_owned()),
            Self::NoCorpus { .. } => Some("give the folder that holds the documents".to_owned()),
            Self::Setting { .. } => Some("correct the configuration file or the flag".to_owned()),
            Self::SocketInUse { .. } => Some("ask that one, stop it, or give another --socket".to_owned()),
            Self::Listen { .. } => {
                Some("check that the folder is there and yours, or give another --socket".to_owned())
            }
            Self::Worker => Some("look at the log for the reason".to_owned()),
        }
    }

    /// Whether another process has the index or the socket.
    pub fn is_locked(&self) -> bool {
        matches!(self, Self::SocketInUse { .. } | Self::Index { source: fiszka::Error::Locked { .. }, .. })
    }
}
