//! What became of the files when an index was built.

use std::collections::BTreeMap;

use fiszka_daemon::{FileCounts, Summary};
use fiszka_protocol::SourceError;
use serde::Serialize;

use crate::output::columns::columns;
use crate::output::units::{count, milliseconds};
use crate::output::{Style, status};

/// The summary as `--json` prints it.
#[derive(Debug, Serialize)]
pub(crate) struct BuildAnswer {
    /// As `generation` in answers of the socket.
    generation: String,
    documents: usize,
    #[serde(flatten)]
    files: Files,
    formats: BTreeMap<&'static str, Files>,
    removed: usize,
    errors: Vec<SourceError>,
    elapsed_ms: f64,
}

/// Files by what became of them.
#[derive(Debug, Serialize)]
struct Files {
    indexed: usize,
    unchanged: usize,
    duplicate: usize,
    empty: usize,
    failed: usize,
}

impl From<FileCounts> for Files {
    fn from(counts: FileCounts) -> Self {
        let FileCounts { indexed, unchanged, duplicate, empty, failed } = counts;
        Self { indexed, unchanged, duplicate, empty, failed }
    }
}

impl From<Summary> for BuildAnswer {
    fn from(summary: Summary) -> Self {
        Self {
            generation: summary.generation.to_string(),
            documents: summary.documents,
            files: summary.files.into(),
            formats: summary.formats.into_iter().map(|(name, counts)| (name, counts.into())).collect(),
            removed: summary.removed,
            errors: summary.errors,
            elapsed_ms: summary.elapsed.as_secs_f64() * 1_000.0,
        }
    }
}

pub(crate) fn text(answer: &BuildAnswer, style: &Style) -> String {
    let documents = count(answer.documents as u64, "document");
    let mut text = format!(
        "{} {}\n",
        style.bold(&documents),
        style.dim(&format!("({})", milliseconds(answer.elapsed_ms))),
    );
    let row = |name: &str, files: &Files| {
        let counts = [files.indexed, files.unchanged, files.duplicate, files.empty, files.failed];
        std::iter::once(name.to_owned()).chain(counts.map(|count| count.to_string())).collect()
    };
    let heads = ["files", "indexed", "unchanged", "duplicate", "empty", "failed"];
    let mut rows: Vec<Vec<String>> = vec![heads.map(str::to_owned).to_vec()];
    rows.extend(answer.formats.iter().map(|(name, files)| row(name, files)));
    rows.push(row("all", &answer.files));
    text.push_str(&columns(&rows, "  ", style));
    if answer.removed > 0 {
        text.push_str(&format!("{} removed\n", count(answer.removed as u64, "file")));
    }
    text + &status::errors(&answer.errors, answer.files.failed as u64, style)
}
