//! What commands print: one JSON value for machines, or text for people.

mod columns;
pub(crate) mod document;
pub(crate) mod progress;
mod reading;
pub(crate) mod search;
pub(crate) mod status;
pub(crate) mod suggest;
pub(crate) mod summary;
mod terminal;
mod units;

use std::io::{self, BufWriter, Write};

use serde::Serialize;

pub(crate) use terminal::{Style, printable};

use crate::error::Error;

/// Standard output, in the form that was asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    is_json: bool,
}

impl Output {
    pub(crate) fn new(is_json: bool) -> Self {
        Self { is_json }
    }

    pub(crate) fn is_json(self) -> bool {
        self.is_json
    }

    /// Prints an answer: as one line of JSON, or as the text that `text` makes of it.
    pub(crate) fn print<T: Serialize>(
        self,
        answer: &T,
        text: impl FnOnce(&T, &Style) -> String,
    ) -> Result<(), Error> {
        self.write(|stdout| {
            if self.is_json {
                serde_json::to_writer(&mut *stdout, answer)?;
                writeln!(stdout)
            } else {
                stdout.write_all(text(answer, &Style::of_stdout()).as_bytes())
            }
        })
    }

    /// Lets `write` fill a buffered standard output.
    pub(crate) fn write(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        let mut stdout = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        write(&mut stdout).and_then(|()| stdout.flush()).map_err(Error::Output)
    }
}
