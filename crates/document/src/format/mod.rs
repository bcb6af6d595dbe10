//! Formats: what a file is, and its bytes to drafts.

mod feed;
mod fields;
mod front_matter;
mod html;
mod json;
mod json_ld;
mod markdown;
mod office;
mod pdf;
mod records;
mod text;
mod xml;

use std::fmt;

use fiszka_schema::Schema;

use crate::document::Diagnostic;
use crate::draft::{Draft, Parsed, SourceFile};
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
    /// Markdown, with YAML or TOML front matter or without.
    Markdown,
    /// One JSON value: a record or an array of records.
    Json,
    /// JSON Lines: one record a line.
    JsonLines,
    /// RSS or Atom.
    Feed,
    /// PDF: its text, page by page.
    Pdf,
    /// A Word document of 2007 or later.
    Docx,
    /// An OpenDocument text.
    Odt,
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
            "xml" | "rss" | "atom" | "rdf" => Some(Self::Feed),
            "pdf" => Some(Self::Pdf),
            "docx" => Some(Self::Docx),
            "odt" => Some(Self::Odt),
            _ => None,
        }
    }

    /// Its name in lower case and without blanks, as stored and printed in lists: `json_lines`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::JsonLines => "json_lines",
            Self::Feed => "feed",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
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
            Self::Feed => "feed",
            Self::Pdf => "PDF",
            Self::Docx => "Word document",
            Self::Odt => "OpenDocument text",
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
    let read = match format {
        Format::Text => text::parse,
        Format::Html => html::parse,
        Format::Markdown => markdown::parse,
        Format::Json => json::parse,
        Format::JsonLines => json::parse_lines,
        Format::Feed => feed::parse,
        Format::Pdf => return pdf::parse(file.path, file.bytes, limits),
        Format::Docx | Format::Odt => return office::parse(file.path, file.bytes, format, limits),
    };
    let decoded = decode(file.bytes)?;
    let mut parsed = read(&Source { path: file.path, text: &decoded.text, schema, limits })?;
    parsed.diagnostics.splice(0..0, decoded.diagnostics);
    Ok(parsed)
}

/// A report on an attachment that shows pictures of text, or nothing.
fn without_text(draft: &Draft) -> Option<Diagnostic> {
    let message = "it holds no text: probably a scan; a version with text can be searched";
    draft.lines.is_empty().then(|| Diagnostic::new("no_text", message))
}

/// A decoded file with what is needed to read it.
struct Source<'a> {
    path: &'a str,
    text: &'a str,
    schema: &'a Schema,
    limits: &'a Limits,
}

/// The name of the file that a link leads to, if it is an attachment.
fn attached_file(address: &str) -> Option<String> {
    const ENDINGS: [&str; 11] =
        ["pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "zip"];
    let path = address.split(['?', '#']).next()?;
    let name = path.rsplit('/').next()?;
    let (_, ending) = name.rsplit_once('.')?;
    ENDINGS.contains(&ending.to_ascii_lowercase().as_str()).then(|| name.to_owned())
}
