//! The bounds of a request. Beyond a bound the answer is a problem that names it, never a shorter answer.

/// Longest search query `q`, in bytes of UTF-8.
pub const QUERY_BYTES_MAX: usize = 8_192;
/// Most words of a search query `q`; words are split at white space and ASCII punctuation.
pub const QUERY_WORDS_MAX: usize = 512;
/// Most hits of one page.
pub const LIMIT_MAX: u32 = 100;
/// Hits of one page when `limit` is absent.
pub const LIMIT_DEFAULT: u32 = 10;
/// Deepest hit that paging by offset reaches: `offset + limit`. Beyond it, page by cursor.
pub const OFFSET_PLUS_LIMIT_MAX: u32 = 10_000;
/// Most facets of one request.
pub const FACETS_MAX: usize = 50;
/// Most `where` conditions of one request.
pub const CONDITIONS_MAX: usize = 50;
/// Longest single value of `kind`, `where`, `facet` and `cursor`, in bytes of UTF-8.
pub const VALUE_BYTES_MAX: usize = 1_024;
/// Longest query string of a URL, in bytes, before percent-decoding. HTTP servers stop near 64 KiB by
/// themselves; a longer query travels as the JSON body of a `POST`.
pub const QUERY_STRING_BYTES_MAX: usize = 60_000;
/// Longest request body, in bytes: room for a query of the full length in which every character is escaped
/// (`\u0142`), and for an overlong query to be refused by name instead of as a mere body.
pub const BODY_BYTES_MAX: usize = 262_144;
/// Most errors that one problem lists.
pub const PROBLEM_ERRORS_MAX: usize = 16;
/// Most file errors that one status lists; [`SourceCounts::failed`](crate::SourceCounts::failed) counts all.
pub const STATUS_ERRORS_MAX: usize = 100;
/// Longest path of a Unix-domain socket, in bytes: `sun_path` of Linux without its final zero (`unix(7)`).
pub const SOCKET_PATH_BYTES_MAX: usize = 107;
