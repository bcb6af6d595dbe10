//! The life of an index: its folder, its generations, its one writer and its readers.

mod claims;
mod entries;
mod folder;
mod phrases;
mod prepare;
mod records;
mod settle;
mod sites;
mod snapshot;
mod writer;

pub use folder::{Index, Opened};
pub use prepare::{ParsedFile, Prepared, Stamp, content_hash};
pub use records::{Source, SourceDiagnostic, SourceState};
pub use writer::{Commit, Writer};

pub(crate) use entries::is_attachment;
pub(crate) use folder::{QuerySide, Shared};
pub(crate) use phrases::Offered;
pub(crate) use prepare::folded_prefix;
pub(crate) use records::StoredDocument;
pub(crate) use snapshot::{Segment, Snapshot};
