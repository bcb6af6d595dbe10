//! The vocabulary of a portal changes under a running daemon.

use std::fs;

use fiszka_daemon::Config;
use fiszka_protocol::State;

use crate::support::{Daemon, Place, news, wait_until};

#[test]
fn a_changed_vocabulary_takes_effect_at_once() {
    let place = Place::new();
    place.write("plot.txt", news("Nowe ogrodzenie parku", "Ogrodzenie stanęło przy alei lipowej."));
    let folder = place.path("schema/vocabulary");
    fs::create_dir_all(&folder).unwrap();
    let config = Config { schema: Some(place.path("schema")), ..place.config() };
    let daemon = Daemon::start(config).unwrap();
    assert_eq!(daemon.find("zapora z desek"), [""; 0]);

    let table = "group\ttype\tterms\tnote\nplot\teq\togrodzenie; zapora z desek\t\n";
    fs::write(folder.join("synonyms-portal.tsv"), table).unwrap();
    daemon.wait_for("zapora z desek", &["plot.txt"]);

    fs::write(folder.join("synonyms-portal.tsv"), "group\ttype\tterms\tnote\nplot\tnonsense\ta; b\t\n")
        .unwrap();
    wait_until("the mistake is told", || daemon.status().state == State::Degraded);
    let reasons = daemon.status().reasons;
    assert!(reasons.iter().any(|reason| reason.contains("unknown relation `nonsense`")), "{reasons:?}");
    assert_eq!(daemon.find("zapora z desek"), ["plot.txt"], "the old vocabulary stays");

    fs::remove_file(folder.join("synonyms-portal.tsv")).unwrap();
    daemon.wait_for("zapora z desek", &[]);
    assert_eq!(daemon.status().state, State::Ready);
}
