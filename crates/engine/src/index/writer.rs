//! The one writer of an index.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::sync::Arc;

use fiszka_document::{RecordField, SiteShells, Value};
use tantivy::indexer::LogMergePolicy;
use tantivy::{Index as TantivyIndex, IndexWriter, TantivyDocument, Term};

use crate::error::Result;
use crate::fields::ColumnType;
use crate::index::folder::{Payload, Shared};
use crate::index::prepare::{ParsedFile, Prepared, PreparedDocument, Stamp};
use crate::index::records::{Record, Source, SourceDiagnostic, SourceState, StoredDocument, StoredSource};
use crate::index::sites::Sites;
use crate::index::snapshot::Snapshot;
use crate::value::{days, texts};

/// Memory of the writer before it writes a segment.
const WRITER_MEMORY_BYTES: usize = 64 << 20;

/// Share of deleted documents from which a segment is written anew. tantivy's default is never.
const DELETED_RATIO_MAX: f32 = 0.2;

/// Writes sources and their documents. What was put becomes visible, and safe from a crash, with
/// [`commit`](Self::commit).
///
/// Every file of the corpus has a [`Source`]; a document belongs to the first of the sources, in order of
/// their paths, that claim its id.
pub struct Writer {
    shared: Arc<Shared>,
    /// Held for as long as the writer lives.
    _lock: File,
    index: TantivyIndex,
    writer: IndexWriter,
    generation_name: String,
    generation: u64,
    published: bool,
    sources: BTreeMap<String, Source>,
    sites: Sites,
    /// Which sources claim a document; the first one owns it.
    claims: HashMap<String, BTreeSet<String>>,
    stale: BTreeSet<String>,
    dirty: bool,
}

/// What a commit made visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit {
    /// Its number, which every answer carries.
    pub generation: u64,
    /// Documents that can be results.
    pub documents: usize,
}

impl Writer {
    pub(crate) fn new(
        shared: Arc<Shared>,
        lock: File,
        generation_name: String,
        index: &TantivyIndex,
        generation: u64,
        published: bool,
    ) -> Result<Self> {
        let writer: IndexWriter = index.writer_with_num_threads(1, WRITER_MEMORY_BYTES)?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_RATIO_MAX);
        writer.set_merge_policy(Box::new(policy));
        let mut this = Self {
            shared,
            _lock: lock,
            index: index.clone(),
            writer,
            generation_name,
            generation,
            published,
            sources: BTreeMap::new(),
            sites: Sites::default(),
            claims: HashMap::new(),
            stale: BTreeSet::new(),
            dirty: false,
        };
        this.read_sources()?;
        Ok(this)
    }

    fn read_sources(&mut self) -> Result<()> {
        let snapshot = Snapshot::new(&self.index, self.generation)?;
        for reader in snapshot.searcher.segment_readers() {
            let store = reader.get_store_reader(8)?;
            let index = reader.inverted_index(self.shared.fields.source)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let term = Term::from_field_bytes(self.shared.fields.source, terms.key());
                let Some(mut postings) =
                    index.read_block_postings(&term, tantivy::schema::IndexRecordOption::Basic)?
                else {
                    continue;
                };
                while postings.block_len() > 0 {
                    for &doc in postings.docs().iter().filter(|doc| !reader.is_deleted(**doc)) {
                        let document: TantivyDocument = store.get(doc)?;
                        if let Record::Source(StoredSource { source, pages }) =
                            self.shared.record(&document)?
                        {
                            let source = source.into_owned();
                            self.claim(&source);
                            self.sites.set(&source.path, &pages);
                            self.sources.insert(source.path.clone(), source);
                        }
                    }
                    postings.advance();
                }
            }
        }
        Ok(())
    }

    fn claim(&mut self, source: &Source) {
        for id in &source.ids {
            self.claims.entry(id.clone()).or_default().insert(source.path.clone());
        }
    }

    /// The sources the index knows, in order of their paths.
    pub fn sources(&self) -> &BTreeMap<String, Source> {
        &self.sources
    }

    /// Counts the lines of a file's pages, so that [`shells`](Self::shells) knows them. To be done for all files
    /// of a batch before the first is prepared: then none has to be cleaned twice.
    pub fn count(&mut self, file: &ParsedFile) {
        self.sites.set(&file.path, &file.lines);
    }

    /// The shells of all sites, from the pages that were put or counted.
    pub fn shells(&self) -> SiteShells<'_> {
        self.sites.shells()
    }

    /// Puts a file in place of what was known of it.
    ///
    /// # Errors
    ///
    /// When the index cannot be written.
    pub fn put(&mut self, prepared: Prepared, stamp: Stamp, read_ns: i64) -> Result<()> {
        let Prepared { path, hash, state, documents, diagnostics, lines, shells } = prepared;
        let ids = documents.iter().map(|document| document.id.clone()).collect();
        let source = Source { path, stamp, read_ns, hash, state, ids, diagnostics, shells };
        self.sites.set(&source.path, &lines);
        self.delete_terms(&source.path);
        self.set_claims(&source.path, &source.ids);
        let mut seen = BTreeSet::new();
        for document in documents {
            // A file that names one document twice keeps the first.
            let owns = self.owner(&document.id) == Some(source.path.as_str());
            if owns && seen.insert(document.id.clone()) {
                self.add_document(&source.path, document)?;
            }
        }
        self.add_source(source)
    }

    /// Notes that a file has a new stamp but the same bytes.
    ///
    /// # Errors
    ///
    /// When the index cannot be written.
    pub fn touch(&mut self, path: &str, stamp: Stamp, read_ns: i64) -> Result<()> {
        let Some(known) = self.sources.get(path) else { return Ok(()) };
        let source = Source { stamp, read_ns, ..known.clone() };
        self.writer.delete_term(Term::from_field_text(self.shared.fields.source, path));
        self.add_source(source)
    }

    /// Notes that a file is there but cannot be read. Documents that are known of it stay.
    ///
    /// # Errors
    ///
    /// When the index cannot be written.
    pub fn unreadable(&mut self, path: &str, stamp: Stamp, reason: SourceDiagnostic) -> Result<()> {
        let mut source = self.sources.get(path).cloned().unwrap_or_else(|| Source {
            path: path.to_owned(),
            stamp,
            read_ns: 0,
            hash: String::new(),
            state: SourceState::Unreadable,
            ids: Vec::new(),
            diagnostics: Vec::new(),
            shells: Vec::new(),
        });
        if source.state == SourceState::Unreadable && source.diagnostics.contains(&reason) {
            return Ok(());
        }
        source.state = SourceState::Unreadable;
        source.diagnostics = vec![reason];
        self.writer.delete_term(Term::from_field_text(self.shared.fields.source, path));
        self.add_source(source)
    }

    /// Removes a file and its documents.
    pub fn remove(&mut self, path: &str) {
        if self.sources.contains_key(path) {
            self.delete_terms(path);
            self.set_claims(path, &[]);
            self.sites.set(path, &[]);
            self.sources.remove(path);
            self.dirty = true;
        }
    }

    /// Sources that must be read and put again: the shell of their site changed, or one of their documents passed
    /// from one source to another. Ask after a batch of changes and until it is empty; that takes one round more
    /// unless files change meanwhile, for what a page shares does not depend on how it was cleaned.
    pub fn take_stale(&mut self) -> BTreeSet<String> {
        self.stale.extend(self.sites.take_outdated(&self.sources));
        std::mem::take(&mut self.stale)
    }

    /// Keeps a stale source that cannot be read again now: whoever opens the next commit finds it changed.
    pub fn keep_stale(&mut self, path: &str) {
        self.stale.insert(path.to_owned());
    }

    /// Whether anything was changed since the last commit.
    pub fn has_changes(&self) -> bool {
        self.dirty
    }

    /// Makes everything that was put safe. It also becomes visible, unless a first generation is still being
    /// built: that is shown by [`publish`](Self::publish).
    ///
    /// # Errors
    ///
    /// When the index cannot be written; then nothing of the batch is visible.
    pub fn commit(&mut self) -> Result<Commit> {
        self.stale.extend(self.sites.take_outdated(&self.sources));
        // Whoever opens this commit after a crash has to read the stale sources again.
        for path in self.stale.clone() {
            if let Some(known) = self.sources.get(&path) {
                let source = Source { read_ns: 0, hash: String::new(), ..known.clone() };
                self.writer.delete_term(Term::from_field_text(self.shared.fields.source, &path));
                self.add_source(source)?;
            }
        }
        self.generation += 1;
        let payload = Payload { fingerprint: self.shared.fingerprint.clone(), generation: self.generation };
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(&serde_json::to_string(&payload).unwrap_or_default());
        prepared.commit()?;
        self.dirty = false;
        let snapshot = Snapshot::new(&self.index, self.generation)?;
        let commit = Commit { generation: self.generation, documents: snapshot.documents };
        if self.published {
            self.shared.show(snapshot);
        }
        Ok(commit)
    }

    /// Whether this generation is the one that answers.
    pub fn is_published(&self) -> bool {
        self.published
    }

    /// Whether an older generation answers until this one is published.
    pub fn replaces_another(&self) -> bool {
        !self.published && self.shared.snapshot().is_some()
    }

    /// Makes this generation, complete after its first scan, the one that answers.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written.
    pub fn publish(&mut self) -> Result<()> {
        if !self.published {
            self.shared.publish(&self.generation_name)?;
            self.published = true;
            self.shared.show(Snapshot::new(&self.index, self.generation)?);
        }
        Ok(())
    }

    /// Forgets everything that was put since the last commit.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn rollback(&mut self) -> Result<()> {
        self.writer.rollback()?;
        self.sources.clear();
        self.sites = Sites::default();
        self.claims.clear();
        self.stale.clear();
        self.dirty = false;
        self.read_sources()
    }

    /// Waits for merges that are under way and releases the index.
    ///
    /// # Errors
    ///
    /// When a merge failed.
    pub fn close(self) -> Result<()> {
        Ok(self.writer.wait_merging_threads()?)
    }

    pub(crate) fn generation_name(&self) -> &str {
        &self.generation_name
    }

    fn owner(&self, id: &str) -> Option<&str> {
        self.claims.get(id)?.first().map(String::as_str)
    }

    fn delete_terms(&mut self, path: &str) {
        self.writer.delete_term(Term::from_field_text(self.shared.fields.document_of, path));
        self.writer.delete_term(Term::from_field_text(self.shared.fields.source, path));
        self.dirty = true;
    }

    /// Replaces the claims of a source. Whoever wins or loses a document to it becomes stale.
    fn set_claims(&mut self, path: &str, ids: &[String]) {
        let known = self.sources.get(path).map(|source| source.ids.clone()).unwrap_or_default();
        for id in known.iter().chain(ids) {
            let claimants = self.claims.entry(id.clone()).or_default();
            let before = claimants.first().cloned();
            if ids.contains(id) {
                claimants.insert(path.to_owned());
            } else {
                claimants.remove(path);
            }
            let after = claimants.first().cloned();
            if claimants.is_empty() {
                self.claims.remove(id);
            }
            if before != after {
                self.stale.extend([before, after].into_iter().flatten());
            }
        }
        self.stale.remove(path);
    }

    fn add_source(&mut self, source: Source) -> Result<()> {
        let mut document = TantivyDocument::default();
        document.add_text(self.shared.fields.source, &source.path);
        document.add_text(self.shared.fields.kind, "source");
        let pages = Cow::Borrowed(self.sites.pages(&source.path));
        let stored = StoredSource { source: Cow::Borrowed(&source), pages };
        document.add_bytes(self.shared.fields.stored, &Record::encode_source(&stored)?);
        self.writer.add_document(document)?;
        self.sources.insert(source.path.clone(), source);
        self.dirty = true;
        Ok(())
    }

    fn add_document(&mut self, path: &str, prepared: PreparedDocument) -> Result<()> {
        let fields = &self.shared.fields;
        let PreparedDocument { id, document, exact, terms, prefix, zones, words } = prepared;
        let mut entry = TantivyDocument::default();
        entry.add_text(fields.document_of, path);
        entry.add_u64(fields.key, id_key(&id));
        entry.add_text(fields.id, &id);
        entry.add_text(fields.kind, &document.kind);
        if !document.empty {
            entry.add_u64(fields.words, words);
            entry.add_text(fields.exact, exact.into_text());
            entry.add_text(fields.terms, terms.into_text());
            entry.add_text(fields.prefix, prefix.into_text());
            for zone in zones {
                entry.add_u64(fields.zones, zone.to_number());
            }
            if let Some(published) = document.published {
                entry.add_i64(fields.published, days(published));
            }
            self.add_columns(&mut entry, &document.record);
        }
        let stored = StoredDocument { path: path.to_owned(), document };
        entry.add_bytes(fields.stored, &Record::encode_document(&stored)?);
        self.writer.add_document(entry)?;
        Ok(())
    }

    fn add_columns(&self, entry: &mut TantivyDocument, record: &[RecordField]) {
        for field in record {
            let Some(column) = self.shared.fields.column(&field.name) else { continue };
            match (column.column_type, &field.value) {
                (ColumnType::Integer, Value::Integer(number)) => entry.add_i64(column.field, *number),
                (ColumnType::Day, Value::Date(date)) => entry.add_i64(column.field, days(*date)),
                (ColumnType::Text, value) => {
                    texts(value).iter().for_each(|text| entry.add_text(column.field, text));
                }
                _ => {}
            }
        }
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("generation", &self.generation_name)
            .field("sources", &self.sources.len())
            .finish_non_exhaustive()
    }
}

/// The first 64 bits of an id's hash: breaks ties, the same in every segment.
fn id_key(id: &str) -> u64 {
    let hash = blake3::hash(id.as_bytes());
    let [a, b, c, d, e, f, g, h, ..] = *hash.as_bytes();
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}
