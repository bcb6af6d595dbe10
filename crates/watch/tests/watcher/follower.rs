//! A receiver that knows the files of one root from what it was told, and nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use fiszka_watch::{Changes, Config, Entry, Message, RootState, Rules, Stamp, Watcher, scan};

/// How long a test waits for what must come; a good run takes a fraction of it.
const PATIENCE: Duration = Duration::from_secs(120);

/// The files that a scan of everything lists now.
pub(crate) fn files_of(root: &Path) -> BTreeMap<String, Stamp> {
    let mut files = BTreeMap::new();
    scan(root, Path::new(""), &Rules::default(), &mut |Entry { path, stamp }| {
        assert!(files.insert(path, stamp).is_none(), "a scan lists every file once");
    });
    files
}

pub(crate) struct Follower {
    root: PathBuf,
    pub(crate) watcher: Watcher,
    messages: Receiver<Message>,
    pub(crate) known: BTreeMap<String, Stamp>,
    /// The state of the root at the last scan.
    pub(crate) root_state: RootState,
    /// Everything that was delivered.
    pub(crate) delivered: Vec<Changes>,
}

impl Follower {
    /// Watches first and scans then.
    pub(crate) fn start(root: &Path, config: Config) -> Self {
        let (sender, messages) = channel();
        let deliver = move |message| drop(sender.send(message));
        let watcher = Watcher::start(&[root.to_owned()], config, deliver).expect("watcher");
        let (known, delivered, root_state) = (BTreeMap::new(), Vec::new(), RootState::Present);
        let mut follower = Self { root: root.to_owned(), watcher, messages, known, root_state, delivered };
        follower.look(Path::new(""));
        follower
    }

    /// Asks the file system about a place; what is known there and neither listed nor hidden has gone.
    fn look(&mut self, place: &Path) {
        let mut seen = BTreeMap::new();
        let report = scan(&self.root, place, &Rules::default(), &mut |entry| {
            seen.insert(entry.path, entry.stamp);
        });
        self.root_state = report.root_state;
        self.known.retain(|path, _| !Path::new(path).starts_with(place) || report.hides(path));
        self.known.extend(seen);
    }

    fn apply(&mut self, message: Message) {
        let Message::Changes(changes) = message else { panic!("degraded: {message:?}") };
        assert!(!changes.is_empty(), "an empty delivery");
        if changes.rescan {
            self.look(Path::new(""));
        }
        for place in changes.paths.iter().chain(&changes.rescan_under) {
            let place = place.strip_prefix(&self.root).expect("paths lie under the root as it was given");
            self.look(place);
        }
        self.delivered.push(changes);
    }

    /// Follows what comes within a time.
    pub(crate) fn follow_for(&mut self, time: Duration) {
        let deadline = Instant::now() + time;
        while let Ok(message) = self.messages.recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            self.apply(message);
        }
    }

    /// Follows until the condition holds; fails when it does not come to hold.
    pub(crate) fn follow_until(&mut self, what: &str, condition: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !condition(self) {
            match self.messages.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(message) => self.apply(message),
                Err(error) => {
                    panic!("{what}: {error}; known {:?}, disk {:?}", self.known, files_of(&self.root))
                }
            }
        }
    }

    /// Follows until the files of these names and lengths are known.
    pub(crate) fn follow_until_files(&mut self, what: &str, files: &[(&str, u64)]) {
        self.follow_until(what, |follower| {
            let known = follower.known.iter().map(|(path, stamp)| (path.as_str(), stamp.size_bytes));
            known.eq(files.iter().copied())
        });
    }

    /// Drops the watcher and waits for its thread to let go of the channel.
    pub(crate) fn end(self) {
        let Self { watcher, messages, .. } = self;
        drop(watcher);
        let deadline = Instant::now() + PATIENCE;
        loop {
            match messages.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => panic!("the thread outlived its watcher"),
            }
        }
    }
}
