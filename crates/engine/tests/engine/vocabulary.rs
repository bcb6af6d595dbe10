//! Abbreviations, synonyms and places: what the vocabulary of the schema makes of a query.

use std::sync::Arc;

use fiszka::analysis::Source;
use fiszka::{Expansions, Schema};

use crate::support::{ANALYZER, Portal, SCHEMA, page, query};

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
fn each_table_widens_a_query_as_it_says() {
    let portal = Portal::new(&[
        ("portal/mops.json", page("Zapisy", "Zapytaj w MOPS-ie, a MOPS-owi podlega klub.", &[])),
        (
            "portal/osrodek.json",
            page("Siedziba", "Miejskiemu Ośrodkowi Pomocy Społecznej brak miejsca.", &[]),
        ),
        ("portal/chronione.json", page("Lokale", "Powstało mieszkanie chronione.", &[])),
        ("portal/treningowe.json", page("Samodzielność", "W mieszkaniu treningowym uczą gotować.", &[])),
        ("portal/wspomagane.json", page("Wsparcie", "Mieszkania wspomagane czekają.", &[])),
        ("portal/fundacja.json", page("Konkurs", "Fundacja dostała grant.", &[])),
        ("portal/ngo.json", page("Współpraca", "Organizacje pozarządowe spotkały się z radnymi.", &[])),
        ("portal/lublin.json", page("Wystawa", "W Lublinie otwarto wystawę.", &[])),
        ("portal/lubelski.json", page("Koncert", "Lubelska orkiestra zagrała.", &[])),
        ("portal/region.json", page("Szlak", "Lubelszczyzna ma nowy szlak.", &[])),
        ("portal/emeryt.json", page("Zniżki", "Emeryci płacą mniej.", &[])),
        ("portal/starszy.json", page("Spacer", "Osobom w podeszłym wieku pomaga spacer.", &[])),
    ]);
    let cases: [(&str, &str, &str); 13] = [
        ("an abbreviation with an ending is the abbreviation", "MOPS-u", "mops osrodek"),
        ("an abbreviation in lower case, where the table allows it", "mopsem", "mops osrodek"),
        ("a long form in another case", "miejskim ośrodkiem pomocy społecznej", "mops osrodek"),
        ("renamed by law", "mieszkania chronione", "chronione treningowe wspomagane"),
        ("renamed by law, the other way", "mieszkaniami treningowymi", "chronione treningowe wspomagane"),
        ("renamed by law, the third name", "mieszkanie wspomagane", "chronione treningowe wspomagane"),
        ("the general finds the particular", "organizacje pozarządowe", "fundacja ngo"),
        ("the particular does not find the general", "fundacja", "fundacja"),
        ("a town finds its adjective", "Lublin", "lubelski lublin"),
        ("an adjective finds its town and region", "lubelski", "lubelski lublin region"),
        ("synonyms and related terms", "seniorzy", "emeryt starszy"),
        ("a unit of several words in another case", "osobami w podeszłym wieku", "starszy"),
        ("nothing stands for an excluded word", "spacer -senior", "starszy"),
    ];
    let found: Vec<_> = cases
        .iter()
        .map(|(what, text, _)| {
            let answer = portal.ask(&query(text));
            let mut found = if answer.weak { Vec::new() } else { crate::support::names(&answer) };
            found.sort();
            (*what, *text, found.join(" "))
        })
        .collect();
    let wrong: Vec<_> =
        found.iter().zip(&cases).filter(|((.., found), (.., expected))| found != expected).collect();
    assert!(wrong.is_empty(), "found and expected: {wrong:#?}");
    assert_eq!(portal.find("seniorzy"), ["starszy", "emeryt"], "equal comes before related");
}

#[test]
fn a_portal_adds_its_own_tables_to_an_open_index() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("vocabulary/synonyms-portal.tsv");
    std::fs::create_dir(table.parent().unwrap()).unwrap();
    std::fs::write(&table, "group\ttype\tterms\tnote\nplot\teq\togrodzenie; zapora z desek\t\n").unwrap();
    let portal = portal();
    assert!(portal.ask(&query("zapora z desek")).weak || portal.find("zapora z desek").is_empty());
    let schema = Arc::new(Schema::load(folder.path()).unwrap());
    portal.index.reload_vocabulary(Arc::clone(&schema)).unwrap();
    assert_eq!(portal.find("zapora z desek"), ["pal"]);
    assert_eq!(portal.find("MOPS"), ["mops", "osrodek"], "the shipped tables stay");

    std::fs::write(folder.path().join("wiersz.toml"), "name = \"poem\"\nlabel = \"wiersz\"\nprecedence = 5\nenough = 1\n[[clue]]\nline = [\"Wiersz\"]\npoints = 1\n").unwrap();
    let other = Arc::new(Schema::load(folder.path()).unwrap());
    assert!(portal.index.reload_vocabulary(other).is_err(), "a new kind needs a new index");
    assert_eq!(portal.find("zapora z desek"), ["pal"], "the old vocabulary stays");
}

#[test]
fn expansions_can_be_told_without_an_index() {
    let expansions = Expansions::new(Arc::clone(&SCHEMA), ANALYZER.clone());
    for (text, range, phrase, source) in [
        ("w MOPS-ie", 2..9, "miejski ośrodek pomoc społeczny", Source::Abbreviation),
        ("mieszkanie chronione", 0..10, "mieszkanie treningowy", Source::Synonym),
        ("lubelski", 0..8, "lublin", Source::Derivation),
    ] {
        let found = expansions.of(text);
        let is_it =
            |one: &&fiszka::Expansion| one.range == range && one.text == phrase && one.source == source;
        assert!(found.iter().find(is_it).is_some_and(|one| one.weight > 0.0), "{text}: {found:#?}");
    }
    assert!(expansions.of("kosmodrom").is_empty(), "no table has the word");
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

/// What visitors type, and the official words that they mean: each line a page of its own.
const AREAS: [(&str, &str, &[&str]); 44] = [
    (
        "ageing",
        "Wykłady uniwersytetu trzeciego wieku rozpoczną się w październiku.",
        &["studia dla seniorów", "UTW"],
    ),
    ("alarm", "Gmina wdraża teleopiekę.", &["opaska alarmowa", "przycisk SOS"]),
    ("day-care", "Otwarto dzienny dom pobytu.", &["przedszkole dla seniorów"]),
    ("advice", "Rada seniorów ma jedenastu członków.", &["ciało doradcze"]),
    ("disability", "Tłumacz języka migowego czeka w sali obsługi.", &["głuchoniemy tłumacz migowy", "PJM"]),
    (
        "housing-support",
        "Powstało mieszkanie treningowe.",
        &["mieszkanie chronione", "mieszkania wspomagane"],
    ),
    ("benefits", "Wnioski o świadczenie wychowawcze składa się elektronicznie.", &["500 plus", "800+"]),
    ("birth", "Zapomoga z tytułu urodzenia dziecka nie zależy od dochodu.", &["becikowe"]),
    ("violence", "Dyżuruje zespół do spraw przemocy domowej.", &["przemoc w rodzinie", "niebieska karta"]),
    ("homelessness", "Ogrzewalnia jest czynna całą dobę.", &["nocleg dla bezdomnych"]),
    ("legal-aid", "Punkt nieodpłatnej pomocy prawnej zmienia adres.", &["darmowy prawnik"]),
    ("roma", "Świetlica służy mniejszości romskiej.", &["Cyganie", "Romowie"]),
    ("repatriates", "Gmina przyjęła rodzinę repatriantów.", &["Polacy ze Wschodu"]),
    (
        "nursery",
        "Klub dziecięcy przyjmie czternaścioro podopiecznych.",
        &["żłobki", "opieka nad dziećmi do lat 3"],
    ),
    (
        "school-run",
        "Przetarg na dowożenie uczniów rozstrzygnięto.",
        &["transport szkolny", "gimbus", "dowóz dzieci"],
    ),
    ("screens", "Każda klasa dostała monitor interaktywny.", &["tablica multimedialna", "ekrany dotykowe"]),
    ("vocational", "Zasadnicza szkoła zawodowa kształci ślusarzy.", &["szkoła branżowa", "zawodówka"]),
    ("library", "Książnica zaprasza na spotkanie.", &["biblioteka"]),
    ("playground", "Przy ulicy Krótkiej stanie plac zabaw.", &["huśtawki", "ogródek jordanowski"]),
    ("gym", "Zamontowano siłownię plenerową.", &["siłownia pod chmurką"]),
    ("insulation", "Zakończono termomodernizację przedszkola.", &["ocieplenie budynku", "docieplenie"]),
    (
        "solar",
        "Na dachu zamontowano panele fotowoltaiczne.",
        &["fotowoltaika", "PV", "odnawialne źródła energii"],
    ),
    ("electricity", "Wspólny zakup energii elektrycznej obniżył koszty.", &["prąd"]),
    ("stoves", "Dopłacamy do wymiany źródła ciepła.", &["wymiana kopciucha", "wymiana pieca"]),
    ("waste", "Zmienia się harmonogram odbioru odpadów.", &["wywóz śmieci", "śmieci"]),
    ("bulky", "Odpady wielkogabarytowe prosimy wystawić w sobotę.", &["stare meble"]),
    ("septic", "Właściciel zbiornika bezodpływowego podpisuje umowę.", &["szambo"]),
    ("rain", "Zbiornik zatrzyma wody opadowe.", &["deszczówka"]),
    ("stray", "Rada przyjęła program opieki nad zwierzętami bezdomnymi.", &["bezpańskie psy"]),
    ("felling", "Zezwolenie na usunięcie drzewa wydaje wójt.", &["wycinka drzew"]),
    ("potholes", "Trwa remont nawierzchni ulicy Polnej.", &["dziury w drodze", "łatanie dziur"]),
    ("cycling", "Powstanie droga dla rowerów.", &["ścieżka rowerowa"]),
    ("buses", "Uczniowie mają bezpłatne przejazdy.", &["darmowa komunikacja miejska"]),
    (
        "social-housing",
        "Lista oczekujących na najem socjalny jest jawna.",
        &["mieszkanie komunalne", "mieszkanie od gminy"],
    ),
    (
        "planning",
        "Studium uwarunkowań i kierunków zagospodarowania przestrzennego traci moc.",
        &["plan ogólny"],
    ),
    ("roads-fund", "Zadanie opłacił Fundusz Dróg Samorządowych.", &["schetynówka", "RFRD"]),
    (
        "norway",
        "Projekt wspiera Norweski Mechanizm Finansowy.",
        &["norweskie pieniądze", "fundusze norweskie"],
    ),
    ("village-fund", "Wybrano zadania z funduszu sołeckiego.", &["pieniądze dla wsi"]),
    ("volunteers", "Szukamy wolontariuszy.", &["ochotnik"]),
    ("vote", "Projekty do budżetu partycypacyjnego można zgłaszać do maja.", &["budżet obywatelski", "BO"]),
    ("office", "Sprawę załatwi e-administracja.", &["urząd w internecie"]),
    (
        "digital",
        "Seniorzy uczą się obsługi smartfona, by zmniejszyć wykluczenie cyfrowe.",
        &["kurs komputerowy"],
    ),
    ("flood", "Umocniono wał przeciwpowodziowy.", &["powódź", "podtopienia"]),
    ("dole", "Powiatowy Urząd Pracy organizuje targi.", &["pośredniak"]),
];

#[test]
fn words_of_visitors_find_the_words_of_offices() {
    let paths: Vec<_> = AREAS.iter().map(|(area, ..)| format!("portal/{area}.json")).collect();
    let pages: Vec<_> = paths
        .iter()
        .zip(&AREAS)
        .map(|(path, (_, text, _))| (path.as_str(), page("Komunikat", text, &[])))
        .collect();
    let portal = Portal::new(&pages);
    let mut missed = Vec::new();
    for (area, _, typed) in AREAS {
        let misses = typed.iter().filter(|typed| !portal.find(typed).contains(&area.to_owned()));
        missed.extend(misses.map(|typed| format!("{area}: {typed} finds {:?}", portal.find(typed))));
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn places_stand_for_their_adjectives_and_people() {
    let portal = Portal::new(&[
        ("portal/norweg.json", page("Goście", "Norwegowie obejrzeli oczyszczalnię.", &[])),
        ("portal/powiat.json", page("Drogi", "Powiat wałecki remontuje most.", &[])),
        ("portal/region.json", page("Szlak", "Małopolska otwiera nowy szlak.", &[])),
        ("portal/slask.json", page("Kolej", "Województwo śląskie kupuje pociągi.", &[])),
        ("portal/dolny.json", page("Kolej", "Województwo dolnośląskie kupuje pociągi.", &[])),
        ("portal/bo.json", page("Awaria", "Wody nie ma, bo pękła rura.", &[])),
    ]);
    for (typed, expected) in [
        ("Norwegia", &["norweg"] as &[&str]),
        ("norweski", &["norweg"]),
        ("Wałcz", &["powiat"]),
        ("małopolskie", &["region"]),
        ("śląskie", &["slask"]),
        ("dolnośląskie", &["dolny"]),
        // A common word in lower case is no abbreviation.
        ("budżet obywatelski", &[]),
    ] {
        assert_eq!(portal.find(typed), expected, "{typed}");
    }
}
