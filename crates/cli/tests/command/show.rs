//! `show --explain`: why a page is of its kind, what of it is not searched, and what is odd about it.

use crate::program::Place;

/// A practice with a menu above it, a counter, a footer, and a record that says less than it should.
const PRACTICE: &str = "Strona główna\nAktualności\nKultura\nOświata\nKontakt\n\n1.234.567\ngości odwiedziło nas\n\
    od 1 kwietnia 2008 r.\n\n\u{a0}Usługi społeczne : Pomoc społeczna\nKlub pod klonem\n\n\
    .:  Skrót i Metryka -> Pełna prezentacja  :.\n\nSąsiedzi z Klonowa gotują razem obiady.\n\nMetryka praktyki\n\
    Data wprowadzenia do BDP: 2013-06-28\nData aktualizacji: 2012-01-02\nMiejscowość: Klonowo\n\
    Liczba mieszkańców: ok. 40 tys.\n\n.:  Skrót i Metryka -> Pełna prezentacja  :.\n\nWsparcie zagranicznych przyjaciół\n";

#[test]
fn a_page_is_explained() {
    let place = Place::new(&[("gmina/klub.txt", PRACTICE)]);
    let daemon = place.serve(&["gmina", "--index", "index"]);
    let id = place.json(&["search", "obiady"])["hits"][0]["id"].as_str().unwrap().to_owned();
    let explained = place.run(&["show", &id, "--explain"]).stdout;
    for part in [
        "practice (a line `metryka praktyki`; a line that starts with `.: skrot i metryka`",
        "not searched: menu\n  Strona główna\n  Aktualności\n",
        "not searched: counter\n  1.234.567\n  gości odwiedziło nas\n  od 1 kwietnia 2008 r.\n",
        "not searched: structure\n  .:  Skrót i Metryka",
        "not searched: footer\n  Wsparcie zagranicznych przyjaciół\n",
        "missing_county: the record names Klonowo but no powiat\n",
        "updated_before_entered: updated on 2012-01-02, but entered or published on 2013-06-28\n",
        "unread_population: `ok. 40 tys.` is no whole number; kept as text, line 22\n",
    ] {
        assert!(explained.contains(part), "{part} is missing in {explained}");
    }
    let plain = place.run(&["show", &id]).stdout;
    for part in ["not searched", "gości odwiedziło nas", "missing_county"] {
        assert!(!plain.contains(part), "{part} is in {plain}");
    }

    let document = place.json(&["show", &id]);
    let text = document["text"].as_str().unwrap();
    let cut = |reason: &str| -> Vec<&str> {
        let cuts = document["cuts"].as_array().unwrap().iter().filter(|cut| cut["reason"] == reason);
        let place = |cut: &serde_json::Value, end: usize| {
            usize::try_from(cut["byte_range"][end].as_u64().unwrap()).unwrap()
        };
        cuts.map(|cut| text.get(place(cut, 0)..place(cut, 1)).unwrap()).collect()
    };
    assert_eq!(cut("counter"), ["1.234.567\ngości odwiedziło nas\nod 1 kwietnia 2008 r."]);
    assert_eq!(cut("footer"), ["Wsparcie zagranicznych przyjaciół"]);
    assert_eq!(document["kind_evidence"][0], "a line `metryka praktyki`");
    let codes: Vec<_> =
        document["diagnostics"].as_array().unwrap().iter().map(|found| &found["code"]).collect();
    assert_eq!(codes, ["unread_population", "updated_before_entered", "missing_county"]);

    drop(daemon);
    let read = place.run(&["show", &id, "--explain", "--index", "index"]);
    assert_eq!(read.stdout, explained, "the index says what its daemon said");
}
