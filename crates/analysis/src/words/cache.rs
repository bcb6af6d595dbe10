//! What was analysed before.

use super::{Analysis, Setting};
use crate::analyzer::Side;
use crate::scan::{Context, Kind};

/// Number of words that are kept; a power of two. At some 250 bytes each they take at most 16 MB.
const WORDS_MAX: usize = 1 << 16;
/// Longer words are not kept, in bytes.
const KEY_BYTES_MAX: usize = 30;

/// Analyses of words by how they are written. Each word has one place; a newcomer takes it over and reuses its
/// memory.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    /// For each place the number of its entry, from 1.
    places: Vec<u32>,
    entries: Vec<Entry>,
    /// Where what is not kept is written.
    loose: Analysis,
}

#[derive(Debug)]
struct Entry {
    key: Key,
    analysis: Analysis,
}

/// A word as written and what else its analysis depends on, in one piece of memory: comparing two keys is most of
/// the work for a word that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    tag: u16,
    written: [u8; KEY_BYTES_MAX],
}

impl Key {
    /// The key of a word that is short enough. No word holds the zeros that fill it up.
    fn new(written: &str, context: Context, setting: Setting) -> Option<Self> {
        let mut bytes = [0; KEY_BYTES_MAX];
        bytes.get_mut(..written.len())?.copy_from_slice(written.as_bytes());
        let side = u16::from(setting.side == Side::Query);
        let language = setting.language as u16;
        let tag = u16::from(context.bits()) | side << 8 | u16::from(setting.is_plain) << 9 | language << 10;
        Some(Self { tag, written: bytes })
    }

    /// Mixes eight bytes at a time. Whoever provokes collisions only makes words be analysed again.
    fn place(&self, length: usize) -> usize {
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        let words = self.written.chunks(8).take(length.div_ceil(8));
        let hash = words.fold(u64::from(self.tag), |hash, chunk| {
            let mut bytes = [0; 8];
            chunk.iter().zip(&mut bytes).for_each(|(from, to)| *to = *from);
            (hash.rotate_left(23) ^ u64::from_le_bytes(bytes)).wrapping_mul(FACTOR)
        });
        (hash >> 48) as usize & (WORDS_MAX - 1)
    }
}

impl Cache {
    /// The analysis of a word: the one that is kept, or what `analyze` writes.
    pub(crate) fn get_or_analyze(
        &mut self,
        written: &str,
        kind: Kind,
        setting: Setting,
        analyze: impl FnOnce(&mut Analysis),
    ) -> &Analysis {
        let key = if let Kind::Word(context) = kind { Key::new(written, context, setting) } else { None };
        let Some(key) = key else {
            analyze(&mut self.loose);
            return &self.loose;
        };
        if self.places.is_empty() {
            self.places.resize(WORDS_MAX, 0);
        }
        let Some(number) = self.places.get_mut(key.place(written.len())) else { return &self.loose };
        if *number == 0 {
            let mut entry = Entry { key, analysis: Analysis::default() };
            analyze(&mut entry.analysis);
            self.entries.push(entry);
            *number = u32::try_from(self.entries.len()).unwrap_or(0);
            return self.entries.last().map_or(&self.loose, |entry| &entry.analysis);
        }
        let Some(entry) = self.entries.get_mut(*number as usize - 1) else { return &self.loose };
        if entry.key != key {
            entry.key = key;
            analyze(&mut entry.analysis);
        }
        &entry.analysis
    }
}
