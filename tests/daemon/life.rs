//! Start, stop, restart; one daemon on one index.

use std::fs;

use fiszka_protocol::State;

use crate::support::{Daemon, Place, news, wait_until};

#[test]
fn a_restart_indexes_only_what_changed() {
    let place = Place::new();
    for number in 0..20 {
        place
            .write(&format!("{number}.txt"), news(&format!("Dyżur numer{number}"), "Dyżur apteki w sobotę."));
    }
    // Files of long ago: their stamps alone tell that they are as they were.
    for number in 0..20 {
        let file = fs::File::options().write(true).open(place.path(&format!("gmina/{number}.txt"))).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_500_000_000)).unwrap();
    }
    let daemon = place.start();
    let generation = daemon.status().generation;
    assert_eq!(daemon.status().documents, 20);
    daemon.stop().unwrap();
    assert_eq!(place.path("fiszka.sock").try_exists().ok(), Some(false), "the socket is removed");

    let daemon = place.start();
    wait_until("the scan is done", || daemon.status().state == State::Ready);
    assert_eq!(daemon.status().sources.unchanged, 20);
    assert_eq!(daemon.status().generation, generation, "nothing was written");
    daemon.stop().unwrap();

    place.write("20.txt", news("Dyżur numer20", "Dyżur apteki w niedzielę."));
    fs::remove_file(place.path("gmina/0.txt")).unwrap();
    let daemon = place.start();
    daemon.wait_for("numer20", &["20.txt"]);
    daemon.wait_for("numer0", &[]);
    assert_eq!(daemon.status().documents, 20);
}

#[test]
fn a_second_daemon_is_refused() {
    let place = Place::new();
    let _first = place.start();
    let same_index = fiszka_daemon::Config { socket: place.path("other.sock"), ..place.config() };
    let error = Daemon::start(same_index).err().expect("the index is in use");
    assert!(error.is_locked() && error.hint().is_some(), "{error}");
    let same_socket = fiszka_daemon::Config { index: place.path("other"), ..place.config() };
    let error = Daemon::start(same_socket).err().expect("the socket is in use");
    assert!(error.is_locked() && error.to_string().contains("another daemon answers"), "{error}");
}

#[test]
fn a_socket_that_nobody_answers_on_is_replaced_and_a_file_is_not() {
    let place = Place::new();
    drop(std::os::unix::net::UnixListener::bind(place.path("fiszka.sock")).unwrap());
    place.start().stop().unwrap();
    fs::write(place.path("fiszka.sock"), "precious").unwrap();
    assert!(Daemon::start(place.config()).is_err());
    assert_eq!(fs::read_to_string(place.path("fiszka.sock")).unwrap(), "precious");
}

#[test]
fn sockets_have_the_mode_that_was_asked_for() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let config = fiszka_daemon::Config { socket_mode: "666".to_owned(), ..place.config() };
    let _daemon = Daemon::start(config).unwrap();
    let mode = |name: &str| fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("fiszka.sock"), mode("fiszka-admin.sock")), (0o666, 0o600));
}

#[test]
fn reindexing_goes_through_the_admin_socket_and_loses_nothing() {
    let place = Place::new();
    place.write("a.txt", news("Targ staroci", "Targ w każdą niedzielę."));
    let daemon = place.start();
    let before: u64 = daemon.status().generation.parse().unwrap();
    daemon.client.reindex().unwrap();
    wait_until("a new generation answers", || daemon.status().generation.parse::<u64>().unwrap() > before);
    assert_eq!(daemon.find("targ"), ["a.txt"]);
}
