//! Bad files are reported, each with its reason and remedy, and everything else goes on.

use std::fs;
use std::os::unix::fs::symlink;

use crate::support::{Place, news, wait_until};

#[test]
fn every_bad_file_is_listed_and_the_good_one_is_found() {
    let place = Place::new();
    place.write("dobry.txt", news("Biblioteka czynna dłużej", "Biblioteka czeka na czytelników do ósmej."));
    place.write("pusty.txt", "");
    place.write("obraz.txt", [0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0, 0]);
    place.write("zepsuty.json", "{\"tytul\": ");
    place.write("program.exe", [b'M', b'Z', 0, 0]);
    let huge = fs::File::create(place.path("gmina/wielki.txt")).unwrap();
    huge.set_len(1 << 30).unwrap();
    symlink("donikad.txt", place.path("gmina/lacze.txt")).unwrap();

    let daemon = place.start();
    assert_eq!(daemon.find("biblioteka"), ["dobry.txt"]);
    let status = daemon.status();
    let mut listed: Vec<_> = status
        .errors
        .iter()
        .map(|error| (error.path.trim_start_matches("gmina/"), error.code.as_str(), error.hint.is_some()))
        .collect();
    listed.sort_unstable();
    assert_eq!(
        listed,
        [
            ("lacze.txt", "dangling_link", true),
            ("obraz.txt", "binary", true),
            ("program.exe", "unknown_format", true),
            ("wielki.txt", "too_large", true),
            ("zepsuty.json", "bad_structure", true),
        ]
    );
    assert_eq!((status.sources.indexed, status.sources.empty, status.sources.failed), (1, 1, 5));

    // A file that is mended is found, and its error is gone.
    place.write(
        "zepsuty.json",
        "{\"tytul\": \"Nowa wypożyczalnia\", \"tresc\": \"Wypożyczalnia rowerów ruszyła.\"}",
    );
    daemon.wait_for("wypożyczalnia", &["zepsuty.json"]);
    wait_until("the error is gone", || daemon.status().errors.len() == 4);
}
