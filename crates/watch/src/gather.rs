//! Hints are gathered into batches: a pure state machine, the clock is an argument.

use std::collections::BTreeSet;
use std::mem;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::watcher::Config;

#[cfg(test)]
mod tests;

/// What one event of the file system says, in our words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// Something happened to this path: created, written, renamed, removed.
    Path(PathBuf),
    /// This folder is new, moved in or accessible again: whatever it holds was not announced.
    Folder(PathBuf),
    /// Events were lost, anything may have happened.
    Lost,
}

/// Places to look at. They say where, never what: the receiver asks the file system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Absolute paths that something happened to. What is gone may have been a folder.
    pub paths: BTreeSet<PathBuf>,
    /// Absolute paths of folders to be scanned with everything below. No one lies in another. A root among them
    /// was replaced, came back or went away.
    pub rescan_under: BTreeSet<PathBuf>,
    /// Everything is to be scanned; the two sets are empty then.
    pub rescan: bool,
}

impl Changes {
    /// Whether there is nothing to look at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && self.rescan_under.is_empty() && !self.rescan
    }

    /// Everything that is known so far is covered by a scan of everything.
    fn lose(&mut self) {
        *self = Self { rescan: true, ..Self::default() };
    }
}

/// Gathers hints until the folder is quiet for a while, but not for ever.
///
/// ```
/// use fiszka_watch::{Config, Gather, Hint};
/// use std::time::{Duration, Instant};
///
/// let mut gather = Gather::new(&Config::default());
/// let start = Instant::now();
/// gather.push(Hint::Path("/corpus/kot.md".into()), start);
/// assert_eq!(gather.deadline(), Some(start + Duration::from_millis(100)));
/// assert_eq!(gather.take(start), None);
/// let changes = gather.take(start + Duration::from_millis(100)).unwrap();
/// assert!(changes.paths.contains("/corpus/kot.md".as_ref() as &std::path::Path));
/// ```
#[derive(Debug)]
pub struct Gather {
    quiet: Duration,
    wait_max: Duration,
    paths_max: usize,
    /// Times of the first and the last hint of the batch.
    span: Option<(Instant, Instant)>,
    changes: Changes,
}

impl Gather {
    /// An empty batch with the times and the bound of `config`.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            quiet: Duration::from_millis(config.quiet_ms),
            wait_max: Duration::from_millis(config.wait_max_ms),
            paths_max: config.paths_max,
            span: None,
            changes: Changes::default(),
        }
    }

    /// Adds a hint that came at `now`. Beyond the greatest number of paths the batch becomes a scan of everything.
    pub fn push(&mut self, hint: Hint, now: Instant) {
        let first = self.span.map_or(now, |(first, _)| first);
        self.span = Some((first, now));
        if self.changes.rescan {
            return;
        }
        match hint {
            Hint::Path(path) => drop(self.changes.paths.insert(path)),
            Hint::Folder(path) => drop(self.changes.rescan_under.insert(path)),
            Hint::Lost => self.changes.lose(),
        }
        if self.changes.paths.len() + self.changes.rescan_under.len() > self.paths_max {
            self.changes.lose();
        }
    }

    /// When the batch is due; `None` while it is empty.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.span.map(|(first, last)| (last + self.quiet).min(first + self.wait_max))
    }

    /// The batch, when it is due at `now`.
    pub fn take(&mut self, now: Instant) -> Option<Changes> {
        if self.deadline()? > now {
            return None;
        }
        self.span = None;
        let mut changes = mem::take(&mut self.changes);
        changes.rescan_under = without_nested(changes.rescan_under);
        Some(changes)
    }
}

/// Paths are ordered by their components, so whatever lies in a folder follows it directly.
fn without_nested(folders: BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    let mut outer: Option<PathBuf> = None;
    let mut kept = BTreeSet::new();
    for folder in folders {
        if outer.as_ref().is_none_or(|outer| !folder.starts_with(outer)) {
            outer = Some(folder.clone());
            kept.insert(folder);
        }
    }
    kept
}
