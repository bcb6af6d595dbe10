//! Logs: to standard error, ours at the level asked for, those of libraries from warnings up.

use std::io;

use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::environment;

/// The lines of a daemon tell when and where; in those of a client that is noise.
pub(crate) fn start(level: LevelFilter, is_daemon: bool) {
    // The names of all our crates begin like this.
    let targets = Targets::new().with_default(LevelFilter::WARN).with_target("fiszka", level);
    let has_colour = environment::wants_colour(&io::stderr());
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(has_colour);
    let lines = if is_daemon { lines.boxed() } else { lines.without_time().with_target(false).boxed() };
    tracing_subscriber::registry().with(lines).with(targets).init();
}
