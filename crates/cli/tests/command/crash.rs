//! `kill -9` at any moment: nothing that was committed is lost, nothing is indexed twice, the index opens.

use rustix::process::Signal;

use crate::program::Place;

fn page(number: usize) -> (String, String) {
    let text = format!(
        "Ogłoszenie numer{number}\n\n5 marca 2020\n\nZebranie mieszkańców odbędzie się w świetlicy.\n"
    );
    (format!("gmina/{number:03}.txt"), text)
}

#[test]
fn a_killed_daemon_goes_on_where_it_was() {
    let place = Place::new(&[]);
    let mut written = 0;
    for round in 0..4 {
        // What the killed daemon had committed is answered at once by the next one.
        for _ in 0..40 {
            let (name, content) = page(written);
            place.write(&name, content);
            written += 1;
        }
        let daemon = place.serve(&["gmina", "--index", "index"]);
        let seen =
            |text: &str| place.run(&["search", text, "--limit", "0", "--json"]).json()["total"].as_u64();
        if round % 2 == 0 {
            // Killed in the middle of a batch: files are being indexed while the signal comes.
            for _ in 0..40 {
                let (name, content) = page(written);
                place.write(&name, content);
                written += 1;
            }
        } else {
            while seen("zebranie mieszkańców") != Some(written as u64) {}
        }
        daemon.stop(Signal::KILL);
    }
    let daemon = place.serve(&["gmina", "--index", "index"]);
    let total = || place.json(&["search", "zebranie mieszkańców"])["total"].as_u64();
    while total() != Some(written as u64) {}
    for number in [0, 39, 40, 79, written - 1] {
        let answer = place.json(&["search", &format!("numer{number}")]);
        assert_eq!(answer["total"], 1, "{number}: {answer}");
        assert_eq!(answer["hits"][0]["path"], format!("gmina/{number:03}.txt"));
    }
    assert_eq!(place.json(&["status"])["documents"], written);
    let (code, _) = daemon.stop(Signal::TERM);
    assert_eq!(code, Some(0));
}
