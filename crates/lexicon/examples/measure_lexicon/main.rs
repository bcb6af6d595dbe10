//! Measures a dictionary against a treebank in CoNLL-U.
//!
//! ```text
//! cargo run --release -p fiszka-lexicon --example measure_lexicon -- pl_pdb-ud-dev.conllu [lexicon.bin [held-out.bin]]
//! ```
//!
//! Prints recall and number of terms, the joining of word types, the restoration of Polish letters, speed, and, if
//! a dictionary built with `--hold-out 20` is given, how well the lemmas are guessed that it lacks. The README of
//! this crate says what the figures mean.
#![expect(clippy::print_stdout, reason = "a program that prints measurements")]

mod conllu;
mod pairs;
mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use conllu::Word;
use fiszka_lexicon::{Lexicon, Restoration, fold};
use pairs::WordType;
use terms::{Analyser, LIKELY, Rules};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// How many missed words are printed.
const MISSED_SHOWN: usize = 30;

fn share(part: usize, whole: usize) -> f64 {
    100.0 * ratio(part, whole)
}

#[expect(clippy::cast_precision_loss, reason = "counts of words in one file")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// What was missed, the most frequent first.
fn print_missed(missed: BTreeMap<String, i32>) {
    let mut missed: Vec<(String, i32)> = missed.into_iter().collect();
    missed.sort_by_key(|(_, count)| -count);
    let shown: Vec<String> =
        missed.iter().take(MISSED_SHOWN).map(|(pair, count)| format!("{pair} {count}")).collect();
    println!("    missed: {}", shown.join(", "));
}

/// Recall of the gold lemma, terms a token, and pairs of types.
fn measure_tokens(title: &str, lexicon: &Lexicon, words: &[Word], share_min: f32) {
    let analyser = Analyser::new(lexicon, Rules { share_min, stem: false });
    let mut types: BTreeMap<String, WordType> = BTreeMap::new();
    let (mut found, mut terms_of_all, mut same, mut missed) = (0, 0, 0, BTreeMap::new());
    for word in words {
        let terms = analyser.of_word(word);
        let lemma_terms = analyser.of_lemma(&word.lemma);
        terms_of_all += terms.len();
        same += usize::from(terms.contains(&word.lemma.to_lowercase()));
        if terms.is_disjoint(&lemma_terms) {
            *missed.entry(format!("{}>{}", word.form, word.lemma)).or_insert(0) += 1;
        } else {
            found += 1;
        }
        let of_type = types.entry(word.form.to_lowercase()).or_default();
        of_type.lemmas.insert(word.lemma.to_lowercase());
        of_type.terms.extend(terms);
        of_type.tokens += 1.0;
    }
    let (by_type, by_token) = pairs::score(&types);
    println!(
        "{title}: {} tokens, recall {:.2} %, lemma {:.2} %, {:.3} terms, pairs P {:.1} R {:.1} F1 {:.1}, by tokens F1 {:.1}",
        words.len(),
        share(found, words.len()),
        share(same, words.len()),
        ratio(terms_of_all, words.len()),
        by_type.precision(),
        by_type.recall(),
        by_type.f1(),
        by_token.f1(),
    );
    print_missed(missed);
}

/// Words with Polish letters, typed without them: is the right lemma among the candidates?
fn measure_restoration(lexicon: &Lexicon, words: &[Word]) {
    let (mut asked, mut found, mut terms_of_all) = (0, 0, 0);
    let mut missed: BTreeMap<String, i32> = BTreeMap::new();
    let mut candidates: Vec<Restoration> = Vec::new();
    let started = Instant::now();
    for word in words {
        let lower = word.form.to_lowercase();
        let plain: String = lower.chars().map(fold).collect();
        if plain == lower || !lexicon.contains(&lower) {
            continue;
        }
        lexicon.restore(&plain, &mut candidates);
        let mut lemmas = BTreeSet::new();
        for candidate in &candidates {
            for reading in lexicon.readings(&candidate.form) {
                if candidate.share.value() * reading.share().value() >= LIKELY {
                    lemmas.insert(reading.lemma());
                }
            }
        }
        asked += 1;
        terms_of_all += lemmas.len();
        if lemmas.contains(&word.lemma.to_lowercase()) {
            found += 1;
        } else {
            let best = candidates.first().map_or("", |candidate| candidate.form.as_str());
            *missed.entry(format!("{lower}>{}≠{best}", word.lemma)).or_default() += 1;
        }
    }
    println!(
        "restoration: {asked} tokens, right lemma {:.2} %, {:.3} terms, {:.2} µs a word",
        share(found, asked),
        ratio(terms_of_all, asked),
        started.elapsed().as_secs_f64() * 1e6 / ratio(asked, 1)
    );
    print_missed(missed);
}

/// Words that the dictionary knows and the one with lemmas left out does not.
fn measure_guesses(full: &Lexicon, held_out: &Lexicon, words: &[Word]) {
    for (title, stem) in [("form + 2 guesses", false), ("form + 2 guesses + stem", true)] {
        let analyser = Analyser::new(held_out, Rules { share_min: LIKELY, stem });
        let mut types: BTreeMap<String, WordType> = BTreeMap::new();
        let mut missed: BTreeMap<String, i32> = BTreeMap::new();
        let (mut inflected, mut found, mut terms_of_all, mut tokens) = (BTreeSet::new(), 0, 0, 0);
        for word in words {
            let lower = word.form.to_lowercase();
            if held_out.contains(&lower) || !full.contains(&lower) {
                continue;
            }
            let lemma = word.lemma.to_lowercase();
            let terms = analyser.of_word(word);
            tokens += 1;
            terms_of_all += terms.len();
            if lower != lemma && inflected.insert((lower.clone(), lemma.clone())) {
                // The lemma is unknown too, even where it happens to be a form of another one.
                let mut lemma_terms = analyser.of_lemma(&word.lemma);
                lemma_terms.extend(analyser.of_unknown(&lemma));
                if terms.is_disjoint(&lemma_terms) {
                    *missed.entry(format!("{lower}>{lemma}")).or_default() += 1;
                } else {
                    found += 1;
                }
            }
            let of_type = types.entry(lower).or_default();
            of_type.lemmas.insert(lemma);
            of_type.terms.extend(terms);
            of_type.tokens += 1.0;
        }
        let (by_type, _) = pairs::score(&types);
        println!(
            "unknown words, {title}: {tokens} tokens, {} inflected pairs, found {:.1} %, pairs P {:.1} R {:.1}, {:.2} terms",
            inflected.len(),
            share(found, inflected.len()),
            by_type.precision(),
            by_type.recall(),
            ratio(terms_of_all, tokens)
        );
        print_missed(missed);
    }
}

/// Nanoseconds a lookup in running text.
fn measure_speed(lexicon: &Lexicon, words: &[Word]) {
    const ROUNDS: usize = 20;
    let forms: Vec<String> = words.iter().map(|word| word.form.to_lowercase()).collect();
    let measure = |title: &str, of_form: &dyn Fn(&str) -> usize| {
        let started = Instant::now();
        let mut sum = 0;
        for _ in 0..ROUNDS {
            sum += forms.iter().map(|form| of_form(form)).sum::<usize>();
        }
        let nanoseconds = started.elapsed().as_secs_f64() * 1e9 / ratio(forms.len() * ROUNDS, 1);
        println!("{title}: {nanoseconds:.0} ns a word ({sum})");
    };
    measure("lookup", &|form| usize::from(lexicon.contains(form)));
    measure("readings", &|form| lexicon.readings(form).map(|reading| usize::from(reading.is_name())).sum());
    let lemma = std::cell::RefCell::new(String::new());
    measure("lemmas", &|form| {
        let mut lemma = lemma.borrow_mut();
        lexicon
            .readings(form)
            .map(|reading| {
                reading.lemma_into(&mut lemma);
                lemma.len()
            })
            .sum()
    });
    measure("guess", &|form| lexicon.guess(form).count());
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let treebank = arguments.first().ok_or("give a treebank in CoNLL-U")?;
    let words = conllu::read(&std::fs::read_to_string(treebank)?)?;

    let started = Instant::now();
    let opened = arguments.get(1).map(Lexicon::open).transpose()?;
    let lexicon = match &opened {
        Some(opened) => opened,
        None => Lexicon::embedded(),
    };
    println!("start-up: {:.3} ms, {} forms", started.elapsed().as_secs_f64() * 1e3, lexicon.len());

    let content: Vec<Word> = words.iter().filter(|word| word.is_content).cloned().collect();
    println!("{} words, {} content words", words.len(), content.len());
    measure_tokens("content words, readings within 5 %", lexicon, &content, LIKELY);
    measure_tokens("content words, all readings", lexicon, &content, 0.0);
    measure_tokens("content words, best reading", lexicon, &content, 1.0);
    measure_restoration(lexicon, &words);
    if let Some(path) = arguments.get(2) {
        measure_guesses(lexicon, &Lexicon::open(path)?, &content);
    }
    measure_speed(lexicon, &words);
    Ok(())
}
