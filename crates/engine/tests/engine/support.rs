//! A small portal in a temporary folder.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use fiszka::document::Limits;
use fiszka::{Analyzer, Answer, Index, Opened, ParsedFile, Prepared, Query, Schema, Stamp, Writer};
use tempfile::TempDir;

pub(crate) static SCHEMA: LazyLock<Arc<Schema>> = LazyLock::new(|| Arc::new(Schema::builtin().clone()));
pub(crate) static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);

pub(crate) fn open(dir: &Path) -> Opened {
    Index::open(dir, Arc::clone(&SCHEMA), ANALYZER.clone()).expect("the index opens")
}

/// A page as a JSON record: a title, a text and any other members.
pub(crate) fn page(title: &str, text: &str, members: &[(&str, &str)]) -> String {
    let mut record = serde_json::Map::new();
    for (key, value) in [("tytul", title), ("tresc", text)].iter().chain(members) {
        record.insert((*key).to_owned(), (*value).into());
    }
    serde_json::Value::Object(record).to_string()
}

pub(crate) fn prepare(path: &str, content: &str) -> Prepared {
    Prepared::from_bytes(path, content.as_bytes(), &SCHEMA, &ANALYZER, &Limits::default())
}

pub(crate) fn put(writer: &mut Writer, path: &str, content: &str) {
    writer.put(prepare(path, content), Stamp::default(), 0).expect("the file is put");
}

/// Puts pages of sites, by path, and again what they make stale, as a program does that follows a folder.
pub(crate) fn put_pages(writer: &mut Writer, files: &BTreeMap<String, String>, changed: &[String]) {
    let mut round = changed.to_vec();
    while !round.is_empty() {
        let contents = round.iter().filter_map(|path| files.get_key_value(path));
        let parsed: Vec<ParsedFile> = contents
            .map(|(path, content)| {
                ParsedFile::from_bytes(path, content.as_bytes(), &SCHEMA, &Limits::default())
            })
            .collect();
        parsed.iter().for_each(|file| writer.count(file));
        let shells: Vec<_> = parsed.iter().map(|file| file.shells(&writer.shells())).collect();
        for (file, shells) in parsed.iter().zip(&shells) {
            let prepared = file.prepare(shells, &SCHEMA, &ANALYZER);
            writer.put(prepared, Stamp::default(), 0).expect("the file is put");
        }
        round = writer.take_stale().into_iter().collect();
    }
}

pub(crate) fn show(writer: &mut Writer) {
    writer.commit().expect("the batch is committed");
    writer.publish().expect("the generation is published");
}

/// An index of some files.
pub(crate) struct Portal {
    pub(crate) index: Index,
    _writer: Writer,
    _dir: TempDir,
}

impl Portal {
    /// Files as pairs of path and content.
    pub(crate) fn new<P: AsRef<str>>(files: &[(P, String)]) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let Opened { index, mut writer, .. } = open(dir.path());
        for (path, content) in files {
            put(&mut writer, path.as_ref(), content);
        }
        show(&mut writer);
        Self { index, _writer: writer, _dir: dir }
    }

    /// An index of some files that hides contacts.
    pub(crate) fn hiding_contacts<P: AsRef<str>>(files: &[(P, String)]) -> Self {
        let portal = Self::new(files);
        Self { index: portal.index.hiding_contacts(), ..portal }
    }

    pub(crate) fn ask(&self, query: &Query) -> Answer {
        self.index.searcher().expect("a commit").search(query).expect("an answer")
    }

    /// Names of the files that answer a query, in order.
    pub(crate) fn find(&self, text: &str) -> Vec<String> {
        names(&self.ask(&query(text)))
    }
}

/// The sample corpus of the repository as paths and contents, in order of path.
pub(crate) fn sample() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/sample");
    let mut files = Vec::new();
    for folder in ["news", "practices"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("the sample corpus") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
            let content = std::fs::read_to_string(&path).expect("a page of the sample");
            files.push((format!("sample/{folder}/{name}"), content));
        }
    }
    files.sort();
    files
}

pub(crate) fn query(text: &str) -> Query {
    Query { text: text.to_owned(), limit: 20, ..Query::default() }
}

pub(crate) fn names(answer: &Answer) -> Vec<String> {
    let name = |path: &str| path.trim_start_matches("portal/").trim_end_matches(".json").to_owned();
    answer.hits.iter().map(|hit| name(&hit.path)).collect()
}
