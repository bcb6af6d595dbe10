//! The stamp of a file: its size and time.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// What tells, without reading a file, that it changed.
///
/// Two equal stamps do not prove equal contents: see *Known problems* on the [front page](crate#known-problems).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Length in bytes.
    pub size_bytes: u64,
    /// Time of the last modification, in nanoseconds since 1970-01-01T00:00:00Z; negative before it, and held at
    /// the ends of the type (years 1677 and 2262).
    pub modified_ns: i64,
}

impl Stamp {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let seconds_as_ns = metadata.mtime().saturating_mul(1_000_000_000);
        Self { size_bytes: metadata.len(), modified_ns: seconds_as_ns.saturating_add(metadata.mtime_nsec()) }
    }
}

/// Asks the file system for the stamp of a file; a link to a file has the stamp of that file.
///
/// `None`: nothing is there, or it is not a regular file. Take it before and after reading a file: when the two
/// differ, the file was being written and what was read may be half of it.
///
/// # Errors
/// Whatever the system answers, except that there is nothing.
pub fn stamp(path: &Path) -> io::Result<Option<Stamp>> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(metadata.is_file().then(|| Stamp::of(&metadata))),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the system says that nothing is there: the name is missing, or a parent is no folder.
pub(crate) fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
