//! From a folder to an answer: `serve`, `search`, `show`, `status`, `reindex`, and the same without a daemon.

use rustix::process::Signal;
use serde_json::Value;

use crate::program::{PAGES, Place};

/// The members that may differ between two answers to the same question.
fn without_time(mut answer: Value) -> Value {
    let members = answer.as_object_mut().unwrap();
    for name in ["took_ms", "state", "generation"] {
        assert!(members.remove(name).is_some(), "{name}");
    }
    answer
}

#[test]
fn a_daemon_answers_until_it_is_stopped() {
    let place = Place::new(&PAGES);
    let daemon = place.serve(&["gmina", "--index", "index"]);

    let answer = place.json(&["search", "nowe", "miejsca"]);
    assert_eq!(answer["hits"][0]["path"], "gmina/żłobek.txt", "{answer}");
    let id = answer["hits"][0]["id"].as_str().unwrap();
    let document = place.json(&["show", id]);
    assert_eq!(document["id"], id);
    assert!(document["text"].as_str().unwrap().contains("czterdzieścioro"), "{document}");

    let text = place.run(&["search", "czterdzieścioro"]);
    for part in ["1 document ", "1. Żłobek w Brzozowej Woli", "gmina/żłobek.txt", id] {
        assert!(text.stdout.contains(part), "{part} is missing in {}", text.stdout);
    }
    assert!(!text.stdout.contains('\u{1b}'), "colours in a pipe: {text:?}");
    let shown = place.run(&["show", id, "--explain"]);
    assert!(shown.stdout.contains("czterdzieścioro") && shown.stdout.contains("identity"), "{shown:?}");

    let status = place.json(&["status"]);
    assert_eq!([&status["documents"], &status["sources"]["empty"]], [2, 1], "{status}");
    assert!(place.run(&["status"]).stdout.contains("2 indexed, 0 duplicate, 1 empty, 0 failed"));
    assert!(place.json(&["reindex"])["sources"].is_u64());

    let (code, lines) = daemon.stop(Signal::TERM);
    assert_eq!((code, lines.len()), (Some(0), 0), "printed after `ready`: {lines:?}");
    assert!(!place.path("run/fiszka.sock").try_exists().unwrap(), "the socket is left behind");
}

#[test]
fn an_index_answers_like_its_daemon() {
    let place = Place::new(&PAGES);
    let questions =
        [&["search", "klub"][..], &["search", "żłobek", "seniora", "--facet", "category", "--explain"]];
    let daemon = place.serve(&["gmina", "--index", "index"]);
    let answers = questions.map(|question| without_time(place.run(&[question, &["--json"]].concat()).json()));
    let (code, _) = daemon.stop(Signal::INT);
    assert_eq!(code, Some(0));
    for (question, answer) in questions.iter().zip(answers) {
        let read = place.run(&[question, &["--json", "--index", "index"][..]].concat()).json();
        assert_eq!(without_time(read), answer, "{question:?}");
    }
}

#[test]
fn an_index_is_built_once() {
    let place = Place::new(&PAGES);
    for (command, indexed, unchanged) in [
        (&["index", "gmina"][..], 2, 0),
        (&["index", "./gmina/"], 0, 3),
        (&["serve", "gmina", "--once"], 0, 3),
        (&["index", "gmina", "--index", "elsewhere"], 2, 0),
    ] {
        let summary = place.json(command);
        let counted = [&summary["indexed"], &summary["unchanged"], &summary["documents"]];
        assert_eq!(counted, [indexed, unchanged, 2], "{command:?}: {summary}");
    }
    let indexes: Vec<_> =
        place.path("data/fiszka").read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(indexes.len() == 1 && indexes[0].to_str().unwrap().starts_with("gmina-"), "{indexes:?}");
}

#[test]
fn options_win_over_the_configuration_file() {
    let place = Place::new(&PAGES);
    let config = "corpora = [\"../gmina\"]\nindex = \"index\"\nsocket = \"fiszka.sock\"\n";
    place.write("etc/fiszka.toml", config);
    // Paths of the file start at its folder.
    let daemon = place.serve(&["--config", "etc/fiszka.toml"]);
    assert_eq!(place.json(&["status", "--socket", "etc/fiszka.sock"])["documents"], 2);
    assert!(place.path("etc/index/current").try_exists().unwrap());
    drop(daemon);
    let daemon = place.serve(&["--config", "etc/fiszka.toml", "--socket", "other.sock", "--index", "other"]);
    assert_eq!(place.json(&["status", "--socket", "other.sock"])["documents"], 2);
    drop(daemon);
}
