//! Cursors: a place in one answer, for asking what stands behind it.
//!
//! Every order is total and depends on the commit, the query and the day only, so a place is a number of hits. The
//! cursor also says which of the three it belongs to. It is nothing secret and gives no right.

use jiff::civil::Date;

use crate::search::answer::{Query, QueryError};
use crate::value::{date, days};

/// Raised when the bytes of a cursor change their meaning.
const VERSION: u8 = 1;

/// Version, commit, query, day (0 for none), place.
const BYTES: usize = 1 + 8 + 8 + 4 + 4;

/// A place in the answer to one query from one commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) generation: u64,
    query: u64,
    /// The day that the first page was asked on: recency must not move on between two pages.
    pub(crate) today: Option<Date>,
    /// How many hits stand before the place.
    pub(crate) offset: usize,
}

impl Cursor {
    pub(crate) fn new(query: &Query, generation: u64, offset: usize) -> Self {
        Self { generation, query: fingerprint(query), today: query.today, offset }
    }

    /// Reads the cursor of a query.
    pub(crate) fn read(query: &Query, generation: u64) -> Result<Option<Self>, QueryError> {
        let Some(text) = &query.cursor else { return Ok(None) };
        let cursor =
            Self::decode(text).ok_or(QueryError::InvalidCursor { reason: "no answer gave this cursor" })?;
        if cursor.query != fingerprint(query) {
            return Err(QueryError::InvalidCursor { reason: "the cursor belongs to another query" });
        }
        if cursor.generation != generation {
            return Err(QueryError::CursorExpired);
        }
        Ok(Some(cursor))
    }

    pub(crate) fn encode(&self) -> String {
        let mut bytes = [0; BYTES];
        let parts = [
            &[VERSION][..],
            &self.generation.to_be_bytes(),
            &self.query.to_be_bytes(),
            // Day 0 is the first of January 1970, when nobody asked.
            &i32::try_from(self.today.map_or(0, days)).unwrap_or_default().to_be_bytes(),
            &u32::try_from(self.offset).unwrap_or(u32::MAX).to_be_bytes(),
        ];
        for (byte, value) in bytes.iter_mut().zip(parts.concat()) {
            *byte = value;
        }
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn decode(text: &str) -> Option<Self> {
        if text.len() != 2 * BYTES || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let byte = |at: usize| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok();
        let bytes: Vec<u8> = (0..BYTES).map(byte).collect::<Option<_>>()?;
        let (version, rest) = bytes.split_first()?;
        let (generation, rest) = rest.split_first_chunk()?;
        let (query, rest) = rest.split_first_chunk()?;
        let (today, rest) = rest.split_first_chunk()?;
        let (offset, _) = rest.split_first_chunk()?;
        let day = i64::from(i32::from_be_bytes(*today));
        (*version == VERSION).then_some(Self {
            generation: u64::from_be_bytes(*generation),
            query: u64::from_be_bytes(*query),
            today: if day == 0 { None } else { Some(date(day)?) },
            offset: usize::try_from(u32::from_be_bytes(*offset)).ok()?,
        })
    }
}

/// What decides which documents answer and in which order; pages of one answer agree in it.
fn fingerprint(query: &Query) -> u64 {
    let asked = Query {
        offset: 0,
        limit: 0,
        cursor: None,
        facets: Vec::new(),
        facet_values_max: None,
        explain: false,
        deadline: None,
        today: None,
        ..query.clone()
    };
    let hash = blake3::hash(format!("{asked:?}").as_bytes());
    let [a, b, c, d, e, f, g, h, ..] = *hash.as_bytes();
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn query(text: &str) -> Query {
        Query { text: text.to_owned(), today: Some("2024-05-01".parse().unwrap()), ..Query::default() }
    }

    #[test]
    fn a_cursor_belongs_to_its_query_and_commit() {
        let cursor = Cursor::new(&query("żłobek"), 7, 20);
        let with = |text: &str, cursor: String| Query { cursor: Some(cursor), limit: 5, ..query(text) };
        let read = |text: &str, cursor: String, generation| Cursor::read(&with(text, cursor), generation);
        assert_eq!(read("żłobek", cursor.encode(), 7), Ok(Some(cursor)));
        assert_eq!(read("żłobek", cursor.encode(), 8), Err(QueryError::CursorExpired));
        let other = QueryError::InvalidCursor { reason: "the cursor belongs to another query" };
        assert_eq!(read("szkoła", cursor.encode(), 7), Err(other));
        for bad in
            ["", "xyz", &"0".repeat(50), &cursor.encode().replace('0', "ó"), &format!("{}0", cursor.encode())]
        {
            let error = read("żłobek", bad.to_owned(), 7).unwrap_err();
            assert!(matches!(error, QueryError::InvalidCursor { .. }), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(generation: u64, asked: u64, day in -4_000_000_i64..2_900_000, offset: u32) {
            let today = date(day).filter(|_| day != 0);
            let cursor = Cursor { generation, query: asked, today, offset: offset as usize };
            prop_assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        }

        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _outcome = Cursor::decode(&text);
        }
    }
}
