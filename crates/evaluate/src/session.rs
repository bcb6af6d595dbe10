//! A collection behind the search engine: its documents indexed, its queries asked.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

use fiszka::document::Identity;
use fiszka::{Analyzer, Index, Opened, Prepared, Ranking, Schema, Searcher, Stamp, StoredId, Writer};

use crate::collection::{Collection, CorpusDocument, Query};
use crate::error::{Error, Result};
use crate::latency::Latencies;
use crate::page::to_document;
use crate::run::{Run, ScoredDocument};

/// Documents that are analysed at once, and queries that are asked at once.
const BATCH: usize = 512;
/// How deep a measured answer goes: the page that `fiszka search` shows.
const ANSWER_DEPTH: usize = 10;

/// An index whose documents carry the ids of a collection. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Session {
    searcher: Searcher,
    ids: Arc<Ids>,
}

/// What a collection calls the documents of the index.
#[derive(Debug)]
enum Ids {
    /// The path of the identity.
    Identity,
    /// The path of the file behind the name of its folder, and the number of the document when it holds several.
    Files {
        /// Ids of the documents of each file, in order.
        sources: BTreeMap<String, Vec<String>>,
    },
}

/// The answers to the queries of a collection.
#[derive(Clone, Debug)]
pub struct Answers {
    /// The rankings.
    pub run: Run,
    /// How long the ten best answers to each query took.
    pub latencies: Latencies,
}

impl Session {
    /// Indexes the documents of `corpus.jsonl` in the folder `dir`, in one commit. An index of the same file, whole
    /// and made with the same schema and analysis, is reused. `progress` is told the number of documents done.
    ///
    /// # Errors
    /// When the corpus cannot be read, has a malformed line or an id twice, or the index cannot be written; with
    /// [`Error::OtherIndex`] when `dir` holds an index of something else.
    pub fn of_collection(
        collection: &Collection,
        dir: &Path,
        schema: Arc<Schema>,
        analyzer: Analyzer,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Self> {
        let stamp = stamp(collection.corpus_path())?;
        let Opened { index, mut writer, .. } = Index::open(dir, schema, analyzer)?;
        if writer.sources().is_empty() {
            fill(&index, &mut writer, collection, stamp, progress)?;
            writer.commit()?;
        } else if writer.sources().values().any(|source| source.stamp != stamp) {
            return Err(Error::OtherIndex { dir: dir.to_owned() });
        }
        writer.publish()?;
        writer.close()?;
        Self::new(&index, dir, Ids::Identity)
    }

    /// Opens an index of files that was made from one corpus folder.
    ///
    /// # Errors
    /// When the index cannot be read, or is in use by another process.
    pub fn of_files(dir: &Path, schema: Arc<Schema>, analyzer: Analyzer) -> Result<Self> {
        // Only the writer knows the sources.
        let Opened { index, writer, .. } = Index::open(dir, schema, analyzer)?;
        let sources =
            writer.sources().iter().map(|(path, source)| (path.clone(), source.ids.clone())).collect();
        Self::new(&index, dir, Ids::Files { sources })
    }

    fn new(index: &Index, dir: &Path, ids: Ids) -> Result<Self> {
        let searcher = index.searcher().ok_or_else(|| fiszka::Error::NoIndex { path: dir.to_owned() })?;
        Ok(Self { searcher, ids: Arc::new(ids) })
    }

    /// The same index, ranked with other constants.
    #[must_use]
    pub fn with_ranking(&self, ranking: Ranking) -> Self {
        Self { searcher: self.searcher.with_ranking(ranking), ids: Arc::clone(&self.ids) }
    }

    /// How many documents can be found.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.searcher.documents()
    }

    /// Asks every query for its `depth` best documents, in a run with this tag. The latency is measured in a second
    /// pass over the queries, when the index is in memory. `progress` is told how many of how many questions are
    /// done.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn ask(
        &self,
        queries: &[Query],
        depth: usize,
        tag: &str,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Answers> {
        let total = 2 * queries.len();
        let run = self.rank_all(queries, depth, tag, &mut |done| progress(done, total))?;
        let mut durations = Vec::with_capacity(queries.len());
        for (done, query) in (queries.len()..).zip(queries) {
            progress(done, total);
            durations.push(self.time(&query.text)?);
        }
        Ok(Answers { run, latencies: durations.into_iter().collect() })
    }

    /// How long the ten best answers take.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn time(&self, text: &str) -> Result<Duration> {
        let start = Instant::now();
        self.searcher.rank(text, ANSWER_DEPTH)?;
        Ok(start.elapsed())
    }

    /// How many documents match, and whether there are partial matches only. What is refused finds nothing.
    #[must_use]
    pub fn count(&self, text: &str) -> (usize, bool) {
        let query = fiszka::Query { text: text.to_owned(), limit: 1, ..fiszka::Query::default() };
        self.searcher.search(&query).map_or((0, false), |answer| (answer.total, answer.weak))
    }

    /// Asks every query for its `depth` best documents, on all processors, without measuring time. `progress` is
    /// told how many questions are done.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn rank_all(
        &self,
        queries: &[Query],
        depth: usize,
        tag: &str,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Run> {
        let mut run = Run::new(tag);
        let mut done = 0;
        for batch in queries.chunks(BATCH) {
            let rankings = on_all_processors(batch, &|query: &Query| self.rank(&query.text, depth));
            for (query, ranking) in batch.iter().zip(rankings) {
                run.insert(&query.id, ranking?)?;
            }
            done += batch.len();
            progress(done);
        }
        Ok(run)
    }

    fn rank(&self, text: &str, depth: usize) -> Result<Vec<ScoredDocument>> {
        let ranked = self.searcher.rank(text, depth)?;
        Ok(ranked.into_iter().map(|(id, score)| ScoredDocument { id: self.name(id), score }).collect())
    }

    fn name(&self, stored: StoredId) -> String {
        match &*self.ids {
            Ids::Identity => match stored.identity {
                Identity::Path(id) => id,
                other => other.to_string(),
            },
            Ids::Files { sources } => {
                let ids = sources.get(&stored.path).map(Vec::as_slice).unwrap_or_default();
                let file = stored.path.split_once('/').map_or(stored.path.as_str(), |(_corpus, file)| file);
                match ids.iter().position(|id| *id == stored.id) {
                    Some(before) if ids.len() > 1 => format!("{file}#{}", before + 1),
                    _ => file.to_owned(),
                }
            }
        }
    }
}

/// Raised whenever lines of a corpus become other documents: an index of the old ones is not reused.
const PAGES_VERSION: i64 = 2;

/// Every document carries the stamp of the whole corpus: it tells whether the index is one of this file.
fn stamp(corpus: &Path) -> Result<Stamp> {
    let path = corpus.to_owned();
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => Error::NoCorpus { path },
        _ => Error::File { path, source },
    };
    let stat = || {
        let metadata = corpus.metadata()?;
        let modified = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok((metadata.len(), modified.as_nanos()))
    };
    let (size_bytes, modified_ns) = stat().map_err(failed)?;
    Ok(Stamp {
        size_bytes,
        modified_ns: i64::try_from(modified_ns).unwrap_or(i64::MAX).saturating_add(PAGES_VERSION),
    })
}

fn fill(
    index: &Index,
    writer: &mut Writer,
    collection: &Collection,
    stamp: Stamp,
    progress: &mut dyn FnMut(usize),
) -> Result<()> {
    let mut corpus = collection.corpus()?;
    loop {
        let batch: Vec<CorpusDocument> = corpus.by_ref().take(BATCH).collect::<Result<_>>()?;
        if batch.is_empty() {
            return Ok(());
        }
        for (document, prepared) in batch.iter().zip(prepare(&batch, index)) {
            if writer.sources().contains_key(&document.id) {
                let path = collection.corpus_path().to_owned();
                return Err(Error::RepeatedId { path, id: document.id.clone() });
            }
            writer.put(prepared, stamp, 0)?;
        }
        progress(writer.sources().len());
    }
}

/// Analyses a batch on all processors; the results stand in its order.
fn prepare(batch: &[CorpusDocument], index: &Index) -> Vec<Prepared> {
    on_all_processors(batch, &|document: &CorpusDocument| {
        let made = to_document(document, index.schema());
        Prepared::from_document(&document.id, made, index.schema(), index.analyzer())
    })
}

/// Does the work for every item; the results stand in the items' order.
fn on_all_processors<T: Sync, R: Send>(items: &[T], work: &(dyn Fn(&T) -> R + Sync)) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let share = items.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = items
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().map(work).collect::<Vec<_>>()))
            .collect();
        let join = |worker: thread::ScopedJoinHandle<'_, Vec<R>>| {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        workers.into_iter().flat_map(join).collect()
    })
}
