//! The traps of real pages that this crate must not fall into; those of words and queries belong to the analysis and the
//! engine. More of each stand among the fixtures.

use fiszka_document::{Document, Limits, SiteShell, SourceFile, clean, parse};
use fiszka_schema::Schema;

fn document(text: &str) -> Document {
    let schema = Schema::builtin();
    let file = SourceFile { path: "a/page.txt", bytes: text.as_bytes() };
    let parsed = parse(&file, schema, &Limits::default()).expect("text");
    clean(&parsed.drafts[0], &SiteShell::default(), schema)
}

/// Kind, title, day, and what is kept, on one line each.
fn show(text: &str) -> String {
    let document = document(text);
    let kept: Vec<_> = document
        .zones
        .iter()
        .filter(|zone| zone.field != "title")
        .filter_map(|zone| document.text.get(zone.range.clone()))
        .collect();
    let day = document.published.map(|day| day.to_string()).unwrap_or_default();
    format!("{}|{}|{day}|{}", document.kind, document.title(), kept.join("|").replace('\n', " "))
}

const BODY: &str = "Mieszkańcy wsi zbudowali most, na który czekali prawie dwadzieścia lat, i przeszli po nim razem z wójtem.";

#[test]
fn traps_of_pages() {
    let cases = [
        (
            "no-break spaces inside a date and a label (1)",
            format!("Most\u{a0}i\u{a0}droga\n\n15\u{a0}lutego\u{a0}2021\n\n{BODY}"),
            format!("news|Most\u{a0}i\u{a0}droga|2021-02-15|{BODY}"),
        ),
        (
            "glued words stay as they are (2)",
            "Most\n\n15 lutego 2021\n\nW latach społecznychW 2015 Lublin.W realizację.".to_owned(),
            "news|Most|2021-02-15|W latach społecznychW 2015 Lublin.W realizację.".to_owned(),
        ),
        (
            "the day since which visitors are counted is no date (6)",
            format!("1.583.801\ngości odwiedziło nas\nod 1 kwietnia 2008 r.\n\nMost we wsi\n\n{BODY}"),
            format!("other|Most we wsi||{BODY}"),
        ),
        (
            "neither is the clock of the shell (6)",
            format!("piątek, 26 kwietnia 2024 r., imieniny Marii\n\nMost we wsi\n\n{BODY}"),
            format!("other|Most we wsi||{BODY}"),
        ),
        (
            "nor a deadline (6)",
            format!("Most we wsi\n\n{BODY}\nGłosy zbieramy do 7 listopada 2022 r. do godziny 12:00."),
            format!("other|Most we wsi||{BODY} Głosy zbieramy do 7 listopada 2022 r. do godziny 12:00."),
        ),
        (
            "a facet in the breadcrumb is a category, in the menu it is shell (8)",
            "Kultura\nOświata\nPomoc społeczna\nKontakt\n\nUsługi społeczne : Pomoc społeczna\nKlub\n\n\
             .: Skrót i Metryka -> Pełna prezentacja :.\n\nSkrót.\n\n.: Skrót i Metryka -> Pełna prezentacja :.\n"
                .to_owned(),
            "practice|Klub||Skrót.".to_owned(),
        ),
        (
            "titles of other pages and comments are cut (9)",
            format!("Most\n\n15 lutego 2021\n\n{BODY}\n\nCzytaj także\nSenior FiT\nPluszowy miś\n\nKomentarze (1)\nSprzedam rower"),
            format!("news|Most|2021-02-15|{BODY}"),
        ),
        (
            "a title that speaks of something else is the title all the same (10)",
            format!("Projekt \"Senior FiT\"\n\n15 lutego 2021\n\n{BODY}"),
            format!("news|Projekt \"Senior FiT\"|2021-02-15|{BODY}"),
        ),
        (
            "news about good practices is news (practice or news?)",
            format!("Zbiór dobrych praktyk\n\n30.06.2020\n\n{BODY} To dobra praktyka."),
            format!("news|Zbiór dobrych praktyk|2020-06-30|{BODY} To dobra praktyka."),
        ),
        (
            "a page cut in the middle of a word (17)",
            format!("Most\n\n15 lutego 2021\n\n{BODY} Potem wszyscy posz"),
            format!("news|Most|2021-02-15|{BODY} Potem wszyscy posz"),
        ),
    ];
    for (trap, page, expected) in cases {
        assert_eq!(show(&page), expected, "{trap}");
    }
}

#[test]
fn a_shell_without_content_is_empty() {
    for page in [
        "Administratorem danych osobowych jest Wójt Gminy.\nRODO\nAkceptuję\n",
        "Strona główna\n» Kultura\n» Sport\n» Oświata\n1.583.801\ngości odwiedziło nas\n",
        "\u{a0}\n \n\u{200b}\n",
        "Polish English French German Russian Spanish\nBiuletyn Informacji Publicznej\nDrukuj\n",
    ] {
        assert!(document(page).empty, "{page:?}");
    }
}

#[test]
fn fields_that_lie_are_reported_and_kept() {
    let record = |lines: &str| {
        format!("Klub\n\n.: Skrót i Metryka -> Pełna prezentacja :.\n\nSkrót.\n\nMetryka praktyki\n{lines}\n")
    };
    let cases = [
        (
            "Typ jednostki: gmina wiejska\nMiejscowość: Sochaczew\nPowiat: sochaczewski",
            "town_as_rural",
            "unit_type",
            "gmina wiejska",
        ),
        (
            "Typ jednostki: powiat grodzki\nMiejscowość: Katowice\nPowiat: katowicki",
            "county_of_a_city",
            "county",
            "katowicki",
        ),
        ("Miejscowość: Lublin", "missing_county", "town", "Lublin"),
        (
            "Data wprowadzenia do BDP: 2013-06-28\nData aktualizacji: 2013-01-01",
            "updated_before_entered",
            "updated",
            "2013-01-01",
        ),
        ("Data wprowadzenia do BDP: 1013-06-28", "unread_entered", "entered", "1013-06-28"),
        ("Osoby kontaktowe: Jan Lis, tel. 12 34", "odd_phone", "contacts", "Jan Lis, tel. 12 34"),
    ];
    for (lines, code, field, printed) in cases {
        let document = document(&record(lines));
        assert!(document.diagnostics.iter().any(|d| d.code == code), "{code}: {:?}", document.diagnostics);
        assert_eq!(document.field(field).map(|field| field.printed.as_str()), Some(printed), "{code}");
    }
}
