//! Formats: what a file is, and its bytes to drafts.

mod fields;
mod front_matter;
mod html;
mod json;
mod markdown;
mod text;

use std::fmt;

use fiszka_schema::Schema;

use crate::draft::{Parsed, SourceFile};
use crate::encoding::decode;
use crate::error::Failure;
use crate::limits::Limits;

/// A format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// The text of a page, one paragraph a line.
    Text,
    /// HTML.
    Html,
    /// Markdown, with YAML front matter or without.
    Markdown,
    /// One JSON value: a record or an array of records.
    Json,
    /// JSON Lines: one record a line.
    JsonLines,
}

impl Format {
    /// The format that the ending of a file's name stands for.
    pub fn of_path(path: &str) -> Option<Self> {
        match extension(path)?.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Text),
            "html" | "htm" | "xhtml" | "shtml" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// Its name in lower case and without blanks, as stored and printed in lists: `json-lines`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::JsonLines => "json-lines",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Html => "HTML",
            Self::Markdown => "Markdown",
            Self::Json => "JSON",
            Self::JsonLines => "JSON Lines",
        })
    }
}

fn extension(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    name.rsplit_once('.').map(|(_, extension)| extension)
}

/// Reads a file: its encoding, its format, and a draft for each document in it.
///
/// A damaged record of a file that holds many is reported in [`Parsed::diagnostics`], and the others are read. A
/// file without text gives a draft that cleans to an [empty](crate::Document::empty) document.
///
/// # Errors
/// A [`Failure`] when the file gives no document at all: it is too large, binary, in no known encoding or format, or
/// broken from the start.
pub fn parse(file: &SourceFile<'_>, schema: &Schema, limits: &Limits) -> Result<Parsed, Failure> {
    let bytes = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
    if bytes > limits.file_bytes_max {
        return Err(Failure::TooLarge { bytes, limit_bytes: limits.file_bytes_max });
    }
    let format = Format::of_path(file.path).ok_or_else(|| Failure::UnknownFormat {
        extension: extension(file.path).map(|extension| format!(".{extension}")).unwrap_or_default(),
    })?;
    let decoded = decode(file.bytes)?;
    let source = Source { path: file.path, text: &decoded.text, schema, limits };
    let mut parsed = match format {
        Format::Text => text::parse(&source),
        Format::Html => html::parse(&source)?,
        Format::Markdown => markdown::parse(&source)?,
        Format::Json => json::parse(&source)?,
        Format::JsonLines => json::parse_lines(&source)?,
    };
    parsed.diagnostics.splice(0..0, decoded.diagnostics);
    Ok(parsed)
}

/// A decoded file with what is needed to read it.
struct Source<'a> {
    path: &'a str,
    text: &'a str,
    schema: &'a Schema,
    limits: &'a Limits,
}
