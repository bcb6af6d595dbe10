//! How fast each format is read, in MB of files a second on one core:
//! `cargo run --release -p fiszka-document --example throughput -- [ROUNDS] [FOLDER]`. Without a folder it reads the
//! fixtures of the tests, which are so short that the costs of a document count more than those of its text.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fiszka_document::{Format, Limits, PageLines, SiteShell, Sketch, SourceFile, clean, parse};
use fiszka_schema::Schema;

#[derive(Default)]
struct Figures {
    bytes: usize,
    documents: usize,
    steps: [Duration; 5],
}

const STEPS: [&str; 5] = ["parse", "clean", "page lines", "language", "sketch"];

#[expect(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn Error>> {
    let schema = Schema::builtin();
    let limits = Limits::default();
    let rounds: u32 = std::env::args().nth(1).map_or(Ok(200), |rounds| rounds.parse())?;
    let fixtures = || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut folders = vec![std::env::args().nth(2).map_or_else(fixtures, PathBuf::from)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if Format::of_path(&path).is_some() {
                files.push((std::fs::read(&path)?, path));
            }
        }
    }
    let mut figures: BTreeMap<Format, Figures> = BTreeMap::new();
    for _ in 0..rounds {
        for (bytes, path) in &files {
            let mut clock = Instant::now();
            let mut lap = || std::mem::replace(&mut clock, Instant::now()).elapsed();
            let Ok(parsed) = parse(&SourceFile { path, bytes }, schema, &limits) else { continue };
            let figures = figures.entry(parsed.format).or_default();
            figures.bytes += bytes.len();
            figures.documents += parsed.drafts.len();
            figures.steps[0] += lap();
            let shell = SiteShell::default();
            let documents: Vec<_> = parsed.drafts.iter().map(|draft| clean(draft, &shell, schema)).collect();
            figures.steps[1] += lap();
            parsed.drafts.iter().for_each(|draft| drop(PageLines::of(draft, schema)));
            figures.steps[2] += lap();
            documents.iter().for_each(|document| drop(document.language(schema).to_owned()));
            figures.steps[3] += lap();
            documents.iter().for_each(|document| drop(Sketch::of(document)));
            figures.steps[4] += lap();
        }
    }
    print!("{:<12}{:>10}{:>10}", "format", "documents", "MB");
    STEPS.iter().for_each(|step| print!("{step:>12}"));
    println!("{:>12}", "all");
    for (format, Figures { bytes, documents, steps }) in figures {
        let mega = bytes as f64 / 1e6;
        print!("{:<12}{:>10}{mega:>10.2}", format.name(), documents / rounds as usize);
        for step in steps {
            print!("{:>12.1}", mega / step.as_secs_f64());
        }
        println!("{:>12.1}", mega / steps.iter().sum::<Duration>().as_secs_f64());
    }
    Ok(())
}
