//! Abbreviations: *ul.*, *r.*, *km*.

use crate::reading::Share;

/// What an abbreviation can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abbreviation<'a> {
    /// The base form of the whole, as the dictionary writes it: *ulica*, *Dziennik Ustaw*.
    pub expansion: &'a str,
    /// Whether it is one only in front of a dot: *r.* is *rok*, *km* is *kilometr* by itself.
    pub needs_dot: bool,
    /// How likely the expansion is, compared with the likeliest, by how frequent its words are.
    pub share: Share,
}

/// The expansions of an abbreviation, the likeliest first.
#[derive(Debug, Clone, Default)]
pub struct Abbreviations<'a> {
    left: u8,
    bytes: &'a [u8],
}

impl<'a> Abbreviations<'a> {
    /// Reads an entry of the section of expansions.
    pub(crate) fn from_record(record: &'a [u8]) -> Self {
        record.split_first().map_or_else(Self::default, |(&left, bytes)| Self { left, bytes })
    }

    /// Whether there are none (left).
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.left == 0
    }
}

impl<'a> Iterator for Abbreviations<'a> {
    type Item = Abbreviation<'a>;

    fn next(&mut self) -> Option<Abbreviation<'a>> {
        self.left = self.left.checked_sub(1)?;
        let (&[flags, length], rest) = self.bytes.split_first_chunk()?;
        let (text, rest) = rest.split_at_checked(usize::from(length))?;
        self.bytes = rest;
        Some(Abbreviation {
            expansion: std::str::from_utf8(text).ok()?,
            needs_dot: flags & 1 != 0,
            share: Share::from_bucket(flags >> 1),
        })
    }
}
