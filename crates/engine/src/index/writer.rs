//! The one writer of an index.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::sync::Arc;

use fiszka_document::SiteShells;
use tantivy::indexer::LogMergePolicy;
use tantivy::{Index as TantivyIndex, IndexWriter, TantivyDocument, Term};

use crate::error::Result;
use crate::index::claims::Claims;
use crate::index::entries;
use crate::index::folder::{Payload, Shared};
use crate::index::prepare::{ParsedFile, Prepared, Stamp};
use crate::index::records::{Record, Source, SourceDiagnostic, SourceState, StoredDocument, StoredSource};
use crate::index::settle::{Settled, ids_of_pages, settle};
use crate::index::sites::Sites;
use crate::index::snapshot::Snapshot;

/// Memory of the writer before it writes a segment.
const WRITER_MEMORY_BYTES: usize = 64 << 20;

/// Share of deleted documents from which a segment is written anew. tantivy's default is never.
const DELETED_RATIO_MAX: f32 = 0.2;

/// Writes sources and their documents. What was put becomes visible, and safe from a crash, with
/// [`commit`](Self::commit).
///
/// Every file of the corpus has a [`Source`]. A document that several sources claim by its id is put together from what
/// all of them say, in order of their paths, with every commit.
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
    claims: Claims,
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
            claims: Claims::default(),
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
                            self.claims.load(&source.path, &source.ids);
                            self.sites.set(&source.path, &pages);
                            self.sources.insert(source.path.clone(), source);
                        }
                    }
                    postings.advance();
                }
            }
        }
        if !Payload::of(&self.index)?.settled {
            self.claims.unsettle(ids_of_pages(&self.shared, &snapshot.searcher)?);
            self.dirty = self.claims.has_unsettled();
        }
        Ok(())
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
        let Prepared { mut path, hash, state, content, documents, diagnostics, lines, shells } = prepared;
        let ids: Vec<String> = documents.iter().map(|document| document.id.clone()).collect();
        self.sites.set(&path, &lines);
        self.delete_terms(&path);
        self.replace_claims(&path, &ids);
        for prepared in documents {
            let fields = &self.shared.fields;
            let entry = if self.claims.is_shared(&prepared.id) {
                let stored = StoredDocument { path, pages: Vec::new(), document: prepared.document };
                let entry = entries::of_page(fields, &prepared.id, &stored)?;
                path = stored.path;
                entry
            } else {
                entries::of_document(fields, &path, Vec::new(), prepared)?
            };
            self.writer.add_document(entry)?;
        }
        let duplicates = BTreeMap::new();
        self.add_source(Source {
            path,
            stamp,
            read_ns,
            hash,
            state,
            ids,
            duplicates,
            content,
            diagnostics,
            shells,
        })
    }

    /// Whether a file says the same as what is known of it: at most its counters differ.
    pub fn says_the_same(&self, file: &Prepared) -> bool {
        self.sources.get(&file.path).is_some_and(|known| known.content == file.content)
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
            duplicates: BTreeMap::new(),
            content: String::new(),
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
            self.replace_claims(path, &[]);
            self.sites.set(path, &[]);
            self.sources.remove(path);
            self.dirty = true;
        }
    }

    /// Sources that must be read and put again, because the shell of their site changed. Ask after a batch of changes
    /// and until it is empty; that takes one round more unless files change meanwhile, for what a page shares does not
    /// depend on how it was cleaned.
    pub fn take_stale(&mut self) -> BTreeSet<String> {
        self.stale.extend(self.sites.take_outdated(&self.sources));
        std::mem::take(&mut self.stale)
    }

    /// Keeps a stale source that cannot be read again now: whoever opens the next commit finds it changed.
    pub fn keep_stale(&mut self, path: &str) {
        self.stale.insert(path.to_owned());
    }

    /// Whether anything was changed since the last commit, or has to be put together after a crash.
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
        if self.claims.has_unsettled() {
            self.write_commit(false)?;
            self.settle()?;
        }
        self.write_commit(true)?;
        self.dirty = false;
        let snapshot = Snapshot::new(&self.index, self.generation)?;
        let commit = Commit { generation: self.generation, documents: snapshot.documents };
        if self.published {
            self.shared.show(snapshot);
        }
        Ok(commit)
    }

    fn write_commit(&mut self, settled: bool) -> Result<()> {
        self.generation += 1;
        let fingerprint = self.shared.fingerprint.clone();
        let payload = Payload { fingerprint, generation: self.generation, settled };
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(&serde_json::to_string(&payload).unwrap_or_default());
        prepared.commit()?;
        Ok(())
    }

    /// Puts the documents together that several sources claim, or claimed until now.
    fn settle(&mut self) -> Result<()> {
        let searcher = Snapshot::new(&self.index, self.generation)?.searcher;
        let shared = Arc::clone(&self.shared);
        for id in self.claims.take_unsettled() {
            let is_claimant = |path: &str| self.claims.is_claimed_by(&id, path);
            let Settled { entries, given_by } = settle(&shared, &searcher, &id, is_claimant)?;
            self.writer.delete_term(Term::from_field_text(shared.fields.id, &id));
            self.writer.delete_term(Term::from_field_text(shared.fields.page_of, &id));
            for entry in entries {
                self.writer.add_document(entry)?;
            }
            for (path, giver) in given_by {
                self.note_giver(&path, &id, giver)?;
            }
        }
        Ok(())
    }

    /// Notes which source gives a document that a source claims; none when it gives it itself.
    fn note_giver(&mut self, path: &str, id: &str, giver: Option<String>) -> Result<()> {
        let Some(mut source) = self.sources.get(path).cloned() else { return Ok(()) };
        match giver {
            Some(giver) => source.duplicates.insert(id.to_owned(), giver),
            None => source.duplicates.remove(id),
        };
        let gives_none = source.ids.iter().all(|id| source.duplicates.contains_key(id));
        source.state = match source.state {
            SourceState::Indexed if gives_none => SourceState::Duplicate,
            SourceState::Duplicate if !gives_none => SourceState::Indexed,
            state => state,
        };
        if self.sources.get(path) != Some(&source) {
            self.writer.delete_term(Term::from_field_text(self.shared.fields.source, path));
            self.add_source(source)?;
        }
        Ok(())
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
        self.claims = Claims::default();
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

    fn delete_terms(&mut self, path: &str) {
        self.writer.delete_term(Term::from_field_text(self.shared.fields.document_of, path));
        self.writer.delete_term(Term::from_field_text(self.shared.fields.source, path));
        self.dirty = true;
    }

    fn replace_claims(&mut self, path: &str, ids: &[String]) {
        let known = self.sources.get(path).map(|source| source.ids.as_slice()).unwrap_or_default();
        self.claims.replace(path, known, ids);
        self.stale.remove(path);
    }

    fn add_source(&mut self, source: Source) -> Result<()> {
        let entry = entries::of_source(&self.shared.fields, &source, self.sites.pages(&source.path))?;
        self.writer.add_document(entry)?;
        self.sources.insert(source.path.clone(), source);
        self.dirty = true;
        Ok(())
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
