//! A sketch of what a document says, small enough to be stored with it: two sketches tell how much two documents have
//! in common without their texts.
//!
//! The text is seen as the set of its shingles, runs of four words. Of a set only the lowest hashes are kept (a bottom-k
//! sketch): what two sketches share below the highest hash that both could hold is a fair sample of what the sets share.
//! Numbers are sketched apart: two editions of one yearly event share nearly all words, but not their numbers.

use std::collections::BTreeSet;

use fiszka_schema::fold;
use serde::{Deserialize, Serialize};

use crate::document::Document;

/// Hashes kept of the shingles; the error of a similarity is about 0.05.
const SHINGLES_MAX: usize = 192;

/// Hashes kept of the numbers.
const NUMBERS_MAX: usize = 48;

/// Most numbers of a sketch.
pub const SKETCH_NUMBERS_MAX: usize = 1 + SHINGLES_MAX + NUMBERS_MAX;

/// Words of a shingle.
const SHINGLE_WORDS: usize = 4;

/// A sketch of a document: about a kilobyte.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    shingles: Bottom,
    numbers: Bottom,
    /// Of a feed's excerpt.
    stub: bool,
}

/// How two documents stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same text: a mirror, a second address, a BIP page with a line added. Results show one of them.
    Same,
    /// The first is a part of the second: a feed's stub of a page.
    ExcerptOf,
    /// The second is a part of the first.
    HasExcerpt,
    /// Half of the text or more, or all of it but for the numbers: a reworked press text, another edition.
    Related,
    /// Nothing of the above.
    Different,
}

impl Sketch {
    /// Sketches the kept text of a document.
    pub fn of(document: &Document) -> Self {
        let mut words: Vec<u32> = Vec::new();
        let mut numbers = BTreeSet::new();
        for zone in &document.zones {
            let text = fold(document.text.get(zone.range.clone()).unwrap_or_default());
            for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                if word.contains(|c: char| c.is_ascii_digit()) {
                    numbers.insert(hash(word.as_bytes()));
                } else {
                    words.push(hash(stem(word).as_bytes()));
                }
            }
        }
        // A text shorter than a shingle is one shingle.
        let length = SHINGLE_WORDS.min(words.len()).max(1);
        let shingles: BTreeSet<u32> = words
            .windows(length)
            .map(|shingle| hash(&shingle.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>()))
            .collect();
        Self {
            shingles: Bottom::of(shingles, SHINGLES_MAX),
            numbers: Bottom::of(numbers, NUMBERS_MAX),
            stub: document.is_stub(),
        }
    }

    /// Whether this sketches a feed's excerpt; see [`Document::is_stub`].
    pub fn is_stub(&self) -> bool {
        self.stub
    }

    /// The sketch as at most [`SKETCH_NUMBERS_MAX`] numbers, for a column of an index. The first tells the lengths,
    /// behind it stand the hashes of the shingles from the lowest: documents of one text nearly always share one of
    /// the first few.
    pub fn to_numbers(&self) -> Vec<u32> {
        let length = |bottom: &Bottom| u32::try_from(bottom.hashes.len()).unwrap_or(0);
        let flags = [self.shingles.more, self.numbers.more, self.stub];
        let flags = (0..).zip(flags).map(|(at, flag)| u32::from(flag) << at).sum::<u32>();
        let head = length(&self.shingles) | length(&self.numbers) << 8 | flags << 16;
        std::iter::once(head)
            .chain(self.shingles.hashes.iter().copied())
            .chain(self.numbers.hashes.iter().copied())
            .collect()
    }

    /// The sketch of these numbers; an empty one of numbers that are none.
    pub fn from_numbers(numbers: &[u32]) -> Self {
        let Some((head, hashes)) = numbers.split_first() else { return Self::default() };
        let [shingles, figures, flags, _] = head.to_le_bytes();
        let Some((shingles, figures_on)) = hashes.split_at_checked(usize::from(shingles)) else {
            return Self::default();
        };
        let figures = figures_on.get(..usize::from(figures)).unwrap_or_default();
        let flag = |at: u8| flags >> at & 1 == 1;
        Self {
            shingles: Bottom { hashes: shingles.to_vec(), more: flag(0) },
            numbers: Bottom { hashes: figures.to_vec(), more: flag(1) },
            stub: Self::is_stub_head(*head),
        }
    }

    /// Whether the first of a sketch's numbers is that of a feed's excerpt.
    pub fn is_stub_head(head: u32) -> bool {
        head >> 18 & 1 == 1
    }

    /// What two texts share of what both say together: 0 to 1 (Jaccard), numbers left aside.
    pub fn similarity(&self, other: &Self) -> f32 {
        let common = self.shingles.common(&other.shingles);
        ratio(common.both, common.first + common.second - common.both)
    }

    /// How much of this text stands in another: 0 to 1, numbers left aside.
    pub fn containment(&self, other: &Self) -> f32 {
        let common = self.shingles.common(&other.shingles);
        ratio(common.both, common.first)
    }

    /// How two documents stand to each other. Texts are the same from a similarity of 0.85, related from 0.5, and an
    /// excerpt stands in the other to 0.85 and is less than two thirds of it. Numbers must agree: each that one text
    /// says the other says too, but one of the two may say more.
    pub fn relation(&self, other: &Self) -> Relation {
        const SAME: f32 = 0.85;
        const RELATED: f32 = 0.5;
        const EXCERPT_MAX: usize = 2;
        if self.shingles.hashes.is_empty() || other.shingles.hashes.is_empty() {
            return Relation::Different;
        }
        let numbers = self.numbers.common(&other.numbers);
        let (adds, lacks) = (numbers.first > numbers.both, numbers.second > numbers.both);
        let similarity = self.similarity(other);
        if similarity >= SAME && !(adds && lacks) {
            return Relation::Same;
        }
        let (mine, theirs) = (self.shingles.size(), other.shingles.size());
        if self.containment(other) >= SAME && !adds && mine * (EXCERPT_MAX + 1) <= theirs * EXCERPT_MAX {
            return Relation::ExcerptOf;
        }
        if other.containment(self) >= SAME && !lacks && theirs * (EXCERPT_MAX + 1) <= mine * EXCERPT_MAX {
            return Relation::HasExcerpt;
        }
        if similarity >= RELATED { Relation::Related } else { Relation::Different }
    }
}

/// The lowest hashes of a set, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Bottom {
    hashes: Vec<u32>,
    /// The set has more.
    more: bool,
}

/// How many hashes each of two sets has below the same bound, and both together.
struct Common {
    first: usize,
    second: usize,
    both: usize,
}

impl Bottom {
    fn of(set: BTreeSet<u32>, max: usize) -> Self {
        Self { more: set.len() > max, hashes: set.into_iter().take(max).collect() }
    }

    /// Up to where the sketch says all of its set.
    fn bound(&self) -> u32 {
        self.hashes.last().copied().filter(|_| self.more).unwrap_or(u32::MAX)
    }

    /// The size of the set: what is kept, or an estimate from how dense it is.
    fn size(&self) -> usize {
        if !self.more {
            return self.hashes.len();
        }
        let bound = u64::from(self.bound()).max(1);
        let kept = u64::try_from(self.hashes.len()).unwrap_or(u64::MAX);
        usize::try_from(kept.saturating_mul(u64::from(u32::MAX)) / bound).unwrap_or(usize::MAX)
    }

    fn common(&self, other: &Self) -> Common {
        let bound = self.bound().min(other.bound());
        let below = |sketch: &Self| sketch.hashes.partition_point(|&hash| hash <= bound);
        let (first, second) = (below(self), below(other));
        let both = self.hashes.iter().take(first).filter(|hash| other.hashes.binary_search(hash).is_ok());
        Common { first, second, both: both.count() }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
fn ratio(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// The first six letters: most endings of Polish stand behind them.
fn stem(word: &str) -> &str {
    const LETTERS: usize = 6;
    word.char_indices().nth(LETTERS).and_then(|(end, _)| word.get(..end)).unwrap_or(word)
}

fn hash(bytes: &[u8]) -> u32 {
    // FNV-1a of 64 bits, its halves mixed: fast for words, and the same on every machine.
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    u32::try_from(mixed >> 32).unwrap_or(u32::MAX)
}
