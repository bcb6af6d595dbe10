//! How far a typed word is from a word of the index: in edits, by which the dictionary of terms is searched, and in
//! costs, by which what was found is weighed.
//!
//! An edit is a missing, extra or wrong letter, two letters exchanged (Damerau 1964, in the restricted form that
//! edits no place twice), or a group of letters typed for another one that sounds alike. Marks are no edits.

use std::cell::Cell;

use fiszka_analysis::lexicon::fold;
use fiszka_schema::Spelling;
use tantivy_fst::Automaton;

use crate::ranking::CorrectionWeights;

/// Longest word that is corrected, in letters.
pub(crate) const LETTERS_MAX: usize = 32;

/// Steps in one dictionary of terms after which no more words are looked for.
const STEPS_MAX: u32 = 200_000;

/// A group of letters that may have been typed, ending at some place of the typed word, for another group.
#[derive(Debug, Clone)]
struct Group {
    typed_letters: usize,
    meant: Vec<char>,
    cost: f32,
}

/// A typed word, prepared for being compared with many others.
#[derive(Debug, Clone)]
pub(crate) struct Typed<'s> {
    letters: Vec<char>,
    folded: Vec<char>,
    /// By the number of letters before their end.
    groups: Vec<Vec<Group>>,
    spelling: &'s Spelling,
}

impl<'s> Typed<'s> {
    /// `word` is in lower case.
    pub(crate) fn new(word: &str, spelling: &'s Spelling) -> Self {
        let letters: Vec<char> = word.chars().collect();
        let mut groups = vec![Vec::new(); letters.len() + 1];
        for confusion in &spelling.confusions {
            for (typed, meant) in [(&confusion.a, &confusion.b), (&confusion.b, &confusion.a)] {
                let typed: Vec<char> = typed.chars().collect();
                for (end, groups) in groups.iter_mut().enumerate() {
                    if letters.get(..end).is_some_and(|before| before.ends_with(&typed)) {
                        let meant = meant.chars().collect();
                        groups.push(Group { typed_letters: typed.len(), meant, cost: confusion.cost });
                    }
                }
            }
        }
        Self { folded: letters.iter().map(|letter| fold(*letter)).collect(), letters, groups, spelling }
    }

    /// What it costs to have typed this for `meant`: about 1 for a whole edit, little for a usual one.
    pub(crate) fn cost(&self, meant: &str, weights: &CorrectionWeights) -> f32 {
        let meant: Vec<char> = meant.chars().collect();
        let width = self.letters.len() + 1;
        let mut costs = vec![f32::INFINITY; width * (meant.len() + 1)];
        for m in 0..=meant.len() {
            for t in 0..width {
                let before = |m_back: usize, t_back: usize| {
                    let at = m.checked_sub(m_back)? * width + t.checked_sub(t_back)?;
                    costs.get(at).copied()
                };
                let mut best = if m + t == 0 { 0.0 } else { f32::INFINITY };
                let mut may = |cost: Option<f32>, step: f32| {
                    best = cost.map_or(best, |cost| best.min(cost + step));
                };
                may(before(0, 1), weights.of_single(&self.letters, t) + weights.at_start(t));
                may(before(1, 0), weights.of_single(&meant, m) + weights.at_start(m));
                if let (Some(typed), Some(meant)) = (last(&self.letters, t), last(&meant, m)) {
                    let step = self.replaced(typed, meant, weights);
                    may(before(1, 1), if step > weights.mark { step + weights.at_start(t) } else { step });
                }
                if let (Some([a, b]), Some([c, d])) = (last_two(&self.folded, t), last_two(&meant, m))
                    && (fold(c), fold(d)) == (b, a)
                {
                    may(before(2, 2), weights.swapped);
                }
                for group in self.groups.get(t).into_iter().flatten() {
                    if meant.get(..m).is_some_and(|before| before.ends_with(&group.meant)) {
                        may(before(group.meant.len(), group.typed_letters), group.cost);
                    }
                }
                if let Some(cell) = costs.get_mut(m * width + t) {
                    *cell = best;
                }
            }
        }
        costs.last().copied().unwrap_or(f32::INFINITY)
    }

    fn replaced(&self, typed: char, meant: char, weights: &CorrectionWeights) -> f32 {
        let (plain_typed, plain_meant) = (fold(typed), fold(meant));
        if typed == meant {
            0.0
        } else if plain_typed == plain_meant {
            weights.mark
        } else if self.spelling.are_neighbours(plain_typed, plain_meant) {
            weights.neighbour
        } else {
            weights.edit
        }
    }

    /// Accepts the words that are at most so many edits away.
    pub(crate) fn within(&self, edits: u8) -> Within<'_> {
        // Groups of one length are wrong letters anyway.
        let far = |group: &&Group| group.typed_letters != group.meant.len();
        let groups = self.groups.iter().map(|groups| {
            let groups = groups.iter().filter(far).filter_map(|group| {
                let meant: Vec<char> = group.meant.iter().map(|letter| fold(*letter)).collect();
                match *meant.as_slice() {
                    [one] => Some((group.typed_letters, [None, Some(one)])),
                    [first, second] => Some((group.typed_letters, [Some(first), Some(second)])),
                    _ => None,
                }
            });
            groups.collect()
        });
        Within { typed: &self.folded, groups: groups.collect(), edits, steps: Cell::new(0) }
    }
}

impl CorrectionWeights {
    /// What it costs that the letter before `end` stands there without need, or is missing there.
    fn of_single(&self, letters: &[char], end: usize) -> f32 {
        match last_two(letters, end) {
            Some([a, b]) if a == b => self.doubled,
            _ => self.single,
        }
    }

    fn at_start(&self, end: usize) -> f32 {
        if end <= 1 { self.first_letter } else { 0.0 }
    }
}

fn last(letters: &[char], end: usize) -> Option<char> {
    letters.get(end.checked_sub(1)?).copied()
}

fn last_two(letters: &[char], end: usize) -> Option<[char; 2]> {
    letters.get(end.checked_sub(2)?..end)?.try_into().ok()
}

/// An automaton over the bytes of words. A state holds two rows of the table of distances between the beginnings of
/// the typed word and those of the word read so far.
pub(crate) struct Within<'t> {
    typed: &'t [char],
    /// By the number of letters before their end: how many typed letters stand for which one or two others.
    groups: Vec<Vec<(usize, [Option<char>; 2])>>,
    edits: u8,
    steps: Cell<u32>,
}

type Row = [u8; LETTERS_MAX + 1];

#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    before: Row,
    now: Row,
    /// The letter read last, folded.
    last: Option<char>,
    /// The bytes of a letter that is not read to its end.
    half: [u8; 4],
    half_bytes: u8,
}

impl Within<'_> {
    fn read(&self, state: &State, letter: char) -> State {
        let letter = fold(letter);
        let State { before, now, last, .. } = state;
        let at = |row: &Row, index: usize| row.get(index).copied().unwrap_or(u8::MAX);
        let mut next: Row = [u8::MAX; LETTERS_MAX + 1];
        let mut left = now[0].saturating_add(1);
        next[0] = left;
        for (end, &typed) in (1..=LETTERS_MAX).zip(self.typed) {
            let replaced = at(now, end - 1).saturating_add(u8::from(typed != letter));
            let mut best = replaced.min(at(now, end).saturating_add(1)).min(left.saturating_add(1));
            if end >= 2 && *last == Some(typed) && self.typed.get(end - 2) == Some(&letter) {
                best = best.min(at(before, end - 2).saturating_add(1));
            }
            for &(typed_letters, meant) in self.groups.get(end).into_iter().flatten() {
                let from = match meant {
                    [None, Some(one)] if one == letter => now,
                    [Some(first), Some(second)] if second == letter && Some(first) == *last => before,
                    _ => continue,
                };
                best = best.min(at(from, end - typed_letters).saturating_add(1));
            }
            left = best;
            if let Some(cell) = next.get_mut(end) {
                *cell = best;
            }
        }
        State { before: *now, now: next, last: Some(letter), half: [0; 4], half_bytes: 0 }
    }
}

impl Automaton for Within<'_> {
    type State = State;

    fn start(&self) -> State {
        let mut now: Row = [u8::MAX; LETTERS_MAX + 1];
        for (cell, distance) in now.iter_mut().zip(0..) {
            *cell = distance;
        }
        State { before: [u8::MAX; LETTERS_MAX + 1], now, last: None, half: [0; 4], half_bytes: 0 }
    }

    fn is_match(&self, state: &State) -> bool {
        state.half_bytes == 0
            && state.now.get(self.typed.len()).is_some_and(|distance| *distance <= self.edits)
    }

    fn can_match(&self, state: &State) -> bool {
        let reach = state.now.get(..=self.typed.len()).unwrap_or_default();
        self.steps.get() < STEPS_MAX && reach.iter().any(|distance| *distance <= self.edits)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        self.steps.set(self.steps.get().saturating_add(1));
        let mut next = *state;
        if let Some(place) = next.half.get_mut(usize::from(state.half_bytes)) {
            *place = byte;
        }
        next.half_bytes += 1;
        let read = next.half.get(..usize::from(next.half_bytes)).unwrap_or_default();
        match std::str::from_utf8(read).ok().and_then(|text| text.chars().next()) {
            Some(letter) => self.read(state, letter),
            // Terms are UTF-8, so four bytes are a letter.
            None if next.half_bytes == 4 => State { now: [u8::MAX; LETTERS_MAX + 1], ..next },
            None => next,
        }
    }
}

#[cfg(test)]
mod tests {
    use fiszka_schema::Schema;
    use proptest::prelude::*;

    use super::*;
    use crate::ranking::Ranking;

    fn accepts(typed: &str, edits: u8, word: &str) -> bool {
        let typed = Typed::new(typed, Schema::builtin().spelling());
        let automaton = typed.within(edits);
        let end = word.bytes().fold(automaton.start(), |state, byte| automaton.accept(&state, byte));
        automaton.is_match(&end)
    }

    fn cost(typed: &str, meant: &str) -> f32 {
        let typed = Typed::new(typed, Schema::builtin().spelling());
        typed.cost(meant, &Ranking::shipped().correction)
    }

    #[test]
    fn edits_are_counted_without_marks() {
        for (typed, word, edits) in [
            ("swietlica", "świetlica", 0),
            ("swietlca", "świetlica", 1),
            ("świetlcia", "świetlica", 1),
            ("żeka", "rzeka", 1),
            ("robiom", "robią", 1),
            ("bembny", "bębny", 1),
            ("kąkurs", "konkurs", 1),
            ("piac", "piec", 1),
            ("rowreowych", "rowerowych", 1),
            ("urzond", "urząd", 1),
            ("użond", "urząd", 2),
            ("biblotka", "biblioteka", 2),
            ("dom", "kot", 2),
        ] {
            assert!(accepts(typed, edits, word), "{typed} {word} is within {edits}");
            assert!(
                edits == 0 || !accepts(typed, edits - 1, word),
                "{typed} {word} is not within {}",
                edits - 1
            );
        }
    }

    #[test]
    fn usual_mistakes_cost_less() {
        for (typed, near, far) in [
            ("ktury", "który", "mury"),
            ("żeka", "rzeka", "teka"),
            ("semior", "senior", "sezior"),
            ("senoir", "senior", "senoiru"),
            ("lodz", "łódź", "lody"),
            ("anna", "ana", "annb"),
            ("piac", "pisc", "piec"),
        ] {
            assert!(cost(typed, near) < cost(typed, far), "{typed}: {near} before {far}");
        }
        assert_eq!(cost("żłobek", "żłobek"), 0.0);
    }

    proptest! {
        #[test]
        fn one_change_is_within_one_edit(word in "[a-zżółćęśąźń]{4,12}", at in 0usize..4, letter in "[a-zżół]") {
            let letters: Vec<char> = word.chars().collect();
            let changed = |new: &[char], skip: usize| -> String {
                letters[..at].iter().chain(new).chain(&letters[at + skip..]).collect()
            };
            let letter = letter.chars().next().unwrap();
            prop_assert!(accepts(&changed(&[letter], 1), 1, &word));
            prop_assert!(accepts(&changed(&[letter], 0), 1, &word));
            prop_assert!(accepts(&changed(&[], 1), 1, &word));
            if at + 2 <= letters.len() {
                prop_assert!(accepts(&changed(&[letters[at + 1], letters[at]], 2), 1, &word));
            }
        }

        #[test]
        fn any_word_has_a_cost(typed in "\\PC{0,32}", meant in "\\PC{0,40}") {
            prop_assert!(cost(&typed, &meant) >= 0.0);
            accepts(&typed, 2, &meant);
        }
    }
}
