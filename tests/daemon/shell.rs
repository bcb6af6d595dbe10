//! What a site puts on all its pages finds none of them and is shown with none, from the first scan to the answer.

use fiszka_protocol::SearchResponse;

use crate::support::{Daemon, Place};

const MENU: [&str; 6] = [
    "Strona główna",
    "Skarbnica Sąsiedzkich Pomysłów",
    "Kronika Doliny",
    "Wszystkie wioski",
    "Pomoc społeczna",
    "Kontakt",
];

/// What stands below every page and is known by nothing but that.
const FOOTER: &str = "Wioski Doliny łączy wspólny ogród i szkółka drzew przy młynie";

const SUBJECTS: [(&str, &str); 8] = [
    ("Obiady pod lipą", "Sąsiadki gotują zupę z pokrzyw i częstują nią przejezdnych rowerzystów."),
    (
        "Wypożyczalnia narzędzi",
        "Kosiarki, drabiny i wiertarki krążą między zagrodami według zeszytu w sklepie.",
    ),
    ("Autobus na telefon", "Kierowca zabiera chorych do przychodni, a wieczorem odwozi chórzystów."),
    ("Szkoła na dwie zmiany", "Rano uczą się tu dzieci, po południu ich dziadkowie poznają komputery."),
    ("Nocny dyżur przy rzece", "Strażacy ochotnicy pilnują wałów, kiedy woda stoi wysoko."),
    ("Biblioteka w remizie", "Książki stoją obok hełmów, a czytelnik bierze klucz od sołtysa."),
    ("Spiżarnia wspólna", "Kto ma za dużo jabłek, zostawia je w chłodnej piwnicy pod kościołem."),
    ("Warsztat rowerowy", "Młodzież naprawia rowery starszym, a oni pieką dla niej drożdżówki."),
];

fn page(number: usize) -> String {
    let (title, text) = SUBJECTS[number];
    format!(
        "{}\n\n1.{}.801\ngości odwiedziło nas\nod 1 kwietnia 2008 r.\n\n\u{a0}Usługi społeczne : Pomoc społeczna\n{title}\n\n\
         .:  Skrót i Metryka -> Pełna prezentacja  :.\n\n{text}\n\nMetryka praktyki\nMiejscowość: Klonowo\nPowiat: klonowski\n\n\
         .:  Skrót i Metryka -> Pełna prezentacja  :.\n\n{FOOTER}\n",
        MENU.join("\n"),
        500 + number,
    )
}

/// News of the same site, where no switch tells the content from what is around it.
fn news(number: usize) -> String {
    let (title, text) = SUBJECTS[number];
    format!(
        "{}\n\n{title}: pierwszy rok\n\n15 lutego 2021\n\n{text} Minął rok.\n\n{FOOTER}\n",
        MENU.join("\n")
    )
}

fn start() -> (Place, Daemon) {
    let place = Place::new();
    for number in 0..SUBJECTS.len() {
        place.write(&format!("praktyka-{number}.txt"), page(number));
        place.write(&format!("wiadomosc-{number}.txt"), news(number));
    }
    let daemon = place.start();
    (place, daemon)
}

#[test]
fn quoted_lines_of_the_shell_match_nothing() {
    let (_place, daemon) = start();
    for phrase in [
        "\"Skarbnica Sąsiedzkich Pomysłów\"",
        "\"skarbnica sąsiedzkich\"",
        "\"gości odwiedziło nas\"",
        "\"od 1 kwietnia 2008\"",
        "\"wspólny ogród i szkółka drzew\"",
        "„Wszystkie wioski”",
    ] {
        let answer = daemon.search(phrase);
        assert_eq!((answer.total, answer.hits.len()), (0, 0), "{phrase}");
    }
    // What is content on every page is found all the same.
    for phrase in ["\"Usługi społeczne\"", "\"powiat klonowski\" OR powiat:klonowski"] {
        assert_eq!(daemon.search(phrase).total, 8, "{phrase}");
    }
}

#[test]
fn no_answer_shows_a_line_of_the_shell() {
    let (_place, daemon) = start();
    let questions =
        ["Skarbnica Sąsiedzkich Pomysłów", "gości odwiedziło nas", FOOTER, "kronika doliny", "strona główna"];
    for question in questions.into_iter().chain(SUBJECTS.map(|(title, _)| title)) {
        let answer = daemon.search(question);
        for line in MENU.into_iter().chain(["gości odwiedziło nas", "1 kwietnia 2008", FOOTER]) {
            // The category is a line of the menu and of the breadcrumb.
            if line != "Pomoc społeczna" {
                assert_not_shown(&answer, line);
            }
        }
    }
    let hits = daemon.search("zupa z pokrzyw").hits;
    assert!(hits.len() >= 2, "a practice and news: {hits:?}");
}

fn assert_not_shown(answer: &SearchResponse, line: &str) {
    for hit in &answer.hits {
        let shown = &hit.snippet.text;
        assert!(!shown.contains(line), "`{line}` is shown of {}: {shown}", hit.path);
        assert!(!hit.title.contains(line), "`{line}` is the title of {}", hit.path);
    }
}
