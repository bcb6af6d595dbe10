//! Suggestions while a query is typed: titles, places, categories, programmes and frequent phrases of one commit.
//!
//! [`Suggester`] is a list in memory that is made once for a commit and then read by any number of threads. A typed text
//! is folded (lower case, no marks, blanks for punctuation) and compared with the beginnings of the words of each
//! suggestion. Better is, in this order:
//!
//! 1. how it matches: the suggestion begins with the typed text; a later word of it does; every typed word is the
//!    beginning of one of its words. Only when nothing matches so, one of the first two with one mistake: from the fourth
//!    letter on, and never in the first letter of a word;
//! 2. in more documents;
//! 3. shorter; then in the order of letters.

mod entries;
mod prefixes;

use fiszka_analysis::{exact_form, fold_into};

use self::entries::entries;
use self::prefixes::{Places, Texts};
use crate::error::Result;
use crate::index::{Shared, Snapshot};

/// From so many letters on a typed text may have a mistake.
const MISTAKE_LETTERS_MIN: usize = 4;
/// Longest typed text in which a mistake is looked for, in bytes.
const MISTAKE_BYTES_MAX: usize = 40;
/// Longest typed text that is looked for, in bytes; the rest of a longer one is not read.
const TYPED_BYTES_MAX: usize = 256;
/// Most suggestions that are given.
const LIMIT_MAX: usize = 100;
/// Suggestions with one of the typed words that are looked at for the others.
const LOOKED_AT_MAX: usize = 2_000;

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuggestionKind {
    /// A town or region, of the records or of the vocabulary.
    Place,
    /// A category of the records.
    Category,
    /// A fund or programme: of the vocabulary, or in quotation marks behind *program* or *projekt*.
    Programme,
    /// Words that stand together at the beginnings of several documents.
    Phrase,
    /// The title of a document.
    Title,
}

/// Something to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// As documents write it.
    pub text: String,
    /// What it is.
    pub kind: SuggestionKind,
    /// How many documents have it.
    pub count: u32,
}

/// The suggestions of one commit; see [`Searcher::suggester`](crate::Searcher::suggester).
///
/// For 100,000 documents with titles of seven words it takes some 32 MB; `benches/suggest.rs` prints this figure and
/// the time it takes to make.
#[derive(Debug)]
pub struct Suggester {
    /// Best first.
    suggestions: Vec<Suggestion>,
    texts: Texts,
    /// Where suggestions begin.
    heads: Places,
    /// Where any of their words begins.
    words: Places,
    generation: u64,
}

impl Suggester {
    pub(crate) fn new(shared: &Shared, snapshot: &Snapshot) -> Result<Self> {
        Ok(Self::of(entries(shared, snapshot)?, snapshot.generation))
    }

    /// A suggester for a list of one's own. Of two suggestions that fold to the same text one is kept: of the kind that
    /// stands first in [`SuggestionKind`].
    pub fn from_suggestions(suggestions: Vec<Suggestion>) -> Self {
        Self::of(suggestions, 0)
    }

    fn of(suggestions: Vec<Suggestion>, generation: u64) -> Self {
        let mut folded: Vec<(String, Suggestion)> = suggestions
            .into_iter()
            .map(|suggestion| (folded(&suggestion.text), suggestion))
            .filter(|(folded, _)| !folded.is_empty())
            .collect();
        folded.sort_unstable_by(|(a_folded, a), (b_folded, b)| {
            a_folded
                .cmp(b_folded)
                .then(a.kind.cmp(&b.kind))
                .then(b.count.cmp(&a.count))
                .then(a.text.cmp(&b.text))
        });
        folded.dedup_by(|(later, _), (first, _)| later == first);
        folded.sort_by(|(a_folded, a), (b_folded, b)| {
            b.count.cmp(&a.count).then(a_folded.len().cmp(&b_folded.len())).then(a_folded.cmp(b_folded))
        });
        let texts = Texts::new(folded.iter().map(|(folded, _)| folded.as_str()));
        let (heads, words) = (Places::new(&texts, false), Places::new(&texts, true));
        let suggestions = folded.into_iter().map(|(_, suggestion)| suggestion).collect();
        Self { suggestions, texts, heads, words, generation }
    }

    /// The best suggestions for what was typed so far; at most 100. Nothing typed: none.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let typed = folded(typed.get(..typed.floor_char_boundary(TYPED_BYTES_MAX)).unwrap_or_default());
        let limit = limit.min(LIMIT_MAX);
        if typed.is_empty() || limit == 0 {
            return Vec::new();
        }
        let mut found = Found { ranks: Vec::with_capacity(limit), limit };
        let typed_bytes = typed.as_bytes();
        for places in [&self.heads, &self.words] {
            let range = places.following(&self.texts, places.all(), 0, typed_bytes);
            found.add(places.best_first([range]));
        }
        let words: Vec<&str> = typed.split(' ').collect();
        if words.len() > 1 && !found.is_full() {
            found.add(self.with_words(&words));
        }
        let letters = typed.chars().filter(|c| *c != ' ').count();
        if letters >= MISTAKE_LETTERS_MIN && typed.len() <= MISTAKE_BYTES_MAX && found.ranks.is_empty() {
            found.add(self.words.best_first(self.words.following_edited(&self.texts, typed_bytes)));
        }
        found.ranks.iter().filter_map(|rank| self.suggestions.get(*rank as usize).cloned()).collect()
    }

    /// The suggestions that have a word for each typed one, best first.
    fn with_words<'t>(&'t self, typed: &'t [&str]) -> impl Iterator<Item = u32> + 't {
        let range = |word: &&str| self.words.following(&self.texts, self.words.all(), 0, word.as_bytes());
        // The rarest of the typed words leaves the fewest to look at.
        let rarest = typed.iter().map(range).min_by_key(|range| range.len()).unwrap_or(0..0);
        let has_all = |rank: &u32| {
            let words = || self.texts.text(*rank).split(|byte| *byte == b' ');
            typed.iter().all(|typed| words().any(|word| word.starts_with(typed.as_bytes())))
        };
        self.words.best_first([rarest]).take(LOOKED_AT_MAX).filter(has_all)
    }

    /// How many suggestions there are.
    pub fn len(&self) -> usize {
        self.suggestions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.suggestions.is_empty()
    }

    /// The commit whose suggestions they are; 0 of a list of one's own.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Memory in bytes.
    pub fn memory_bytes(&self) -> usize {
        let texts: usize = self.suggestions.iter().map(|suggestion| suggestion.text.capacity()).sum();
        texts
            + self.suggestions.capacity() * size_of::<Suggestion>()
            + self.texts.memory_bytes()
            + self.heads.memory_bytes()
            + self.words.memory_bytes()
    }
}

/// Ranks in the order of how they match, each once.
struct Found {
    ranks: Vec<u32>,
    limit: usize,
}

impl Found {
    fn is_full(&self) -> bool {
        self.ranks.len() >= self.limit
    }

    fn add(&mut self, ranks: impl Iterator<Item = u32>) {
        for rank in ranks {
            if self.is_full() {
                break;
            }
            if !self.ranks.contains(&rank) {
                self.ranks.push(rank);
            }
        }
    }
}

/// Small letters without marks and digits, blanks between words.
fn folded(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    exact_form(text, &mut form);
    let mut folded = String::with_capacity(form.len());
    for word in form.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        fold_into(word, &mut folded);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggester() -> Suggester {
        let entry = |text: &str, kind, count| Suggestion { text: text.to_owned(), kind, count };
        Suggester::from_suggestions(vec![
            entry("Łódź", SuggestionKind::Place, 12),
            entry("Łódź pomaga seniorom", SuggestionKind::Title, 1),
            entry("rada seniorów", SuggestionKind::Phrase, 9),
            entry("Rada Seniorów", SuggestionKind::Title, 20),
            entry("Młodzieżowa Rada Miasta w Lublinie", SuggestionKind::Title, 1),
            entry("radni", SuggestionKind::Phrase, 9),
            entry("Pomoc społeczna", SuggestionKind::Category, 30),
            entry("Program „Senior+”", SuggestionKind::Programme, 4),
            entry("…", SuggestionKind::Title, 99),
        ])
    }

    #[test]
    fn the_best_match_comes_first() {
        let suggester = suggester();
        for (typed, expected) in [
            ("lod", &["Łódź", "Łódź pomaga seniorom"][..]),
            ("ŁÓDŹ", &["Łódź", "Łódź pomaga seniorom"]),
            ("rad", &["radni", "rada seniorów", "Młodzieżowa Rada Miasta w Lublinie"]),
            ("rada s", &["rada seniorów"]),
            ("rada lub", &["Młodzieżowa Rada Miasta w Lublinie"]),
            ("lublinie młodz", &["Młodzieżowa Rada Miasta w Lublinie"]),
            ("spol", &["Pomoc społeczna"]),
            ("senior+", &["rada seniorów", "Program „Senior+”", "Łódź pomaga seniorom"]),
            ("senoir", &["rada seniorów", "Program „Senior+”", "Łódź pomaga seniorom"]),
            ("pomoc społecnza", &["Pomoc społeczna"]),
            ("rda", &[]),
            ("snr", &[]),
            ("  ", &[]),
            ("", &[]),
            ("„", &[]),
        ] {
            let found: Vec<_> = suggester.suggest(typed, 10).into_iter().map(|found| found.text).collect();
            assert_eq!(found, expected, "{typed}");
        }
        assert_eq!(suggester.suggest("rad", 1).len(), 1);
        assert_eq!(suggester.suggest("rad", 0).len(), 0);
    }

    #[test]
    fn of_two_equal_texts_the_phrase_stands_for_the_title() {
        let found = suggester().suggest("rada seniorów", 10);
        assert_eq!(found.first().map(|found| (found.kind, found.count)), Some((SuggestionKind::Phrase, 9)));
    }
}
