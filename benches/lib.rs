//! What the benchmarks share: texts to measure on, and medians of several rounds.

#![warn(missing_docs)]

pub mod pages;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A text with the name of its kind.
#[derive(Debug, Clone)]
pub struct Text {
    /// Path below the corpus.
    pub path: String,
    /// Its bytes as a string.
    pub content: String,
}

/// The sample corpus of the repository.
#[must_use]
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpora/sample")
}

/// Every file below a folder, in order of path.
///
/// # Errors
///
/// When a folder or file cannot be read.
pub fn texts(folder: &Path) -> std::io::Result<Vec<Text>> {
    let mut texts = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
                let content = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
                texts.push(Text { path: relative, content });
            }
        }
    }
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(texts)
}

/// Runs something once to warm up and then `rounds` times; gives the median time.
pub fn median(rounds: usize, mut run: impl FnMut()) -> Duration {
    run();
    let mut times: Vec<_> = (0..rounds.max(1))
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
