//! What the daemon is doing.

use fiszka_protocol::{SourceError, State, StatusResponse, VisibleTime, WatchMode};

use crate::output::columns::columns;
use crate::output::units::{bytes, milliseconds, uptime};
use crate::output::{Style, printable};

pub(crate) fn text(status: &StatusResponse, style: &Style) -> String {
    let state = state_name(status.state);
    let state = match status.state {
        State::Ready => style.bold(state),
        _ => style.warning(state),
    };
    let up = style.dim(&format!("(up {})", uptime(status.uptime_s)));
    let mut text = format!("fiszka {}: {state} {up}\n", printable(&status.version));
    for reason in &status.reasons {
        text.push_str(&format!("  {}\n", style.warning(&printable(reason))));
    }
    text.push_str(&columns(&rows(status), "  ", style));
    text.push_str(&errors(&status.errors, status.sources.failed, style));
    text
}

pub(crate) fn state_name(state: State) -> &'static str {
    match state {
        State::Ready => "ready",
        State::CatchingUp => "catching up",
        State::Rebuilding => "rebuilding",
        State::Degraded => "degraded",
        State::Stopping => "stopping",
    }
}

/// The files that could not be read, each with its remedy; `failed` counts those that are not listed too.
pub(crate) fn errors(errors: &[SourceError], failed: u64, style: &Style) -> String {
    let mut text = String::new();
    for error in errors {
        let message = format!("{}: {}", printable(&error.path), printable(&error.message));
        text.push_str(&format!("{}\n", style.warning(&message)));
        if let Some(hint) = &error.hint {
            text.push_str(&format!("  hint: {}\n", printable(hint)));
        }
    }
    let hidden = failed.saturating_sub(errors.len() as u64);
    if hidden > 0 {
        text.push_str(&format!("{hidden} more could not be read\n"));
    }
    text
}

fn rows(status: &StatusResponse) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut add = |name: &str, value: String| rows.push(vec![name.to_owned(), value]);
    let sources = status.sources;
    add("documents", status.documents.to_string());
    add(
        "files",
        format!(
            "{} indexed, {} duplicate, {} empty, {} failed; {} unchanged at the last scan",
            sources.indexed, sources.duplicate, sources.empty, sources.failed, sources.unchanged
        ),
    );
    add("pending", status.pending.to_string());
    add("visible after", visible(status.visible_ms));
    let commit = status.last_commit.as_deref().unwrap_or("none yet");
    add("last commit", format!("{} (generation {})", printable(commit), printable(&status.generation)));
    add("index", bytes(status.index_bytes));
    if status.hides_contacts {
        add("contacts", "hidden".to_owned());
    }
    for corpus in &status.corpora {
        let watch = match corpus.watch {
            WatchMode::Events => "events",
            WatchMode::Poll => "polling",
        };
        add("corpus", format!("{} = {} ({watch})", printable(&corpus.name), printable(&corpus.path)));
    }
    rows
}

fn visible(time: VisibleTime) -> String {
    match (time.last, time.median) {
        (Some(last), Some(median)) => {
            let (last, median) = (milliseconds(last), milliseconds(median));
            format!("{last} (last), {median} (median of {})", time.count)
        }
        _ => "nothing measured yet".to_owned(),
    }
}
