//! Exit codes, and messages that say what, where and what to do.

use crate::program::{PAGES, Place};

/// Runs each command and checks its exit code and what standard error says.
fn check(place: &Place, table: &[(&[&str], i32, &[&str])]) {
    for (command, code, messages) in table {
        let finished = place.run(command);
        assert_eq!(finished.code, Some(*code), "{command:?}: {finished:?}");
        for message in *messages {
            assert!(finished.stderr.contains(message), "{command:?} does not say {message:?}: {finished:?}");
        }
    }
}

#[test]
fn without_a_daemon() {
    let place = Place::new(&PAGES);
    place.write("bad.toml", "corpora = [\"gmina\"]\nquiet = 5\n");
    check(
        &place,
        &[
            (&["status"], 3, &["error: no daemon can be reached at ", "fiszka.sock", "\nhint: "]),
            (&["search", "klub"], 3, &["hint: start it with `fiszka serve CORPUS`"]),
            (&["show", "x", "--socket", "nowhere.sock"], 3, &["nowhere.sock"]),
            (&["suggest", "klu"], 3, &["hint: start it with `fiszka serve CORPUS`"]),
            (&["suggest"], 2, &["PREFIX"]),
            (&["similar", "x", "--index", "nowhere"], 2, &["no index in"]),
            (&["reindex"], 3, &["fiszka-admin.sock"]),
            (&[], 2, &["Usage: fiszka"]),
            (&["szukaj"], 2, &["szukaj"]),
            (&["search", "klub", "--from", "luty"], 2, &["`luty` is not a date: write YYYY"]),
            (&["search", "klub", "--where", "śląskie"], 2, &["is not a condition: write FIELD=VALUE"]),
            (&["search", "klub", "--sort", "best"], 2, &["relevance, newest, oldest"]),
            (&["search", "klub", "--index", "nowhere"], 2, &["no index in", "hint: build one"]),
            (&["serve"], 2, &["error: no corpus to serve", "hint: give a folder"]),
            (&["serve", "--config", "none.toml"], 2, &["error: cannot read none.toml: "]),
            (&["serve", "--config", "bad.toml"], 2, &["cannot understand bad.toml", "line 2", "quiet"]),
            (&["index", "nowhere"], 2, &["nowhere", "hint: "]),
            (&["index", "bad.toml"], 2, &["no corpus folder", "bad.toml", "hint: give the folder"]),
            (&["serve", "bad.toml"], 2, &["no corpus folder", "bad.toml", "hint: give the folder"]),
            (&["serve", ".", "--http", "localhost:80"], 2, &["in numbers, as in 127.0.0.1:8080"]),
            (&["eval", "nowhere"], 2, &["nowhere"]),
            (&["eval", "gmina", "--score", "a.run", "--depth", "5"], 2, &["--score"]),
            (&["completions", "cobol"], 2, &["cobol"]),
            (&["--help"], 0, &[]),
            (&["--version"], 0, &[]),
        ],
    );
}

#[test]
fn with_a_daemon() {
    let place = Place::new(&PAGES);
    let _daemon = place.serve(&["gmina", "--index", "index"]);
    let long = "słowo ".repeat(2_000);
    check(
        &place,
        &[
            (&["search", "klub"], 0, &[]),
            (&["search", "\"klub seniora"], 0, &[]),
            (&["search", "hipopotam"], 1, &[]),
            (&["search", "klub", "--from", "2024"], 1, &[]),
            (&["show", "aaaaaaaaaaaaaaaaaaaaaaaaaa"], 1, &["error: no document has the id"]),
            (&["similar", "aaaaaaaaaaaaaaaaaaaaaaaaaa"], 1, &["ids stand in search answers"]),
            (&["suggest", "klu"], 0, &[]),
            (&["suggest", "hipopotam"], 1, &[]),
            (&["suggest", "klub", "--limit", "0"], 4, &["`0` is not between 1 and 100", "hint: "]),
            (&["search", "klub", "--where", "kolor=zielony"], 4, &["unknown filter field `kolor`", "hint: "]),
            (&["search", "klub", "--limit", "1000"], 4, &["`limit`: `1000` is more than 100", "hint: "]),
            (&["search", &long], 4, &["bytes are more than 8192", "hint: shorten the query"]),
            (
                &["serve", "gmina", "--index", "index", "--socket", "b.sock"],
                4,
                &["in use by another process", "hint: "],
            ),
            (&["index", "gmina", "--index", "index"], 4, &["in use by another process"]),
            (&["serve", "gmina", "--index", "index-b"], 4, &["another daemon answers on", "hint: "]),
        ],
    );
}

#[test]
fn a_problem_file_stops_nothing() {
    let place = Place::new(&PAGES);
    place.write("gmina/zdjęcie.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    let finished = place.run(&["index", "gmina"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let counts =
        finished.stdout.lines().find(|line| line.trim_start().starts_with("all")).unwrap_or_default();
    let counts: Vec<_> = counts.split_whitespace().collect();
    assert_eq!(counts, ["all", "2", "0", "0", "1", "1"], "{finished:?}");
    assert!(
        finished.stdout.contains("gmina/zdjęcie.txt: ") && finished.stdout.contains("hint: "),
        "{finished:?}"
    );
}
