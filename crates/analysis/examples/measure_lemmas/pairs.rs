//! How well words are joined that belong together, as pairs of distinct words.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Gold lemmas, terms and number of tokens of a distinct word.
#[derive(Debug, Default)]
pub(crate) struct WordType {
    pub(crate) lemmas: BTreeSet<String>,
    pub(crate) terms: BTreeSet<String>,
    pub(crate) tokens: f64,
}

/// Precision, recall and F1 of pairs of words, in percent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PairScore {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub(crate) f1: f64,
}

/// Two words belong together if they share a gold lemma, and are joined if they share a term. The second score
/// weighs each pair by the tokens of both words.
pub(crate) fn score(types: &BTreeMap<String, WordType>) -> (PairScore, PairScore) {
    let types: Vec<&WordType> = types.values().collect();
    let gold = pairs(&types, |word| &word.lemmas);
    let joined = pairs(&types, |word| &word.terms);
    let score = |weight: &dyn Fn(&(usize, usize)) -> f64| {
        let right: f64 = gold.intersection(&joined).map(weight).sum();
        let precision = 100.0 * right / joined.iter().map(weight).sum::<f64>();
        let recall = 100.0 * right / gold.iter().map(weight).sum::<f64>();
        PairScore { precision, recall, f1: 2.0 * precision * recall / (precision + recall) }
    };
    (score(&|_| 1.0), score(&|(left, right)| types[*left].tokens * types[*right].tokens))
}

/// The heaviest pairs that are joined and do not belong together.
pub(crate) fn wrong(types: &BTreeMap<String, WordType>, count: usize) -> Vec<String> {
    let words: Vec<(&String, &WordType)> = types.iter().collect();
    let types: Vec<&WordType> = types.values().collect();
    let gold = pairs(&types, |word| &word.lemmas);
    let joined = pairs(&types, |word| &word.terms);
    let weight = |(left, right): &(usize, usize)| types[*left].tokens * types[*right].tokens;
    let mut wrong: Vec<_> = joined.difference(&gold).map(|pair| (weight(pair), pair)).collect();
    wrong.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(right.1)));
    let shown = wrong.into_iter().take(count);
    shown.map(|(weight, (left, right))| format!("{}/{} {weight}", words[*left].0, words[*right].0)).collect()
}

/// The pairs of words that share a key.
fn pairs(types: &[&WordType], keys: impl Fn(&WordType) -> &BTreeSet<String>) -> HashSet<(usize, usize)> {
    let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, word) in types.iter().enumerate() {
        keys(word).iter().for_each(|key| by_key.entry(key).or_default().push(index));
    }
    let mut pairs = HashSet::new();
    for members in by_key.values() {
        for (place, left) in members.iter().enumerate() {
            pairs.extend(members.iter().skip(place + 1).map(|right| (*left, *right)));
        }
    }
    pairs
}
