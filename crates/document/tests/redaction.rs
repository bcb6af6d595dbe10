//! Documents without the contacts that they hold: nothing of a person's details is left, everything else is.

use fiszka_document::{
    Document, Limits, MASK, Redaction, SiteShell, SourceFile, clean, merge, parse, without_contacts,
};
use fiszka_schema::Schema;

const DETAILS: [&str; 9] = [
    "Nowacka",
    "Koordynator",
    "nowacka@klonowo.example",
    "725 161463",
    "725161463",
    "555 01 20",
    "Sowa",
    "klub@klonowo.example",
    "12 34",
];

const RECORD: &str = "Metryka praktyki\nMiejscowość:\u{a0}\u{a0}Klonowo\nOsoby kontaktowe:\u{a0}\u{a0}Anna Nowacka\n\
    \u{a0}Specjalista, Koordynator – Animator\n\u{a0}tel. 725 161463\n\u{a0}e@mail: a_nowacka@klonowo.example\n\
    Liczba mieszkańców:\u{a0}\u{a0}38.271\n";

fn documents(path: &str, text: &str) -> Vec<Document> {
    let schema = Schema::builtin();
    let file = SourceFile { path, bytes: text.as_bytes() };
    let parsed = parse(&file, schema, &Limits::default()).expect("text");
    parsed.drafts.iter().map(|draft| clean(draft, &SiteShell::default(), schema)).collect()
}

fn redacted(document: &Document) -> Document {
    let schema = Schema::builtin();
    let redacted = Redaction::of(document, schema).apply(document.clone(), schema);
    let everything = format!("{redacted:?}");
    for detail in DETAILS {
        assert!(!everything.contains(detail), "{detail} is in {everything}");
    }
    assert!(everything.contains(MASK), "{everything}");
    redacted
}

fn practice(abstract_text: &str) -> String {
    format!(
        "Usługi społeczne : Pomoc społeczna\nKlub pod klonem\n\n.:   Skrót i Metryka -> Pełna prezentacja   :.\n\n\
         {abstract_text}\n\n{RECORD}\n.:   Skrót i Metryka -> Pełna prezentacja   :.\nUrząd, tel. 81 555 01 20"
    )
}

#[test]
fn a_record_loses_its_people_and_the_lines_that_print_them() {
    let page =
        practice("Sąsiedzi gotują razem obiady. Zapisy: klub@klonowo.example albo 725161463, do 3 maja.");
    let document = redacted(&documents("a/klub.txt", &page)[0]);
    assert_eq!(document.title(), "Klub pod klonem");
    assert_eq!(
        document.zone_text("abstract").next(),
        Some("Sąsiedzi gotują razem obiady. Zapisy: […] albo […], do 3 maja.")
    );
    let fields: Vec<_> =
        document.record.iter().map(|field| (field.name.as_str(), field.printed.as_str())).collect();
    assert!(
        fields.contains(&("population", "38.271")) && fields.contains(&("town", "Klonowo")),
        "{fields:?}"
    );
    for field in &document.record {
        if let Some(range) = field.range.clone() {
            assert_eq!(document.text.get(range), Some(field.printed.as_str()), "ranges follow the text");
        }
    }
    assert!(
        document.text.contains("Osoby kontaktowe:\u{a0}\u{a0}[…]\nLiczba mieszkańców:"),
        "{}",
        document.text
    );
    for cut in &document.cuts {
        assert!(document.text.get(cut.range.clone()).is_some(), "{cut:?} is on character boundaries");
    }
}

#[test]
fn pages_of_one_practice_do_not_print_them_again() {
    let pages = [practice("Sąsiedzi gotują razem obiady."), practice("Opis praktyki\nGotują w świetlicy.")];
    let pages: Vec<_> = pages
        .iter()
        .zip([
            "https://dobrepraktyki.pl/index.php?p1=1&art=7&s=1",
            "https://dobrepraktyki.pl/index.php?p1=1&art=7&s=2",
        ])
        .flat_map(|(page, url)| {
            let mut documents = documents("a/klub.txt", page);
            documents[0].url = Some(url.to_owned());
            documents
        })
        .collect();
    let merged = merge(&pages, Schema::builtin()).expect("a document");
    assert_eq!(merged.pages.len(), 2);
    assert_eq!(merged.document.text.matches("Nowacka").count(), 2, "before");
    redacted(&merged.document);
}

#[test]
fn other_pages_and_formats() {
    for (path, content) in [
        (
            "a/news.txt",
            "Klub pod klonem zaprasza, tel. 81 555 01 20\n\n15 lutego 2021\n\nKlub spotyka się w środy.\n\n\
             Kontakt: Ewa Sowa, klub@klonowo.example\n\nŹródło: Biuro prasowe",
        ),
        (
            "a/below.txt",
            "Klub pod klonem zaprasza\n\n15 lutego 2021\n\nKlub spotyka się w środy.\n\nKontakt:\n  Ewa Sowa\nŹródło: Biuro",
        ),
        (
            "a/klub.json",
            r#"{"kind": "practice", "tytul": "Klub pod klonem", "tresc": "Zapisy pod 725161463.", "strona": "klub@klonowo.example",
                "kontakt": [{"imie": "Anna Nowacka", "stanowisko": "Koordynator", "telefon": "12 34", "email": "a_nowacka@klonowo.example"}]}"#,
        ),
    ] {
        let document = redacted(&documents(path, content)[0]);
        assert!(document.title().starts_with("Klub pod klonem"), "{}", document.title());
    }
}

#[test]
fn titles_and_queries_stand_alone() {
    for (text, expected) in [
        ("klub seniora", "klub seniora"),
        ("725 161 463", "[…]"),
        ("kto ma numer 81 555 01 20?", "kto ma numer […]?"),
        ("Klub@Klonowo.example", "[…]"),
        ("kontakt:Anna Nowacka", "kontakt:[…]"),
        ("budżet 125 000 000 zł", "budżet 125 000 000 zł"),
    ] {
        assert_eq!(without_contacts(text, Schema::builtin()), expected);
    }
}
