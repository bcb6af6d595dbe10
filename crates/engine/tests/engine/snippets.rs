//! Snippets and highlights fall on the original text.

use proptest::prelude::*;

use crate::support::{Portal, page, query};

#[test]
fn highlights_mark_other_forms_in_the_text_as_written() {
    let text =
        "Wstęp bez znaczenia dla sprawy. Od maja mieszkańcy\u{a0}Łodzi korzystają ze świetlic. Koniec.";
    let portal = Portal::new(&[("portal/a.json", page("Świetlica w mieście", text, &[]))]);
    let answer = portal.ask(&query("swietlica lodz"));
    let hit = &answer.hits[0];
    let marked: Vec<_> =
        hit.snippet.highlights.iter().map(|range| hit.snippet.text.get(range.clone()).unwrap()).collect();
    assert!(marked.contains(&"świetlic"), "{marked:?} in {}", hit.snippet.text);
    assert_eq!(hit.document.text.get(hit.snippet.range.clone()), Some(hit.snippet.text.as_str()));
    let title = hit.document.title();
    assert_eq!(
        hit.title_highlights.iter().map(|range| title.get(range.clone()).unwrap()).collect::<Vec<_>>(),
        ["Świetlica"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn ranges_slice_any_text(words in prop::collection::vec("[a-zżółćęśąźń\u{a0}\u{ad}.]{1,9}", 1..120), at in any::<prop::sample::Index>()) {
        let text = words.join(" ");
        let word = at.get(&words).clone();
        let portal = Portal::new(&[("portal/a.json", page("Tytuł", &text, &[]))]);
        for hit in portal.ask(&query(&word)).hits {
            prop_assert_eq!(hit.document.text.get(hit.snippet.range.clone()), Some(hit.snippet.text.as_str()));
            let mut end = 0;
            for range in hit.snippet.highlights {
                prop_assert!(range.start >= end && range.start < range.end, "in order, apart, not empty");
                prop_assert!(hit.snippet.text.get(range.clone()).is_some(), "on character boundaries");
                end = range.end;
            }
        }
    }
}
