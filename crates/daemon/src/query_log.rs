//! What people ask, for whoever improves the search: written only when a setting asks for it.

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fiszka::Index;
use fiszka::document::{MASK, without_contacts};
use fiszka_protocol::SearchResponse;
use serde::Serialize;

use crate::error::Error;

/// Digits of a question without letters that make it a telephone number, with an area code or without.
const PHONE_DIGITS_MIN: usize = 7;

/// A file of JSON Lines that is renamed to `PATH.1`, over an older one, when it has grown too large.
#[derive(Debug)]
pub(crate) struct QueryLog {
    path: PathBuf,
    bytes_max: u64,
    open: Mutex<Open>,
}

#[derive(Debug)]
struct Open {
    file: File,
    bytes: u64,
}

/// A line. It says nothing of who asked, or when.
#[derive(Serialize)]
struct Line<'a> {
    q: &'a str,
    total: u64,
    weak: bool,
    took_ms: f64,
}

/// A question as it may be kept: where contacts are hidden, without those that were typed.
pub(crate) fn asked<'q>(question: &'q str, index: &Index) -> Cow<'q, str> {
    if !index.hides_contacts() {
        return Cow::Borrowed(question);
    }
    let digits = question.chars().filter(char::is_ascii_digit).count();
    if digits >= PHONE_DIGITS_MIN && !question.contains(char::is_alphabetic) {
        return Cow::Borrowed(MASK);
    }
    without_contacts(question, index.schema())
}

impl QueryLog {
    /// Goes on with the file of `path`. Together with the one before it, it holds at most twice `bytes_max`.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened for writing.
    pub(crate) fn open(path: &Path, bytes_max: u64) -> Result<Self, Error> {
        let open = Open::at(path).map_err(|source| Error::Setting {
            name: "query_log",
            reason: format!("cannot write {}: {source}", path.display()),
        })?;
        Ok(Self { path: path.to_owned(), bytes_max, open: Mutex::new(open) })
    }

    /// Adds a question and how it was answered. A question without words is none. A line that cannot be written is
    /// told and lost: answers do not wait for a full disk.
    pub(crate) fn add(&self, asked: &str, answer: &SearchResponse) {
        if asked.trim().is_empty() {
            return;
        }
        let line = Line { q: asked, total: answer.total, weak: answer.weak, took_ms: answer.took_ms };
        let written = serde_json::to_vec(&line).map_err(io::Error::from).and_then(|mut bytes| {
            bytes.push(b'\n');
            self.write(&bytes)
        });
        if let Err(error) = written {
            tracing::warn!(error = %error, "cannot write the query log");
        }
    }

    fn write(&self, line: &[u8]) -> io::Result<()> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = line.len() as u64;
        if open.bytes > 0 && open.bytes + bytes > self.bytes_max {
            let mut older = self.path.clone().into_os_string();
            older.push(".1");
            fs::rename(&self.path, older)?;
            *open = Open::at(&self.path)?;
        }
        // One write a line, so that a line is whole or missing.
        open.file.write_all(line)?;
        open.bytes += bytes;
        Ok(())
    }
}

impl Open {
    fn at(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        let bytes = file.metadata()?.len();
        Ok(Self { file, bytes })
    }
}
