//! Texts by the beginnings of their words.
//!
//! Every place where a word of a text begins is kept in the order of what follows it, so all places that continue with
//! a typed text are one range, found by bisection. A tree over the places gives the best text of any range, and so,
//! by splitting the range there, the next best: the time depends on how many are asked for, not on how many match.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

/// Behind every text; smaller than what texts hold.
const END: u8 = b'\n';

/// Folded texts, each known by its rank: its index in the order from the best to the worst.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    /// Where each text begins.
    starts: Vec<u32>,
}

impl Texts {
    /// Texts of small letters, digits and single blanks, best first. What does not fit 4 GiB is left out.
    pub(crate) fn new<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut this = Self::default();
        for text in texts {
            let Ok(start) = u32::try_from(this.bytes.len()) else { break };
            this.starts.push(start);
            this.bytes.extend_from_slice(text.as_bytes());
            this.bytes.push(END);
        }
        this
    }

    /// One of the texts.
    pub(crate) fn text(&self, rank: u32) -> &[u8] {
        let start = self.starts.get(rank as usize).map_or(0, |start| *start as usize);
        let text = self.bytes.get(start..).unwrap_or_default();
        text.split(|byte| *byte == END).next().unwrap_or_default()
    }

    /// Bytes of memory.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.bytes.capacity() + self.starts.capacity() * size_of::<u32>()
    }
}

/// Where a word of a text begins.
#[derive(Debug, Clone, Copy)]
struct Place {
    rank: u32,
    at: u32,
}

/// Places of one sort in order.
#[derive(Debug, Default)]
pub(crate) struct Places {
    places: Vec<Place>,
    /// A complete binary tree in one array: the place of the best rank below each inner node.
    best: Vec<u32>,
}

impl Places {
    /// The places where texts begin and, if asked, where their other words of two letters and more do.
    pub(crate) fn new(texts: &Texts, inner_words: bool) -> Self {
        let mut places = Vec::new();
        for (rank, &start) in (0..).zip(&texts.starts) {
            places.push(Place { rank, at: start });
            let text = texts.text(rank);
            for (at, pair) in (0_u32..).zip(text.windows(3)).filter(|_| inner_words) {
                if let [b' ', _, second] = pair
                    && *second != b' '
                {
                    places.push(Place { rank, at: start + at + 1 });
                }
            }
        }
        let rest = |place: &Place| texts.bytes.get(place.at as usize..).unwrap_or_default();
        let key = |place: &Place| {
            let mut key = [0; 8];
            let rest = rest(place);
            let length = rest.len().min(key.len());
            if let (Some(key), Some(rest)) = (key.get_mut(..length), rest.get(..length)) {
                key.copy_from_slice(rest);
            }
            u64::from_be_bytes(key)
        };
        let mut keyed: Vec<(u64, Place)> = places.into_iter().map(|place| (key(&place), place)).collect();
        keyed.sort_unstable_by(|(a_key, a), (b_key, b)| {
            a_key.cmp(b_key).then_with(|| rest(a).cmp(rest(b))).then_with(|| a.at.cmp(&b.at))
        });
        let places: Vec<Place> = keyed.into_iter().map(|(_, place)| place).collect();
        let best = tree(&places);
        Self { places, best }
    }

    pub(crate) fn all(&self) -> Range<usize> {
        0..self.places.len()
    }

    /// The places of a range that go on with `text` behind so many bytes in which they agree.
    pub(crate) fn following(
        &self,
        texts: &Texts,
        range: Range<usize>,
        depth: usize,
        text: &[u8],
    ) -> Range<usize> {
        let mut range = range;
        for (depth, &byte) in (depth..).zip(text) {
            if range.is_empty() {
                break;
            }
            range = self.narrow(texts, range, depth, byte);
        }
        range
    }

    fn narrow(&self, texts: &Texts, range: Range<usize>, depth: usize, byte: u8) -> Range<usize> {
        let places = self.places.get(range.clone()).unwrap_or_default();
        let from = places.partition_point(|place| byte_at(texts, place, depth) < byte);
        let places = places.get(from..).unwrap_or_default();
        let length = places.partition_point(|place| byte_at(texts, place, depth) == byte);
        range.start + from..range.start + from + length
    }

    /// The ranges that go on with `text` after one edit of it that leaves the first letter of every word.
    pub(crate) fn following_edited(&self, texts: &Texts, text: &[u8]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut exact = self.all();
        let mut is_first = true;
        for at in 0..text.len() {
            let rest = text.get(at..).unwrap_or_default();
            let (Some(&typed), Some(behind)) = (rest.first(), rest.get(1..)) else { break };
            if !std::mem::replace(&mut is_first, typed == b' ') {
                // The typed letter is one too many; the letter and the next are exchanged.
                found.push(self.following(texts, exact.clone(), at, behind));
                if let [next, behind @ ..] = behind
                    && *next != typed
                {
                    let swapped = self.following(texts, exact.clone(), at, &[*next, typed]);
                    found.push(self.following(texts, swapped, at + 2, behind));
                }
                let mut from = exact.start;
                while let Some(place) = self.places.get(from).filter(|_| from < exact.end) {
                    let letter = byte_at(texts, place, at);
                    let with_letter = self.narrow(texts, from..exact.end, at, letter);
                    from = with_letter.end;
                    if letter != END && letter != typed {
                        // The letter was mistyped; it was left out.
                        found.push(self.following(texts, with_letter.clone(), at + 1, behind));
                        found.push(self.following(texts, with_letter, at + 1, rest));
                    }
                }
            }
            exact = self.narrow(texts, exact, at, typed);
        }
        found.retain(|range| !range.is_empty());
        found
    }

    /// The ranks of the texts in some ranges, best first; a text with several places comes several times.
    pub(crate) fn best_first(&self, ranges: impl IntoIterator<Item = Range<usize>>) -> BestFirst<'_> {
        let mut best = BestFirst { places: self, open: BinaryHeap::new() };
        ranges.into_iter().for_each(|range| best.open(range));
        best
    }

    /// Bytes of memory.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.places.capacity() * size_of::<Place>() + self.best.capacity() * size_of::<u32>()
    }

    fn rank(&self, place: u32) -> u32 {
        self.places.get(place as usize).map_or(u32::MAX, |place| place.rank)
    }

    /// The place of the best rank in a range that is not empty.
    fn best_in(&self, range: &Range<usize>) -> u32 {
        let leaves = self.places.len();
        let node = |at: usize| match at.checked_sub(leaves) {
            Some(place) => u32::try_from(place).unwrap_or(u32::MAX),
            None => self.best.get(at).copied().unwrap_or(u32::MAX),
        };
        let (mut from, mut to) = (range.start + leaves, range.end + leaves);
        let mut best = u32::MAX;
        let mut may = |place: u32| {
            if (self.rank(place), place) < (self.rank(best), best) {
                best = place;
            }
        };
        while from < to {
            if from % 2 == 1 {
                may(node(from));
                from += 1;
            }
            if to % 2 == 1 {
                to -= 1;
                may(node(to));
            }
            (from, to) = (from / 2, to / 2);
        }
        best
    }
}

fn byte_at(texts: &Texts, place: &Place, depth: usize) -> u8 {
    texts.bytes.get(place.at as usize + depth).copied().unwrap_or(END)
}

/// For each inner node of the tree the place of the best rank below it; node `i` has the children `2i` and `2i + 1`, the
/// leaves behind the inner nodes are the places.
fn tree(places: &[Place]) -> Vec<u32> {
    let leaves = places.len();
    let mut best = vec![u32::MAX; leaves];
    let rank = |place: u32| places.get(place as usize).map_or(u32::MAX, |place| place.rank);
    for at in (1..leaves).rev() {
        let child = |at: usize| match at.checked_sub(leaves) {
            Some(place) => u32::try_from(place).unwrap_or(u32::MAX),
            None => best.get(at).copied().unwrap_or(u32::MAX),
        };
        let (left, right) = (child(2 * at), child(2 * at + 1));
        if let Some(cell) = best.get_mut(at) {
            *cell = if (rank(right), right) < (rank(left), left) { right } else { left };
        }
    }
    best
}

/// See [`Places::best_first`].
pub(crate) struct BestFirst<'p> {
    places: &'p Places,
    /// Best rank, its place, and the range around it.
    open: BinaryHeap<Reverse<(u32, u32, usize, usize)>>,
}

impl BestFirst<'_> {
    fn open(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            let place = self.places.best_in(&range);
            self.open.push(Reverse((self.places.rank(place), place, range.start, range.end)));
        }
    }
}

impl Iterator for BestFirst<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let Reverse((rank, place, start, end)) = self.open.pop()?;
        let place = place as usize;
        self.open(start..place);
        self.open(place + 1..end);
        Some(rank)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ranks(places: &Places, ranges: Vec<Range<usize>>) -> Vec<u32> {
        let mut ranks: Vec<u32> = places.best_first(ranges).collect();
        ranks.dedup();
        ranks
    }

    #[test]
    fn places_are_found_by_what_follows() {
        let texts = Texts::new(["rada seniorow", "rada miasta", "klub seniora", "radar"].into_iter());
        let places = Places::new(&texts, true);
        for (typed, expected) in [
            ("rada", &[0, 1, 3][..]),
            ("rada s", &[0]),
            ("senior", &[0, 2]),
            ("klub", &[2]),
            ("ada", &[]),
            ("", &[0, 1, 2, 3]),
        ] {
            let range = places.following(&texts, places.all(), 0, typed.as_bytes());
            assert_eq!(ranks(&places, vec![range]), expected, "{typed}");
        }
        for (typed, expected) in
            [("senoir", &[0, 2][..]), ("sniora", &[2]), ("klubb", &[2]), ("rzda m", &[1]), ("enior", &[])]
        {
            let mut found = ranks(&places, places.following_edited(&texts, typed.as_bytes()));
            found.dedup();
            assert_eq!(found, expected, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn the_best_come_first_and_all_come(
            texts in prop::collection::vec("[ab]{1,3}( [ab]{2,3}){0,2}", 0..40),
            typed in "[ab]{0,3}",
        ) {
            let all = Texts::new(texts.iter().map(String::as_str));
            let places = Places::new(&all, true);
            let range = places.following(&all, places.all(), 0, typed.as_bytes());
            let found = ranks(&places, vec![range]);
            let matches = |text: &String| {
                text.starts_with(&typed) || text.split(' ').skip(1).any(|word| word.len() > 1 && word.starts_with(&typed))
            };
            let expected: Vec<u32> = (0..).zip(&texts).filter(|(_, text)| matches(text)).map(|(rank, _)| rank).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
