//! The query log: off unless asked for, bounded, and no word of who asked.

use std::fs;

use fiszka_daemon::Config;

use crate::support::{Daemon, Place, news};

#[test]
fn questions_are_kept_only_when_asked_for_and_only_so_many() {
    let place = Place::new();
    place.write("klub.txt", news("Klub seniora przy Lipowej", "Klub zaprasza we wtorki."));
    let log = place.path("questions.jsonl");
    let quiet = place.start();
    quiet.wait_for("klub seniora", &["klub.txt"]);
    quiet.stop().unwrap();
    assert!(!log.try_exists().unwrap());

    let config = Config { query_log: Some(log.clone()), query_log_bytes_max: 200, ..place.config() };
    let daemon = Daemon::start(config).unwrap();
    daemon.search("kluby „seniora”");
    daemon.search("  ");
    daemon.search("basen");
    let lines = || fs::read_to_string(&log).unwrap();
    let members: Vec<Vec<String>> = lines()
        .lines()
        .map(|line| {
            let line: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
            line.keys().cloned().collect()
        })
        .collect();
    assert_eq!(
        members,
        [["q", "total", "weak", "took_ms"]; 2].map(|line| {
            let mut line = line.map(str::to_owned).to_vec();
            line.sort();
            line
        })
    );
    assert!(lines().starts_with("{\"q\":\"kluby „seniora”\",\"total\":1,\"weak\":false,"), "{}", lines());
    for number in 0..20 {
        daemon.search(&format!("pytanie {number}"));
    }
    let older = place.path("questions.jsonl.1");
    let sizes = [&log, &older].map(|path| fs::metadata(path).unwrap().len());
    assert!(sizes.iter().all(|bytes| *bytes <= 200), "{sizes:?}");
    assert!(lines().contains("pytanie 19"));
}

#[test]
fn a_log_that_cannot_be_written_is_told_at_once() {
    let place = Place::new();
    let config = Config { query_log: Some(place.path("missing/questions.jsonl")), ..place.config() };
    let error = Daemon::start(config).err().unwrap().to_string();
    assert!(error.contains("`query_log`") && error.contains("missing/questions.jsonl"), "{error}");
}
