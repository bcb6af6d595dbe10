//! What became of the files when an index was built.

use fiszka_daemon::Summary;
use fiszka_protocol::SourceError;
use serde::Serialize;

use crate::output::units::{count, milliseconds};
use crate::output::{Style, status};

/// The summary as `--json` prints it.
#[derive(Debug, Serialize)]
pub(crate) struct BuildAnswer {
    /// As `generation` in answers of the socket.
    generation: String,
    documents: usize,
    indexed: usize,
    unchanged: usize,
    empty: usize,
    failed: usize,
    removed: usize,
    errors: Vec<SourceError>,
    elapsed_ms: f64,
}

impl From<Summary> for BuildAnswer {
    fn from(summary: Summary) -> Self {
        Self {
            generation: summary.generation.to_string(),
            documents: summary.documents,
            indexed: summary.indexed,
            unchanged: summary.unchanged,
            empty: summary.empty,
            failed: summary.failed,
            removed: summary.removed,
            errors: summary.errors,
            elapsed_ms: summary.elapsed.as_secs_f64() * 1_000.0,
        }
    }
}

pub(crate) fn text(answer: &BuildAnswer, style: &Style) -> String {
    let BuildAnswer { indexed, unchanged, empty, failed, removed, .. } = answer;
    let documents = count(answer.documents as u64, "document");
    let headline = format!(
        "{} {}\nfiles: {indexed} indexed, {unchanged} unchanged, {empty} empty, {failed} failed, {removed} removed\n",
        style.bold(&documents),
        style.dim(&format!("({})", milliseconds(answer.elapsed_ms))),
    );
    headline + &status::errors(&answer.errors, *failed as u64, style)
}
