//! What can go wrong with an index.

use std::io;
use std::path::{Path, PathBuf};

/// An error of the library.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder of the index could not be used.
    #[error("cannot {action} {path}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process writes this index.
    #[error("the index {path} is in use by another process")]
    Locked {
        /// The index folder.
        path: PathBuf,
    },
    /// The folder holds no finished index.
    #[error("no index in {path}")]
    NoIndex {
        /// The index folder.
        path: PathBuf,
    },
    /// The index was made with another schema, analysis or dictionary, or by another version.
    #[error("the index {path} was made with another schema, analysis or version")]
    Outdated {
        /// The index folder.
        path: PathBuf,
    },
    /// A record of the index cannot be read.
    #[error("a record of the index is damaged: {what}")]
    Damaged {
        /// Which record.
        what: String,
    },
    /// tantivy reported an error.
    #[error("the index reported an error")]
    Tantivy(#[from] tantivy::TantivyError),
}

impl Error {
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }

    /// The message with those of its causes behind it, for a place that shows one line.
    pub fn with_causes(&self) -> String {
        let first: &dyn std::error::Error = self;
        let messages = std::iter::successors(Some(first), |error| error.source()).map(ToString::to_string);
        messages.collect::<Vec<_>>().join(": ")
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Io { .. } => Some("check that the disk is there, has room and that you may write to it"),
            Self::Locked { .. } => Some("a daemon serves it already: ask that one, or give another --index"),
            Self::NoIndex { .. } => Some("build one with `fiszka index CORPUS` or `fiszka serve CORPUS`"),
            Self::Outdated { .. } | Self::Damaged { .. } => {
                Some("run `fiszka index CORPUS` or start the daemon: the index is built anew from the corpus")
            }
            Self::Tantivy(_) => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(source: io::Error) -> Self {
        Self::Tantivy(source.into())
    }
}

/// A result of the library.
pub type Result<T> = std::result::Result<T, Error>;
