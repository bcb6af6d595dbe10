//! The bytes of a dictionary, wherever they lie.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use memmap2::Mmap;

use crate::Error;

/// The bytes of a whole file; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) enum Data {
    #[cfg_attr(
        not(feature = "embedded"),
        expect(dead_code, reason = "only the embedded dictionary is static")
    )]
    Static(&'static [u8]),
    Heap(Arc<Vec<u8>>),
    Mapped(Arc<Mmap>),
}

impl Data {
    pub(crate) fn map(path: &Path) -> Result<Self, Error> {
        let io_error = |source| Error::Io { path: path.to_owned(), source };
        let file = File::open(path).map_err(io_error)?;
        // SAFETY: the map is read-only and private to this process. It is undefined behaviour only if another
        // process changes the file while it is mapped; `Lexicon::open` makes that a duty of whoever installs
        // the file: replace it by rename, never write into it.
        #[expect(unsafe_code, reason = "a memory map cannot be made in safe code")]
        let map = unsafe { Mmap::map(&file) }.map_err(io_error)?;
        Ok(Self::Mapped(Arc::new(map)))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Heap(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }

    /// The bytes of a section.
    pub(crate) fn part(&self, (start, end): (usize, usize)) -> Part {
        Part { data: self.clone(), start, end }
    }
}

/// A section of the file.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    data: Data,
    start: usize,
    end: usize,
}

impl Part {
    pub(crate) fn bytes(&self) -> &[u8] {
        self.data.bytes().get(self.start..self.end).unwrap_or_default()
    }
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        self.bytes()
    }
}
