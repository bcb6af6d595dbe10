//! A daemon that hides contacts gives none on any path, and keeps none in its query log.

use std::fs;

use fiszka_daemon::Config;
use serde_json::Value;

use crate::support::{Daemon, Place, get, news};

const PRACTICE: &str = "Usługi społeczne : Pomoc społeczna\nKlub pod klonem\n\n\
    .:   Skrót i Metryka -> Pełna prezentacja   :.\n\nSąsiedzi gotują obiady. Zapisy: klub@klonowo.example, 81 555 01 20.\n\n\
    Metryka praktyki\nData wprowadzenia do BDP: 2013-06-28\nMiejscowość: Lublin\nWojewództwo: lubelskie\n\
    Osoby kontaktowe: Anna Nowacka\n\u{a0}Koordynator – Animator\n\u{a0}tel. 725 161463\n\
    \u{a0}e@mail: a_nowacka@klonowo.example\nLiczba mieszkańców: 344.336\n\n\
    .:   Skrót i Metryka -> Pełna prezentacja   :.\n";

const DETAILS: [&str; 8] =
    ["Nowacka", "nowacka", "Koordynator", "725 161463", "725161463", "555 01 20", "klub@", "Ewa Sowa"];

#[test]
fn no_path_gives_contacts() {
    let place = Place::new();
    place.write("klub.txt", PRACTICE);
    place.write(
        "zaprasza.txt",
        news("Obiady pod klonem, tel. 81 555 01 20", "Obiady są w środy.\n\nKontakt: Ewa Sowa, 725161463"),
    );
    let log = place.path("questions.jsonl");
    let config = Config { hide_contacts: true, query_log: Some(log.clone()), ..place.config() };
    let daemon = Daemon::start(config).expect("the daemon starts");
    daemon.wait_for("obiady", &["klub.txt", "zaprasza.txt"]);
    let ids: Vec<_> = daemon.search("obiady").hits.into_iter().map(|hit| hit.id).collect();
    let of_documents =
        ids.iter().flat_map(|id| [format!("/v1/documents/{id}"), format!("/v1/documents/{id}/similar")]);
    let paths = [
        "/v1/search?q=obiady&explain=true&facet=town&facet=kind",
        "/v1/search?q=%2B48725161463&explain=true",
        "/v1/search?q=klub@klonowo.example",
        "/v1/search?q=72516*&explain=true",
        "/v1/search?q=obiady&format=geojson",
        "/v1/suggest?q=ob",
        "/v1/suggest?q=81",
        "/v1/status",
        "/metrics",
    ];
    for path in paths.into_iter().map(str::to_owned).chain(of_documents) {
        let (head, body) = get(&place, &path);
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        // What was typed comes back in an explanation.
        for detail in DETAILS.iter().filter(|detail| !path.contains(**detail)) {
            assert!(!body.contains(detail), "{path} gives {detail}: {body}");
        }
    }
    let found: Value =
        serde_json::from_str(&get(&place, "/v1/search?q=725161463&where=population=344336").1).expect("JSON");
    assert_eq!((&found["total"], &found["hits"][0]["title"]), (&1.into(), &"Klub pod klonem".into()));
    assert!(daemon.status().hides_contacts);
    for question in
        ["Kto to +48 725 161 463?", "A_Nowacka@klonowo.example", "555 20 11", "5552011", "kontakt:Ewa Sowa"]
    {
        daemon.search(question);
    }
    let log = fs::read_to_string(&log).expect("a log");
    // Times may have any digits.
    let question =
        |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["q"].as_str().map(str::to_owned);
    let kept: Vec<_> = log.lines().filter_map(question).collect();
    assert!(
        kept.iter().any(|kept| kept == "Kto to […]?") && kept.iter().any(|kept| kept == "[…]"),
        "{kept:?}"
    );
    for detail in [&DETAILS[..], &["Nowacka@", "555", "725 161"]].concat() {
        assert!(!kept.iter().any(|kept| kept.contains(detail)), "{detail} is in {kept:?}");
    }
}
