//! What happens in the folder is soon seen in the answers.

use std::fs;

use crate::support::{Place, news, wait_until};

#[test]
fn files_appear_change_move_and_go() {
    let place = Place::new();
    place.write("jeden.txt", news("Remont mostu", "Most zamknięto do jesieni."));
    let daemon = place.start();
    assert_eq!(daemon.find("most"), ["jeden.txt"]);

    place.write("dwa.txt", news("Remont kładki", "Kładka obok mostu jest czynna."));
    daemon.wait_for("most", &["dwa.txt", "jeden.txt"]);

    place.write("jeden.txt", news("Remont dworca", "Dworzec zamknięto do jesieni."));
    daemon.wait_for("most", &["dwa.txt"]);
    daemon.wait_for("dworzec", &["jeden.txt"]);

    fs::rename(place.path("gmina/jeden.txt"), place.path("gmina/trzy.txt")).unwrap();
    daemon.wait_for("dworzec", &["trzy.txt"]);

    fs::remove_file(place.path("gmina/dwa.txt")).unwrap();
    daemon.wait_for("most", &[]);
}

#[test]
fn whole_folders_move_in_and_out() {
    let place = Place::new();
    let daemon = place.start();
    fs::create_dir_all(place.path("obok/rok/maj")).unwrap();
    for (name, title) in
        [("a.txt", "Festyn wiosenny"), ("rok/b.txt", "Festyn letni"), ("rok/maj/c.txt", "Festyn majowy")]
    {
        fs::write(place.path("obok").join(name), news(title, "Zapraszamy na festyn.")).unwrap();
    }
    fs::rename(place.path("obok"), place.path("gmina/nowe")).unwrap();
    daemon.wait_for("festyn", &["nowe/a.txt", "nowe/rok/b.txt", "nowe/rok/maj/c.txt"]);

    fs::rename(place.path("gmina/nowe/rok"), place.path("gmina/rok")).unwrap();
    daemon.wait_for("festyn", &["nowe/a.txt", "rok/b.txt", "rok/maj/c.txt"]);

    fs::rename(place.path("gmina/nowe"), place.path("poza")).unwrap();
    daemon.wait_for("festyn", &["rok/b.txt", "rok/maj/c.txt"]);

    fs::remove_dir_all(place.path("gmina/rok")).unwrap();
    daemon.wait_for("festyn", &[]);
}

#[test]
fn an_editor_that_saves_by_rename_is_followed() {
    let place = Place::new();
    place.write("plan.txt", news("Plan zimowy", "Odśnieżanie zaczyna się o piątej."));
    let daemon = place.start();
    for round in 0..5 {
        fs::rename(place.path("gmina/plan.txt"), place.path("gmina/plan.txt~")).unwrap();
        fs::write(
            place.path("gmina/plan.txt"),
            news("Plan zimowy", &format!("Odśnieżanie, wersja runda{round}.")),
        )
        .unwrap();
        fs::remove_file(place.path("gmina/plan.txt~")).unwrap();
        daemon.wait_for(&format!("runda{round}"), &["plan.txt"]);
    }
    assert_eq!(daemon.status().documents, 1);
}

#[test]
fn the_time_to_visibility_is_measured() {
    let place = Place::new();
    let daemon = place.start();
    assert_eq!(daemon.status().visible_ms.count, 0);
    place.write("nowe.txt", news("Nowa ławka", "Ławka stanęła w parku."));
    daemon.wait_for("ławka", &["nowe.txt"]);
    wait_until("the time is noted", || daemon.status().visible_ms.count == 1);
    let visible = daemon.status().visible_ms;
    assert!(visible.last.is_some_and(|last| last > 0.0) && visible.median == visible.last, "{visible:?}");
}

#[test]
fn an_emptied_mount_point_forgets_nothing_unless_told() {
    let place = Place::new();
    place.write("a.txt", news("Zbiórka szkła", "Szkło odbieramy we wtorki."));
    place.start().stop().unwrap();
    fs::remove_file(place.path("gmina/a.txt")).unwrap();
    let daemon = place.start();
    wait_until("the scan is done", || daemon.status().state == fiszka_protocol::State::Degraded);
    assert_eq!(daemon.find("szkło"), ["a.txt"]);
    daemon.client.reindex().unwrap();
    daemon.wait_for("szkło", &[]);
}

#[test]
fn a_document_of_two_files_outlives_the_first() {
    let place = Place::new();
    let page = |text: &str| {
        format!("{{\"tytul\": \"Targ\", \"tresc\": \"{text}\", \"link\": \"https://gmina.example/targ\"}}")
    };
    place.write("a.json", page("Targ rybny w piątek rano, w porcie."));
    place.write("b.json", page("Targ rybny w sobotę."));
    let daemon = place.start();
    daemon.wait_for("targ rybny", &["a.json"]);
    fs::remove_file(place.path("gmina/a.json")).unwrap();
    daemon.wait_for("targ rybny", &["b.json"]);
}

#[test]
fn a_document_of_two_files_keeps_its_id_when_they_are_renamed() {
    let place = Place::new();
    let page = |counter: u32| {
        format!(
            "<link rel=canonical href=\"https://gmina.example/targ\"><h1>Targ rybny</h1><p>15 lutego 2021<p>{counter} Wyświetleń\
             <p>Ryby sprzedajemy w piątki rano, w porcie za magazynem."
        )
    };
    place.write("a.html", page(616));
    place.write("kopie/b.html", page(617));
    let daemon = place.start();
    let id = daemon.search("ryby").hits[0].id.clone();
    let shown = || daemon.client.document(&id).map(|document| document.path);
    // Of two copies the later counts, wherever it stands.
    assert_eq!(shown().unwrap(), "gmina/kopie/b.html");
    for (from, to, expected) in
        [("kopie", "archiwum", "gmina/archiwum/b.html"), ("archiwum/b.html", "nowe.html", "gmina/nowe.html")]
    {
        fs::rename(place.path("gmina").join(from), place.path("gmina").join(to)).unwrap();
        wait_until(&format!("{from} is {to}"), || shown().is_ok_and(|shown| shown == expected));
        assert_eq!(daemon.status().documents, 1, "{from} is {to}");
    }
    fs::rename(place.path("gmina/a.html"), place.path("gmina/c.html")).unwrap();
    fs::remove_file(place.path("gmina/nowe.html")).unwrap();
    wait_until("the earlier copy takes its place", || shown().is_ok_and(|shown| shown == "gmina/c.html"));
    assert_eq!(daemon.search("ryby").hits[0].id, id);
}

#[test]
fn lines_that_the_pages_of_a_site_share_are_not_searched() {
    let place = Place::new();
    let page = |number: usize| {
        let tree = ["klonem", "lipą", "brzozą", "wierzbą", "topolą"][number];
        format!(
            "Aktualności\nKultura\nSport\nOświata\nKontakt\n\nSpotkanie pod {tree}\n\n7 maja 2023\n\n\
             Mieszkańcy spotkali się pod {tree} przy ognisku i rozmawiali do późna.\n\n\
             Projekt wspierają przyjaciele z sąsiedniej doliny w ramach wspólnej umowy o drogach\n"
        )
    };
    for number in 0..4 {
        place.write(&format!("{number}.txt"), page(number));
    }
    let daemon = place.start();
    assert_eq!(daemon.find("sąsiednia dolina").len(), 4, "four pages do not prove a shell");

    place.write("4.txt", page(4));
    daemon.wait_for("sąsiednia dolina", &[]);
    assert_eq!(daemon.find("ognisko").len(), 5);

    fs::remove_file(place.path("gmina/4.txt")).unwrap();
    daemon.wait_for("sąsiednia dolina", &["0.txt", "1.txt", "2.txt", "3.txt"]);
}
