//! Mistyped words, as the table `typos.toml` has them, on the sample corpus.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fiszka::Answer;

use crate::support::{Portal, page, query, sample};

#[derive(serde::Deserialize)]
struct Table {
    meant: BTreeMap<String, String>,
    kept: BTreeMap<String, Vec<String>>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("typos.toml")).expect("a table"));
static SAMPLE: LazyLock<Portal> = LazyLock::new(|| Portal::new(&sample()));

fn ask(text: &str) -> Answer {
    SAMPLE.ask(&query(text))
}

#[test]
fn what_is_mistyped_is_found_and_offered_in_its_right_spelling() {
    assert!(TABLE.meant.len() >= 60, "{}", TABLE.meant.len());
    let mut wrong = Vec::new();
    for (typed, meant) in &TABLE.meant {
        let answer = ask(typed);
        if answer.did_you_mean.as_ref() != Some(meant) || !answer.corrected || answer.hits.is_empty() {
            wrong.push((typed, meant, answer.did_you_mean, answer.corrected));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{wrong:#?}", wrong.len(), TABLE.meant.len());
}

#[test]
fn what_is_right_or_no_word_stays() {
    let kept: Vec<&String> = TABLE.kept.values().flatten().collect();
    assert!(kept.len() >= 30, "{}", kept.len());
    let read_otherwise: Vec<_> =
        kept.into_iter().filter_map(|text| Some((text, ask(text).did_you_mean?))).collect();
    assert!(read_otherwise.is_empty(), "{read_otherwise:#?}");
}

#[test]
fn a_corrected_query_finds_what_the_right_one_finds() {
    for (typed, meant) in &TABLE.meant {
        let (mistyped, right) = (ask(typed), ask(meant));
        assert!(mistyped.total >= right.total.min(1), "{typed}: {} and {}", mistyped.total, right.total);
        assert_eq!(right.did_you_mean, None, "{meant} is right");
        assert!(!right.corrected);
    }
}

/// A word of the index is never read as another one, however rare it is.
#[test]
fn words_of_the_index_are_taken_as_they_are() {
    let files: Vec<_> = (0..30)
        .map(|at| {
            (format!("portal/{at:02}.json"), page("Klub seniora", "Zajęcia dla seniorów co wtorek.", &[]))
        })
        .chain([("portal/senoir.json".to_owned(), page("Afisz", "Koncert grupy Senoir w piątek.", &[]))])
        .collect();
    let portal = Portal::new(&files);

    let rare = portal.ask(&query("senoir"));
    assert_eq!((rare.total, rare.corrected), (1, false), "the page that says so");
    assert_eq!(rare.did_you_mean.as_deref(), Some("senior"), "thirty times as many pages say otherwise");

    // *Senor* is a word, but no page has it: the other reading answers, and the answer says so.
    let known = portal.ask(&query("klub senora"));
    assert_eq!((known.did_you_mean.as_deref(), known.corrected), (Some("klub seniora"), true));
    assert_eq!(known.total, 30);
    assert!(!known.diagnostics.is_empty());
}
