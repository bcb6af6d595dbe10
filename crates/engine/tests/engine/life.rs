//! The life of an index: whatever is put, removed, committed, lost or reopened, it answers as a plain map would.

use std::collections::BTreeMap;

use fiszka::{Error, Index, Opened, SourceState};
use proptest::prelude::*;

use crate::support::{ANALYZER, SCHEMA, open, page, put, query, show};

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
            assert_eq!(found.insert(hit.path, at), None, "a file is found under one text only");
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
fn a_document_belongs_to_the_first_file_that_names_it() {
    let dir = tempfile::tempdir().unwrap();
    let Opened { index, mut writer, .. } = open(dir.path());
    let address = [("link", "https://www.gmina.example/klub")];
    for (file, text) in [("portal/b.json", "druga kopia"), ("portal/a.json", "pierwsza kopia")] {
        put(&mut writer, file, &page("Klub", text, &address));
    }
    assert_eq!(
        writer.take_stale().into_iter().collect::<Vec<_>>(),
        ["portal/b.json"],
        "b lost the document to a"
    );
    put(&mut writer, "portal/b.json", &page("Klub", "druga kopia", &address));
    show(&mut writer);
    let answer = index.searcher().unwrap().search(&query("klub")).unwrap();
    assert_eq!((answer.total, answer.hits[0].path.as_str()), (1, "portal/a.json"));

    writer.remove("portal/a.json");
    let heirs = writer.take_stale();
    assert_eq!(heirs.into_iter().collect::<Vec<_>>(), ["portal/b.json"], "b takes over");
    put(&mut writer, "portal/b.json", &page("Klub", "druga kopia", &address));
    show(&mut writer);
    let answer = index.searcher().unwrap().search(&query("klub")).unwrap();
    assert_eq!((answer.total, answer.hits[0].path.as_str()), (1, "portal/b.json"));
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
