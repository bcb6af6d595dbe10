//! Why a file gives no documents.

use crate::format::Format;

/// A file that gives no documents. The path is not in the message: who reads the files knows it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The name has an ending that belongs to no format.
    #[error("no format is known for `{extension}` files")]
    UnknownFormat {
        /// The ending of the name, or an empty string.
        extension: String,
    },
    /// More bytes than [`Limits::file_bytes_max`](crate::Limits::file_bytes_max).
    #[error("the file has {bytes} bytes, more than the limit of {limit_bytes}")]
    TooLarge {
        /// Size of the file.
        bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// A picture, an archive or another file that is not text.
    #[error("not a text file: {what}")]
    Binary {
        /// What the first bytes look like.
        what: &'static str,
    },
    /// Bytes that are text in no encoding that pages use.
    #[error("neither UTF-8 nor a Polish encoding; the first bad byte is on line {line}")]
    NotText {
        /// Line, from 1.
        line: u32,
    },
    /// The file breaks the rules of its format from the start.
    #[error("bad {format}, line {line}: {reason}")]
    BadStructure {
        /// The format.
        format: Format,
        /// Line, from 1.
        line: u32,
        /// What is wrong.
        reason: String,
    },
    /// A PDF or office document that cannot be opened.
    #[error("bad {format}: {reason}")]
    BadContainer {
        /// The format.
        format: Format,
        /// What is wrong.
        reason: String,
    },
    /// More documents than [`Limits::documents_max`](crate::Limits::documents_max).
    #[error("more than {limit} documents in one file")]
    TooManyDocuments {
        /// The limit.
        limit: usize,
    },
}

impl Failure {
    /// Stable name in snake case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownFormat { .. } => "unknown_format",
            Self::TooLarge { .. } => "too_large",
            Self::Binary { .. } => "binary",
            Self::NotText { .. } => "not_text",
            Self::BadStructure { .. } => "bad_structure",
            Self::BadContainer { .. } => "bad_container",
            Self::TooManyDocuments { .. } => "too_many_documents",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::UnknownFormat { extension } if is_old_office(extension) => {
                "open the file in a word processor and save it as .docx, .odt or .pdf"
            }
            Self::UnknownFormat { .. } => {
                "use .txt, .html, .md, .json, .jsonl, .xml (RSS or Atom), .pdf, .docx or .odt, or keep the file out of the corpus"
            }
            Self::TooLarge { .. } => "split the file, or keep it out of the corpus",
            Self::Binary { .. } => "keep the file out of the corpus, or export its text",
            Self::NotText { .. } => "save the file as UTF-8",
            Self::BadContainer { .. } => "open the file and save it anew, without a password",
            Self::BadStructure { .. } => "correct the file; until then it gives no documents",
            Self::TooManyDocuments { .. } => "split the file",
        }
    }
}

/// Text formats of old word processors, which no maintained library reads.
fn is_old_office(extension: &str) -> bool {
    [".doc", ".dot", ".rtf", ".sxw", ".wpd"].iter().any(|old| extension.eq_ignore_ascii_case(old))
}
