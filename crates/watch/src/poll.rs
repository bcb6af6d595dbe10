//! A root without events: scan it every so often and compare.
//!
//! notify's own `PollWatcher` compares times in whole seconds and takes a file with an older time for unchanged, so
//! a second save within a second, or an old file moved over a newer one, would be missed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::rules::Rules;
use crate::scan::{RootState, scan};
use crate::stamp::Stamp;

/// The pause after a scan is at least this many times its duration, so a big tree on a slow disk is not kept busy.
const PAUSE_PER_SCAN: u32 = 9;

/// What was seen at the last look, and when the next one is due.
pub(crate) struct Poller {
    interval: Duration,
    seen: BTreeMap<String, Stamp>,
    next: Instant,
}

impl Poller {
    /// Takes the first look, which tells no changes.
    pub(crate) fn new(root: &Path, rules: &Rules, interval: Duration) -> Self {
        let mut poller = Self { interval, seen: BTreeMap::new(), next: Instant::now() };
        poller.look(root, rules);
        poller
    }

    /// When the next look is due.
    pub(crate) fn next(&self) -> Instant {
        self.next
    }

    /// Looks, and returns the absolute paths whose stamps differ from the last look.
    pub(crate) fn look(&mut self, root: &Path, rules: &Rules) -> Vec<PathBuf> {
        let start = Instant::now();
        let mut now = BTreeMap::new();
        let report = scan(root, Path::new(""), rules, &mut |entry| {
            now.insert(entry.path, entry.stamp);
        });
        self.next = Instant::now() + self.interval.max(start.elapsed() * PAUSE_PER_SCAN);
        if report.root_state != RootState::Present {
            return Vec::new(); // the check of the roots tells
        }
        let mut changed = Vec::new();
        for (path, stamp) in &self.seen {
            if !now.contains_key(path) {
                if report.hides(path) {
                    now.insert(path.clone(), *stamp);
                } else {
                    changed.push(root.join(path));
                }
            }
        }
        changed.extend(
            now.iter()
                .filter(|(path, stamp)| self.seen.get(*path) != Some(*stamp))
                .map(|(path, _)| root.join(path)),
        );
        self.seen = now;
        changed
    }
}
