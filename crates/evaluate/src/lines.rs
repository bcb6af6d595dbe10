//! Lines of a text file, one at a time and bounded in length, with errors that name file and line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::error::{Error, LineProblem, Result};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A reader of lines. Blank lines are skipped; a byte order mark and carriage returns are dropped.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    reader: R,
    path: PathBuf,
    number: u64,
    line_bytes_max: usize,
    buffer: Vec<u8>,
    ended: bool,
}

impl Lines<BufReader<File>> {
    pub(crate) fn open(path: &Path, line_bytes_max: usize) -> Result<Self> {
        let file = File::open(path).map_err(|source| Error::File { path: path.to_path_buf(), source })?;
        Ok(Self::new(BufReader::new(file), path, line_bytes_max))
    }
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R, path: &Path, line_bytes_max: usize) -> Self {
        let path = path.to_path_buf();
        Self { reader, path, number: 0, line_bytes_max, buffer: Vec::new(), ended: false }
    }

    /// Parses the next line that is not blank. After a bad line the one behind it can still be read;
    /// after a failure of the file nothing more comes.
    pub(crate) fn parse_next<T>(
        &mut self,
        parse: impl FnOnce(u64, &str) -> Result<T, LineProblem>,
    ) -> Option<Result<T>> {
        loop {
            if self.ended {
                return None;
            }
            match self.fill() {
                Ok(0) => {
                    self.ended = true;
                    return None;
                }
                Ok(_) => self.number += 1,
                Err(source) => {
                    self.ended = true;
                    return Some(Err(Error::File { path: self.path.clone(), source }));
                }
            }
            let line = match self.line() {
                Ok("") => continue,
                line => line,
            };
            return Some(
                line.and_then(|line| parse(self.number, line)).map_err(|problem| self.error(problem)),
            );
        }
    }

    /// Parses all lines; the first bad one ends it.
    pub(crate) fn parse_all(
        mut self,
        mut parse: impl FnMut(u64, &str) -> Result<(), LineProblem>,
    ) -> Result<()> {
        while let Some(parsed) = self.parse_next(&mut parse) {
            parsed?;
        }
        Ok(())
    }

    fn error(&self, problem: LineProblem) -> Error {
        Error::Line { path: self.path.clone(), line: self.number, problem }
    }

    /// Reads one line into the buffer, at most one byte more than is allowed, and skips the rest of it.
    fn fill(&mut self) -> io::Result<usize> {
        self.buffer.clear();
        // Two bytes more for the line end, one to notice an excess.
        let limit = u64::try_from(self.line_bytes_max).unwrap_or(u64::MAX).saturating_add(3);
        let count = self.reader.by_ref().take(limit).read_until(b'\n', &mut self.buffer)?;
        if count > self.line_bytes_max && self.buffer.last() != Some(&b'\n') {
            self.reader.skip_until(b'\n')?;
        }
        Ok(count)
    }

    fn line(&self) -> Result<&str, LineProblem> {
        let mut bytes = self.buffer.as_slice();
        if self.number == 1 {
            bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        }
        bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        if bytes.len() > self.line_bytes_max {
            return Err(LineProblem::TooLong { bytes_max: self.line_bytes_max });
        }
        let Ok(line) = std::str::from_utf8(bytes) else { return Err(LineProblem::NotUtf8) };
        Ok(if line.trim().is_empty() { "" } else { line })
    }
}
