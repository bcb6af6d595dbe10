//! `fiszka analyze`: offsets slice what was given, and standard input has one answer a line.

use serde_json::Value;

use crate::program::{Place, run_into_closed_pipe};

const SOURCES: [&str; 8] =
    ["form", "dictionary", "guess", "stem", "abbreviation", "synonym", "derivation", "number"];

#[test]
fn offsets_slice_the_text() {
    let place = Place::new(&[]);
    for (text, words) in [
        ("Mieszkań chronionych w Łodzi", &["Mieszkań", "chronionych", "w", "Łodzi"][..]),
        ("ZAŻÓŁĆ gęślą jaźń", &["ZAŻÓŁĆ", "gęślą", "jaźń"]),
        ("Lo\u{301}dz\u{301} i\u{a0}Pabianice", &["Lo\u{301}dz\u{301}", "i", "Pabianice"]),
        ("prze\u{ad}mysł", &["prze\u{ad}mysł"]),
        ("„Klub”, ulica\tLipowa", &["Klub", "ulica", "Lipowa"]),
        (" – ! ", &[]),
    ] {
        for side in [&[][..], &["--query"]] {
            let answer = place.json(&[&["analyze", text], side].concat());
            let tokens = answer["tokens"].as_array().unwrap();
            let found: Vec<&str> = tokens.iter().map(|token| check(token, text)).collect();
            assert_eq!(found, words, "{text:?} {side:?}");
        }
    }
}

/// Checks one token against the text it came from and returns its word.
fn check<'t>(token: &'t Value, text: &str) -> &'t str {
    let word = token["text"].as_str().unwrap();
    let [start, end] = ["start", "end"].map(|name| usize::try_from(token[name].as_u64().unwrap()).unwrap());
    assert_eq!(text.get(start..end), Some(word));
    assert!(!token["form"].as_str().unwrap().is_empty() && token["position"].is_u64(), "{token}");
    let terms = token["terms"].as_array().unwrap();
    assert!(!terms.is_empty(), "{token}");
    for term in terms {
        assert!(!term["term"].as_str().unwrap().is_empty(), "{token}");
        assert!((0.0..=1.0).contains(&term["weight"].as_f64().unwrap()), "{token}");
        assert!(SOURCES.contains(&term["source"].as_str().unwrap()), "{token}");
    }
    word
}

#[test]
fn every_line_of_standard_input_has_its_answer() {
    let place = Place::new(&[]);
    let input = b"Klub Seniora\r\n\n\xb3awka w parku\n\xc5\nostatnia";
    let finished = place.run_with_input(&["analyze", "-", "--json"], input);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let answers: Vec<Value> =
        finished.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let words = |answer: &Value| -> Vec<(String, u64)> {
        let tokens = answer["tokens"].as_array().unwrap().iter();
        tokens
            .map(|token| (token["text"].as_str().unwrap().to_owned(), token["start"].as_u64().unwrap()))
            .collect()
    };
    let expected: [&[(&str, u64)]; 5] = [
        &[("Klub", 0), ("Seniora", 5)],
        &[],
        // A byte that is not UTF-8 counts as a blank.
        &[("awka", 1), ("w", 6), ("parku", 8)],
        &[],
        &[("ostatnia", 0)],
    ];
    assert_eq!(answers.len(), expected.len());
    for (answer, expected) in answers.iter().zip(expected) {
        let expected: Vec<_> = expected.iter().map(|(word, start)| ((*word).to_owned(), *start)).collect();
        assert_eq!(words(answer), expected);
    }
    assert!(finished.stderr.contains("not UTF-8"), "{finished:?}");
}

#[test]
fn a_table_for_people() {
    let place = Place::new(&[]);
    let finished = place.run(&["analyze", "Żłobek", "w", "Łodzi"]);
    let lines: Vec<&str> = finished.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{finished:?}");
    assert!(
        lines[2].contains("11..17") && lines[2].contains("Łodzi") && lines[2].contains("łodzi"),
        "{}",
        lines[2]
    );
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let place = Place::new(&[]);
    let input = "rada seniorów w każdej gminie\n".repeat(50_000).into_bytes();
    let finished = run_into_closed_pipe(place.command(&["analyze", "-", "--json"]), input);
    assert_eq!((finished.code, finished.stderr.as_str()), (Some(0), ""));
}
