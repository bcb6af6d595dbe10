//! `--hide-contacts`: of a daemon, and where an index is read without one.

use std::fs::File;

use rustix::process::Signal;

use crate::program::Place;

const PAGE: &str = "Klub Seniora „Pod Jesionem” zaprasza\n\n12 maja 2021\n\nKlub spotyka się we wtorki. Zapisy na zajęcia: \
    klub@gmina.example, tel. 81 555 01 20.\n\nKontakt: Bożena Wilczyńska\n";

const DETAILS: [&str; 3] = ["klub@gmina.example", "555 01 20", "Wilczyńska"];

fn holds_details(text: &str) -> bool {
    DETAILS.iter().any(|detail| text.contains(detail))
}

#[test]
fn neither_answers_nor_logs_tell_contacts() {
    let place = Place::new(&[("gmina/klub.txt", PAGE)]);
    let log = File::create(place.path("daemon.log")).unwrap();
    let daemon = place.serve_with_log(&["gmina", "--index", "index", "--hide-contacts", "-vvv"], log.into());
    let id = place.json(&["search", "zapisy"])["hits"][0]["id"].as_str().unwrap().to_owned();
    let asked = [
        vec!["search", "zapisy"],
        vec!["search", "81 555 01 20"],
        vec!["show", &id, "--explain"],
        vec!["search", "zapisy", "--json"],
    ];
    for question in &asked {
        let answer = place.run(question);
        assert_eq!(answer.code, Some(0), "{answer:?}");
        assert!(answer.stdout.contains("[…]") && !holds_details(&answer.stdout), "{}", answer.stdout);
    }
    assert!(
        place.run(&["status"]).stdout.contains("contacts       hidden\n"),
        "{}",
        place.run(&["status"]).stdout
    );
    assert_eq!(daemon.stop(Signal::TERM).0, Some(0));
    let log = std::fs::read_to_string(place.path("daemon.log")).unwrap();
    assert!(log.contains("DEBUG") && !holds_details(&log), "{log}");

    for question in asked {
        let read = place.run(&[&question[..], &["--index", "index"]].concat());
        assert!(holds_details(&read.stdout), "an index tells them: {}", read.stdout);
        let hiding = place.run(&[&question[..], &["--index", "index", "--hide-contacts"]].concat());
        assert!(hiding.stdout.contains("[…]") && !holds_details(&hiding.stdout), "{}", hiding.stdout);
    }
}

#[test]
fn a_daemon_alone_decides_whether_it_hides_them() {
    let place = Place::new(&[]);
    let refused = place.run(&["search", "klub", "--hide-contacts"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("--index <DIR>"), "{}", refused.stderr);
}
