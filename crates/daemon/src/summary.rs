//! What became of the files of a scan, format by format.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use fiszka::document::Format;
use fiszka::{Source, SourceState};
use fiszka_protocol::SourceError;

/// What [`build`](crate::build) did.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Number of the commit.
    pub generation: u64,
    /// Documents that can be found.
    pub documents: usize,
    /// All files that are there, by what became of them.
    pub files: FileCounts,
    /// The same by format: the [name](Format::name) of each that occurs, `unknown` for files of none.
    pub formats: BTreeMap<&'static str, FileCounts>,
    /// Files that have gone.
    pub removed: usize,
    /// Everything in the corpora that could not be indexed.
    pub errors: Vec<SourceError>,
    /// How long it took.
    pub elapsed: Duration,
}

/// How many files came to what. Every file is counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileCounts {
    /// Indexed now.
    pub indexed: usize,
    /// As they were when they were read before, or different in their counters only.
    pub unchanged: usize,
    /// Read now; their documents are given by other files.
    pub duplicate: usize,
    /// Read now; they hold nothing to find.
    pub empty: usize,
    /// Read now; they could not be indexed.
    pub failed: usize,
}

/// Counts the files of the index, those in `changed` by their state, the others as unchanged, and the places that could
/// not be looked at.
pub(crate) fn by_format<'s>(
    sources: impl Iterator<Item = &'s Source>,
    changed: &BTreeSet<String>,
    not_scanned: impl Iterator<Item = &'s str>,
) -> BTreeMap<&'static str, FileCounts> {
    let mut formats: BTreeMap<&'static str, FileCounts> = BTreeMap::new();
    let name = |path: &str| Format::of_path(path).map_or("unknown", Format::name);
    for source in sources {
        let counts = formats.entry(name(&source.path)).or_default();
        let count = match source.state {
            _ if !changed.contains(&source.path) => &mut counts.unchanged,
            SourceState::Indexed => &mut counts.indexed,
            SourceState::Duplicate => &mut counts.duplicate,
            SourceState::Empty => &mut counts.empty,
            SourceState::Failed | SourceState::Unreadable => &mut counts.failed,
        };
        *count += 1;
    }
    for path in not_scanned {
        formats.entry(name(path)).or_default().failed += 1;
    }
    formats
}

impl FileCounts {
    /// How many files there are in all.
    pub fn total(&self) -> usize {
        self.indexed + self.unchanged + self.duplicate + self.empty + self.failed
    }
}

impl std::iter::Sum for FileCounts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |a, b| Self {
            indexed: a.indexed + b.indexed,
            unchanged: a.unchanged + b.unchanged,
            duplicate: a.duplicate + b.duplicate,
            empty: a.empty + b.empty,
            failed: a.failed + b.failed,
        })
    }
}
