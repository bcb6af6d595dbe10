//! Many pages of text that looks Polish, from a few that are.
//!
//! Words follow each other as they do in the sample corpus, so that frequent words, phrases and function words are
//! as frequent as in real pages. One word in ten is invented of syllables, with falling frequency (Zipf), because a
//! hundred thousand pages hold far more words than the sample.

use std::collections::HashMap;

/// Words of a page, title included: the mean of municipal pages, digests and news.
const PAGE_WORDS: std::ops::Range<u64> = 40..300;
/// One word in so many is invented.
const INVENTED_ONE_IN: u64 = 10;
/// How many invented words there are.
const INVENTED: u64 = 120_000;
const SYLLABLES: [&str; 40] = [
    "bo", "brze", "cie", "czy", "do", "dra", "dzi", "fa", "go", "gra", "ja", "ka", "ki", "kło", "la", "le",
    "łą", "ma", "mie", "na", "nie", "ni", "no", "pa", "pię", "po", "prze", "ra", "ro", "sa", "ska", "sto",
    "szy", "ta", "trze", "wa", "wie", "za", "zie", "żo",
];
const ENDINGS: [&str; 12] = ["", "m", "ch", "mi", "cka", "ckiej", "nia", "nie", "stwo", "ów", "ek", "ku"];

/// A source of pages. The same seed gives the same pages.
#[derive(Debug)]
pub struct Pages {
    /// Which words follow a word, as often as they do.
    followers: HashMap<String, Vec<String>>,
    words: Vec<String>,
    random: Random,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its title, a few words.
    pub title: String,
    /// Its text.
    pub text: String,
}

impl Pages {
    /// Learns which words follow which from `texts`, at least one of which must have words.
    pub fn new<'t>(texts: impl IntoIterator<Item = &'t str>, seed: u64) -> Self {
        let mut followers: HashMap<String, Vec<String>> = HashMap::new();
        let mut words = Vec::new();
        for text in texts {
            let these: Vec<&str> = text.split_whitespace().collect();
            for pair in these.windows(2) {
                if let [first, second] = pair {
                    followers.entry((*first).to_owned()).or_default().push((*second).to_owned());
                }
            }
            words.extend(these.into_iter().map(str::to_owned));
        }
        Self { followers, words, random: Random(seed) }
    }

    /// A query of two to eight words that stand in pages one after the other.
    pub fn query(&mut self) -> String {
        let words = self.random.in_range(2..9);
        self.sentence(words)
    }

    fn sentence(&mut self, words: u64) -> String {
        let mut text = String::new();
        let mut last = String::new();
        for _ in 0..words {
            let next = if self.random.below(INVENTED_ONE_IN) == 0 {
                self.invented()
            } else {
                let known = self.followers.get(&last).unwrap_or(&self.words);
                let at = self.random.below(known.len().max(1) as u64);
                usize::try_from(at).ok().and_then(|at| known.get(at)).cloned().unwrap_or_default()
            };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&next);
            last = next;
        }
        text
    }

    /// The n-th invented word comes once for every n times that the first one does.
    fn invented(&mut self) -> String {
        let rank = (INVENTED as f64).powf(self.random.unit());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and INVENTED")]
        let mut spelling = Random(rank as u64);
        let mut word = String::new();
        for _ in 0..spelling.in_range(2..5) {
            word.push_str(spelling.one_of(&SYLLABLES));
        }
        word.push_str(spelling.one_of(&ENDINGS));
        word
    }
}

impl Iterator for Pages {
    type Item = Page;

    fn next(&mut self) -> Option<Page> {
        let (title, text) = (self.random.in_range(3..10), self.random.in_range(PAGE_WORDS));
        Some(Page { title: self.sentence(title), text: self.sentence(text) })
    }
}

/// The generator of Steele, Lea and Flood (2014).
#[derive(Debug)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn in_range(&mut self, range: std::ops::Range<u64>) -> u64 {
        range.start + self.below(range.end - range.start)
    }

    /// A number in `0.0..1.0`.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        usize::try_from(self.below(list.len() as u64))
            .ok()
            .and_then(|at| list.get(at))
            .copied()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Pages;

    #[test]
    fn the_same_seed_gives_the_same_pages_and_no_two_are_alike() {
        let pages = |seed| Pages::new(["Klub seniora zaprasza do klubu."], seed).take(50).collect::<Vec<_>>();
        let mut found = pages(1);
        assert_eq!(found, pages(1));
        assert_ne!(found, pages(2));
        found.dedup();
        assert_eq!(found.len(), 50);
        assert!(found.iter().all(|page| !page.title.is_empty() && page.text.split(' ').count() >= 40));
    }
}
