//! The watcher's thread: signals of the file system come in through one bounded queue, messages go out.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tracing::{debug, warn};

use crate::error::{Degraded, DegradedReason};
use crate::event::{Finding, findings, is_of_attributes, matters};
use crate::gather::{Changes, Gather, Hint};
use crate::root::Root;
use crate::watcher::{Config, Message};

/// Events that wait for the thread; the kernel's own queue has 16,384 places by default.
const EVENTS_MAX: usize = 8_192;

pub(crate) enum Signal {
    /// An event below the root of this number.
    Event(usize, notify::Result<notify::Event>),
    /// Something happened to the root of this number, as its parent folder tells.
    Root { number: usize, replaced: bool },
    /// Look at the flags.
    Wake,
}

#[derive(Debug, Default)]
pub(crate) struct Flags {
    pub(crate) is_stopped: AtomicBool,
    pub(crate) is_polling: AtomicBool,
    /// A signal found the queue full.
    is_lost: AtomicBool,
}

/// The way into the thread. Sending never waits: what finds no place is remembered as lost.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    sender: SyncSender<Signal>,
    pub(crate) flags: Arc<Flags>,
}

impl Queue {
    pub(crate) fn send(&self, signal: Signal) {
        if self.sender.try_send(signal).is_err() {
            self.flags.is_lost.store(true, Ordering::Release);
        }
    }
}

pub(crate) struct Worker {
    config: Config,
    roots: Vec<Root>,
    /// Watches the folders that hold the roots.
    parents: Option<RecommendedWatcher>,
    gather: Gather,
    notices: Vec<Degraded>,
    next_check: Instant,
    queue: Queue,
    signals: Receiver<Signal>,
    deliver: Box<dyn FnMut(Message) + Send>,
}

impl Worker {
    pub(crate) fn new(roots: &[PathBuf], config: Config, deliver: Box<dyn FnMut(Message) + Send>) -> Self {
        let (sender, signals) = sync_channel(EVENTS_MAX);
        let queue = Queue { sender, flags: Arc::default() };
        Self {
            parents: parents_watcher(roots, &queue),
            roots: roots.iter().cloned().map(Root::new).collect(),
            gather: Gather::new(&config),
            notices: Vec::new(),
            next_check: Instant::now() + Duration::from_millis(config.poll_interval_ms),
            queue,
            signals,
            deliver,
            config,
        }
    }

    pub(crate) fn queue(&self) -> Queue {
        self.queue.clone()
    }

    pub(crate) fn open_all(&mut self) {
        for number in 0..self.roots.len() {
            self.open(number);
        }
    }

    pub(crate) fn run(mut self) {
        while !self.queue.flags.is_stopped.load(Ordering::Acquire) {
            self.act(Instant::now());
            let wait = self.next_deadline().saturating_duration_since(Instant::now());
            match self.signals.recv_timeout(wait) {
                Ok(signal) => self.handle(signal),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn next_deadline(&self) -> Instant {
        let looks = self.roots.iter().filter_map(Root::next_look);
        looks.chain(self.gather.deadline()).fold(self.next_check, Instant::min)
    }

    fn handle(&mut self, signal: Signal) {
        match signal {
            Signal::Wake => {}
            Signal::Root { number, replaced: true } => self.reopen(number),
            Signal::Root { number, replaced: false } => self.check(number),
            Signal::Event(number, Ok(event)) => self.event(number, &event),
            Signal::Event(_, Err(error)) => {
                warn!(%error, "event service failed, everything is scanned");
                self.gather.push(Hint::Lost, Instant::now());
            }
        }
    }

    fn event(&mut self, number: usize, event: &notify::Event) {
        let root = &self.roots[number];
        let Some(place) = &root.place else { return };
        for finding in findings(event, &root.given, &place.real, &self.config.rules, &is_folder) {
            match finding {
                Finding::Hint(hint) => self.gather.push(hint, Instant::now()),
                Finding::Root { replaced: true } => return self.reopen(number),
                Finding::Root { replaced: false } => return self.check(number),
            }
        }
    }

    /// What is due: lost signals, checks of the roots, looks at those polled, and the delivery.
    fn act(&mut self, now: Instant) {
        if self.queue.flags.is_lost.swap(false, Ordering::AcqRel) {
            self.gather.push(Hint::Lost, now);
        }
        if self.next_check <= now {
            self.next_check = now + Duration::from_millis(self.config.poll_interval_ms);
            for number in 0..self.roots.len() {
                self.check(number);
            }
        }
        for root in &mut self.roots {
            for path in root.look(now, &self.config.rules) {
                self.gather.push(Hint::Path(path), now);
            }
        }
        let changes = self.gather.take(Instant::now());
        if let Some(changes) = &changes {
            self.watch_new(changes);
        }
        for notice in self.notices.drain(..) {
            (self.deliver)(Message::Degraded(notice));
        }
        if let Some(changes) = changes {
            (self.deliver)(Message::Changes(changes));
        }
    }

    /// Sets the watches that the receiver's scans rely on: what appears in a folder after its scan has its event.
    fn watch_new(&mut self, changes: &Changes) {
        for number in 0..self.roots.len() {
            if changes.rescan {
                // New folders may be among what was lost.
                if !self.roots[number].is_polled() {
                    self.open(number);
                }
                continue;
            }
            for folder in &changes.rescan_under {
                if let Some(reason) = self.roots[number].watch_under(folder, &self.config) {
                    self.degrade(number, reason);
                    self.scan_root(number);
                }
            }
        }
    }

    fn check(&mut self, number: usize) {
        if self.roots[number].was_replaced() {
            self.reopen(number);
        }
    }

    fn reopen(&mut self, number: usize) {
        self.open(number);
        self.scan_root(number);
    }

    /// Watches the root as it stands now, and the folder that holds it.
    fn open(&mut self, number: usize) {
        let root = &mut self.roots[number];
        if let (Some(parents), Some(parent)) = (&mut self.parents, root.given.parent())
            && let Err(error) = parents.watch(parent, RecursiveMode::NonRecursive)
        {
            debug!(folder = %parent.display(), %error, "parent is not watched, the root is checked on a timer");
        }
        let queue = self.queue.clone();
        let handler = move |event: notify::Result<notify::Event>| {
            if event.as_ref().map_or(true, matters) {
                queue.send(Signal::Event(number, event));
            }
        };
        match root.open(&self.config, handler) {
            Some(reason) => self.degrade(number, reason),
            None => self.update_mode(),
        }
    }

    fn scan_root(&mut self, number: usize) {
        let root = self.roots[number].given.clone();
        self.gather.push(Hint::Folder(root), Instant::now());
    }

    fn degrade(&mut self, number: usize, reason: DegradedReason) {
        self.notices.push(Degraded { root: self.roots[number].given.clone(), reason });
        self.update_mode();
    }

    fn update_mode(&self) {
        let is_polling = self.roots.iter().any(Root::is_polled);
        self.queue.flags.is_polling.store(is_polling, Ordering::Relaxed);
    }
}

/// Watches for the roots themselves being created, moved or removed. The folders that hold them may be busy, so
/// whatever is not about a root is dropped before it takes a place in the queue.
fn parents_watcher(roots: &[PathBuf], queue: &Queue) -> Option<RecommendedWatcher> {
    let roots = roots.to_vec();
    let queue = queue.clone();
    let handler = move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        for (number, root) in roots.iter().enumerate() {
            if event.need_rescan() || (matters(&event) && event.paths.iter().any(|path| path == root)) {
                let replaced = !event.need_rescan() && !is_of_attributes(&event);
                queue.send(Signal::Root { number, replaced });
            }
        }
    };
    RecommendedWatcher::new(handler, notify::Config::default())
        .inspect_err(|error| debug!(%error, "parents are not watched, roots are checked on a timer"))
        .ok()
}

/// Whether a folder stands there; a link to one is no folder.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_full_queue_becomes_a_scan_of_everything() {
        let (sender, messages) = channel();
        let config = Config { quiet_ms: 0, wait_max_ms: 0, ..Config::default() };
        let mut worker = Worker::new(&[], config, Box::new(move |message| drop(sender.send(message))));
        for _ in 0..EVENTS_MAX {
            worker.queue().send(Signal::Wake);
        }
        worker.act(Instant::now());
        assert!(messages.try_recv().is_err(), "a queue that is just full lost nothing");
        worker.queue().send(Signal::Wake);
        worker.act(Instant::now());
        let Ok(Message::Changes(changes)) = messages.try_recv() else { panic!("no delivery") };
        assert_eq!(changes, Changes { rescan: true, ..Changes::default() });
        worker.act(Instant::now());
        assert!(messages.try_recv().is_err(), "told once");
    }

    #[test]
    fn a_failing_event_service_becomes_a_scan_of_everything() {
        let (sender, messages) = channel();
        let config = Config { quiet_ms: 0, wait_max_ms: 0, ..Config::default() };
        let mut worker = Worker::new(&[], config, Box::new(move |message| drop(sender.send(message))));
        worker.handle(Signal::Event(0, Err(notify::Error::generic("?"))));
        worker.act(Instant::now());
        assert!(matches!(messages.try_recv(), Ok(Message::Changes(changes)) if changes.rescan));
    }
}
