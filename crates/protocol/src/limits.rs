//! The bounds of a request. Beyond a bound the answer is a problem that names it, never a shorter answer.

use serde::Deserialize;

/// Longest search query `q`, in bytes of UTF-8.
pub const QUERY_BYTES_MAX: usize = 8_192;
/// Most words of a search query `q`; words are split at white space and ASCII punctuation.
pub const QUERY_WORDS_MAX: usize = 512;
/// Most hits of one page.
pub const LIMIT_MAX: u32 = 100;
/// Most documents of one map (`format=geojson`).
pub const MAP_LIMIT_MAX: u32 = 1_000;
/// Hits of one page when `limit` is absent.
pub const LIMIT_DEFAULT: u32 = 10;
/// Deepest hit that paging by offset reaches: `offset + limit`. Beyond it, page by cursor.
pub const OFFSET_PLUS_LIMIT_MAX: u32 = 10_000;
/// Most values of one facet of an answer that a daemon may be set to give; by default it gives 100.
pub const FACET_VALUES_MAX: usize = 1_000;
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

/// The bounds that a daemon answers within. Each may be set lower than the bound of the protocol, which is its default,
/// but not higher: clients know the bounds of the protocol.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RequestLimits {
    /// Longest `q`, in bytes: 1 to 8,192, the default.
    pub query_bytes_max: usize,
    /// Most words of `q`: 1 to 512, the default.
    pub query_words_max: usize,
    /// Most hits of one page: 1 to 100, the default.
    pub limit_max: u32,
    /// Most documents of one map: 1 to 1,000, the default.
    pub map_limit_max: u32,
    /// Deepest hit that `offset` reaches: 1 to 10,000, the default.
    pub offset_plus_limit_max: u32,
    /// Most facets of one request: 1 to 50, the default.
    pub facets_max: usize,
    /// Most values that a facet gives: 1 to 1,000, by default 100.
    pub facet_values_max: usize,
    /// Most `where` conditions of one request: 1 to 50, the default.
    pub conditions_max: usize,
}

impl Default for RequestLimits {
    fn default() -> Self {
        Self {
            query_bytes_max: QUERY_BYTES_MAX,
            query_words_max: QUERY_WORDS_MAX,
            limit_max: LIMIT_MAX,
            map_limit_max: MAP_LIMIT_MAX,
            offset_plus_limit_max: OFFSET_PLUS_LIMIT_MAX,
            facets_max: FACETS_MAX,
            facet_values_max: 100,
            conditions_max: CONDITIONS_MAX,
        }
    }
}

impl RequestLimits {
    /// The first bound that is out of its range, with the range: `limit_max`, 1 to 100.
    pub fn out_of_range(&self) -> Option<(&'static str, std::ops::RangeInclusive<usize>)> {
        let bounds = [
            ("query_bytes_max", self.query_bytes_max, QUERY_BYTES_MAX),
            ("query_words_max", self.query_words_max, QUERY_WORDS_MAX),
            ("limit_max", self.limit_max as usize, LIMIT_MAX as usize),
            ("map_limit_max", self.map_limit_max as usize, MAP_LIMIT_MAX as usize),
            ("offset_plus_limit_max", self.offset_plus_limit_max as usize, OFFSET_PLUS_LIMIT_MAX as usize),
            ("facets_max", self.facets_max, FACETS_MAX),
            ("facet_values_max", self.facet_values_max, FACET_VALUES_MAX),
            ("conditions_max", self.conditions_max, CONDITIONS_MAX),
        ];
        let outside = bounds.into_iter().find(|(_, value, max)| !(1..=*max).contains(value));
        outside.map(|(name, _, max)| (name, 1..=max))
    }
}
