//! Which documents are the same, and which only look alike; and what becomes of several that have one identity.

use fiszka_document::{Document, Limits, Relation, SiteShell, Sketch, SourceFile, clean, merge, parse};
use fiszka_schema::Schema;

fn document(path: &str, text: &str) -> Document {
    let schema = Schema::builtin();
    let parsed = parse(&SourceFile { path, bytes: text.as_bytes() }, schema, &Limits::default()).expect(path);
    clean(&parsed.drafts[0], &SiteShell::default(), schema)
}

const PRESS: &str = "Nowa linia do szpitala\n\n15 lutego 2021\n\n\
    Od marca autobusy linii 14 dojadą do szpitala miejskiego przy ulicy Wrzosowej. Mieszkańcy osiedla Zarzecze czekali na to połączenie kilka lat.\n\
    Kursy będą odbywać się co 20 minut w dni robocze, a w soboty i niedziele co 40 minut. Bilet kosztuje tyle samo co na innych liniach.\n\
    – Pacjenci i odwiedzający wreszcie dojadą na miejsce bez przesiadki – mówi Halina Rzepa, rzeczniczka przewoźnika.\n\
    Rozkład jazdy wisi na przystankach, a urzędnicy zapowiadają, że po pół roku sprawdzą, ilu pasażerów wybiera nową trasę.";

#[test]
fn the_rules_of_duplicates() {
    let page = |text: &str| Sketch::of(&document("a/page.txt", text));
    let press = page(PRESS);
    let reworked = PRESS
        .replace(
            "Mieszkańcy osiedla Zarzecze czekali na to połączenie kilka lat.",
            "O tę zmianę prosiła rada osiedla Zarzecze.",
        )
        .replace(
            "a urzędnicy zapowiadają, że po pół roku sprawdzą, ilu pasażerów wybiera nową trasę",
            "można go też pobrać ze strony przewoźnika",
        );
    let edition = |number: &str, year: &str, places: &str| {
        format!(
            "Miejsce przyjazne seniorom\n\nKapituła konkursu wyróżniła już po raz {number} lokale przyjazne starszym mieszkańcom. W roku {year} \
             certyfikaty odebrało {places} kawiarni, aptek i bibliotek z całego miasta, które oferują zniżki, wygodne siedzenia i czytelne napisy.\n\
             Uroczystość odbyła się w sali obrad ratusza, a nagrody wręczyła pełnomocniczka prezydenta do spraw polityki senioralnej."
        )
    };
    let cases = [
        ("the same page", PRESS.to_owned(), Relation::Same),
        (
            "another counter and other blanks",
            PRESS.replace(' ', "\u{a0}").replace("\n\n15", "\n\n616 Wyświetleń\n15"),
            Relation::Same,
        ),
        (
            "a line added on the BIP page",
            format!("{PRESS}\nMetryczka: Urząd Miasta, Wydział Komunikacji, pokój 12"),
            Relation::Same,
        ),
        ("one word in another case", PRESS.replace("osiedla Zarzecze", "osiedli Zarzecza"), Relation::Same),
        ("another number", PRESS.replace("20 minut", "25 minut"), Relation::Related),
        ("a reworked press text", reworked, Relation::Related),
        ("another text", edition("czwarty", "2016", "18"), Relation::Different),
        ("nothing", String::new(), Relation::Different),
    ];
    for (what, text, relation) in cases {
        let other = page(&text);
        assert_eq!(press.relation(&other), relation, "{what}: {}", press.similarity(&other));
        assert_eq!(other.relation(&press), relation, "{what}, the other way round");
    }
    let (third, fourth) = (page(&edition("trzeci", "2015", "11")), page(&edition("czwarty", "2016", "18")));
    assert_eq!(third.relation(&fourth), Relation::Related, "editions of two years");
    assert!(third.similarity(&fourth) > 0.5);
}

#[test]
fn a_stub_is_found_in_its_page() {
    let long: String = (0..60)
        .map(|n| format!("Zdanie {} opowiada o sprawie {} gminy. ", word(n), word(n * 7 + 1)))
        .collect();
    let page = Sketch::of(&document("a/page.txt", &format!("{PRESS}\n{long}")));
    let stub =
        Sketch::of(&document("a/stub.txt", PRESS.lines().take(5).collect::<Vec<_>>().join("\n").as_str()));
    assert_eq!(stub.relation(&page), Relation::ExcerptOf, "{}", stub.containment(&page));
    assert_eq!(page.relation(&stub), Relation::HasExcerpt);
    assert!(stub.similarity(&page) < 0.5);
    let json = serde_json::to_string(&page).expect("serialisable");
    assert!(json.len() < 4_096, "{}", json.len());
    assert_eq!(serde_json::from_str::<Sketch>(&json).expect("the same"), page);
    for sketch in [&page, &stub, &Sketch::default()] {
        assert_eq!(&Sketch::from_numbers(&sketch.to_numbers()), sketch);
    }
    assert_eq!(Sketch::from_numbers(&[]), Sketch::default());
    assert_eq!(Sketch::from_numbers(&[u32::MAX, 1]), Sketch::default(), "fewer numbers than the first tells");
}

/// A word of letters for a number.
fn word(number: u32) -> String {
    (0..4)
        .map(|place| char::from(b'a' + u8::try_from(number / 3_u32.pow(place) % 26).expect("a letter")))
        .collect()
}

const ADDRESS: &str = "https://dobrepraktyki.pl/index.php?p1=1&p2=2&art=77";

fn part(suffix: &str, inner: &str) -> Document {
    let switch = ".: Skrót i Metryka -> Pełna prezentacja -> Załączniki :.";
    let html = format!(
        "<link rel=canonical href=\"{}{suffix}\"><p>1.583.801<p>gości odwiedziło nas<p>Usługi społeczne : Oświata<p>Szkoła za lasem<p>{switch}{inner}<p>{switch}<p>Stopka",
        ADDRESS.replace('&', "&amp;")
    );
    document("a/part.html", &html)
}

#[test]
fn the_pages_of_one_practice_are_one_document() {
    let schema = Schema::builtin();
    let first = part(
        "",
        "<p>Szkoła stoi za lasem.<p>Metryka praktyki<p>Miejscowość: Zalesie<p>Województwo: lubuskie",
    );
    let second = part("&s=2", "<p>Opis sytuacji przed wdrożeniem<p>Dzieci chodziły osiem kilometrów.");
    let third = part("&s=3", "<p>Załączniki<p>plan-szkoly.pdf");
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let parts = [&first, &second, &third];
    let merged: Vec<Document> = orders
        .iter()
        .map(|order| merge(&order.map(|index| parts[index].clone()), schema).expect("one document").document)
        .collect();
    assert!(merged.iter().all(|document| *document == merged[0]), "the order makes no difference");
    let document = &merged[0];
    assert_eq!(document.identity.to_string(), "article:dobrepraktyki.pl/77");
    assert_eq!(document.title(), "Szkoła za lasem");
    assert_eq!(document.zone_text("title").count(), 1);
    assert_eq!(document.zone_text("abstract").collect::<Vec<_>>(), ["Szkoła stoi za lasem."]);
    assert_eq!(document.zone_text("section").collect::<Vec<_>>(), ["Opis sytuacji przed wdrożeniem"]);
    assert_eq!(document.zone_text("body").collect::<Vec<_>>(), ["Dzieci chodziły osiem kilometrów."]);
    let names: Vec<_> = document.record.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["category", "town", "voivodeship", "attachments"]);
    for field in &document.record {
        assert_eq!(document.text.get(field.range.clone().expect("a place")), Some(field.printed.as_str()));
    }
    let alone = merge(std::slice::from_ref(document), schema).expect("one document");
    assert_eq!((&alone.document, alone.pages.as_slice()), (document, &[0][..]));
    assert_eq!(merge(&[], schema), None);
    let copies = merge(&[third, first.clone(), second, first], schema).expect("one document");
    assert_eq!(copies.pages, [1, 2, 0], "the first of equal copies, in order of the pages of the article");
}

#[test]
fn a_later_crawl_and_a_full_page_win() {
    let schema = Schema::builtin();
    let old = part("", "<p>Szkoła stoi za lasem i jest bardzo duża.");
    let mut new = part("", "<p>Szkoła stoi nad rzeką.");
    new.text = new.text.replace("1.583.801", "1.665.240");
    for documents in [[old.clone(), new.clone()], [new.clone(), old]] {
        let merged = merge(&documents, schema).expect("one document").document;
        assert_eq!(merged.zone_text("body").collect::<Vec<_>>(), ["Szkoła stoi nad rzeką."]);
    }
    let feed = "<rss><channel><item><title>Dzień sąsiada</title><link>https://gmina.example/1?utm_source=rss</link>\
        <pubDate>Tue, 30 Jun 2020 10:00:00 +0200</pubDate><description>Sąsiedzi spotkali się… [czytaj dalej]</description></item></channel></rss>";
    let stub = document("a/feed.xml", feed);
    assert!(stub.is_stub());
    let page = document(
        "a/page.html",
        "<link rel=canonical href=https://www.gmina.example/1><h1>Dzień sąsiada</h1><p>Sąsiedzi spotkali się w parku i śpiewali.",
    );
    assert_eq!(stub.identity, page.identity);
    for documents in [[stub.clone(), page.clone()], [page, stub.clone()]] {
        let merged = merge(&documents, schema).expect("one document").document;
        assert!(!merged.is_stub());
        assert_eq!(
            merged.zone_text("body").collect::<Vec<_>>(),
            ["Sąsiedzi spotkali się w parku i śpiewali."]
        );
        assert_eq!(merged.published.map(|day| day.to_string()).as_deref(), Some("2020-06-30"));
    }
    let stubs = merge(&[stub.clone(), stub.clone()], schema).expect("one document");
    assert_eq!((stubs.document, stubs.pages), (stub, vec![0]));
}
