//! What the index holds follows from the set of files, whatever the order in which they came and went.

use std::collections::BTreeMap;

use fiszka::document::{CutReason, Document};
use fiszka::{Index, Opened, Query};
use proptest::prelude::*;

use crate::support::{open, put_pages, query, show};

type Files = BTreeMap<String, String>;

const TREES: [&str; 8] = ["klon", "brzoza", "lipa", "jesion", "wierzba", "topola", "olcha", "grab"];

/// A page of one of four sites: three name their host, one does not. The newer design of a site has other lines. The
/// last site holds practices of three pages each.
fn page(site: usize, number: usize, newer: bool) -> (String, String) {
    let tree = TREES[number % TREES.len()];
    let motto = if newer {
        "Gmina bliżej mieszkańca każdego dnia"
    } else {
        "Gmina z tradycjami od wielu pokoleń"
    };
    let office = format!(
        "Nasz urząd czeka na Państwa przy placu Drzewnym, wejście {}",
        ["od parku", "od rynku", "z tyłu", "od podwórza"][site]
    );
    let lines = [
        motto.to_owned(),
        format!("Wiadomość o drzewie: {tree}"),
        format!(
            "Mieszkańcy sadzili w sobotę drzewa, wśród nich {tree}, a potem rozmawiali o parku do wieczora."
        ),
        office,
    ];
    if site == 2 {
        let menu: String = ["Aktualności", "Kultura", "Sport", "Oświata", "Kontakt"]
            .map(|entry| format!("{entry}\n"))
            .concat();
        (format!("portal/{site}-{number}.txt"), format!("{menu}{}", lines.join("\n\n")))
    } else if site == 3 {
        let address = format!("https://dobrepraktyki.pl/index.php?art={}&s={}", number / 3, number % 3 + 1);
        let body: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
        (format!("portal/{site}-{number}.html"), format!("<link rel=canonical href=\"{address}\">{body}"))
    } else {
        let body: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
        let address = format!("https://gmina{site}.example/{number}");
        (format!("portal/{site}-{number}.html"), format!("<link rel=canonical href={address}>{body}"))
    }
}

/// Every document with the path it is shown under.
fn documents(index: &Index) -> BTreeMap<String, (String, Document)> {
    let everything = Query { limit: 1_000, ..Query::default() };
    let hits = index.searcher().expect("a commit").search(&everything).expect("an answer").hits;
    hits.into_iter().map(|hit| (hit.id, (hit.path, hit.document))).collect()
}

fn fresh(files: &Files) -> BTreeMap<String, (String, Document)> {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let Opened { index, mut writer, .. } = open(dir.path());
    put_pages(&mut writer, files, &files.keys().cloned().collect::<Vec<_>>());
    show(&mut writer);
    documents(&index)
}

#[derive(Debug, Clone)]
enum Step {
    Put {
        site: usize,
        number: usize,
        newer: bool,
    },
    Remove {
        site: usize,
        number: usize,
    },
    Commit,
    /// Close without committing, as a crash does, and open again. The caller reads what it had not committed again.
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    let page = || (0_usize..4, 0_usize..8);
    prop_oneof![
        12 => (page(), any::<bool>()).prop_map(|((site, number), newer)| Step::Put { site, number, newer }),
        4 => page().prop_map(|(site, number)| Step::Remove { site, number }),
        2 => Just(Step::Commit),
        1 => Just(Step::Crash),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]
    #[test]
    fn the_order_of_changes_does_not_matter(steps in prop::collection::vec(step(), 1..60)) {
        let dir = tempfile::tempdir().unwrap();
        let mut opened = open(dir.path());
        let mut files = Files::new();
        let mut uncommitted: Vec<String> = Vec::new();
        for step in steps {
            match step {
                Step::Put { site, number, newer } => {
                    let (path, content) = page(site, number, newer);
                    files.insert(path.clone(), content);
                    put_pages(&mut opened.writer, &files, std::slice::from_ref(&path));
                    uncommitted.push(path);
                }
                Step::Remove { site, number } => {
                    let (path, _) = page(site, number, false);
                    if files.remove(&path).is_some() {
                        opened.writer.remove(&path);
                        let stale: Vec<_> = opened.writer.take_stale().into_iter().collect();
                        put_pages(&mut opened.writer, &files, &stale);
                        uncommitted.push(path);
                    }
                }
                Step::Commit => {
                    show(&mut opened.writer);
                    uncommitted.clear();
                }
                Step::Crash => {
                    drop(opened);
                    opened = open(dir.path());
                    for path in uncommitted.iter().filter(|path| !files.contains_key(*path)) {
                        opened.writer.remove(path);
                    }
                    let mut again: Vec<_> = opened.writer.take_stale().into_iter().collect();
                    again.extend(uncommitted.iter().filter(|path| files.contains_key(*path)).cloned());
                    put_pages(&mut opened.writer, &files, &again);
                }
            }
        }
        show(&mut opened.writer);
        prop_assert_eq!(documents(&opened.index), fresh(&files));
    }
}

#[test]
fn a_line_of_the_site_is_cut_from_all_its_pages_and_comes_back_when_few_are_left() {
    let dir = tempfile::tempdir().unwrap();
    let Opened { index, mut writer, .. } = open(dir.path());
    let mut files: Files = (0..4).map(|number| page(0, number, false)).collect();
    let all = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    let cut = |index: &Index| -> usize {
        let shell = |document: &Document| document.cuts.iter().any(|cut| cut.reason == CutReason::Shell);
        documents(index).values().filter(|(_, document)| shell(document)).count()
    };
    put_pages(&mut writer, &files, &all(&files));
    show(&mut writer);
    assert_eq!((cut(&index), index.searcher().unwrap().search(&query("tradycje")).unwrap().total), (0, 4));

    let (fifth, content) = page(0, 4, false);
    files.insert(fifth.clone(), content);
    put_pages(&mut writer, &files, std::slice::from_ref(&fifth));
    show(&mut writer);
    assert_eq!((cut(&index), index.searcher().unwrap().search(&query("tradycje")).unwrap().total), (5, 0));

    files.remove(&fifth);
    writer.remove(&fifth);
    let stale: Vec<_> = writer.take_stale().into_iter().collect();
    assert_eq!(stale, all(&files), "four pages do not prove a shell");
    put_pages(&mut writer, &files, &stale);
    show(&mut writer);
    assert_eq!((cut(&index), index.searcher().unwrap().search(&query("tradycje")).unwrap().total), (0, 4));
}
