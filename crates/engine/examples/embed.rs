//! Search inside a program of one's own, without the daemon.
//!
//! ```text
//! cargo run -p fiszka --example embed -- corpora/sample/practices mieszkania chronione
//! ```
//!
//! Reads the files of one folder, indexes them into a temporary folder and prints what was found.

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use fiszka::document::Limits;
use fiszka::{Analyzer, Index, Opened, ParsedFile, Query, Schema, SourceState, Stamp};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("usage: embed FOLDER WORDS...")?);
    let words: Vec<String> = arguments.collect();

    // The schema is compiled in; `Schema::load` lays a folder of your own over it.
    let schema = Arc::new(Schema::builtin().clone());
    let analyzer = Analyzer::new();
    let index_folder = tempfile::tempdir()?;
    let Opened { index, mut writer, .. } =
        Index::open(index_folder.path(), schema.clone(), analyzer.clone())?;

    // What the pages of a site share is known when all are parsed and counted.
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.is_file() {
            let name = format!("portal/{}", path.file_name().unwrap_or_default().to_string_lossy());
            let file = ParsedFile::from_bytes(&name, &std::fs::read(&path)?, &schema, &Limits::default());
            writer.count(&file);
            files.push((name, file));
        }
    }
    // Parsing and preparing are pure, any thread can do it. A program that keeps its index puts again, after each
    // batch of changes, what `Writer::take_stale` names.
    let mut out = std::io::stdout().lock();
    let sites = writer.shells();
    let shells: Vec<_> = files.iter().map(|(_, file)| file.shells(&sites)).collect();
    for ((name, file), shells) in files.iter().zip(&shells) {
        let prepared = file.prepare(shells, &schema, &analyzer);
        if prepared.state() == SourceState::Failed {
            writeln!(out, "not indexed: {name}")?;
        }
        writer.put(prepared, Stamp::default(), 0)?;
    }
    // Everything becomes visible at once.
    writer.commit()?;
    writer.publish()?;

    // Keep a searcher for one question: it is a view of the last commit.
    let searcher = index.searcher().ok_or("nothing was committed")?;
    let answer = searcher.search(&Query { text: words.join(" "), limit: 5, ..Query::default() })?;
    writeln!(out, "{} of {} documents", answer.total, searcher.documents())?;
    for hit in &answer.hits {
        writeln!(out, "\n{:.2}  {}\n      {}", hit.score, hit.document.title(), hit.snippet.text)?;
    }
    Ok(())
}
