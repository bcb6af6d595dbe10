//! The indexing thread: one closed set of events, one loop.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use fiszka_protocol::limits::STATUS_ERRORS_MAX;
use fiszka_watch::{Changes, Degraded, Message};

use crate::error::Error;
use crate::state::{Concern, Shared};
use crate::sync::{Done, Progress, Sync};

/// Everything that can happen to the index.
pub(crate) enum Event {
    /// The folders changed.
    Changes(Changes),
    /// A folder cannot be watched by events any more.
    Degraded(Degraded),
    /// The schema folder changed.
    Schema,
    /// Index everything anew.
    Reindex,
    /// Commit and end.
    Stop,
}

impl From<Message> for Event {
    fn from(message: Message) -> Self {
        match message {
            Message::Changes(changes) => Self::Changes(changes),
            Message::Degraded(degraded) => Self::Degraded(degraded),
        }
    }
}

/// The queue of the indexing thread.
pub(crate) fn queue() -> (Sender<Event>, Receiver<Event>) {
    // Unbounded is safe: the watcher gathers changes into few events, and a request for reindexing is refused
    // while one is under way.
    channel()
}

/// Runs until it is told to stop. `on_ready` is called once, when answers can come from a usable commit.
pub(crate) fn start(
    sync: Sync,
    shared: Arc<Shared>,
    schema_dir: Option<PathBuf>,
    events: Receiver<Event>,
    scan_interval: Duration,
    on_ready: impl FnOnce() + Send + 'static,
    on_progress: impl Fn(Progress) + Send + 'static,
) -> Result<JoinHandle<Result<(), Error>>, Error> {
    let worker = Worker { sync, shared, schema_dir, scan_interval, on_progress: Box::new(on_progress) };
    let thread = std::thread::Builder::new().name("fiszka-index".to_owned());
    thread.spawn(move || worker.run(&events, on_ready)).map_err(|_no_thread| Error::Worker)
}

struct Worker {
    sync: Sync,
    shared: Arc<Shared>,
    /// The folder laid over the shipped schema.
    schema_dir: Option<PathBuf>,
    scan_interval: Duration,
    on_progress: Box<dyn Fn(Progress) + Send>,
}

impl Worker {
    fn run(mut self, events: &Receiver<Event>, on_ready: impl FnOnce()) -> Result<(), Error> {
        let shared = Arc::clone(&self.shared);
        let mut on_ready = Some(on_ready);
        // An index of before answers at once, even one that is being replaced.
        let mut tell_ready = move || {
            if shared.index.searcher().is_some()
                && let Some(on_ready) = on_ready.take()
            {
                on_ready();
            }
        };
        tell_ready();
        self.scan(false);
        tell_ready();
        let mut next_scan = Instant::now() + self.scan_interval;
        loop {
            match events.recv_timeout(next_scan.saturating_duration_since(Instant::now())) {
                Ok(Event::Changes(changes)) => self.apply(&changes),
                Ok(Event::Degraded(degraded)) => self.degraded(&degraded),
                Ok(Event::Schema) => self.reload_vocabulary(),
                Ok(Event::Reindex) => self.reindex(),
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => break,
            }
            if Instant::now() >= next_scan {
                self.scan(false);
                next_scan = Instant::now() + self.scan_interval;
            }
            // A first scan that could not be written is tried again.
            tell_ready();
        }
        if self.sync.has_changes() {
            self.commit(&Done::default());
        }
        if let Err(error) = self.sync.close() {
            tracing::warn!(%error, "a merge of the index failed");
        }
        Ok(())
    }

    fn apply(&mut self, changes: &Changes) {
        let done = self.sync.apply(changes);
        self.finish(done, true);
    }

    fn scan(&mut self, again: bool) {
        self.shared.status().scanning = true;
        let shared = Arc::clone(&self.shared);
        let on_progress = &self.on_progress;
        let done = self.sync.scan_all(again, &mut |progress| {
            shared.status().pending = progress.total - progress.done;
            on_progress(progress);
        });
        self.finish(done, false);
        let mut status = self.shared.status();
        status.scanning = false;
        status.pending = 0;
        status.rebuilding = None;
    }

    fn reindex(&mut self) {
        tracing::info!("indexing everything anew");
        self.reload_vocabulary();
        self.scan(true);
    }

    /// Takes the vocabulary of the schema folder into use. Other changes of the schema wait for the next start.
    fn reload_vocabulary(&self) {
        let Some(dir) = &self.schema_dir else { return };
        let reason = match crate::schema(Some(dir)).map(|schema| self.shared.index.reload_vocabulary(schema))
        {
            Ok(Ok(())) => {
                tracing::info!(folder = %dir.display(), "took the vocabulary into use");
                None
            }
            Ok(Err(_)) => {
                Some("kinds, fields or tables of documents changed: restart to index anew".to_owned())
            }
            Err(error) => Some(format!("the old vocabulary stays: {}", with_causes(&error))),
        };
        if let Some(reason) = &reason {
            tracing::warn!(folder = %dir.display(), reason, "the schema folder changed");
        }
        let reason = reason.map(|reason| format!("schema {}: {reason}", dir.display()));
        self.shared.status().degrade(&Concern::Schema, reason);
    }

    fn degraded(&self, degraded: &Degraded) {
        tracing::warn!(root = %degraded.root.display(), reason = %degraded, hint = degraded.reason.hint(), "polling a folder");
        let mut status = self.shared.status();
        for corpus in
            status.corpora.iter_mut().filter(|corpus| degraded.root.to_string_lossy() == corpus.path)
        {
            corpus.watch = fiszka_protocol::WatchMode::Poll;
        }
        let reason = format!("{degraded}; {}", degraded.reason.hint());
        status.degrade(&Concern::Watching(degraded.root.clone()), [reason]);
    }

    /// Commits a batch and tells the status. `from_events` batches count for the time to visibility.
    fn finish(&mut self, done: fiszka::Result<Done>, from_events: bool) {
        match done {
            Ok(done) => {
                if self.sync.has_changes() {
                    self.commit(&done);
                }
                if let Some(changed) = done.newest_change.filter(|_| from_events && done.indexed > 0)
                    && let Ok(time) = SystemTime::now().duration_since(changed)
                {
                    self.shared.status().was_visible_after(time);
                }
                let mut status = self.shared.status();
                status.counts = self.sync.counts();
                status.counts.unchanged = done.unchanged as u64;
                status.errors = self.sync.errors(STATUS_ERRORS_MAX);
                status.degrade(&Concern::Missing, self.sync.missing());
                if done.is_change() {
                    tracing::info!(
                        indexed = done.indexed,
                        empty = done.empty,
                        failed = done.failed,
                        removed = done.removed,
                        unchanged = done.unchanged,
                        "indexed"
                    );
                }
            }
            Err(error) => self.failed(&error),
        }
    }

    fn commit(&mut self, done: &Done) {
        match self.sync.commit() {
            Ok(commit) => {
                let mut status = self.shared.status();
                status.last_commit = Some(jiff::Timestamp::now().to_string());
                status.commits += 1;
                status.degrade(&Concern::Writing, []);
                tracing::debug!(
                    generation = commit.generation,
                    documents = commit.documents,
                    ?done,
                    "committed"
                );
            }
            Err(error) => self.failed(&error),
        }
    }

    /// The index could not be written. What was committed still answers; the next scan tries again.
    fn failed(&mut self, error: &fiszka::Error) {
        let message = error.with_causes();
        tracing::error!(error = %message, "cannot write the index");
        self.shared.status().degrade(&Concern::Writing, [format!("cannot write the index: {message}")]);
        if let Err(error) = self.sync.rollback() {
            tracing::error!(%error, "cannot go back to the last commit");
        }
    }
}

/// The message of an error with those of its causes.
fn with_causes(error: &Error) -> String {
    let first: &dyn std::error::Error = error;
    let messages = std::iter::successors(Some(first), |error| error.source()).map(ToString::to_string);
    messages.collect::<Vec<_>>().join(": ")
}
