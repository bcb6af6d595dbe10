//! What the daemon knows of itself, shared between the indexing thread and the sockets.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use fiszka::Index;
use fiszka_protocol::{
    Corpus as CorpusStatus, SourceCounts, SourceError, State, StatusResponse, VisibleTime,
};

/// Measurements of visibility that the median is taken of.
const VISIBLE_KEPT: usize = 1_000;

/// State that both sides see.
pub(crate) struct Shared {
    pub(crate) index: Index,
    started: Instant,
    status: Mutex<Status>,
}

/// What the indexing thread tells.
#[derive(Debug, Default)]
pub(crate) struct Status {
    /// Nothing else is true while this is.
    pub(crate) stopping: bool,
    /// Files that a scan found and that are not yet indexed.
    pub(crate) pending: usize,
    pub(crate) scanning: bool,
    /// Everything is indexed anew, and why.
    pub(crate) rebuilding: Option<String>,
    /// What does not work as it should, by what it concerns.
    pub(crate) degraded: Vec<(Concern, String)>,
    pub(crate) corpora: Vec<CorpusStatus>,
    pub(crate) counts: SourceCounts,
    pub(crate) errors: Vec<SourceError>,
    pub(crate) last_commit: Option<String>,
    /// Commits since the start.
    pub(crate) commits: u64,
    visible: VecDeque<Duration>,
    visible_count: u64,
}

/// What a reason for `degraded` is about; a new reason replaces the old one about the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Concern {
    Missing,
    Writing,
    Schema,
    Watching(std::path::PathBuf),
}

impl Status {
    /// Replaces the reasons that concern one thing.
    pub(crate) fn degrade(&mut self, concern: &Concern, reasons: impl IntoIterator<Item = String>) {
        self.degraded.retain(|(known, _)| known != concern);
        self.degraded.extend(reasons.into_iter().map(|reason| (concern.clone(), reason)));
    }

    /// Notes how long a change took to become visible.
    pub(crate) fn was_visible_after(&mut self, time: Duration) {
        self.visible.truncate(VISIBLE_KEPT - 1);
        self.visible.push_front(time);
        self.visible_count += 1;
    }

    fn state(&self) -> State {
        if self.stopping {
            State::Stopping
        } else if self.rebuilding.is_some() {
            State::Rebuilding
        } else if self.scanning {
            State::CatchingUp
        } else if self.degraded.is_empty() {
            State::Ready
        } else {
            State::Degraded
        }
    }

    fn visible_ms(&self) -> VisibleTime {
        let milliseconds = |time: &Duration| time.as_secs_f64() * 1_000.0;
        let mut sorted: Vec<_> = self.visible.iter().collect();
        sorted.sort_unstable();
        VisibleTime {
            last: self.visible.front().map(milliseconds),
            median: sorted.get(sorted.len() / 2).copied().map(milliseconds),
            count: self.visible_count,
        }
    }
}

impl Shared {
    pub(crate) fn new(index: Index, status: Status) -> Self {
        Self { index, started: Instant::now(), status: Mutex::new(status) }
    }

    /// The status, to read or change. Held for moments only.
    pub(crate) fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn state(&self) -> State {
        self.status().state()
    }

    pub(crate) fn response(&self) -> StatusResponse {
        let searcher = self.index.searcher();
        let index_bytes = self.index.size_bytes();
        let status = self.status();
        let rebuilding = status.rebuilding.iter().map(|reason| format!("rebuilding: {reason}"));
        StatusResponse {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            state: status.state(),
            reasons: rebuilding.chain(status.degraded.iter().map(|(_, reason)| reason.clone())).collect(),
            generation: searcher.as_ref().map_or(0, fiszka::Searcher::generation).to_string(),
            documents: searcher.map_or(0, |searcher| searcher.documents() as u64),
            sources: status.counts,
            pending: status.pending as u64,
            corpora: status.corpora.clone(),
            errors: status.errors.clone(),
            hides_contacts: self.index.hides_contacts(),
            visible_ms: status.visible_ms(),
            last_commit: status.last_commit.clone(),
            index_bytes,
            uptime_s: self.started.elapsed().as_secs_f64(),
        }
    }
}
