//! The two lines from end to end: files into an index, questions out of it.
//!
//! ```text
//! cargo bench -p fiszka-benches --bench line [-- FOLDER [COPIES]]
//! ```
//!
//! `FOLDER` is a corpus (default: the sample), indexed `COPIES` times under different paths (default 20).

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fiszka::document::Limits;
use fiszka::{Analyzer, Index, Opened, Prepared, Query, Schema, Stamp};
use fiszka_benches::{median, sample, texts};

const QUESTIONS: [&str; 10] = [
    "mieszkania chronione",
    "opieka wytchnieniowa dla opiekunów osób starszych",
    "budzet obywatelski",
    "MOPS",
    "jak gmina pomaga wymienić stary piec na nowe ogrzewanie",
    "bus na telefon",
    "szczepienia przeciw HPV w szkołach",
    "fotowoltaika na budynkach gminnych",
    "rada seniorów",
    "w do na",
];

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds flags of its own, such as `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let folder = arguments.next().map_or_else(sample, PathBuf::from);
    let copies: usize = arguments.next().map_or(Ok(20), |copies| copies.parse())?;
    let texts = texts(&folder)?;
    let bytes: usize = copies * texts.iter().map(|text| text.content.len()).sum::<usize>();

    let (schema, analyzer, limits) =
        (Arc::new(Schema::builtin().clone()), Analyzer::new(), Limits::default());
    let dir = tempfile::tempdir()?;
    let Opened { index, mut writer, .. } = Index::open(dir.path(), schema.clone(), analyzer.clone())?;
    let (mut preparing, start) = (Duration::ZERO, Instant::now());
    for copy in 0..copies {
        for text in &texts {
            let path = format!("corpus/{copy}/{}", text.path);
            let started = Instant::now();
            let file = Prepared::from_bytes(&path, text.content.as_bytes(), &schema, &analyzer, &limits);
            preparing += started.elapsed();
            writer.put(file, Stamp::default(), 0)?;
        }
    }
    writer.commit()?;
    writer.publish()?;
    let indexing = start.elapsed();

    let searcher = index.searcher().ok_or("nothing was committed")?;
    let mut out = std::io::stdout().lock();
    let rate = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    writeln!(out, "{} documents, {:.1} MB of files", searcher.documents(), bytes as f64 / 1e6)?;
    writeln!(out, "parse and analyse, one thread   {:>8.1} MB/s", rate(preparing))?;
    writeln!(out, "the same with writing           {:>8.1} MB/s", rate(indexing))?;
    writeln!(
        out,
        "index size                      {:>8.2} of the text",
        index.size_bytes() as f64 / bytes as f64
    )?;
    for text in QUESTIONS {
        let query = Query { text: text.to_owned(), limit: 10, ..Query::default() };
        let total = searcher.search(&query)?.total;
        let time = median(50, || drop(searcher.search(&query)));
        writeln!(out, "{:>8.3} ms  {total:>6} found  {text}", time.as_secs_f64() * 1e3)?;
    }
    Ok(())
}
