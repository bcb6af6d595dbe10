//! What holds for every text.
#![cfg(feature = "embedded")]

use fiszka_lexicon::{Lexicon, fold};
use proptest::prelude::*;

/// Asks everything that can be asked about a word.
fn ask(word: &str) {
    let lexicon = Lexicon::embedded();
    let mut text = String::new();
    for reading in lexicon.readings(word).chain(lexicon.guess(word)) {
        reading.lemma_into(&mut text);
        assert!(!text.is_empty() || word.is_empty(), "{word:?} has an empty lemma");
        reading.gerund_noun_into(&mut text);
    }
    let mut found = Vec::new();
    lexicon.restore(word, &mut found);
    for restoration in found {
        assert!(lexicon.contains(&restoration.form));
        assert!(restoration.form.chars().map(fold).eq(word.chars().map(fold)), "{word} {}", restoration.form);
    }
    for abbreviation in lexicon.abbreviation(word) {
        assert!(!abbreviation.expansion.is_empty());
    }
    if let Some(rest) = lexicon.strip_prefix(word) {
        assert!(word.ends_with(rest) && lexicon.contains(rest));
    }
    let _frequency = lexicon.lemma_frequency(word);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(word in "\\PC{0,24}") {
        ask(&word);
    }

    #[test]
    fn nothing_like_polish_makes_it_panic(word in "[a-ząćęłńóśźż' -]{0,60}") {
        ask(&word);
    }

    #[test]
    fn endings_of_polish_do_not_either(stem in "[a-ząćęłńóśźż]{0,6}", ending in "(ami|ach|ego|emu|owie|ńskim|ścią|łyby|nie|ć|ń)") {
        ask(&(stem + ending.as_str()));
    }
}

#[test]
fn long_words_are_bounded() {
    for letter in ["a", "ł", "z", "oś"] {
        ask(&letter.repeat(10_000));
    }
}

#[test]
fn a_lemma_finds_itself() {
    let table = include_str!("cases/readings.tsv");
    let forms =
        table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next());
    for form in forms {
        for reading in Lexicon::embedded().readings(form).filter(|reading| reading.share().value() >= 0.05) {
            let lemma = reading.lemma();
            let of_lemma: Vec<String> =
                Lexicon::embedded().readings(&lemma).map(|reading| reading.lemma()).collect();
            assert!(of_lemma.contains(&lemma), "{form}: {lemma} is read as {of_lemma:?}");
        }
    }
}
