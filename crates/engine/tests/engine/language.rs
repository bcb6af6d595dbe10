//! The query language: phrases, operators, fields, ranges, prefixes.

use fiszka::Query;

use crate::support::{Portal, names, page, query};

fn portal() -> Portal {
    let record = |town: &'static str, voivodeship, population, date| {
        [
            ("miejscowosc", town),
            ("wojewodztwo", voivodeship),
            ("liczba_mieszkancow", population),
            ("data", date),
        ]
    };
    Portal::new(&[
        (
            "portal/klub.json",
            page(
                "Klub seniora",
                "Klub seniora działa od wiosny. Seniorzy śpiewają w chórze „Babie Lato”.",
                &record("Katowice", "śląskie", "290.000", "2021-02-15"),
            ),
        ),
        (
            "portal/swietlica.json",
            page(
                "Świetlica środowiskowa",
                "Świetlica dla dzieci. Seniorzy czytają bajki, a klub gier działa w piątki.",
                &record("Nowy Targ", "małopolskie", "33.000", "2013-07-09"),
            ),
        ),
        (
            "portal/remont.json",
            page(
                "Remont domu kultury",
                "Remont domu kultury potrwa rok. Senior czeka na klub.",
                &record("Opole", "opolskie", "127.000", "2021-03-01"),
            ),
        ),
        (
            "portal/laka.json",
            page(
                "Łąka kwietna",
                "Łąka zamiast trawnika, kwietna i miododajna.",
                &record("Zabrze", "śląskie", "155.000", "2012-05-01"),
            ),
        ),
    ])
}

/// The files that match, sorted.
fn matching(portal: &Portal, text: &str) -> String {
    let answer = portal.ask(&query(text));
    let mut found = if answer.weak { Vec::new() } else { names(&answer) };
    assert_eq!(answer.total, found.len(), "{text}");
    found.sort();
    found.join(" ")
}

/// Compares the files that match, and shows every difference at once.
#[track_caller]
fn check(portal: &Portal, cases: &[(&str, &str)]) {
    let found: Vec<_> = cases.iter().map(|(text, _)| (*text, matching(portal, text))).collect();
    let found: Vec<_> = found.iter().map(|(text, found)| (*text, found.as_str())).collect();
    let wrong: Vec<_> = found.iter().zip(cases).filter(|(found, case)| found != case).collect();
    assert!(wrong.is_empty(), "found and expected: {wrong:#?}");
}

#[test]
fn each_form_of_the_language_finds_what_it_says() {
    let cases = [
        // Plain words: any form.
        ("senior", "klub remont swietlica"),
        ("klub senior", "klub remont swietlica"),
        // Phrases: exact forms, case and diacritics folded, whatever the quotes.
        ("\"klub seniora\"", "klub"),
        ("„KLUB SENIORA”", "klub"),
        ("«laka zamiast»", "laka"),
        ("\"łąka zamiast\"", "laka"),
        ("\"klub senior\"", ""),
        ("\"seniora działa\"", "klub"),
        ("\"babie lato\" \"klub seniora\"", "klub"),
        ("\"klub działa\"", ""),
        ("\"klub działa\"~1", "klub swietlica"),
        ("\"zamiast łąka\"", ""),
        ("\"zamiast łąka\"~2", "laka"),
        // A phrase is one of a zone: the title ends before the text begins.
        ("\"kultury remont\"", ""),
        ("\"kultury remont\"~50", "remont"),
        // Required and excluded.
        ("+klub senior", "klub remont swietlica"),
        ("klub -remont", "klub swietlica"),
        ("klub -remontów", "klub swietlica"),
        ("klub NOT \"klub seniora\"", "remont swietlica"),
        ("klub NIE świetlice", "klub remont"),
        ("-klub", "laka"),
        ("NOT senior", "laka"),
        ("klub -(dom kultury)", "klub swietlica"),
        ("klub -(bajki OR remont)", "klub"),
        // Operators.
        ("klub AND bajki", "swietlica"),
        ("trawnik OR bajki", "laka swietlica"),
        ("Trawnik LUB bajki", "laka swietlica"),
        ("(trawnik OR bajki) klub", "swietlica"),
        ("klub AND (bajki OR \"babie lato\")", "klub swietlica"),
        ("trawnik OR NOT klub", "laka"),
        ("dom kultury OR łąka kwietna", "laka remont"),
        // Fields.
        ("miejscowość:Katowice", "klub"),
        ("town:katowice klub", "klub"),
        ("miejscowość:Katowicach", "klub"),
        ("miejscowość:Nowy Targ", "swietlica"),
        ("miejscowość:\"nowy targ\" klub", "swietlica"),
        ("województwo:śląskie", "klub laka"),
        ("WOJEWODZTWO:slaskie klub", "klub"),
        ("województwo:śląskie województwo:opolskie klub", "klub remont"),
        ("klub województwo:śląskie OR województwo:małopolskie", "klub swietlica"),
        ("-województwo:śląskie", "remont swietlica"),
        ("mieszkańcy:>100000 klub", "klub remont"),
        ("mieszkańcy:30 000..130 000", "remont swietlica"),
        ("ludność:<=33000", "swietlica"),
        ("data:2012..2014", "laka swietlica"),
        ("data:luty 2021", "klub"),
        ("data:2021 klub", "klub remont"),
        ("rok:2013", "swietlica"),
        ("rodzaj:praktyka trawnik", "laka"),
        ("rodzaj:aktualność", ""),
        ("tytuł:klub", "klub"),
        ("tytuł:\"domu kultury\"", "remont"),
        ("tytuł:bajki", ""),
        ("treść:bajek", "swietlica"),
        ("-tytuł:klub klub", "remont swietlica"),
        // Prefixes.
        ("senior*", "klub remont swietlica"),
        ("swietl*", "swietlica"),
        ("miodo*", "laka"),
        ("klub -baj*", "klub remont"),
        // What only looks like the language.
        ("piątki: klub", "swietlica"),
        ("klub (gier) - piątki", "swietlica"),
    ];
    check(&portal(), &cases);
}

#[test]
fn what_is_ignored_is_said() {
    let portal = portal();
    for (text, expected, note) in [
        ("\"klub seniora", "klub remont swietlica", "the other quote of the phrase is missing"),
        ("kolor:czerwony klub", "", "there is no field `kolor`"),
        ("klub OR", "klub remont swietlica", "an operator needs something on each side"),
        ("(klub seniora", "klub remont swietlica", "there is no `)` behind it"),
        ("województwo:marsjańskie klub", "", "no value of the field"),
        // Read as words, which find the towns of the voivodeship.
        ("województwo: śląskie", "klub laka", "the value goes right behind it"),
        ("klub NIE dla dzieci", "swietlica", "function words"),
        ("a* klub", "klub remont swietlica", "at least 2 letters"),
    ] {
        let answer = portal.ask(&query(text));
        assert_eq!(answer.diagnostics.len(), 1, "{text}: {:?}", answer.diagnostics);
        assert!(answer.diagnostics[0].contains(note), "{text}: {:?}", answer.diagnostics);
        assert_eq!(matching(&portal, text), expected, "{text}");
    }
    assert_eq!(portal.ask(&query("klub seniora")).diagnostics, Vec::<String>::new());
}

#[test]
fn exclusions_alone_give_the_rest_newest_first() {
    assert_eq!(portal().find("-dzieci"), ["remont", "klub", "laka"]);
}

#[test]
fn what_nothing_fulfils_gets_the_nearest_pages() {
    let answer = portal().ask(&query("klub nieistniejące -bajki"));
    assert!(answer.weak && answer.total == 0);
    assert!(!names(&answer).is_empty() && !names(&answer).contains(&"swietlica".to_owned()), "{answer:?}");
}

#[test]
fn a_phrase_does_not_span_what_was_cut() {
    let portal = Portal::new(&[(
        "portal/strona.txt",
        "Klub seniora\n\n15 lutego 2021\n\nSeniorzy spotykają się co środę w bibliotece i rozmawiają o książkach, które \
         niedawno przeczytali; zapisy trwają.\n\nUdostępnij\n\nWkrótce otworzymy też pracownię ceramiczną dla wszystkich \
         mieszkańców gminy, także młodszych.\n\nŹródło: Biuro prasowe"
            .to_owned(),
    )]);
    for (text, expected) in [
        ("\"zapisy trwają\"", 1),
        ("\"wkrótce otworzymy\"", 1),
        ("\"trwają udostępnij wkrótce\"", 0),
        ("\"trwają wkrótce\"", 0),
    ] {
        assert_eq!(portal.ask(&query(text)).total, expected, "{text}");
    }
}

#[test]
fn an_explained_answer_tells_how_the_query_was_read() {
    let explained = |text: &str| {
        let query = Query { explain: true, ..query(text) };
        portal().ask(&query).reading.expect("a reading")
    };
    let read = explained("kluby dla seniora -remont województwo:slaskie \"babie lato\"");
    assert_eq!(read.query, "kluby dla seniora -remont voivodeship:slaskie \"babie lato\"");
    let words: Vec<_> = read.words.iter().map(|word| (word.text.as_str(), word.content)).collect();
    assert_eq!(words, [("kluby", true), ("dla", false), ("seniora", true), ("babie", true), ("lato", true)]);
    assert_eq!(read.excluded.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(), ["remont"]);
    assert_eq!(
        read.conditions,
        [
            "half of the weight of `kluby`, `seniora` is there, counting what must be",
            "the phrase \"babie lato\" is there",
            "not (`remont` is there)",
        ]
    );
    assert_eq!(
        (read.filters[0].field.as_str(), read.filters[0].values.as_slice()),
        ("voivodeship", &["slaskie".to_owned()][..])
    );
    let senior = read.words.iter().find(|word| word.text == "seniora").unwrap();
    assert!(
        senior.documents == 3 && senior.rarity > 0.0 && senior.terms.iter().any(|term| term.text == "senior")
    );
    assert!(senior.alternatives.iter().any(|one| one.source.is_some() && one.weight > 0.0), "{senior:?}");

    let read = explained("data:2012..luty 2014 świetl*");
    assert_eq!(read.filters[0].values, ["2012-01-01..2014-02-28"]);
    assert_eq!(read.words[0].forms.iter().map(|form| form.text.as_str()).collect::<Vec<_>>(), ["świetlica"]);
    assert_eq!(portal().ask(&query("klub")).reading, None, "only when it is asked for");
}

#[test]
fn what_is_asked_for_with_signs_is_never_relaxed() {
    for (text, is_weak) in [
        ("\"klub działa\"", false),
        ("\"klub na końcu świata\"", false),
        ("seniora \"kultury remont\"", false),
        ("klub +nieistniejące", false),
        ("klub nieistniejące", true),
    ] {
        let answer = portal().ask(&query(text));
        assert_eq!((answer.total, answer.weak, answer.hits.is_empty()), (0, is_weak, !is_weak), "{text}");
    }
}
