//! Reading a file of a corpus, on any thread.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fiszka::document::{Failure, Limits};
use fiszka::{ParsedFile, Schema, SourceDiagnostic, Stamp};

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
    Parsed(Box<ParsedFile>),
    /// Gone since it was listed.
    Gone,
    Unreadable(SourceDiagnostic),
}

/// What reading a file gave, and when.
pub(crate) struct Read {
    pub(crate) outcome: Outcome,
    /// When it was read, in nanoseconds since 1970.
    pub(crate) read_ns: i64,
    /// When it last changed by the file system's clock (a rename counts).
    pub(crate) changed: Option<SystemTime>,
}

/// Reads and parses files on any thread.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'r> {
    pub(crate) corpora: &'r [Corpus],
    pub(crate) schema: &'r Schema,
    pub(crate) limits: &'r Limits,
}

impl Reader<'_> {
    /// What a file holds. A file of the known hash is unchanged.
    pub(crate) fn read(&self, file: &Pending, known_hash: Option<&str>) -> Read {
        let read_ns = now_ns();
        let outcome = self.outcome(file, known_hash);
        let path = self.corpora.get(file.corpus).map(|corpus| corpus.root.join(&file.relative));
        let changed =
            path.filter(|_| matches!(outcome, Outcome::Parsed(_))).and_then(|path| changed_at(&path));
        Read { outcome, read_ns, changed }
    }

    fn outcome(&self, file: &Pending, known_hash: Option<&str>) -> Outcome {
        let Some(corpus) = self.corpora.get(file.corpus) else { return Outcome::Gone };
        if file.stamp.size_bytes > self.limits.file_bytes_max {
            let limit_bytes = self.limits.file_bytes_max;
            let failure = Failure::TooLarge { bytes: file.stamp.size_bytes, limit_bytes };
            return Outcome::Parsed(Box::new(ParsedFile::refused(
                &file.source_path,
                String::new(),
                &failure,
            )));
        }
        let mut bytes = Vec::new();
        let read = File::open(corpus.root.join(&file.relative)).and_then(|opened| {
            opened.take(self.limits.file_bytes_max.saturating_add(1)).read_to_end(&mut bytes)
        });
        match read {
            Ok(_) if known_hash.is_some_and(|hash| hash == fiszka::content_hash(&bytes)) => {
                Outcome::Unchanged
            }
            Ok(_) => {
                let parsed = ParsedFile::from_bytes(&file.source_path, &bytes, self.schema, self.limits);
                Outcome::Parsed(Box::new(parsed))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Outcome::Gone,
            Err(error) => Outcome::Unreadable(SourceDiagnostic {
                code: "unreadable".to_owned(),
                message: format!("cannot read the file: {error}"),
                hint: Some("check its permissions; what it held before is kept".to_owned()),
                line: None,
            }),
        }
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
