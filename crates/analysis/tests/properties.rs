//! What holds for every text.

use std::collections::BTreeSet;

use fiszka_analysis::{Analyzer, Language, Side, Source, fold};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

/// Text with much of what the scanner has rules for.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-ZąćęłńóśźżĄĆĘŁŃÓŚŹŻ]{1,9}",
        3 => "[0-9]{1,5}",
        4 => prop::sample::select(vec![
            " ", ".", ",", "-", "–", "/", ":", "@", "+", "'", "’", "_", "\n", "-\n", "\u{a0}", "\u{ad}", "\u{ad}\n", "\u{200b}",
            "%", "(", ")", "„", "”", "www.", "http://", "m.in.", "r.", "XIX", "października", "31.10.2014", "GOPS-u", "\u{301}",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn side() -> impl Strategy<Value = Side> {
    prop::sample::select(vec![Side::Index, Side::Query])
}

/// Position, form and terms of every token.
fn analysis(text: &str, language: Language, side: Side) -> Vec<(usize, String, Vec<String>)> {
    let mut tokens = Vec::new();
    analyzer().analyze(text, language, side, &mut |token| {
        let terms = token.terms.iter().map(|term| term.text.to_owned()).collect();
        tokens.push((token.position, token.form.to_owned(), terms));
    });
    tokens
}

fn analyzer() -> &'static Analyzer {
    static ANALYZER: std::sync::LazyLock<Analyzer> = std::sync::LazyLock::new(Analyzer::new);
    &ANALYZER
}

fn check_tokens(text: &str, language: Language, side: Side) {
    let mut positions = Vec::new();
    analyzer().positions(text, &mut |position, range| positions.push((position, range)));
    let mut found = Vec::new();
    let mut next = 0;
    analyzer().analyze(text, language, side, &mut |token| {
        assert_eq!(text.get(token.start..token.end), Some(token.text), "offsets slice the text");
        assert!(
            !token.text.is_empty() && !token.form.is_empty() && !token.terms.is_empty(),
            "{text:?}: {token:?}"
        );
        assert!(token.span > 0 && token.position <= next, "no position is left out");
        assert!(found.last().is_none_or(|(last, _)| *last <= token.position), "positions do not fall");
        for term in token.terms.iter() {
            assert!((0.0..=1.0).contains(&term.weight) && term.weight > 0.0, "{term:?}");
            assert!(!term.text.contains(char::is_control), "{term:?}");
        }
        next = next.max(token.position + token.span);
        found.push((token.position, token.start..token.end));
    });
    assert_eq!(found, positions, "positions() agrees with analyze()");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_have_places_in_the_text(text in text(), side in side(), language in prop::sample::select(&Language::ALL[..])) {
        check_tokens(&text, language, side);
    }

    #[test]
    fn any_unicode_is_analysed(text in "\\PC{0,80}|(?s:.{0,80})", side in side()) {
        check_tokens(&text, Language::Polish, side);
    }

    #[test]
    fn composed_and_decomposed_text_have_the_same_terms(text in text(), side in side()) {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(
            analysis(&composed, Language::Polish, side),
            analysis(&decomposed, Language::Polish, side)
        );
    }

    #[test]
    fn the_same_text_has_the_same_terms_again(text in text(), side in side()) {
        let fresh = |text: &str| {
            let mut forms = Vec::new();
            Analyzer::new().analyze(text, Language::Polish, side, &mut |token| forms.push(token.form.to_owned()));
            forms
        };
        let again: Vec<String> = analysis(&text, Language::Polish, side).into_iter().map(|(_, form, _)| form).collect();
        prop_assert_eq!(fresh(&text), again);
    }

    #[test]
    fn folding_twice_folds_once(text in text()) {
        let folded = fold(&text.to_lowercase());
        prop_assert_eq!(fold(&folded), folded.clone());
    }
}

/// The lemma of every word finds the word and itself.
#[test]
fn a_lemma_finds_itself() {
    let text = concat!(
        include_str!("cases/nouns.toml"),
        include_str!("cases/adjectives.toml"),
        include_str!("cases/verbs.toml"),
        include_str!("cases/towns.toml")
    );
    let words = text.split(|c: char| !c.is_alphabetic());
    let mut lemmas = BTreeSet::new();
    for word in words.filter(|word| !word.is_empty()) {
        analyzer().analyze(word, Language::Polish, Side::Index, &mut |token| {
            let known = token.terms.iter().filter(|term| term.source == Source::Dictionary);
            lemmas.extend(known.map(|term| term.text.to_owned()));
        });
    }
    assert!(lemmas.len() > 100, "{}", lemmas.len());
    let terms = |lemma: &str, side| {
        analysis(lemma, Language::Polish, side).into_iter().flat_map(|(_, _, terms)| terms)
    };
    for lemma in lemmas {
        let asked: BTreeSet<String> = terms(&lemma, Side::Query).collect();
        assert!(terms(&lemma, Side::Index).any(|term| asked.contains(&term)), "{lemma}: {asked:?}");
    }
}

/// Texts that would cost too much if anything looked ahead without bounds.
#[test]
fn long_runs_take_linear_time() {
    for piece in ["a", "a-", "a.", "1 ", "1.", "a@", "a\u{301}", "aB", "www.", "-\n", "\u{ad}", "x'"] {
        let text = piece.repeat(100_000);
        let mut tokens = 0;
        analyzer().positions(&text, &mut |_, _| tokens += 1);
        assert!(tokens <= 300_000, "{piece:?}: {tokens}");
    }
}
