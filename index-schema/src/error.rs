//! What can be wrong with schema files.

use std::path::PathBuf;

/// A schema file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or the folder cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is larger than any schema file may be.
    #[error("{} is larger than {limit_bytes} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit.
        limit_bytes: u64,
    },
    /// A line breaks a rule of its file.
    #[error("{file}, line {line}: {reason}")]
    Invalid {
        /// Name of the file, relative to the schema folder.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
        /// What to do about it.
        remedy: &'static str,
    },
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> &str {
        match self {
            Self::Read { .. } => "check that the folder exists and may be read",
            Self::TooLarge { .. } => "schema files are small tables: check that this is the right folder",
            Self::Invalid { remedy, .. } => remedy,
        }
    }

    pub(crate) fn invalid(file: &str, line: usize, reason: impl Into<String>, remedy: &'static str) -> Self {
        Self::Invalid { file: file.to_owned(), line, reason: reason.into(), remedy }
    }
}
