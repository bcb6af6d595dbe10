//! How far long work is: a bar on standard error, when that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that vanishes when it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// `what` stands before the bar.
    pub(crate) fn new(what: &'static str) -> Self {
        // The target is silent when standard error is no terminal.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
            .with_style(shape("{prefix} {pos}"))
            .with_prefix(what);
        Self { bar }
    }

    /// So much is done, of a number that is not known; `place` is where the work is.
    pub(crate) fn count_at(&self, done: u64, place: &str) {
        self.bar.set_style(shape("{prefix} {pos} {wide_msg}"));
        self.bar.set_message(super::printable(place));
        self.bar.set_position(done);
    }

    /// So much is done, of a number that is not known.
    pub(crate) fn count(&self, done: u64) {
        self.bar.set_position(done);
    }

    /// So much is done; `place` is where the work is.
    pub(crate) fn set(&self, done: u64, total: u64, place: &str) {
        if self.bar.length() != Some(total) {
            self.bar.set_length(total);
            self.bar.set_style(shape("{prefix} [{bar:30}] {pos}/{len} {eta} {wide_msg}"));
        }
        self.bar.set_message(super::printable(place));
        self.bar.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn shape(template: &str) -> ProgressStyle {
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_malformed| ProgressStyle::default_bar());
    style.progress_chars("=> ")
}
