//! How much one file may ask of a reader.

/// Bounds on what one file may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file. Larger files fail.
    pub file_bytes_max: u64,
    /// Documents in the file. A file with more fails.
    pub documents_max: usize,
    /// Bytes of text of one document. The rest is left out and reported.
    pub text_bytes_max: usize,
    /// Lines of text of one document. The rest is left out and reported.
    pub lines_max: usize,
    /// Levels of nesting in front matter and in records. Deeper front matter is read line by line.
    pub depth_max: usize,
    /// Elements of HTML that are open at once. A file with more fails: building its tree takes quadratic time.
    pub open_elements_max: usize,
    /// Bytes that the packed parts of a PDF or office document may unpack to.
    pub unpacked_bytes_max: u64,
    /// Pages of a PDF that are read.
    pub pages_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes_max: 64 * 1024 * 1024,
            documents_max: 100_000,
            text_bytes_max: 8 * 1024 * 1024,
            lines_max: 200_000,
            depth_max: 32,
            open_elements_max: 2_000,
            unpacked_bytes_max: 64 * 1024 * 1024,
            pages_max: 2_000,
        }
    }
}
