//! The life of an index: whatever is put, removed, committed, lost or reopened, it answers as a plain map would.

use std::collections::BTreeMap;

use fiszka::{Error, Index, Opened, SourceState, Writer};
use proptest::prelude::*;

use crate::support::{ANALYZER, SCHEMA, open, page, prepare, put, query, show};

#[derive(Debug, Clone)]
enum Step {
    Put(usize, usize),
    Remove(usize),
    Commit,
    Rollback,
    /// Close without committing, as a crash does, and open again.
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_usize..5, 0_usize..4).prop_map(|(file, text)| Step::Put(file, text)),
        2 => (0_usize..5).prop_map(Step::Remove),
        2 => Just(Step::Commit),
        1 => Just(Step::Rollback),
        1 => Just(Step::Crash),
    ]
}

const TEXTS: [&str; 4] = ["jabłko", "gruszka", "śliwka", "wiśnia"];

fn path(file: usize) -> String {
    format!("portal/{file}.json")
}

/// Which files answer each of the texts.
fn found(index: &Index) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let Some(searcher) = index.searcher() else { return found };
    for (at, text) in TEXTS.iter().enumerate() {
        for hit in searcher.search(&query(text)).expect("an answer").hits {
            let paths = hit.duplicates.into_iter().map(|duplicate| duplicate.path).chain([hit.path]);
            for path in paths {
                assert_eq!(found.insert(path, at), None, "a file is found under one text only");
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn an_index_is_a_map_from_files_to_documents(steps in prop::collection::vec(step(), 1..30)) {
        let dir = tempfile::tempdir().unwrap();
        let mut opened = open(dir.path());
        let (mut committed, mut current) = (BTreeMap::new(), BTreeMap::new());
        for step in steps {
            match step {
                Step::Put(file, text) => {
                    put(&mut opened.writer, &path(file), &page("Owoc", TEXTS[text], &[]));
                    current.insert(path(file), text);
                }
                Step::Remove(file) => {
                    opened.writer.remove(&path(file));
                    current.remove(&path(file));
                }
                Step::Commit => {
                    show(&mut opened.writer);
                    committed = current.clone();
                }
                Step::Rollback => {
                    opened.writer.rollback().unwrap();
                    current = committed.clone();
                }
                Step::Crash => {
                    drop(opened);
                    opened = open(dir.path());
                    current = committed.clone();
                }
            }
            prop_assert_eq!(&found(&opened.index), &committed);
            prop_assert_eq!(opened.writer.sources().keys().collect::<Vec<_>>(), current.keys().collect::<Vec<_>>());
        }
    }
}

#[test]
fn files_that_name_one_document_become_one() {
    let dir = tempfile::tempdir().unwrap();
    let Opened { index, mut writer, .. } = open(dir.path());
    let address = [("link", "https://www.gmina.example/klub")];
    put(&mut writer, "portal/b.json", &page("Klub", "druga kopia", &address));
    put(&mut writer, "portal/a.json", &page("Klub", "pierwsza, dłuższa kopia", &address));
    show(&mut writer);
    let find = |text: &str| {
        let answer = index.searcher().unwrap().search(&query(text)).unwrap();
        answer.hits.iter().map(|hit| hit.path.clone()).collect::<Vec<_>>()
    };
    assert_eq!((find("klub"), find("druga")), (vec!["portal/a.json".to_owned()], vec![]));
    assert_eq!(index.searcher().unwrap().documents(), 1);
    let states = |writer: &Writer| writer.sources().values().map(|source| source.state).collect::<Vec<_>>();
    assert_eq!(states(&writer), [SourceState::Indexed, SourceState::Duplicate], "a says more");
    let heir = &writer.sources()["portal/b.json"];
    assert_eq!(heir.duplicates.values().collect::<Vec<_>>(), ["portal/a.json"]);

    writer.remove("portal/a.json");
    show(&mut writer);
    assert_eq!(
        (find("klub"), states(&writer)),
        (vec!["portal/b.json".to_owned()], vec![SourceState::Indexed])
    );

    // A rename keeps the id.
    let id = writer.sources()["portal/b.json"].ids.clone();
    put(&mut writer, "portal/c.json", &page("Klub", "druga kopia", &address));
    writer.remove("portal/b.json");
    show(&mut writer);
    assert_eq!(find("klub"), ["portal/c.json"]);
    assert_eq!(writer.sources()["portal/c.json"].ids, id);
}

#[test]
fn the_pages_of_a_practice_come_and_go() {
    let dir = tempfile::tempdir().unwrap();
    let mut opened = open(dir.path());
    let part = |suffix: &str, inner: &str| {
        let switch = ".: Skrót i Metryka -> Pełna prezentacja -> Załączniki :.";
        let address = format!("https://dobrepraktyki.pl/index.php?art=7{suffix}");
        format!(
            "<link rel=canonical href={address}><p>Usługi społeczne : Oświata<p>Szkoła za lasem<p>{switch}{inner}<p>{switch}"
        )
    };
    let pages = [
        (
            "portal/1.html",
            part("", "<p>Dzieci uczą się pod sosnami.<p>Metryka praktyki<p>Miejscowość: Zalesie"),
            "sosna",
        ),
        (
            "portal/2.html",
            part("&amp;s=2", "<p>Opis sytuacji przed wdrożeniem<p>Wożono je autobusem."),
            "autobus",
        ),
        ("portal/3.html", part("&amp;s=3", "<p>Załączniki<p>plan-szkoly.pdf"), "plan szkoły"),
    ];
    let found = |index: &Index| -> Vec<bool> {
        let searcher = index.searcher().unwrap();
        assert!(searcher.documents() <= 1, "all pages are one document");
        pages.iter().map(|(.., word)| searcher.search(&query(word)).unwrap().total == 1).collect()
    };
    // Every subset follows on every other, with a crash after the commit of the pages now and then.
    for step in 0..64_usize {
        let wanted = (step * 29 + step / 8) % 8;
        for (at, (path, content, _)) in pages.iter().enumerate() {
            match wanted >> at & 1 == 1 {
                true if !opened.writer.sources().contains_key(*path) => {
                    put(&mut opened.writer, path, content)
                }
                true => {}
                false => opened.writer.remove(path),
            }
        }
        show(&mut opened.writer);
        let expected: Vec<bool> = (0..3).map(|at| wanted >> at & 1 == 1).collect();
        assert_eq!(found(&opened.index), expected, "step {step}");
        if step % 9 == 0 {
            drop(opened);
            opened = open(dir.path());
            assert_eq!(found(&opened.index), expected, "step {step}, opened again");
        }
    }
}

#[test]
fn a_crawl_that_differs_in_its_counter_says_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let Opened { index, mut writer, .. } = open(dir.path());
    let crawl = |counter: &str, text: &str| {
        format!("{counter}\ngości odwiedziło nas\n\nKlub sąsiada\n\n15 lutego 2021\n\n{text}\n")
    };
    let first = crawl("1.381.146", "Sąsiedzi spotykają się co wtorek w klubie przy parku.");
    put(&mut writer, "portal/klub.txt", &first);
    show(&mut writer);
    let later = crawl("1.552.952", "Sąsiedzi spotykają się co wtorek w klubie przy parku.");
    assert!(writer.says_the_same(&prepare("portal/klub.txt", &later)));
    assert!(!writer.says_the_same(&prepare("portal/inny.txt", &later)), "another file");
    let changed = crawl("1.552.952", "Sąsiedzi spotykają się co środę w klubie przy parku.");
    assert!(!writer.says_the_same(&prepare("portal/klub.txt", &changed)));
    assert_eq!(index.searcher().unwrap().documents(), 1);
}

#[test]
fn a_file_that_failed_is_known_and_not_found() {
    let dir = tempfile::tempdir().unwrap();
    let Opened { index, mut writer, .. } = open(dir.path());
    put(&mut writer, "portal/a.json", "{ \"tytul\": ");
    show(&mut writer);
    drop(writer);
    let Opened { writer, .. } = open(dir.path());
    let source = writer.sources().get("portal/a.json").expect("it is known after a restart");
    assert_eq!(source.state, SourceState::Failed);
    assert!(!source.diagnostics.is_empty() && source.diagnostics[0].hint.is_some());
    assert_eq!(index.searcher().unwrap().documents(), 0);
}

#[test]
fn one_process_writes() {
    let dir = tempfile::tempdir().unwrap();
    let opened = open(dir.path());
    let second = Index::open(dir.path(), SCHEMA.clone(), ANALYZER.clone());
    assert!(matches!(second, Err(Error::Locked { .. })), "{second:?}");
    drop(opened);
    open(dir.path());
}

#[test]
fn reading_needs_a_published_index() {
    let dir = tempfile::tempdir().unwrap();
    let read = || Index::open_read_only(dir.path(), SCHEMA.clone(), ANALYZER.clone());
    assert!(matches!(read(), Err(Error::NoIndex { .. })));
    let mut opened = open(dir.path());
    put(&mut opened.writer, "portal/a.json", &page("Owoc", "jabłko", &[]));
    opened.writer.commit().unwrap();
    assert!(
        matches!(read(), Err(Error::NoIndex { .. })),
        "a first generation is not shown before it is complete"
    );
    opened.writer.publish().unwrap();
    assert_eq!(read().unwrap().searcher().unwrap().documents(), 1, "readable while it is being written");
}
