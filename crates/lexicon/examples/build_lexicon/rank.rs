//! Ranks the readings of a form without context, by counts that nobody had to annotate.

use std::collections::HashMap;

use fiszka_lexicon::Share;

use crate::Result;
use crate::merge::{Dictionary, Pair, is_compound_part};
use crate::tags::{self, CELLS};

/// Rounds of expectation and maximisation.
const ROUNDS: usize = 8;
/// What an unseen lemma counts, in tokens of the scale of the counts.
const UNSEEN: f64 = 0.3;
/// Least share of tags, for those that were never counted.
const TAG_SHARE_MIN: f64 = 0.01;
const SINGLE_SOURCE: f64 = 0.3;
/// A name is only asked for where a word has a capital letter.
const NAME: f64 = 2.0;
const RARE: f64 = 0.3;
/// A reading for the front of a hyphen comes after all others.
const COMPOUND_PART: f64 = 0.001;

/// How often a form was counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Count {
    /// In lower case, or at the start of a sentence.
    pub(crate) lower: f64,
    /// With a capital letter inside a sentence.
    pub(crate) capital: f64,
}

/// Counts of forms, as written by the example `count_forms`.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) tokens: f64,
    pub(crate) forms: Vec<(String, Count)>,
}

impl Counts {
    /// Reads the lines `form`, `lower`, `capital`, divided by tabs, in front of them `# tokens` and their number.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut counts = Self::default();
        for (number, line) in text.lines().enumerate() {
            let malformed = || format!("counts, line {}: expected a form and two numbers", number + 1);
            let mut parts = line.split('\t');
            let (Some(form), Some(lower)) = (parts.next(), parts.next()) else {
                return Err(malformed().into());
            };
            if form == "# tokens" {
                counts.tokens = lower.parse()?;
                continue;
            }
            let capital = parts.next().ok_or_else(malformed)?;
            counts.forms.push((form.to_owned(), Count { lower: lower.parse()?, capital: capital.parse()? }));
        }
        Ok(counts)
    }
}

/// The expected counts that the ranking rests on.
///
/// A form of a lemma is thought of as drawn in two steps: the lemma by its frequency, then the form by how
/// frequent its tags are in words of that kind.
#[derive(Debug)]
pub(crate) struct Weights {
    /// Expected tokens of every lemma, by its number.
    lemmas: Vec<f64>,
    /// Share of every tag in the tokens of its kind of word.
    tags: [f64; CELLS],
}

impl Weights {
    /// Divides the count of each form among its readings by their scores, sums up new weights, and again.
    pub(crate) fn estimate(dictionary: &Dictionary, counts: &Counts) -> Self {
        let mut weights = Self { lemmas: vec![1.0; dictionary.lemmas().len()], tags: [1.0; CELLS] };
        let counted: Vec<(&[Pair], Count)> = counts
            .forms
            .iter()
            .map(|(form, count)| (dictionary.pairs_of(form), *count))
            .filter(|(pairs, _)| !pairs.is_empty())
            .collect();
        for _ in 0..ROUNDS {
            let mut next = Self { lemmas: vec![0.0; weights.lemmas.len()], tags: [0.0; CELLS] };
            for (pairs, count) in &counted {
                weights.divide(pairs, count.lower, false, &mut next);
                weights.divide(pairs, count.capital, true, &mut next);
            }
            tags::normalise(&mut next.tags);
            weights = next;
        }
        weights
    }

    /// Gives tokens of one form to its readings: capital ones to names and lower-case ones to other words, as far
    /// as the form has such readings.
    fn divide(&self, pairs: &[Pair], tokens: f64, capital: bool, next: &mut Self) {
        if tokens == 0.0 {
            return;
        }
        let fits = |pair: &&Pair| pair.is_name == capital && !is_compound_part(pair);
        let any = pairs.iter().any(|pair| fits(&pair));
        let chosen = || pairs.iter().filter(|pair| !any || fits(pair));
        let sum: f64 = chosen().map(|pair| self.score(pair)).sum();
        for pair in chosen() {
            let of_pair = tokens * self.score(pair) / sum;
            next.lemmas[pair.lemma as usize] += of_pair;
            let of_tags = self.tag_share(pair);
            for cell in pair.tags.cells() {
                next.tags[cell] += of_pair * self.tags[cell] / of_tags;
            }
        }
    }

    /// How likely this reading of the form is, on no particular scale.
    fn score(&self, pair: &Pair) -> f64 {
        self.prior(pair) * self.tag_share(pair)
    }

    /// What there is to say of the reading but for its tags.
    fn prior(&self, pair: &Pair) -> f64 {
        let factor = |applies: bool, factor: f64| if applies { factor } else { 1.0 };
        (self.lemmas[pair.lemma as usize] + UNSEEN)
            * factor(pair.is_single(), SINGLE_SOURCE)
            * factor(pair.is_name, NAME)
            * factor(pair.is_rare, RARE)
            * factor(is_compound_part(pair), COMPOUND_PART)
    }

    /// How much of its kind of word the tags of the reading make up.
    fn tag_share(&self, pair: &Pair) -> f64 {
        pair.tags.cells().map(|cell| self.tags[cell]).sum::<f64>().max(TAG_SHARE_MIN)
    }

    /// The pairs of one form, the likeliest first, each with its share.
    pub(crate) fn rank(&self, dictionary: &Dictionary, pairs: &[Pair]) -> Vec<(Pair, Share)> {
        // The root, because a lemma has its own habits: tags say less of one word than of all.
        let score = |pair: &Pair| self.prior(pair) * self.tag_share(pair).sqrt();
        let mut scored: Vec<(f64, Pair)> = pairs.iter().map(|pair| (score(pair), *pair)).collect();
        scored.sort_by(|left, right| {
            right.0.total_cmp(&left.0).then_with(|| dictionary.lemma(&left.1).cmp(dictionary.lemma(&right.1)))
        });
        let best = scored.first().map_or(1.0, |(score, _)| *score);
        scored.into_iter().map(|(score, pair)| (pair, Share::of(score / best))).collect()
    }

    /// Expected tokens of every lemma that occurred.
    pub(crate) fn of_lemmas<'d>(&'d self, dictionary: &'d Dictionary) -> HashMap<&'d str, f64> {
        let lemmas = dictionary.lemmas().iter().map(String::as_str).zip(self.lemmas.iter().copied());
        lemmas.filter(|(_, tokens)| *tokens > 0.0).collect()
    }
}
