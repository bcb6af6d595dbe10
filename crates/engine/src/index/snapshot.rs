//! One commit, ready to be searched.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::columnar::Column;
use tantivy::{DocId, Index as TantivyIndex, ReloadPolicy, Searcher};

use crate::error::Result;
use crate::fields::column;
use crate::search::RememberedPhrases;
use crate::suggest::Suggester;

/// A commit with what every query needs of its documents.
pub(crate) struct Snapshot {
    pub(crate) searcher: Searcher,
    pub(crate) segments: Vec<Segment>,
    /// The commit's number.
    pub(crate) generation: u64,
    /// Documents that can be results.
    pub(crate) documents: usize,
    title_ranks: OnceLock<Vec<Vec<u32>>>,
    /// Made when it is first asked for.
    suggester: Mutex<Option<Arc<Suggester>>>,
}

/// One segment of a commit.
pub(crate) struct Segment {
    /// Words of each document as a multiple of the mean; 0 marks what can be no result: deleted documents,
    /// sources, empty pages.
    pub(crate) lengths: Vec<f32>,
    /// First 64 bits of each document's id: breaks ties in the same way whatever the segments are.
    pub(crate) keys: Vec<u64>,
    pub(crate) zones: Column<u64>,
    pub(crate) published: Vec<Option<i64>>,
    /// The numbers of each document's sketch.
    pub(crate) sketches: Column<u64>,
    pub(crate) phrases: RememberedPhrases,
}

impl Segment {
    /// Whether a document can be a result.
    pub(crate) fn is_result(&self, doc: DocId) -> bool {
        self.lengths.get(doc as usize).is_some_and(|length| *length > 0.0)
    }
}

impl Snapshot {
    pub(crate) fn new(index: &TantivyIndex, generation: u64) -> Result<Self> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let mut segments = Vec::with_capacity(searcher.segment_readers().len());
        let (mut documents, mut words_total) = (0_usize, 0.0_f64);
        for reader in searcher.segment_readers() {
            let words = reader.fast_fields().u64(column::WORDS)?;
            let mut lengths = vec![0.0; reader.max_doc() as usize];
            for (doc, length) in (0..).zip(&mut lengths) {
                if let Some(words) = words.first(doc).filter(|_| !reader.is_deleted(doc)) {
                    documents += 1;
                    words_total += words as f64;
                    *length = (words as f32).max(1.0);
                }
            }
            // Every candidate of every query asks for these two, and columns are packed.
            let (keys, published) =
                (reader.fast_fields().u64(column::KEY)?, reader.fast_fields().i64(column::PUBLISHED)?);
            segments.push(Segment {
                lengths,
                keys: (0..reader.max_doc()).map(|doc| keys.first(doc).unwrap_or_default()).collect(),
                zones: reader.fast_fields().u64(column::ZONES)?,
                published: (0..reader.max_doc()).map(|doc| published.first(doc)).collect(),
                sketches: reader.fast_fields().u64(column::SKETCH)?,
                phrases: RememberedPhrases::new(reader.max_doc() as usize),
            });
        }
        let mean = if documents == 0 { 1.0 } else { (words_total / documents as f64).max(1.0) };
        #[expect(clippy::cast_possible_truncation, reason = "a mean number of words fits any float")]
        let mean_words = mean as f32;
        for length in segments.iter_mut().flat_map(|segment| &mut segment.lengths) {
            *length /= mean_words;
        }
        Ok(Self {
            searcher,
            segments,
            generation,
            documents,
            title_ranks: OnceLock::new(),
            suggester: Mutex::default(),
        })
    }

    /// The suggestions of this commit, which `make` makes if nobody has made them.
    pub(crate) fn suggester(&self, make: impl FnOnce() -> Result<Suggester>) -> Result<Arc<Suggester>> {
        let mut suggester = self.suggester.lock().unwrap_or_else(PoisonError::into_inner);
        match &*suggester {
            Some(made) => Ok(Arc::clone(made)),
            None => Ok(Arc::clone(suggester.insert(Arc::new(make()?)))),
        }
    }

    /// For each segment the rank of each document's title in the order of the alphabet: equal titles have one, no title
    /// has `u32::MAX`. Computed when first asked for.
    pub(crate) fn title_ranks(&self) -> Result<&[Vec<u32>]> {
        if let Some(ranks) = self.title_ranks.get() {
            return Ok(ranks);
        }
        let ranks = title_ranks(&self.searcher)?;
        Ok(self.title_ranks.get_or_init(|| ranks))
    }
}

fn title_ranks(searcher: &Searcher) -> Result<Vec<Vec<u32>>> {
    // Every title key with its segment and its number there.
    let mut keys: Vec<(Vec<u8>, usize, u64)> = Vec::new();
    let mut columns = Vec::new();
    for (at, reader) in searcher.segment_readers().iter().enumerate() {
        let column = reader.fast_fields().bytes(column::TITLE_KEY)?;
        if let Some(column) = &column {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                keys.push((terms.key().to_vec(), at, terms.term_ord()));
            }
        }
        columns.push(column);
    }
    keys.sort_unstable();
    let mut ranks_of_keys = vec![HashMap::new(); columns.len()];
    let mut rank = 0;
    let mut last = None;
    for (key, segment, ordinal) in &keys {
        if last.replace(key).is_some_and(|last| last != key) {
            rank += 1;
        }
        if let Some(ranks) = ranks_of_keys.get_mut(*segment) {
            ranks.insert(*ordinal, rank);
        }
    }
    let segments = searcher.segment_readers().iter().zip(columns).zip(ranks_of_keys);
    let ranks = segments.map(|((reader, column), ranks)| {
        let rank =
            |doc| column.as_ref().and_then(|column| ranks.get(&column.term_ords(doc).next()?).copied());
        (0..reader.max_doc()).map(|doc| rank(doc).unwrap_or(u32::MAX)).collect()
    });
    Ok(ranks.collect())
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot")
            .field("generation", &self.generation)
            .field("documents", &self.documents)
            .finish_non_exhaustive()
    }
}
