//! Abbreviations, synonyms and places: what the vocabulary of the schema makes of a query.

use crate::support::{Portal, page, query};

fn portal() -> Portal {
    Portal::new(&[
        ("portal/mops.json", page("Zapisy w MOPS", "Wnioski przyjmuje MOPS w Gliwicach.", &[])),
        (
            "portal/osrodek.json",
            page("Nowa siedziba", "Miejskiego Ośrodka Pomocy Społecznej w Chełmie nie trzeba szukać.", &[]),
        ),
        ("portal/starsi.json", page("Spotkanie", "Zapraszamy osoby starsze z całego miasta.", &[])),
        ("portal/klub.json", page("Klub", "Klub dla seniorów działa w Lublinie.", &[])),
        ("portal/pal.json", page("Ogrodzenie", "Jeden pal ogrodzenia się złamał.", &[])),
        ("portal/program.json", page("Program", "Ruszył Program Aktywności Lokalnej.", &[])),
    ])
}

#[test]
fn phrases_stand_for_one_another_in_any_inflection() {
    let portal = portal();
    let cases: [(&str, &str, &[&str]); 8] = [
        ("an abbreviation finds its long form", "MOPS", &["mops", "osrodek"]),
        ("a long form finds its abbreviation", "miejski ośrodek pomocy społecznej", &["mops", "osrodek"]),
        ("the town beside it decides", "MOPS Chełm", &["osrodek"]),
        ("a synonym of several words", "senior", &["klub", "starsi"]),
        ("a phrase finds a word", "osób starszych", &["klub", "starsi"]),
        ("capitals make the abbreviation", "PAL", &["pal", "program"]),
        ("without capitals it is a word", "pal", &["pal"]),
        ("the adjective of a town", "lubelski klub", &["klub"]),
    ];
    for (what, text, expected) in cases {
        let mut found = portal.find(text);
        found.sort();
        assert_eq!(found, expected, "{what}: {text}");
        assert!(!portal.ask(&query(text)).weak, "{what}: {text}");
    }
}

#[test]
fn the_word_itself_comes_before_what_stands_for_it() {
    let portal = portal();
    assert_eq!(portal.find("MOPS").first().map(String::as_str), Some("mops"));
    assert_eq!(portal.find("seniorzy").first().map(String::as_str), Some("klub"));
}

#[test]
fn what_stands_for_a_word_is_highlighted() {
    let answer = portal().ask(&query("senior"));
    let hit = answer.hits.iter().find(|hit| hit.path == "portal/starsi.json").unwrap();
    let marked: Vec<_> =
        hit.snippet.highlights.iter().map(|range| hit.snippet.text.get(range.clone()).unwrap()).collect();
    assert_eq!(marked, ["osoby", "starsze"]);
}
