//! Tables of cases: every file in `cases/` is one class of words or texts.
//!
//! ```toml
//! about = "what the cases have in common"
//! found = [["a text", "a query that finds it"]]
//! apart = [["a text", "a query that does not find it"]]
//! tokens = [["a text", "0+2 form of a whole", "0 form of its first part", "1 form of the second"]]
//! ```
//!
//! A query finds a text if each of its words shares a term with it; of a compound the whole or every part.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use fiszka_analysis::{Analyzer, Language, Side};

/// So many cases there are at least, over all files.
const CASES_MIN: usize = 400;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    about: String,
    #[serde(default)]
    found: Vec<(String, String)>,
    #[serde(default)]
    apart: Vec<(String, String)>,
    #[serde(default)]
    tokens: Vec<Vec<String>>,
}

/// A token's terms and the positions that it covers.
struct Word {
    position: usize,
    end: usize,
    terms: BTreeSet<String>,
}

fn words(analyzer: &Analyzer, text: &str, side: Side) -> Vec<Word> {
    let mut words = Vec::new();
    analyzer.analyze(text, Language::Polish, side, &mut |token| {
        let terms = token.terms.iter().map(|term| term.text.to_owned()).collect();
        words.push(Word { position: token.position, end: token.position + token.span, terms });
    });
    words
}

fn terms(analyzer: &Analyzer, text: &str, side: Side) -> BTreeSet<String> {
    words(analyzer, text, side).into_iter().flat_map(|word| word.terms).collect()
}

/// Whether every position of the query is covered by a token that shares a term with the text: a whole finds by
/// itself or by all of its parts.
fn finds(analyzer: &Analyzer, text: &str, query: &str) -> bool {
    let document = terms(analyzer, text, Side::Index);
    let words = words(analyzer, query, Side::Query);
    let end = words.iter().map(|word| word.end).max().unwrap_or(0);
    let covers = |word: &Word, position| (word.position..word.end).contains(&position);
    let found =
        |position| words.iter().any(|word| covers(word, position) && !word.terms.is_disjoint(&document));
    end > 0 && (0..end).all(found)
}

/// Position and form of every token; the span only where it is more than 1.
fn tokens(analyzer: &Analyzer, text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    analyzer.analyze(text, Language::Polish, Side::Index, &mut |token| {
        let span = if token.span > 1 { format!("+{}", token.span) } else { String::new() };
        tokens.push(format!("{}{span} {}", token.position, token.form));
    });
    tokens
}

#[test]
fn every_case_holds() {
    let analyzer = Analyzer::new();
    let mut failures = Vec::new();
    let mut count = 0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let cases: Cases =
            toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(!cases.about.is_empty(), "{name} says what it is about");
        count += cases.found.len() + cases.apart.len() + cases.tokens.len();
        let mut fail = |problem: String| failures.push(format!("{name}: {problem}"));
        for (pairs, expected) in [(&cases.found, true), (&cases.apart, false)] {
            for (text, query) in
                pairs.iter().filter(|(text, query)| finds(&analyzer, text, query) != expected)
            {
                let verb = if expected { "does not find" } else { "finds" };
                let (held, asked) =
                    (terms(&analyzer, text, Side::Index), terms(&analyzer, query, Side::Query));
                fail(format!("`{query}` {asked:?} {verb} `{text}` {held:?}"));
            }
        }
        for case in &cases.tokens {
            let (text, expected) = case.split_first().expect("a text");
            let found = tokens(&analyzer, text);
            if found != expected {
                fail(format!("`{text}` has the tokens {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {count} cases fail:\n{}", failures.len(), failures.join("\n"));
    assert!(count >= CASES_MIN, "there are only {count} cases");
}
