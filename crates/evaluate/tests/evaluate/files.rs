//! Reading and writing collections, judgements and runs; every error names the place and the remedy.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use fiszka_evaluate::{
    CORPUS_LINE_BYTES_MAX, Collection, Corpus, Error, LINE_BYTES_MAX, Overrides, Qrels, Run, ScoredDocument,
};
use tempfile::TempDir;

use crate::fixture;

#[test]
fn a_collection_in_beir_form() {
    let collection = Collection::open(&fixture("sample"), &Overrides::default()).expect("the collection");
    assert_eq!(collection.name(), "sample");
    let queries: Vec<(&str, Option<&str>)> =
        collection.queries().iter().map(|query| (query.text.as_str(), query.kind.as_deref())).collect();
    assert_eq!(
        queries,
        [
            ("miejsce w żłobku", Some("inflected")),
            ("swietlica dla dzieci", Some("no diacritics")),
            ("rozkład jazdy promu", Some("nothing relevant")),
        ]
    );
    assert_eq!(collection.queries()[1].members["why"], "bez polskich liter");
    // qrels/test.tsv goes before qrels/dev.tsv.
    let judged: Vec<&str> = collection.qrels().judged().map(|(query, _)| query).collect();
    assert_eq!(judged, ["q1", "q2", "q9"]);
    assert_eq!(collection.qrels().get("q1").map(|judgements| judgements["zlobek"]), Some(3));
    assert_eq!(collection.qrels().without_relevant(), 1);
    assert_eq!(collection.unasked().collect::<Vec<_>>(), ["q9"]);

    let documents: Vec<_> =
        collection.corpus().expect("the corpus").collect::<Result<_, _>>().expect("documents");
    let ids: Vec<&str> = documents.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["zlobek", "swietlica", "17", "gaj"]);
    assert_eq!(documents[0].members["date"], "2024-06-03");
    assert_eq!(documents[1].members["population"], 8200);
    assert_eq!(documents[2].title, "", "a title may be null");
}

#[test]
fn queries_and_judgements_from_elsewhere_without_a_corpus() {
    let folder = TempDir::new().expect("a folder");
    let queries = folder.path().join("pytania.jsonl");
    let qrels = folder.path().join("oceny.txt");
    fs::write(&queries, "\u{feff}{\"_id\": \"1\", \"text\": \"zażółć gęślą jaźń\"}\r\n\r\n").expect("write");
    fs::write(&qrels, "1 0 strona.html 1\r\n1\t0\tuchwała nr 5.txt\t2.0\n").expect("write");
    let overrides = Overrides { queries: Some(queries), qrels: Some(qrels) };
    let collection = Collection::open(folder.path(), &overrides).expect("the collection");
    assert_eq!(collection.queries()[0].text, "zażółć gęślą jaźń");
    let judgements = collection.qrels().get("1").expect("judgements");
    assert_eq!(
        judgements.iter().map(|(id, &grade)| (id.as_str(), grade)).collect::<Vec<_>>(),
        [("strona.html", 1), ("uchwała nr 5.txt", 2),]
    );
    let error = collection.corpus().expect_err("no corpus");
    assert!(matches!(&error, Error::NoCorpus { path } if path.ends_with("corpus.jsonl")), "{error}");
    assert_eq!(error.hint(), Some("pass --corpus FOLDER when the documents are files"));
}

#[test]
fn the_only_file_of_judgements_is_taken_and_several_are_not() {
    let folder = TempDir::new().expect("a folder");
    let open = || Collection::open(folder.path(), &Overrides::default());
    fs::write(folder.path().join("queries.jsonl"), "").expect("write");
    let message = open().expect_err("no judgements").to_string();
    assert!(message.contains("holds no judgements in qrels.tsv"), "{message}");
    fs::create_dir(folder.path().join("qrels")).expect("a folder");
    fs::write(folder.path().join("qrels/dev.tsv"), "q\td\t1\n").expect("write");
    assert_eq!(open().expect("one file").qrels().judged().count(), 1);
    fs::write(folder.path().join("qrels/train.tsv"), "q\td\t1\n").expect("write");
    let error = open().expect_err("two files");
    assert!(error.to_string().contains("2 files of judgements"), "{error}");
    assert_eq!(error.hint(), Some("name the file with --qrels FILE"));
}

#[test]
fn a_bad_line_of_the_corpus_does_not_hide_the_next_one() {
    let long = format!("{{\"_id\": \"l\", \"text\": \"{}\"}}", "ż".repeat(CORPUS_LINE_BYTES_MAX / 2));
    let mut bytes = Vec::new();
    for line in [
        &b"{\"_id\": \"a\", \"text\": \"\xff\"}"[..],
        b"{\"_id\": \"b\"}",
        b"{\"_id\": \"\", \"text\": \"\"}",
        b"[]",
        long.as_bytes(),
        b"{\"_id\": \"c\", \"text\": \"dobrze\"}",
    ] {
        bytes.write_all(line).and_then(|()| bytes.write_all(b"\n")).expect("memory");
    }
    let found: Vec<String> = Corpus::new(bytes.as_slice(), Path::new("corpus.jsonl"))
        .map(|document| document.map_or_else(|error| error.to_string(), |document| document.text))
        .collect();
    assert_eq!(
        found,
        [
            "corpus.jsonl:1: the line is not UTF-8",
            "corpus.jsonl:2: column 12: missing field `text`",
            "corpus.jsonl:3: column 10: `_id` is not a string of at least one character",
            "corpus.jsonl:4: invalid type: sequence, expected a JSON object",
            "corpus.jsonl:5: the line is longer than 67108864 bytes",
            "dobrze",
        ]
    );
}

#[test]
fn bad_lines_are_named() {
    let long = "x".repeat(LINE_BYTES_MAX + 1);
    let qrels: &[(&str, &str)] = &[
        ("q\td\t1\nq\td\n", "f:2: 2 columns where 3 (BEIR) or 4 (TREC) are expected"),
        ("q\td\tdobrze\n", "f:1: grade `dobrze` is not a whole number"),
        ("query-id\tcorpus-id\tscore\nq\td\t1.5\n", "f:2: grade `1.5` is not a whole number"),
        ("q\td\t99999999999\n", "f:1: grade `99999999999` is not a whole number"),
        ("q\t\t1\n", "f:1: the id is empty"),
        ("q\td\t1\nq\td\t1\nq\td\t2\n", "f:3: with another grade, document `d` stands here a second time"),
        (&long, "f:1: the line is longer than 65536 bytes"),
    ];
    for (text, expected) in qrels {
        let error = Qrels::read(text.as_bytes(), Path::new("f")).expect_err(expected);
        assert_eq!(error.to_string(), *expected);
        assert!(error.hint().is_some(), "{expected}");
    }
    let runs: &[(&str, &str)] = &[
        ("q Q0 d 1 tag\n", "f:1: 5 columns where 6 (query Q0 document rank score tag) are expected"),
        ("\nq Q0 d 1 wysoki tag\n", "f:2: score `wysoki` is not a finite number"),
        ("q Q0 d 1 NaN tag\n", "f:1: score `NaN` is not a finite number"),
        ("q Q0 d 1 1e99 tag\n", "f:1: score `1e99` is not a finite number"),
        ("q Q0 d 1 2 t\nq Q0 e 2 1 t\nq Q0 d 3 0 t\n", "f:3: document `d` stands here a second time"),
    ];
    for (text, expected) in runs {
        let error = Run::read(text.as_bytes(), Path::new("f")).expect_err(expected);
        assert_eq!(error.to_string(), *expected);
        assert!(error.hint().is_some(), "{expected}");
    }
    let missing = Run::open(Path::new("nie-ma.run")).expect_err("no file");
    assert_eq!(missing.to_string(), "cannot access nie-ma.run");
}

fn ranking(documents: &[(&str, f32)]) -> Vec<ScoredDocument> {
    documents.iter().map(|&(id, score)| ScoredDocument { id: id.to_owned(), score }).collect()
}

#[test]
fn written_scores_fall_strictly_in_the_order_of_the_ranking() {
    let mut run = Run::new("fiszka-1");
    run.insert("q2", ranking(&[("d1", 0.5)])).expect("a ranking");
    run.insert("q1", ranking(&[("a", 2.5), ("b", 2.5), ("c", 7.0), ("d", 1.0)])).expect("a ranking");
    let mut written = Vec::new();
    run.write(&mut written, Path::new("out.run")).expect("memory");
    assert_eq!(
        String::from_utf8(written).expect("UTF-8"),
        "q1 Q0 a 1 2.5 fiszka-1\n\
         q1 Q0 b 2 2.4999998 fiszka-1\n\
         q1 Q0 c 3 2.4999995 fiszka-1\n\
         q1 Q0 d 4 1 fiszka-1\n\
         q2 Q0 d1 1 0.5 fiszka-1\n"
    );
}

#[test]
fn what_a_run_cannot_hold_is_refused() {
    let mut run = Run::new("fiszka");
    let error = run.insert("q", ranking(&[("d", 2.0), ("d", 1.0)])).expect_err("twice");
    assert_eq!(error.to_string(), "the ranking of query `q` names document `d` twice");
    let error = run.insert("q", ranking(&[("d", f32::NAN)])).expect_err("NaN");
    assert_eq!(error.to_string(), "the score of document `d` for query `q` is not a finite number");

    for (tag, query, document) in
        [("a b", "q", "d"), ("t", "q\u{a0}1", "d"), ("t", "q", "uchwała 5.txt"), ("", "q", "d")]
    {
        let mut run = Run::new(tag);
        run.insert(query, ranking(&[(document, 1.0)])).expect("a ranking");
        let error = run.write(Vec::new(), Path::new("out.run")).expect_err("white space");
        assert!(matches!(error, Error::Column { .. }), "{error}");
    }
    let mut run = Run::new("t");
    run.insert("q", ranking(&[("d", -f32::MAX), ("e", -f32::MAX)])).expect("a ranking");
    assert!(matches!(run.write(Vec::new(), Path::new("out.run")), Err(Error::Score { .. })));
}

#[test]
fn runs_survive_the_disk() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("ties.run");
    let run = Run::open(&fixture("ties.run")).expect("the run");
    run.save(&path).expect("saved");
    let again = Run::open(&path).expect("the saved run");
    let ids = |run: &Run| -> Vec<(String, Vec<String>)> {
        let ids = |ranking: &[ScoredDocument]| ranking.iter().map(|document| document.id.clone()).collect();
        run.rankings().map(|(query, ranking)| (query.to_owned(), ids(ranking))).collect()
    };
    assert_eq!(ids(&again), ids(&run));
    assert!(run.save(folder.path()).is_err(), "a folder is no file");
}
