//! Which documents match, and in which order.

use fiszka::{Query, Ranking};

use crate::support::{Portal, names, page, query};

fn portal() -> Portal {
    Portal::new(&[
        (
            "portal/klub.json",
            page("Klub seniora", "W klubie spotykają się seniorzy. Zajęcia są bezpłatne.", &[]),
        ),
        (
            "portal/swietlica.json",
            page("Świetlica środowiskowa", "Świetlice dla dzieci i młodzieży w Łodzi.", &[]),
        ),
        ("portal/remont.json", page("Remont ulicy", "Remont potrwa do końca roku, mówi wójt.", &[])),
        ("portal/sad.json", page("Sad owocowy", "W sadzie rosną jabłonie i grusze.", &[])),
        ("portal/sąd.json", page("Sąd rejonowy", "Sąd przeniósł się do nowej siedziby.", &[])),
    ])
}

#[test]
fn words_match_in_any_form_and_without_polish_letters() {
    let portal = portal();
    for (text, first) in [
        ("kluby seniorów", "klub"),
        ("swietlice srodowiskowe", "swietlica"),
        ("ŚWIETLICY", "swietlica"),
        ("w lodzi", "swietlica"),
        ("s\u{301}wietlica", "swietlica"),
        ("remonty", "remont"),
        ("sąd", "sąd"),
        ("sad", "sad"),
    ] {
        assert_eq!(portal.find(text).first().map(String::as_str), Some(first), "{text}");
    }
}

#[test]
fn one_or_two_words_must_all_be_there() {
    let portal = portal();
    for (text, total, weak) in [
        ("klub", 1, false),
        ("klub seniora", 1, false),
        ("klub remont", 0, true),
        ("remont do końca roku", 1, false),
        ("kosmodrom", 0, false),
    ] {
        let answer = portal.ask(&query(text));
        assert_eq!((answer.total, answer.weak), (total, weak), "{text}");
    }
}

#[test]
fn longer_queries_need_half_of_their_weight() {
    let portal = portal();
    let answer = portal.ask(&query("bezpłatne zajęcia klubu kosmodrom"));
    assert_eq!((answer.total, names(&answer)), (1, vec!["klub".to_owned()]));
    let answer = portal.ask(&query("remont kosmodromu galaktyki wszechświata"));
    assert!(answer.weak && answer.total == 0 && names(&answer) == ["remont"], "{answer:?}");
}

#[test]
fn numbers_and_compounds_match_however_they_are_written() {
    let portal = Portal::new(&[
        ("portal/liczba.json", page("Ludność", "Miasto liczy 344.336 mieszkańców.", &[])),
        (
            "portal/telefon.json",
            page("Kontakt", "Prosimy dzwonić: 725 161463, Jan.Testowy@gmina.example.", &[]),
        ),
        (
            "portal/sekretariat.json",
            page("Sekretariat", "Faks 0-42 555 01 41, listy: 62-025 Kostrzyn, Rynek 1.", &[]),
        ),
        ("portal/dyrektor.json", page("Dyrektor", "Tel. +48 825550517.", &[])),
        ("portal/karta.json", page("Karta 60+", "Zniżki dla osób po sześćdziesiątce.", &[])),
        ("portal/rozwoj.json", page("Rozwój", "Plan społeczno-gospodarczy gminy.", &[])),
        ("portal/data.json", page("Zebranie", "Spotkanie odbędzie się 9 lipca 2013 r. w świetlicy.", &[])),
    ]);
    for (text, expected) in [
        ("344336", "liczba"),
        ("344 336", "liczba"),
        ("344.336", "liczba"),
        ("725161463", "telefon"),
        ("725 161 463", "telefon"),
        ("+48 725161463", "telefon"),
        ("0725 161 463", "telefon"),
        ("425550141", "sekretariat"),
        ("(42) 555 01 41", "sekretariat"),
        ("042 555 01 41", "sekretariat"),
        ("62025", "sekretariat"),
        ("62025 Kostrzyn", "sekretariat"),
        ("82 555 05 17", "dyrektor"),
        ("+48 825 55 05 17", "dyrektor"),
        ("jan.testowy@gmina.example", "telefon"),
        ("60+", "karta"),
        ("społeczno-gospodarczy", "rozwoj"),
        ("plan gospodarczy", "rozwoj"),
        ("2013-07-09", "data"),
        ("9.07.2013", "data"),
    ] {
        assert_eq!(portal.find(text), [expected], "{text}");
    }
}

#[test]
fn numbers_and_dates_of_the_record_are_found_as_questions_name_them() {
    let portal = Portal::new(&[
        ("portal/nowa.json", page("Nowa ławka", "Stoi w parku.", &[("data", "2013-05-09")])),
        ("portal/stara.json", page("Stara ławka", "Stoi w parku.", &[("data", "2008-11-20")])),
        (
            "portal/lodzie.json",
            page("Wypożyczalnia", "Kajaki.", &[("ludność", "19.432"), ("typ", "practice")]),
        ),
    ]);
    for (text, expected) in [
        ("ławka 2013", "nowa"),
        ("ławka z listopada 2008 roku", "stara"),
        ("maj 2013", "nowa"),
        ("19432", "lodzie"),
        ("19 432 mieszkańców", "lodzie"),
    ] {
        assert_eq!(portal.find(text).first().map(String::as_str), Some(expected), "{text}");
    }
}

#[test]
fn numbers_of_the_record_match_however_they_are_written() {
    let record = "Klub w bibliotece\n\n.: Skrót i Metryka -> Pełna prezentacja :.\n\nKlub działa w bibliotece.\n\nMetryka \
                  praktyki\nData wprowadzenia do BDP:\u{a0}\u{a0}2013-06-28\nMiejscowość:\u{a0}\u{a0}Brzozowa Wola\nKod \
                  pocztowy i Poczta:\u{a0}\u{a0}62-025 Kostrzyn\nLiczba mieszkańców:\u{a0}\u{a0}344.336\nOsoby \
                  kontaktowe:\u{a0}\u{a0}Jan Testowy\n\u{a0}tel. 725 161463\n\u{a0}e@mail: j_olszewska@gmina.example\n\n.: \
                  Skrót i Metryka -> Pełna prezentacja :.\n";
    let portal = Portal::new(&[
        ("portal/praktyka.txt", record.to_owned()),
        ("portal/inna.json", page("Inna", "Telefon 725 161 464, ludność 344 337.", &[])),
    ]);
    for text in [
        "725161463",
        "725 161 463",
        "725-161-463",
        "+48 725 161 463",
        "62-025",
        "62-025 Kostrzyn",
        "344336",
        "344 336",
        "344.336",
        "344 336 mieszkańców",
        "j_olszewska@gmina.example",
        "J_Olszewska@gmina.example",
        "gmina.example",
        "2013-06-28",
        "28 czerwca 2013",
    ] {
        let answer = portal.ask(&query(text));
        // Half of the groups of a number may be those of another one, which then comes behind.
        let first = names(&answer).into_iter().next();
        assert!(!answer.weak && first.as_deref() == Some("praktyka.txt"), "{text}: {:?}", names(&answer));
    }
}

#[test]
fn pages_in_other_languages_are_found_in_their_inflections() {
    let english = "The municipality supported thirteen neighbourhood initiatives of its inhabitants. Volunteers \
                   were trained by the local library, and the results have been published for other towns.";
    let german = "Die Gemeinde hat dreizehn nachbarschaftliche Vorhaben unterstützt. Freiwillige wurden von der \
                  Bibliothek geschult, und die Ergebnisse sind für andere Städte veröffentlicht worden.";
    let portal = Portal::new(&[
        ("portal/en.json", page("Neighbourhood initiatives", english, &[])),
        ("portal/de.json", page("Nachbarschaftliche Vorhaben", german, &[])),
    ]);
    for (text, expected) in [
        ("neighbourhoods supporting", "en"),
        ("municipalities", "en"),
        ("Ergebnis", "de"),
        ("nachbarschaftlicher", "de"),
    ] {
        assert_eq!(portal.find(text), [expected], "{text}");
        assert!(!portal.ask(&query(text)).weak, "{text}");
    }
}

#[test]
fn function_words_alone_still_search() {
    assert_eq!(portal().find("dla i"), ["swietlica"]);
}

#[test]
fn an_empty_query_gives_every_document() {
    assert_eq!(portal().ask(&query(" ")).total, 5);
}

#[test]
fn hostile_queries_get_an_answer() {
    let portal = portal();
    for text in [
        "\"",
        "((((",
        "a:b:c",
        "*",
        "\0",
        "\u{301}",
        "+-!~^\\/[]{}",
        "🦀",
        &"ż".repeat(9_000),
        &"a b ".repeat(3_000),
    ] {
        portal.ask(&query(text));
    }
    let many: String = (0..600).map(|number| format!("słowo{number} ")).collect();
    assert_eq!(portal.ask(&query(&many)).diagnostics.len(), 1, "what is ignored is said");
}

#[test]
fn a_prefix_alone_counts_until_the_word_itself_stands_there() {
    let portal = Portal::new(&[
        ("portal/sam.json", page("Zebranie", "Mówiono tam o ogrodniczce z sąsiedztwa.", &[])),
        ("portal/obok.json", page("Zebranie", "Mówiono tam o ogrodzie i ogrodniczce.", &[])),
        ("portal/inne.json", page("Zebranie", "Mówiono tam o budżecie na inny rok.", &[])),
    ]);
    let with = |prefix_alone: f32| {
        let mut ranking = Ranking::shipped().clone();
        ranking.frequency.prefix_alone = prefix_alone;
        let searcher = portal.index.searcher().expect("an index").with_ranking(ranking);
        let answer = searcher.search(&Query { explain: true, ..query("ogród LUB zebranie") });
        let answer = answer.expect("an answer");
        let word = |name: &str| {
            let hit = answer.hits.iter().find(|hit| hit.path.ends_with(name))?;
            let parts = &hit.explanation.as_ref()?.parts;
            parts.iter().find(|part| part.name == "word `ogród`").map(|part| part.score)
        };
        (word("sam.json"), word("obok.json"), word("inne.json"))
    };
    let (without, alone) = (with(0.0), with(0.5));
    assert!(without.0.is_some() && alone.0 > without.0, "{alone:?} {without:?}");
    assert!(alone.1.is_some() && alone.1 == without.1, "{alone:?} {without:?}");
    assert_eq!(alone.2, None);
}
