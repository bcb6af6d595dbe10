//! An index that hides contacts: they are found, and nothing that comes back tells them.

use std::sync::Arc;

use fiszka::document::Limits;
use fiszka::{Answer, Filter, Index, Opened, Prepared, Query, QueryError, Schema, Stamp};
use proptest::prelude::*;

use crate::support::{ANALYZER, Portal, page, query, show};

/// Parts of what is invented below and must never be given.
const DETAILS: [&str; 7] =
    ["Nowacka", "nowacka", "725 161", "725161", "555 01", "klub@klonowo.example", "Koordynator"];

/// The files of a portal with contacts in a record, in a text and in titles.
fn files() -> [(&'static str, String); 3] {
    let contact = "Anna Nowacka\nKoordynator klubu\ntel. 725 161 463\ne-mail: a_nowacka@klonowo.example";
    let text = "Sąsiedzi gotują razem obiady. Zapisy na obiady przyjmuje klub@klonowo.example, tel. 81 555 01 20. Zapraszamy.";
    let members = [("rodzaj", "practice"), ("kontakt", contact), ("miejscowosc", "Klonowo")];
    [
        ("portal/klub.json", page("Obiady u sąsiada, tel. 81 555 01 20", text, &members)),
        ("portal/bip.json", page("Obiady u sąsiada, tel. 81 555 01 20", text, &[])),
        ("portal/basen.json", page("Basen", "Basen w Klonowie jest otwarty. Obiady w barze.", &[])),
    ]
}

fn assert_tells_nothing(given: &impl std::fmt::Debug, typed: &str) {
    let given = format!("{given:?}");
    // What was typed comes back.
    let typed = typed.to_lowercase();
    for detail in DETAILS.iter().filter(|detail| !typed.contains(&detail.to_lowercase())) {
        assert!(!given.contains(detail), "`{typed}` gives {detail} in {given}");
    }
}

#[test]
fn contacts_are_found_and_not_given() {
    let (open, portal) = (Portal::new(&files()), Portal::hiding_contacts(&files()));
    for typed in [
        "obiady",
        "725161463",
        "nowacka",
        "a_nowacka@klonowo.example",
        "zapisy klub@klonowo.example",
        "81 555 01 20",
        "72516*",
        "nowac*",
        "obiady -nowac*",
        "kontakt:\"Anna Nowacka\"",
        "anowacka",
    ] {
        let asked = Query { explain: true, ..query(typed) };
        let answer = portal.ask(&asked);
        let ranked = |answer: &Answer| -> Vec<_> {
            answer.hits.iter().map(|hit| (hit.id.clone(), hit.score.to_bits())).collect()
        };
        let expected = open.ask(&asked);
        assert_eq!((answer.total, ranked(&answer)), (expected.total, ranked(&expected)), "{typed}");
        assert!(answer.total > 0, "{typed}");
        assert_tells_nothing(&answer, typed);
        for hit in &answer.hits {
            let text = &hit.document.text;
            assert_eq!(text.get(hit.snippet.range.clone()), Some(hit.snippet.text.as_str()), "{typed}");
            assert!(!hit.fields.contains_key("contacts"));
            let marked = hit.snippet.highlights.iter().map(|range| hit.snippet.text.get(range.clone()));
            assert!(marked.flatten().all(|marked| !marked.contains('[')), "{typed}: {:?}", hit.snippet);
        }
    }
    let answer = portal.ask(&query("zapisy obiady"));
    let hit = &answer.hits[0];
    assert!(hit.snippet.text.contains("przyjmuje […], tel. […]. Zapraszamy."), "{}", hit.snippet.text);
    let marked = |text: &str, ranges: &[std::ops::Range<usize>]| -> Vec<String> {
        ranges.iter().map(|range| text.get(range.clone()).unwrap().to_owned()).collect()
    };
    assert_eq!(marked(&hit.snippet.text, &hit.snippet.highlights), ["Zapisy", "obiady"]);
    assert_eq!(marked(hit.document.title(), &hit.title_highlights), ["Obiady"]);
    assert_eq!(hit.document.title(), "Obiady u sąsiada, tel. […]");
}

#[test]
fn documents_and_suggestions_do_not_tell_them() {
    let portal = Portal::hiding_contacts(&files());
    let searcher = portal.index.searcher().unwrap();
    for hit in portal.ask(&query("obiady")).hits {
        assert_tells_nothing(&searcher.show(&hit.id).unwrap().unwrap(), "show");
        assert_tells_nothing(&searcher.document(&hit.id).unwrap().unwrap(), "document");
        assert_tells_nothing(&searcher.similar(&hit.id, 5).unwrap().unwrap(), "similar");
    }
    for typed in ["ob", "obiady u", "725", "81", "555", "anna", "now", "klub"] {
        assert_tells_nothing(&searcher.suggest(typed, 100).unwrap(), typed);
    }
}

#[test]
fn values_of_a_personal_field_are_not_counted() {
    let folder = tempfile::tempdir().unwrap();
    let news = include_str!("../../../../index-schema/news.toml");
    let of_author = "name = \"author\"\ntype = \"keyword\"\n";
    std::fs::write(
        folder.path().join("news.toml"),
        news.replace(of_author, &format!("{of_author}facet = true\npersonal = true\n")),
    )
    .unwrap();
    let schema = Arc::new(Schema::load(folder.path()).unwrap());
    let Opened { index, mut writer, .. } =
        Index::open(&folder.path().join("index"), Arc::clone(&schema), ANALYZER.clone()).unwrap();
    let page = "Klub pod klonem\n\n15 lutego 2021\n\nKlub zaprasza w środy.\n\nAutor: Anna Nowacka\n";
    writer
        .put(
            Prepared::from_bytes("a/klub.txt", page.as_bytes(), &schema, &ANALYZER, &Limits::default()),
            Stamp::default(),
            0,
        )
        .unwrap();
    show(&mut writer);
    let facet = Query { facets: vec!["author".to_owned()], ..query("klub") };
    let answer = index.searcher().unwrap().search(&facet).unwrap();
    assert_eq!(answer.facets[0].values[0].value, "Anna Nowacka");

    let searcher = index.hiding_contacts().searcher().unwrap();
    let Err(QueryError::UnknownField { known, .. }) = searcher.search(&facet) else {
        panic!("a facet of people")
    };
    assert!(known.contains(&"town".to_owned()) && !known.contains(&"author".to_owned()), "{known:?}");
    let by_name = Filter { field: "autor".to_owned(), value: "Anna Nowacka".to_owned() };
    let answer = searcher.search(&Query { filters: vec![by_name], ..query("") }).unwrap();
    assert_eq!(answer.total, 1, "who knows a name finds its page");
    assert_tells_nothing(&answer, "Anna Nowacka");
    assert!(!answer.hits[0].document.text.contains("Nowacka"), "{}", answer.hits[0].document.text);
}

#[test]
fn values_that_hold_contacts_are_not_counted() {
    let of_town = |town: &str| page("Klub", "Obiady.", &[("rodzaj", "practice"), ("miejscowosc", town)]);
    let files = [
        ("portal/klub.json", of_town("Klonowo")),
        ("portal/obiady.json", of_town("Klonowo, tel. 81 555 01 20")),
    ];
    let towns = |portal: &Portal| -> Vec<String> {
        let answer = portal.ask(&Query { facets: vec!["town".to_owned()], ..query("") });
        answer.facets[0].values.iter().map(|value| value.value.clone()).collect()
    };
    assert_eq!(towns(&Portal::new(&files)), ["Klonowo", "Klonowo, tel. 81 555 01 20"]);
    assert_eq!(towns(&Portal::hiding_contacts(&files)), ["Klonowo"]);
}

#[test]
fn lines_of_contacts_are_not_suggested() {
    let news = |title: &str| {
        let text = format!(
            "{title} zaczyna się w środę, będzie rada seniorów.\n\nKontakt: Ewa Sowa rzecznik prasowy"
        );
        format!("{title}\n\n15 lutego 2021\n\n{text}\n")
    };
    let files = ["Basen", "Remont", "Piknik"].map(|title| (format!("portal/{title}.txt"), news(title)));
    let searcher = Portal::hiding_contacts(&files).index.searcher().unwrap();
    let texts = |typed: &str| -> Vec<String> {
        searcher.suggest(typed, 100).unwrap().into_iter().map(|found| found.text).collect()
    };
    assert_eq!(texts("rada"), ["rada seniorów"]);
    for typed in ["ewa", "sowa", "rzecz"] {
        assert_eq!(texts(typed), [""; 0], "{typed}");
    }
}

#[test]
fn an_index_gives_contacts_unless_it_is_told_to_hide_them() {
    let contact = "Anna Nowacka\ntel. 725 161 463";
    let portal = Portal::new(&[(
        "portal/klub.json",
        page("Klub", "Tel. 725161463.", &[("rodzaj", "practice"), ("kontakt", contact)]),
    )]);
    let hit = &portal.ask(&query("klub")).hits[0];
    assert!(hit.fields.contains_key("contacts") && hit.snippet.text.contains("725161463"), "{hit:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn highlights_stay_on_the_words(
        words in prop::collection::vec(prop_oneof![4 => "[a-zżółć]{3,8}", 1 => Just("a.b@klonowo.example".to_owned()), 1 => Just("+48 81 555 01 20".to_owned())], 1..60),
        at in any::<prop::sample::Index>(),
    ) {
        let text = words.join(" ");
        let word = at.get(&words).clone();
        let portal = Portal::hiding_contacts(&[("portal/a.json", page("Tytuł", &text, &[]))]);
        for hit in portal.ask(&query(&word)).hits {
            prop_assert!(!hit.document.text.contains('@') && !hit.document.text.contains("555"));
            prop_assert_eq!(hit.document.text.get(hit.snippet.range.clone()), Some(hit.snippet.text.as_str()));
            let mut end = 0;
            for range in hit.snippet.highlights {
                prop_assert!(range.start >= end && range.start < range.end);
                let marked = hit.snippet.text.get(range.clone());
                prop_assert!(marked.is_some_and(|marked| marked.chars().all(char::is_alphabetic)), "{:?}", marked);
                end = range.end;
            }
        }
    }
}
