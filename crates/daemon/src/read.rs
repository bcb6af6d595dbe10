//! Reading a file of a corpus, on any thread.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fiszka::document::{Failure, Limits};
use fiszka::{Analyzer, Prepared, Schema, SourceDiagnostic, Stamp};

use crate::corpus::Corpus;

/// A file that has to be read.
pub(crate) struct Pending {
    pub(crate) corpus: usize,
    /// Relative to the corpus.
    pub(crate) relative: String,
    pub(crate) source_path: String,
    pub(crate) stamp: Stamp,
}

/// What reading a file gave.
pub(crate) enum Outcome {
    /// The same bytes as before.
    Unchanged,
    Prepared(Box<Prepared>),
    /// Gone since it was listed.
    Gone,
    Unreadable(SourceDiagnostic),
}

/// Reads and prepares files on any thread.
pub(crate) struct Reader<'r> {
    pub(crate) corpora: &'r [Corpus],
    pub(crate) schema: &'r Schema,
    pub(crate) analyzer: &'r Analyzer,
    pub(crate) limits: &'r Limits,
}

impl Reader<'_> {
    /// What a file holds, when it was read, and when it last changed by the file system's clock (a rename counts).
    pub(crate) fn read(
        &self,
        file: &Pending,
        known_hash: Option<&str>,
    ) -> (Outcome, i64, Option<SystemTime>) {
        let read_ns = now_ns();
        let Some(corpus) = self.corpora.get(file.corpus) else { return (Outcome::Gone, read_ns, None) };
        if file.stamp.size_bytes > self.limits.file_bytes_max {
            let limit_bytes = self.limits.file_bytes_max;
            let failure = Failure::TooLarge { bytes: file.stamp.size_bytes, limit_bytes };
            let prepared = Prepared::refused(&file.source_path, String::new(), &failure);
            return (Outcome::Prepared(Box::new(prepared)), read_ns, None);
        }
        let path = corpus.root.join(&file.relative);
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|opened| {
            opened.take(self.limits.file_bytes_max.saturating_add(1)).read_to_end(&mut bytes)
        });
        match read {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return (Outcome::Gone, read_ns, None);
            }
            Err(error) => {
                let reason = SourceDiagnostic {
                    code: "unreadable".to_owned(),
                    message: format!("cannot read the file: {error}"),
                    hint: Some("check its permissions; what it held before is kept".to_owned()),
                    line: None,
                };
                return (Outcome::Unreadable(reason), read_ns, None);
            }
        }
        let outcome = match known_hash {
            Some(hash) if hash == fiszka::content_hash(&bytes) => Outcome::Unchanged,
            _ => Outcome::Prepared(Box::new(Prepared::from_bytes(
                &file.source_path,
                &bytes,
                self.schema,
                self.analyzer,
                self.limits,
            ))),
        };
        (outcome, read_ns, changed_at(&path))
    }
}

fn now_ns() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

/// When the file's inode last changed: unlike the time of its content, a rename moves it.
fn changed_at(path: &Path) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = std::fs::metadata(path).ok()?;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
    UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
}
