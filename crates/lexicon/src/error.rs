//! What can be wrong with a dictionary file.

use std::io;
use std::path::PathBuf;

/// Why a dictionary could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be read.
    #[error("cannot read the dictionary {}", path.display())]
    Io {
        /// The file that was asked for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// The bytes do not begin like a dictionary.
    #[error("not a dictionary of fiszka: it does not begin with {:?}", crate::format::MAGIC.escape_ascii().to_string())]
    NotADictionary,

    /// The dictionary was written for another version of this crate.
    ///
    /// There are two ways to fix it: use the dictionary that comes with this version of the crate, or
    /// build the file anew with `cargo run --release -p fiszka-lexicon --example build_lexicon`.
    #[error("dictionary of format {found}, this program reads format {expected}")]
    Version {
        /// The format of the file.
        found: u32,
        /// The format that this crate reads.
        expected: u32,
    },

    /// The file is cut short, or a byte of it has changed.
    #[error("damaged dictionary: {part} {problem}")]
    Damaged {
        /// The part of the file.
        part: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl Error {
    /// What a person can do about it, where there is something to say.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Io { .. } => None,
            Self::NotADictionary => Some("give the path of a file written by the example build_lexicon"),
            Self::Version { .. } => Some(
                "use the dictionary that came with this version, or build it anew with the example build_lexicon",
            ),
            Self::Damaged { .. } => {
                Some("copy the file again, or build it anew with the example build_lexicon")
            }
        }
    }
}
