//! What ranking costs on a large index, beside plain BM25 on the same one.
//!
//! ```text
//! cargo bench -p fiszka-benches --bench cost [-- CORPUS.jsonl [QUERIES.jsonl]] [--documents=N] [--index=DIR]
//! ```
//!
//! `CORPUS.jsonl` has a `text` a line, cut into pages of some 150 words; without it pages are generated from what an
//! index keeps of the sample, so without the shells of its sites. Without `QUERIES.jsonl` runs of two to eight words of
//! the pages are asked. An index that is found in `DIR` is taken as it is.
//!
//! Plain BM25 is tantivy's: a union of one term a word (the best reading) in the stream of terms, the ten best by
//! `TopDocs`, with block-max pruning. Analysis of the query belongs to both times. One thread; every query is asked
//! once to warm up, then three times, in turn with the others, so that a slow minute of the machine meets all of them;
//! processor time counts, the middle of the three.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use fiszka::analysis::{Language, Side};
use fiszka::document::Limits;
use fiszka::{Analyzer, Hit, Index, Opened, ParsedFile, Prepared, Query, Schema, Searcher, Stamp};
use fiszka_benches::pages::{Page, Pages};
use fiszka_benches::{sample, texts};
use rustix::time::{ClockId, clock_gettime};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{ReloadPolicy, Term};

const DOCUMENTS: usize = 100_000;
const QUERIES: usize = 500;
const PAGE_WORDS: usize = 150;
const DEPTH: usize = 10;

#[derive(Default)]
struct Arguments {
    corpus: Option<PathBuf>,
    queries: Option<PathBuf>,
    index: Option<PathBuf>,
    documents: Option<usize>,
}

impl Arguments {
    fn read() -> Result<Self, Box<dyn Error>> {
        let mut this = Self::default();
        for argument in std::env::args().skip(1) {
            if let Some(dir) = argument.strip_prefix("--index=") {
                this.index = Some(PathBuf::from(dir));
            } else if let Some(documents) = argument.strip_prefix("--documents=") {
                this.documents = Some(documents.parse()?);
            } else if argument.starts_with("--") {
                // Cargo adds flags of its own, such as `--bench`.
            } else if this.corpus.is_none() {
                this.corpus = Some(PathBuf::from(argument));
            } else {
                this.queries = Some(PathBuf::from(argument));
            }
        }
        Ok(this)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::read()?;
    let temporary = tempfile::tempdir()?;
    let dir = arguments.index.clone().unwrap_or_else(|| temporary.path().to_owned());
    let mut out = std::io::stdout().lock();
    let mut cut = Vec::new();
    if let Some(corpus) = &arguments.corpus {
        cut = cut_pages(corpus, arguments.documents.unwrap_or(DOCUMENTS))?;
    }
    let (schema, analyzer) = (Arc::new(Schema::builtin().clone()), Analyzer::new());
    let kept = kept_texts(&schema, &analyzer)?;
    let mut pages = Pages::new(kept.iter().map(String::as_str), 1);
    let Opened { index, mut writer, .. } = Index::open(&dir, schema, analyzer.clone())?;
    if writer.sources().is_empty() {
        let generated = pages.by_ref().take(arguments.documents.unwrap_or(DOCUMENTS));
        if cut.is_empty() {
            fill(&index, &mut writer, generated)?
        } else {
            fill(&index, &mut writer, cut.iter().cloned())?
        }
        writer.commit()?;
        writer.publish()?;
    }
    writer.close()?;
    let queries = match &arguments.queries {
        Some(path) => members(path, "text", QUERIES)?,
        None if cut.is_empty() => (0..QUERIES).map(|_| pages.query()).collect(),
        None => cut
            .iter()
            .step_by((cut.len() / QUERIES).max(1))
            .take(QUERIES)
            .enumerate()
            .map(run_of_words)
            .collect(),
    };
    let searcher = index.searcher().ok_or("nothing was committed")?;
    let plain = Plain::open(&dir, analyzer)?;
    writeln!(
        out,
        "{} documents, {} queries, {} segments",
        searcher.documents(),
        queries.len(),
        plain.searcher.segment_readers().len()
    )?;
    let times = measure(
        &queries,
        [
            &|text| plain.top(text).map(drop),
            &|text| searcher.rank(text, DEPTH).map(drop).map_err(Box::from),
            &|text| answer(&searcher, text),
        ],
    )?;
    writeln!(out, "{:<44} {:>9} {:>9} {:>9}", "ms of processor time", "p50", "p99", "longest")?;
    let names = ["plain BM25, top 10", "full ranking, top 10", "full answer: 10 hits with snippets"];
    let mut medians = Vec::new();
    for (name, mut times) in names.into_iter().zip(times) {
        times.sort_unstable();
        let at = |percent: usize| {
            let rank = (times.len() * percent).div_ceil(100).max(1);
            times.get(rank - 1).map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        writeln!(out, "{name:<44} {:>9.3} {:>9.3} {:>9.3}", at(50), at(99), at(100))?;
        medians.push(at(50));
    }
    if let [plain, full, ..] = medians[..] {
        writeln!(out, "median of the full ranking: {:.2} times plain BM25", full / plain)?;
    }
    Ok(())
}

/// What an index keeps of the sample's documents, without what is cut.
fn kept_texts(schema: &Arc<Schema>, analyzer: &Analyzer) -> Result<Vec<String>, Box<dyn Error>> {
    let (dir, limits) = (tempfile::tempdir()?, Limits::default());
    let Opened { index, mut writer, .. } = Index::open(dir.path(), schema.clone(), analyzer.clone())?;
    let files = texts(&sample())?.into_iter().map(|text| {
        ParsedFile::from_bytes(&format!("sample/{}", text.path), text.content.as_bytes(), schema, &limits)
    });
    let files: Vec<_> = files.collect();
    files.iter().for_each(|file| writer.count(file));
    for file in &files {
        let shells = file.shells(&writer.shells());
        writer.put(file.prepare(&shells, schema, analyzer), Stamp::default(), 0)?;
    }
    writer.commit()?;
    writer.publish()?;
    let searcher = index.searcher().ok_or("nothing was committed")?;
    let everything = Query { limit: searcher.documents(), ..Query::default() };
    let zones = |hit: &Hit| -> String {
        let zones = hit.document.zones.iter().filter_map(|zone| hit.document.text.get(zone.range.clone()));
        zones.collect::<Vec<_>>().join("\n")
    };
    Ok(searcher.search(&everything)?.hits.iter().map(zones).collect())
}

/// Tantivy's own ranking over the stream of terms.
struct Plain {
    analyzer: Analyzer,
    searcher: tantivy::Searcher,
    field: tantivy::schema::Field,
}

impl Plain {
    fn open(dir: &Path, analyzer: Analyzer) -> Result<Self, Box<dyn Error>> {
        let generation = fs::read_to_string(dir.join("current"))?;
        let index = tantivy::Index::open_in_dir(dir.join(generation.trim()))?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { analyzer, searcher: reader.searcher(), field: index.schema().get_field("terms")? })
    }

    fn top(&self, text: &str) -> Result<Vec<(f32, tantivy::DocAddress)>, Box<dyn Error>> {
        let mut clauses: Vec<(Occur, Box<dyn tantivy::query::Query>)> = Vec::new();
        self.analyzer.analyze(text, Language::Polish, Side::Query, &mut |token| {
            if let Some(best) = token.terms.iter().next() {
                let term = Term::from_field_text(self.field, best.text);
                clauses.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
            }
        });
        Ok(self.searcher.search(&BooleanQuery::new(clauses), &TopDocs::with_limit(DEPTH).order_by_score())?)
    }
}

fn answer(searcher: &Searcher, text: &str) -> Asked {
    let query = Query { text: text.to_owned(), limit: DEPTH, ..Query::default() };
    searcher.search(&query)?;
    Ok(())
}

/// What asking gives: nothing but the time it took.
type Asked = Result<(), Box<dyn Error>>;

/// The processor time of each query on this thread for each way to ask: what else the machine does stands outside. The
/// middle of three.
fn measure<const WAYS: usize>(
    queries: &[String],
    ways: [&dyn Fn(&str) -> Asked; WAYS],
) -> Result<[Vec<Duration>; WAYS], Box<dyn Error>> {
    let mut all = [const { Vec::new() }; WAYS];
    for query in queries {
        for ask in ways {
            ask(query)?;
        }
        let mut times = [[Duration::ZERO; 3]; WAYS];
        for round in 0..3 {
            for (times, ask) in times.iter_mut().zip(ways) {
                let start = processor_time();
                ask(query)?;
                times[round] = processor_time() - start;
            }
        }
        for (all, mut times) in all.iter_mut().zip(times) {
            times.sort_unstable();
            all.push(times[1]);
        }
    }
    Ok(all)
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or_default(), time.tv_nsec.try_into().unwrap_or_default())
}

fn fill(
    index: &Index,
    writer: &mut fiszka::Writer,
    pages: impl Iterator<Item = Page>,
) -> Result<(), Box<dyn Error>> {
    let (start, limits) = (Instant::now(), Limits::default());
    let mut count = 0;
    for (at, Page { title, text }) in pages.enumerate() {
        let (path, content) = (format!("generated/{at}.txt"), format!("{title}\n\n{text}"));
        let file = Prepared::from_bytes(&path, content.as_bytes(), index.schema(), index.analyzer(), &limits);
        writer.put(file, Stamp::default(), 0)?;
        count = at + 1;
    }
    writeln!(std::io::stdout(), "{count} pages indexed in {:.0} s", start.elapsed().as_secs_f64())?;
    Ok(())
}

/// The texts of a file of JSON Lines, cut into pages.
fn cut_pages(path: &Path, documents: usize) -> Result<Vec<Page>, Box<dyn Error>> {
    let mut pages = Vec::new();
    for text in members(path, "text", usize::MAX)? {
        let words: Vec<&str> = text.split_whitespace().collect();
        for page in words.chunks(PAGE_WORDS) {
            if pages.len() == documents {
                return Ok(pages);
            }
            let (title, text) = page.split_at(page.len().min(6));
            pages.push(Page { title: title.join(" "), text: text.join(" ") });
        }
    }
    Ok(pages)
}

/// Two to eight words from the middle of a page.
fn run_of_words((at, page): (usize, &Page)) -> String {
    let words: Vec<&str> = page.text.split(' ').collect();
    let start = words.len() / 2;
    let end = (start + 2 + at % 7).min(words.len());
    words.get(start..end).unwrap_or_default().join(" ")
}

fn members(path: &Path, name: &str, most: usize) -> Result<Vec<String>, Box<dyn Error>> {
    let mut texts = Vec::new();
    for line in BufReader::new(File::open(path)?).lines().take(most) {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        texts.extend(record.get(name).and_then(serde_json::Value::as_str).map(str::to_owned));
    }
    Ok(texts)
}
