//! The watcher: roots in, messages out.

use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::thread;

use notify::{RecommendedWatcher, Watcher as _, WatcherKind};

use crate::error::{Degraded, Error};
use crate::gather::Changes;
use crate::rules::Rules;
use crate::worker::{Queue, Signal, Worker};

/// Times and bounds of a [`Watcher`] and its [`Gather`](crate::Gather).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Changes are delivered when nothing happened for this long, in milliseconds. Default 100, at most 60,000.
    pub quiet_ms: u64,
    /// Changes are delivered at the latest this long after the first one, in milliseconds, however busy the folder
    /// is. Default 1,000; from `quiet_ms` to 60,000.
    pub wait_max_ms: u64,
    /// Most paths of one delivery; beyond it the delivery asks for a scan of everything. Default 10,000, at least 1.
    pub paths_max: usize,
    /// Pause between two looks at a root without events, and between two checks that the roots are still where they
    /// were, in milliseconds. Default 2,000; from 10 to 86,400,000 (a day). Looks take at most a tenth of the time.
    pub poll_interval_ms: u64,
    /// Poll although the file system seems to send events: for shared folders of virtual machines and containers
    /// that cannot be told apart. Default `false`.
    pub always_poll: bool,
    /// What is looked at.
    pub rules: Rules,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            quiet_ms: 100,
            wait_max_ms: 1_000,
            paths_max: 10_000,
            poll_interval_ms: 2_000,
            always_poll: false,
            rules: Rules::default(),
        }
    }
}

impl Config {
    /// Checks that every setting is in its range.
    ///
    /// # Errors
    /// [`Error::Setting`] for the first that is not.
    pub fn validate(&self) -> Result<(), Error> {
        let check = |name, value, is_allowed, allowed| {
            if is_allowed { Ok(()) } else { Err(Error::Setting { name, value, allowed }) }
        };
        check("quiet_ms", self.quiet_ms, self.quiet_ms <= 60_000, "0 to 60000")?;
        let wait_max_ms = self.wait_max_ms;
        check(
            "wait_max_ms",
            wait_max_ms,
            (self.quiet_ms..=60_000).contains(&wait_max_ms),
            "quiet_ms to 60000",
        )?;
        check("paths_max", 0, self.paths_max > 0, "1 or more")?;
        let poll_ms = self.poll_interval_ms;
        check("poll_interval_ms", poll_ms, (10..=86_400_000).contains(&poll_ms), "10 to 86400000")
    }
}

/// What a [`Watcher`] delivers.
#[derive(Debug)]
pub enum Message {
    /// Places to look at.
    Changes(Changes),
    /// A root is polled from now on. Nothing is lost.
    Degraded(Degraded),
}

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WatchMode {
    /// By events of Linux.
    Inotify,
    /// By events of another system.
    Native,
    /// At least one root is scanned on a timer.
    Poll,
}

impl fmt::Display for WatchMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Inotify => "inotify",
            Self::Native => "native",
            Self::Poll => "poll",
        })
    }
}

/// Watches roots until it is dropped. See the [front page](crate) for how to follow what it delivers.
#[derive(Debug)]
pub struct Watcher {
    queue: Queue,
}

impl Watcher {
    /// Watches `roots` with everything below them. A root need not be there: it is watched once it appears.
    ///
    /// When this returns, the watches are set: a change from now on is delivered. So start first, scan then.
    /// `deliver` is called on the watcher's own thread, one message at a time; while it waits, events are gathered,
    /// and when too many come they turn into one scan of everything.
    ///
    /// # Errors
    /// [`Error::NotAbsolute`] and [`Error::Setting`] for what was given, [`Error::Thread`] when the system has no
    /// thread left. A file system without events is no error: the root is polled, and a message says so.
    pub fn start(
        roots: &[PathBuf],
        config: Config,
        deliver: impl FnMut(Message) + Send + 'static,
    ) -> Result<Self, Error> {
        config.validate()?;
        if let Some(path) = roots.iter().find(|root| !root.is_absolute()) {
            return Err(Error::NotAbsolute { path: path.clone() });
        }
        let mut worker = Worker::new(roots, config, Box::new(deliver));
        worker.open_all();
        let queue = worker.queue();
        thread::Builder::new()
            .name("fiszka-watch".to_owned())
            .spawn(move || worker.run())
            .map_err(|source| Error::Thread { source })?;
        Ok(Self { queue })
    }

    /// How changes are noticed now.
    #[must_use]
    pub fn mode(&self) -> WatchMode {
        if self.queue.flags.is_polling.load(Ordering::Relaxed) {
            WatchMode::Poll
        } else if RecommendedWatcher::kind() == WatcherKind::Inotify {
            WatchMode::Inotify
        } else {
            WatchMode::Native
        }
    }
}

impl Drop for Watcher {
    /// Ends the thread without waiting for it, for `deliver` may be waiting for the one who drops.
    fn drop(&mut self) {
        self.queue.flags.is_stopped.store(true, Ordering::Release);
        self.queue.send(Signal::Wake);
    }
}
