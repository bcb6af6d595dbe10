//! Measures how well running text is analysed, against a treebank in CoNLL-U.
//!
//! ```text
//! cargo run --release -p fiszka-analysis --example measure_lemmas -- pl_pdb-ud-dev.conllu
//! ```
//!
//! The sentences are cut into tokens by the analyser itself; tokens and gold words meet by their place in the text.
//! A gold word is found if the terms of the tokens that touch it share one with the terms of its lemma. Only content
//! words count: nouns, names, adjectives, verbs, adverbs.
#![expect(clippy::print_stdout, reason = "a program that prints measurements")]

mod conllu;
mod pairs;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use conllu::{Sentence, Word};
use fiszka_analysis::{Analyzer, Language, Side, fold};
use pairs::WordType;

/// How many missed words are printed.
const MISSED_SHOWN: usize = 60;

/// The terms of every token with its place.
fn tokens(analyzer: &Analyzer, text: &str, side: Side) -> Vec<(Range<usize>, Vec<String>)> {
    let mut tokens = Vec::new();
    analyzer.analyze(text, Language::Polish, side, &mut |token| {
        tokens.push((token.start..token.end, token.terms.iter().map(|term| term.text.to_owned()).collect()));
    });
    tokens
}

fn terms(analyzer: &Analyzer, text: &str, side: Side) -> BTreeSet<String> {
    tokens(analyzer, text, side).into_iter().flat_map(|(_, terms)| terms).collect()
}

#[derive(Default)]
struct Counts {
    words: u32,
    found: u32,
    terms: usize,
    missed: BTreeMap<String, usize>,
}

impl Counts {
    fn add(&mut self, is_found: bool, terms: usize, description: impl FnOnce() -> String) {
        self.words += 1;
        self.terms += terms;
        if is_found {
            self.found += 1;
        } else {
            *self.missed.entry(description()).or_default() += 1;
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of words in one file")]
    fn print(&self, title: &str) {
        let recall = 100.0 * f64::from(self.found) / f64::from(self.words);
        let terms = self.terms as f64 / f64::from(self.words);
        println!("{title}: {} words, recall {recall:.2} %, {terms:.3} terms a word", self.words);
        let mut missed: Vec<_> = self.missed.iter().collect();
        missed.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let shown = missed.iter().take(MISSED_SHOWN).map(|(word, count)| format!("{word} {count}"));
        println!("    missed: {}", shown.collect::<Vec<_>>().join(", "));
    }
}

/// Recall of the gold lemma and joining of word types.
fn measure_lemmas(analyzer: &Analyzer, sentences: &[Sentence]) {
    let mut counts = Counts::default();
    let mut types: BTreeMap<String, WordType> = BTreeMap::new();
    for Sentence { text, words } in sentences {
        let tokens = tokens(analyzer, text, Side::Index);
        for word in words.iter().filter(|word| word.is_content && word.is_word) {
            let touches = |range: &Range<usize>| range.start < word.range.end && word.range.start < range.end;
            let touching = || tokens.iter().filter(|(range, _)| touches(range));
            let found: BTreeSet<String> = touching().flat_map(|(_, terms)| terms.iter().cloned()).collect();
            // Every token counts once: with the word in which it begins.
            let own = touching().filter(|(range, _)| word.range.contains(&range.start));
            let own_terms = own.map(|(_, terms)| terms.len()).sum();
            let lemma_terms = terms(analyzer, &word.lemma, Side::Index);
            let written = text.get(word.range.clone()).unwrap_or_default();
            counts.add(!found.is_disjoint(&lemma_terms), own_terms, || format!("{written}>{}", word.lemma));
            let word_type = types.entry(written.to_lowercase()).or_default();
            word_type.lemmas.insert(word.lemma.to_lowercase());
            // The whole of a compound says nothing of its parts.
            let within =
                |range: &Range<usize>| word.range.start <= range.start && range.end <= word.range.end;
            let own =
                touching().filter(|(range, _)| within(range)).flat_map(|(_, terms)| terms.iter().cloned());
            word_type.terms.extend(own);
            word_type.tokens += 1.0;
        }
    }
    counts.print("content words");
    let (by_type, by_token) = pairs::score(&types);
    println!("    wrongly joined: {}", pairs::wrong(&types, MISSED_SHOWN).join(", "));
    for (title, score) in [("pairs of word types", by_type), ("the same, weighted by tokens", by_token)] {
        println!("{title}: P {:.1} R {:.1} F1 {:.1}", score.precision, score.recall, score.f1);
    }
}

/// Words with Polish letters, typed without them: is the gold lemma among the terms of the query?
fn measure_restoration(analyzer: &Analyzer, sentences: &[Sentence]) {
    let mut counts = Counts::default();
    for Sentence { text, words } in sentences {
        for Word { range, lemma, is_word, .. } in words {
            let written = text.get(range.clone()).unwrap_or_default().to_lowercase();
            let plain = fold(&written);
            let is_known = || analyzer.lexicon().contains(&written);
            if !is_word || plain == written || !is_known() {
                continue;
            }
            let terms = terms(analyzer, &plain, Side::Query);
            counts.add(terms.contains(&lemma.to_lowercase()), terms.len(), || format!("{written}>{lemma}"));
        }
    }
    counts.print("words typed without Polish letters");
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("give a treebank in CoNLL-U")?;
    let sentences = conllu::read(&std::fs::read_to_string(path)?);
    let analyzer = Analyzer::new();
    measure_lemmas(&analyzer, &sentences);
    measure_restoration(&analyzer, &sentences);
    Ok(())
}
