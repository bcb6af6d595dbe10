//! How well words are joined that belong together, as pairs of distinct words.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Gold lemmas, terms and number of tokens of a distinct word.
#[derive(Debug, Default)]
pub(crate) struct WordType {
    pub(crate) lemmas: BTreeSet<String>,
    pub(crate) terms: BTreeSet<String>,
    pub(crate) tokens: f64,
}

/// Precision and recall of pairs of words.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct PairScore {
    right: f64,
    joined: f64,
    gold: f64,
}

impl PairScore {
    pub(crate) fn precision(self) -> f64 {
        100.0 * self.right / self.joined
    }

    pub(crate) fn recall(self) -> f64 {
        100.0 * self.right / self.gold
    }

    pub(crate) fn f1(self) -> f64 {
        2.0 * self.precision() * self.recall() / (self.precision() + self.recall())
    }
}

/// Two words belong together if they share a gold lemma, and are joined if they share a term. The second score
/// weighs each pair by the tokens of both words.
pub(crate) fn score(types: &BTreeMap<String, WordType>) -> (PairScore, PairScore) {
    let types: Vec<&WordType> = types.values().collect();
    let gold = sharing(&types, |word| &word.lemmas);
    let joined = sharing(&types, |word| &word.terms);
    let count = |pairs: &HashSet<(usize, usize)>, weight: &dyn Fn(&(usize, usize)) -> f64| -> f64 {
        pairs.iter().map(weight).sum()
    };
    let right: HashSet<(usize, usize)> = gold.intersection(&joined).copied().collect();
    let score = |weight: &dyn Fn(&(usize, usize)) -> f64| PairScore {
        right: count(&right, weight),
        joined: count(&joined, weight),
        gold: count(&gold, weight),
    };
    (score(&|_| 1.0), score(&|(left, right)| types[*left].tokens * types[*right].tokens))
}

fn sharing(types: &[&WordType], keys: impl Fn(&WordType) -> &BTreeSet<String>) -> HashSet<(usize, usize)> {
    let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, word) in types.iter().enumerate() {
        for key in keys(word) {
            by_key.entry(key).or_default().push(index);
        }
    }
    let mut pairs = HashSet::new();
    for members in by_key.values() {
        for (place, left) in members.iter().enumerate() {
            pairs.extend(members.iter().skip(place + 1).map(|right| (*left, *right)));
        }
    }
    pairs
}
