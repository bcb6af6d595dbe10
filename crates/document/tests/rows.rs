//! Every row of a practice's record and of a news item's fields, in each spelling and value that pages print.

use fiszka_document::{Contact, Document, Limits, SiteShell, SourceFile, Value, clean, parse};
use fiszka_schema::Schema;

fn document(text: &str) -> Document {
    let schema = Schema::builtin();
    let file = SourceFile { path: "a/page.txt", bytes: text.as_bytes() };
    let parsed = parse(&file, schema, &Limits::default()).expect("text");
    clean(&parsed.drafts[0], &SiteShell::default(), schema)
}

/// A value on one line.
fn show(value: &Value) -> String {
    let person = |contact: &Contact| {
        let phones: Vec<_> = contact.phones.iter().map(|p| p.normal.as_deref().unwrap_or("?")).collect();
        format!("{}|{}|{}|{}", contact.name, contact.role, phones.join(" "), contact.emails.join(" "))
    };
    match value {
        Value::Text(text) | Value::Keyword(text) => text.clone(),
        Value::Path(parts) => parts.join(" > "),
        Value::Date(day) => day.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Urls(texts) | Value::Texts(texts) => texts.join(" "),
        Value::Coordinates(place) => format!("{place:?}"),
        Value::Contacts(contacts) => contacts.iter().map(person).collect::<Vec<_>>().join(" / "),
    }
}

/// All values of a field, one after another.
fn values(document: &Document, field: &str) -> String {
    document.fields(field).map(|field| show(&field.value)).collect::<Vec<_>>().join(" & ")
}

/// A practice whose record holds these lines among others.
fn practice(lines: &str) -> String {
    format!(
        "Usługi społeczne : Pomoc społeczna\nKlub pod klonem\n\n.:   Skrót i Metryka -> Pełna prezentacja   :.\n\n\
         Sąsiedzi gotują razem obiady.\n\nMetryka praktyki\n{lines}\n\n\
         .:   Skrót i Metryka -> Pełna prezentacja   :.\nStopka"
    )
}

#[test]
fn every_row_of_the_record() {
    let cases = [
        ("Data wprowadzenia do BDP:\u{a0}\u{a0}2013-06-28", "entered", "2013-06-28"),
        ("Data wprowadzenia do bazy: 2013-06-28", "entered", "2013-06-28"),
        ("data wprowadzenia : 2013-06-28", "entered", "2013-06-28"),
        ("Data aktualizacji:\u{a0}\u{a0}2013-07-09", "updated", "2013-07-09"),
        ("Aktualizacja: 9.07.2013", "updated", "2013-07-09"),
        ("Typ jednostki:\u{a0}\u{a0}powiat grodzki", "unit_type", "powiat grodzki"),
        ("Typ JST: miasto na prawach powiatu", "unit_type", "powiat grodzki"),
        ("Rodzaj jednostki: Gmina Miejsko - Wiejska", "unit_type", "gmina miejsko-wiejska"),
        ("Typ jednostki: Miasto i Gmina Klonowo", "unit_type", "Miasto i Gmina Klonowo"),
        ("Miejscowość:\u{a0}\u{a0}Klonowo", "town", "Klonowo"),
        ("Miejscowosc: Stare\u{a0}Klonowo", "town", "Stare Klonowo"),
        ("Miasto: Klonowo", "town", "Klonowo"),
        ("Powiat:\u{a0}\u{a0}klonowski", "county", "klonowski"),
        ("Województwo:\u{a0}\u{a0}lubelskie", "voivodeship", "lubelskie"),
        ("Wojewodztwo: LUBUSKIE", "voivodeship", "lubuskie"),
        ("Woj.: slaskie", "voivodeship", "śląskie"),
        ("Kod pocztowy i Poczta:\u{a0}\u{a0}21-100 Klonowo Górne", "postal_code", "21-100"),
        ("Kod pocztowy i Poczta:\u{a0}\u{a0}21-100 Klonowo Górne", "post_office", "Klonowo Górne"),
        ("Kod pocztowy: 21-100", "postal_code", "21-100"),
        ("Kod i poczta: 21 - 100, Klonowo", "postal_code", "21-100"),
        ("Poczta: Klonowo", "post_office", "Klonowo"),
        ("Jednostka wdrażająca:\u{a0}\u{a0}Urząd Miasta", "unit", "Urząd Miasta"),
        ("Jednostka realizująca: Dom Kultury", "unit", "Dom Kultury"),
        ("Realizator: Miejski Ośrodek Pomocy Społecznej", "unit", "Miejski Ośrodek Pomocy Społecznej"),
        ("Ulica:\u{a0}\u{a0}Aleja 600-lecia 90", "street", "Aleja 600-lecia 90"),
        ("Adres: Krakowska 138", "street", "Krakowska 138"),
        (
            "Wirtyna internetowa:\u{a0}\u{a0}www.mops.example; WWW.Klonowo.example/Strona",
            "urls",
            "https://www.mops.example https://www.klonowo.example/Strona",
        ),
        ("Witryna internetowa: http://klonowo.example", "urls", "http://klonowo.example"),
        ("Strona internetowa: a.example b.example", "urls", "https://a.example https://b.example"),
        ("Strona www: a.example, b.example", "urls", "https://a.example https://b.example"),
        ("WWW: klonowo.example", "urls", "https://klonowo.example"),
        ("Liczba mieszkańców:\u{a0}\u{a0}344.336", "population", "344336"),
        ("Liczba mieszkancow: 38\u{202f}271", "population", "38271"),
        ("Ludność: 38,271", "population", "38271"),
        (
            "Osoby kontaktowe:\u{a0}\u{a0}Anna Klon\n\u{a0}Specjalista, Koordynator – Animator\n\u{a0}tel. 725 161463\n\u{a0}e@mail: A_Klon@mops.example",
            "contacts",
            "Anna Klon|Specjalista, Koordynator – Animator|+48725161463|a_klon@mops.example",
        ),
        (
            "Osoba kontaktowa: Jan Lis\n\u{a0}tel: (82) 564 22 50\nEwa Sowa\n\u{a0}zastępca\n\u{a0}telefon 12 276 21 37\n\u{a0}E-mail: ewa.sowa@klonowo.example",
            "contacts",
            "Jan Lis||+48825642250| / Ewa Sowa|zastępca|+48122762137|ewa.sowa@klonowo.example",
        ),
        ("Kontakt: tel/fax 77 483-28-76, email: um@a.example", "contacts", "||+48774832876|um@a.example"),
        ("Kontakt: fax 74/856 29 97", "contacts", "||+48748562997|"),
        ("Kontakt: tel. +48 81 466 20 62, mail: um@a.example", "contacts", "||+48814662062|um@a.example"),
        ("Załączniki:\nplan.pdf\nregulamin.doc", "attachments", "plan.pdf regulamin.doc"),
    ];
    for (lines, field, expected) in cases {
        let document = document(&practice(lines));
        assert_eq!(document.kind, "practice", "{lines}");
        assert_eq!(values(&document, field), expected, "{lines:?}");
        // The printed form is kept, and the text says where.
        let printed = document.field(field).expect("the field");
        let place = printed.range.clone().expect("a place");
        assert_eq!(document.text.get(place), Some(printed.printed.as_str()), "{lines:?}");
    }
    // The category stands in the breadcrumb, in every section.
    for category in ["Usługi społeczne : Oświata", "Współpraca między JST : Praktyki"] {
        let page = practice("Powiat: klonowski").replace("Usługi społeczne : Pomoc społeczna", category);
        assert_eq!(values(&document(&page), "category"), category.replace(" : ", " > "));
    }
}

#[test]
fn all_voivodeships_and_types_of_units() {
    let schema = Schema::builtin();
    for voivodeship in schema.voivodeships().all() {
        let name = &voivodeship.name;
        let stem = name.strip_suffix("ie").expect("an adjective");
        for written in [
            name.clone(),
            name.to_uppercase(),
            fiszka_schema::fold(name),
            name.replace('-', " "),
            name.replace('-', ""),
            format!("woj. {name}"),
            format!("województwo {name}"),
            format!("{stem}iego"),
            format!("{stem}iem"),
            format!("{stem}i"),
            format!("{stem}e"),
        ] {
            let document = document(&practice(&format!("Województwo: {written}")));
            assert_eq!(values(&document, "voivodeship"), *name, "{written}");
        }
    }
    for unit_type in schema.unit_types().all() {
        let name = &unit_type.name;
        for written in [name.clone(), name.to_uppercase(), fiszka_schema::fold(name), name.replace('-', " ")]
        {
            let document = document(&practice(&format!("Typ jednostki: {written}")));
            assert_eq!(values(&document, "unit_type"), *name, "{written}");
        }
    }
}

const BODY: &str = "Mieszkańcy wsi zbudowali most, na który czekali prawie dwadzieścia lat, i przeszli po nim razem z wójtem.\n\
    – To był piękny dzień – mówi wójt.";

#[test]
fn every_field_of_news() {
    // Lines below the title, lines below the text, a field and its value.
    let cases = [
        ("15 lutego 2021", "", "published", "2021-02-15"),
        ("30.06.2020", "", "published", "2020-06-30"),
        ("Dodano: 30.06.2020", "", "published", "2020-06-30"),
        ("środa, 3 marca 2021 r.", "", "published", "2021-03-03"),
        ("3 III 2021", "", "published", "2021-03-03"),
        ("15 lutego 2021", "Źródło: Biuro prasowe", "source", "Biuro prasowe"),
        ("15 lutego 2021", "Zródło: Biuro prasowe", "source", "Biuro prasowe"),
        ("15 lutego 2021", "Autor: Anna Klon", "author", "Anna Klon"),
        ("opublikowano: 15 lutego 2021, admin", "", "author", "admin"),
        ("15 lutego 2021", "Sporządziła Anna Klon", "author", "Anna Klon"),
        ("15 lutego 2021", "oprac. Anna Klon", "author", "Anna Klon"),
        ("15 lutego 2021\nDodane przez admin", "", "author", "admin"),
        ("15 lutego 2021", "Wytworzył: Jan Lis\nUdostępnił: Anna Klon", "author", "Jan Lis & Anna Klon"),
        ("", "Data wytworzenia: 2021-02-15\nOstatnio zmodyfikowano: 2021-02-16", "updated", "2021-02-16"),
        ("15 lutego 2021\n616 Wyświetleń", "", "views", "616"),
        ("15 lutego 2021\n4276", "", "views", "4276"),
        ("15 lutego 2021\nOdwiedzin: 1159903", "", "views", "1159903"),
        ("15 lutego 2021\nLiczba odsłon: 12", "", "views", "12"),
        ("15 lutego 2021", "Przeglądów: 7", "views", "7"),
        ("15 lutego 2021\nPozostałe", "", "category", "Pozostałe"),
        ("15 lutego 2021\nKategoria: Kultura", "", "category", "Kultura"),
        ("15 lutego 2021\nRegion: Powiśle", "", "category", "Powiśle"),
        ("15 lutego 2021", "Tagi: #perłysamorządu, #klonowo", "category", "#perłysamorządu & #klonowo"),
        ("15 lutego 2021", "Załączniki:\nplan.pdf (133 kB)", "attachments", "plan.pdf (133 kB)"),
    ];
    for (head, tail, field, expected) in cases {
        let document = document(&format!("Nowy most\n\n{head}\n\n{BODY}\n\n{tail}\n"));
        assert_eq!(document.kind, "news", "{head} {tail}");
        assert_eq!(document.title(), "Nowy most", "{head} {tail}");
        assert_eq!(values(&document, field), expected, "{head} {tail}");
        assert_eq!(document.zone_text("body").collect::<Vec<_>>().join("\n"), BODY, "{head} {tail}");
    }
}

#[test]
fn what_stands_around_news_is_cut() {
    let heads = [
        "fbpx",
        "Polish English French German Russian Spanish",
        "Biuletyn Informacji Publicznej",
        "Ta strona używa plików cookies. Dowiedz się więcej.",
        "A A+ A++\nKontrast",
        "Wersja dla słabowidzących",
        "TAB - Kolejny element",
        "Temperatura: 12°C\nPM10: 23 µg/m³",
        "Administratorem danych osobowych jest Wójt Gminy Klonowo.",
        "piątek, 26 kwietnia 2024 r., imieniny obchodzą: Maria i Marcelina",
        "Odwiedzin: 1159903",
        "1.583.801\ngości odwiedziło nas\nod 1 kwietnia 2008 r.",
    ];
    let tails = [
        "Zostaw komentarz\nSprzedam rower, stan dobry, tanio.",
        "Komentarze (0)",
        "Komentarze (2)\nKiedy będzie chodnik?\nA ja nie wierzę.",
        "Czytaj także\nSenior FiT ogłasza zapisy\nPluszowy miś na poczcie",
        "Galeria zdjęć\nWójt na moście\nPluszowy miś",
        "Udostępnij",
        "Drukuj\nWersja XML",
        "Reklama",
        "Polityka prywatności",
    ];
    let cases = heads.iter().map(|head| (*head, "")).chain(tails.iter().map(|tail| ("", *tail)));
    for (head, tail) in cases {
        let document = document(&format!("{head}\n\nNowy most\n\n15 lutego 2021\n\n{BODY}\n\n{tail}\n"));
        let kept: Vec<_> =
            document.zones.iter().filter_map(|zone| document.text.get(zone.range.clone())).collect();
        assert_eq!(kept, ["Nowy most", BODY], "{head:?} {tail:?}");
        assert_eq!(document.published.map(|day| day.to_string()).as_deref(), Some("2021-02-15"), "{head}");
        assert_ne!((document.cuts.len(), document.field("views")), (0, None), "{head:?} {tail:?}");
    }
}

#[test]
fn attachments_that_cannot_be_read_say_what_to_do() {
    let fixtures = [
        (
            "old-word.doc",
            "no format is known for `.doc` files",
            "open the file in a word processor and save it as .docx, .odt or .pdf",
        ),
        (
            "attachment-password.pdf",
            "bad PDF: it is encrypted",
            "open the file and save it anew, without a password",
        ),
    ];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for (name, message, hint) in fixtures {
        let bytes = std::fs::read(folder.join(name)).expect(name);
        let failure = parse(&SourceFile { path: name, bytes: &bytes }, Schema::builtin(), &Limits::default())
            .expect_err(name);
        assert_eq!((failure.to_string().as_str(), failure.hint()), (message, hint));
    }
}
