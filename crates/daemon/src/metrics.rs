//! What the daemon counts, in the text format of Prometheus, version 0.0.4.

use std::fmt::Display;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fiszka_protocol::{State, StatusResponse};

/// The `Content-Type` of the text format.
pub(crate) const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Upper ends of the classes of the histogram of search times, in microseconds.
const CLASS_ENDS_US: [u64; 12] =
    [250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000];

/// Counters that requests move.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    /// Searches by how long they took; the last class has no end.
    classes: [AtomicU64; CLASS_ENDS_US.len() + 1],
    time_us: AtomicU64,
    cut_off: AtomicU64,
    refused: AtomicU64,
    busy: AtomicU64,
}

impl Metrics {
    /// Counts a search that was answered.
    pub(crate) fn searched(&self, time: Duration, is_cut_off: bool) {
        let time_us = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let class = CLASS_ENDS_US.partition_point(|end| *end < time_us);
        if let Some(class) = self.classes.get(class) {
            class.fetch_add(1, Ordering::Relaxed);
        }
        self.time_us.fetch_add(time_us, Ordering::Relaxed);
        self.cut_off.fetch_add(u64::from(is_cut_off), Ordering::Relaxed);
    }

    /// Counts a search that was not answered: for want of room, or because of what was asked.
    pub(crate) fn refused(&self, for_want_of_room: bool) {
        if for_want_of_room { &self.busy } else { &self.refused }.fetch_add(1, Ordering::Relaxed);
    }

    /// Everything that is counted, with what the status tells.
    pub(crate) fn text(&self, status: &StatusResponse, commits: u64) -> String {
        let mut text = Text::default();
        text.one("fiszka_documents", "gauge", "Documents that can be found.", status.documents);
        let sources = &status.sources;
        let by_state = [("indexed", sources.indexed), ("empty", sources.empty), ("failed", sources.failed)];
        text.family("fiszka_sources", "gauge", "Files of the corpora by what became of them.");
        for (state, count) in by_state {
            text.sample(&format!("fiszka_sources{{state=\"{state}\"}}"), count);
        }
        text.one(
            "fiszka_pending_sources",
            "gauge",
            "Files that changed and are not indexed yet.",
            status.pending,
        );
        text.one("fiszka_generation", "gauge", "Number of the commit that answers.", &status.generation);
        text.one("fiszka_commits_total", "counter", "Commits since the start.", commits);
        text.one("fiszka_index_bytes", "gauge", "Size of the index on disk.", status.index_bytes);
        text.one("fiszka_uptime_seconds", "gauge", "Time since the start.", status.uptime_s);
        text.family("fiszka_state", "gauge", "1 for what the daemon is doing.");
        for (state, name) in STATES {
            text.sample(&format!("fiszka_state{{state=\"{name}\"}}"), u8::from(state == status.state));
        }
        text.family("fiszka_search_seconds", "histogram", "Searches by the time they took.");
        let mut count = 0;
        for (class, end) in self.classes.iter().zip(CLASS_ENDS_US) {
            count += class.load(Ordering::Relaxed);
            text.sample(&format!("fiszka_search_seconds_bucket{{le=\"{}\"}}", seconds(end)), count);
        }
        count += self.classes.last().map_or(0, |class| class.load(Ordering::Relaxed));
        text.sample("fiszka_search_seconds_bucket{le=\"+Inf\"}", count);
        text.sample("fiszka_search_seconds_sum", seconds(self.time_us.load(Ordering::Relaxed)));
        text.sample("fiszka_search_seconds_count", count);
        let counters = [
            ("fiszka_searches_cut_off_total", "Searches whose time ran out.", &self.cut_off),
            ("fiszka_searches_refused_total", "Searches that were not valid.", &self.refused),
            ("fiszka_searches_busy_total", "Searches for which there was no room.", &self.busy),
        ];
        for (name, help, counter) in counters {
            text.one(name, "counter", help, counter.load(Ordering::Relaxed));
        }
        text.0
    }
}

const STATES: [(State, &str); 5] = [
    (State::Ready, "ready"),
    (State::CatchingUp, "catching_up"),
    (State::Rebuilding, "rebuilding"),
    (State::Degraded, "degraded"),
    (State::Stopping, "stopping"),
];

fn seconds(microseconds: u64) -> f64 {
    Duration::from_micros(microseconds).as_secs_f64()
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn one(&mut self, name: &str, kind: &str, help: &str, value: impl Display) {
        self.family(name, kind, help);
        self.sample(name, value);
    }

    fn family(&mut self, name: &str, kind: &str, help: &str) {
        self.0.push_str(&format!("# HELP {name} {help}\n# TYPE {name} {kind}\n"));
    }

    fn sample(&mut self, name: &str, value: impl Display) {
        self.0.push_str(&format!("{name} {value}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_fall_into_rising_classes() {
        let metrics = Metrics::default();
        for (microseconds, is_cut_off) in [(200, false), (250, false), (251, false), (2_000_000, true)] {
            metrics.searched(Duration::from_micros(microseconds), is_cut_off);
        }
        metrics.refused(true);
        metrics.refused(false);
        metrics.refused(false);
        let counts: Vec<u64> = metrics.classes.iter().map(|class| class.load(Ordering::Relaxed)).collect();
        assert_eq!((counts[0], counts[1], counts[12], counts.iter().sum::<u64>()), (2, 1, 1, 4));
        assert_eq!(metrics.cut_off.load(Ordering::Relaxed), 1);
        assert_eq!((metrics.busy.load(Ordering::Relaxed), metrics.refused.load(Ordering::Relaxed)), (1, 2));
    }
}
