//! `--json` prints one value and nothing else; completions are there for every shell.

use crate::program::{PAGES, Place};

#[test]
fn json_is_all_there_is() {
    let place = Place::new(&PAGES);
    place.write("miasto/queries.jsonl", "{\"_id\": \"q\", \"text\": \"klub\"}\n");
    place.write("miasto/qrels.tsv", "q\tklub.txt\t1\n");
    let _daemon = place.serve(&["gmina", "--index", "index"]);
    let id = place.json(&["search", "klub"])["hits"][0]["id"].as_str().unwrap().to_owned();
    for command in [
        &["search", "klub", "--explain", "--facet", "category"][..],
        &["search", "", "--limit", "0"],
        &["search", "hipopotam"],
        &["show", &id, "--explain"],
        &["status"],
        &["reindex"],
        &["index", "gmina"],
        &["serve", "--once", "gmina", "--index", "other"],
        &["analyze", "Klub Seniora"],
        &["eval", "miasto", "--corpus", "gmina"],
        &["completions", "bash"],
    ] {
        let finished = place.run(&[command, &["--json"]].concat());
        assert!(!finished.json().is_null(), "{command:?}");
        assert_eq!(finished.stderr, "", "{command:?}");
    }
}

#[test]
fn every_shell_has_completions() {
    let place = Place::new(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let finished = place.run(&["completions", shell]);
        assert_eq!(finished.code, Some(0), "{shell}: {finished:?}");
        for word in ["fiszka", "search", "reindex", "facet"] {
            assert!(finished.stdout.contains(word), "{shell} lacks {word}");
        }
    }
}
