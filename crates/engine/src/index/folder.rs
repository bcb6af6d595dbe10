//! The folder of an index and its generations.
//!
//! ```text
//! INDEX/lock           held by the one process that writes
//! INDEX/current        name of the generation that answers, replaced by rename
//! INDEX/gen-000001/    a tantivy index
//! ```
//!
//! A generation belongs to one fingerprint of schema, analysis and layout. When that differs, a new
//! generation is built beside the old one and takes its place when it is complete; until then the old one
//! answers, if its layout can still be read.

use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use fiszka_analysis::{Analyzer, TapeTokenizer};
use fiszka_schema::Schema;
use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::schema::Value as _;
use tantivy::{Index as TantivyIndex, TantivyDocument};

use crate::error::{Error, Result};
use crate::fields::{Fields, LAYOUT_VERSION, TAPE};
use crate::index::records::{Record, StoredDocument};
use crate::index::snapshot::Snapshot;
use crate::index::writer::Writer;
use crate::search::{Searcher, Vocabulary};

const CURRENT: &str = "current";
const LOCK: &str = "lock";
const GENERATION_PREFIX: &str = "gen-";

/// What a commit says about itself, kept in tantivy's commit payload.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payload {
    pub(crate) fingerprint: String,
    /// Rises by one with every commit, across generations of the folder.
    pub(crate) generation: u64,
    /// Whether documents of several sources are put together. A crash may leave a commit where they are not.
    #[serde(default)]
    pub(crate) settled: bool,
}

impl Payload {
    pub(crate) fn of(index: &TantivyIndex) -> Result<Self> {
        let payload = index.load_metas()?.payload.unwrap_or_default();
        Ok(serde_json::from_str(&payload).unwrap_or_default())
    }
}

/// An index in a folder: gives [`Searcher`]s, and in the process that opened it for writing one [`Writer`].
#[derive(Debug)]
pub struct Index {
    shared: Arc<Shared>,
    hides_contacts: bool,
}

/// What index, writer and searchers share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) dir: PathBuf,
    pub(crate) schema: Arc<Schema>,
    pub(crate) analyzer: Analyzer,
    pub(crate) fields: Fields,
    pub(crate) fingerprint: String,
    query_side: RwLock<Arc<QuerySide>>,
    snapshot: RwLock<Option<Arc<Snapshot>>>,
}

/// What shapes queries only, so that it can change under a running index.
#[derive(Debug)]
pub(crate) struct QuerySide {
    pub(crate) schema: Arc<Schema>,
    pub(crate) vocabulary: Vocabulary,
}

impl Shared {
    pub(crate) fn query_side(&self) -> Arc<QuerySide> {
        self.query_side.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub(crate) fn show(&self, snapshot: Snapshot) {
        *self.snapshot.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(Arc::new(snapshot));
    }

    pub(crate) fn snapshot(&self) -> Option<Arc<Snapshot>> {
        self.snapshot.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

/// An index opened for writing.
#[derive(Debug)]
pub struct Opened {
    /// Gives searchers.
    pub index: Index,
    /// The one writer.
    pub writer: Writer,
    /// Why everything has to be indexed anew, if it has to.
    pub rebuild_reason: Option<&'static str>,
}

impl Index {
    /// Opens the index in `dir` for writing, or creates it. The lock is held until the writer is dropped.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] when another process writes it; [`Error::Io`] when the folder cannot be used.
    pub fn open(dir: &Path, schema: Arc<Schema>, analyzer: Analyzer) -> Result<Opened> {
        fs::create_dir_all(dir).map_err(Error::io("create the index folder", dir))?;
        let lock = take_lock(dir)?;
        let shared = Arc::new(Shared::new(dir, schema, analyzer));
        let current = read_current(dir)?;
        let newest = generations(dir)?.last().cloned();

        let mut rebuild_reason = None;
        let mut last_generation = 0;
        let mut usable = None;
        if let Some(name) = &current {
            match shared.open_generation(name) {
                Ok((index, payload)) => {
                    last_generation = payload.generation;
                    shared.show(Snapshot::new(&index, payload.generation)?);
                    if payload.fingerprint == shared.fingerprint {
                        usable = Some((name.clone(), index));
                    } else {
                        rebuild_reason = Some("the schema, the analysis or the dictionary changed");
                    }
                }
                Err(error) => {
                    tracing::warn!(generation = %name, error = %error, "cannot open the index, building a new one");
                    rebuild_reason = Some("the old index cannot be read");
                }
            }
        }
        let published = usable.is_some();
        // An unfinished generation of the right fingerprint, left by a process that was killed, is continued.
        if usable.is_none()
            && let Some(name) = newest.clone().filter(|name| Some(name) != current.as_ref())
            && let Ok((index, payload)) = shared.open_generation(&name)
            && payload.fingerprint == shared.fingerprint
        {
            last_generation = last_generation.max(payload.generation);
            usable = Some((name, index));
        }
        let (name, index) = match usable {
            Some(usable) => usable,
            None => {
                let name = next_generation(newest.as_deref());
                let index = shared.create_generation(&name)?;
                (name, index)
            }
        };
        let writer = Writer::new(Arc::clone(&shared), lock, name, &index, last_generation, published)?;
        if published {
            remove_other_generations(dir, writer.generation_name());
        }
        Ok(Opened { index: Self { shared, hides_contacts: false }, writer, rebuild_reason })
    }

    /// Opens the index in `dir` for reading only; another process may be writing it.
    ///
    /// # Errors
    ///
    /// [`Error::NoIndex`] when there is none, [`Error::Outdated`] when it was made with another schema,
    /// analysis or version.
    pub fn open_read_only(dir: &Path, schema: Arc<Schema>, analyzer: Analyzer) -> Result<Self> {
        let shared = Arc::new(Shared::new(dir, schema, analyzer));
        let name = read_current(dir)?.ok_or_else(|| Error::NoIndex { path: dir.to_owned() })?;
        let (index, payload) =
            shared.open_generation(&name).map_err(|_unreadable| Error::Outdated { path: dir.to_owned() })?;
        if payload.fingerprint != shared.fingerprint {
            return Err(Error::Outdated { path: dir.to_owned() });
        }
        shared.show(Snapshot::new(&index, payload.generation)?);
        Ok(Self { shared, hides_contacts: false })
    }

    /// The same index, of which no [`Searcher`] gives contacts: the fields that the schema marks
    /// [personal](fiszka_schema::Field::personal), the lines that print them, and e-mail addresses and telephone numbers
    /// wherever they stand ([`Redaction`](fiszka_document::Redaction)). What matches and how it ranks stays as it is, so
    /// who knows a number finds its page.
    #[must_use]
    pub fn hiding_contacts(self) -> Self {
        Self { hides_contacts: true, ..self }
    }

    /// Whether it [hides contacts](Self::hiding_contacts).
    pub fn hides_contacts(&self) -> bool {
        self.hides_contacts
    }

    /// A searcher over the last commit; `None` while the first one is not made.
    pub fn searcher(&self) -> Option<Searcher> {
        let snapshot = self.shared.snapshot()?;
        Some(Searcher::new(Arc::clone(&self.shared), snapshot, self.hides_contacts))
    }

    /// Answers from now on with the vocabulary of another schema: its abbreviations, synonyms, places and stop words.
    ///
    /// # Errors
    ///
    /// [`Error::Outdated`] when the schema differs in more than its vocabulary: then the index has to be opened, and
    /// built, anew.
    pub fn reload_vocabulary(&self, schema: Arc<Schema>) -> Result<()> {
        if schema.index_fingerprint_text() != self.shared.schema.index_fingerprint_text() {
            return Err(Error::Outdated { path: self.shared.dir.clone() });
        }
        let query_side = Arc::new(QuerySide::new(schema, &self.shared.analyzer));
        *self.shared.query_side.write().unwrap_or_else(std::sync::PoisonError::into_inner) = query_side;
        Ok(())
    }

    /// The schema of the documents.
    pub fn schema(&self) -> &Arc<Schema> {
        &self.shared.schema
    }

    /// The analyser of documents and queries.
    pub fn analyzer(&self) -> &Analyzer {
        &self.shared.analyzer
    }

    /// Size of the folder in bytes.
    pub fn size_bytes(&self) -> u64 {
        folder_bytes(&self.shared.dir)
    }
}

impl QuerySide {
    fn new(schema: Arc<Schema>, analyzer: &Analyzer) -> Self {
        let vocabulary = Vocabulary::new(&schema, analyzer);
        Self { schema, vocabulary }
    }
}

impl Shared {
    fn new(dir: &Path, schema: Arc<Schema>, analyzer: Analyzer) -> Self {
        let fields = Fields::new(&schema);
        let shape =
            format!("{LAYOUT_VERSION}\n{}\n{}", analyzer.fingerprint(), schema.index_fingerprint_text());
        let fingerprint = blake3::hash(shape.as_bytes()).to_hex().to_string();
        let query_side = QuerySide::new(Arc::clone(&schema), &analyzer);
        Self {
            dir: dir.to_owned(),
            schema,
            analyzer,
            fields,
            fingerprint,
            query_side: RwLock::new(Arc::new(query_side)),
            snapshot: RwLock::new(None),
        }
    }

    fn open_generation(&self, name: &str) -> Result<(TantivyIndex, Payload)> {
        let path = self.dir.join(name);
        let directory = MmapDirectory::open(&path).map_err(tantivy::TantivyError::from)?;
        let index = TantivyIndex::open(directory)?;
        if index.schema() != self.fields.schema {
            return Err(Error::Outdated { path });
        }
        register(&index);
        let payload = Payload::of(&index)?;
        Ok((index, payload))
    }

    fn create_generation(&self, name: &str) -> Result<TantivyIndex> {
        let path = self.dir.join(name);
        // A folder of that name is the rest of a generation that was never committed.
        if let Err(source) = fs::remove_dir_all(&path)
            && source.kind() != std::io::ErrorKind::NotFound
        {
            return Err(Error::Io { action: "clear", path, source });
        }
        fs::create_dir_all(&path).map_err(Error::io("create", &path))?;
        let directory = MmapDirectory::open(&path).map_err(tantivy::TantivyError::from)?;
        let index = TantivyIndex::open_or_create(directory, self.fields.schema.clone())?;
        register(&index);
        Ok(index)
    }

    /// What is stored of an entry of the index.
    pub(crate) fn record(&self, entry: &TantivyDocument) -> Result<Record> {
        let stored = entry.get_first(self.fields.stored).and_then(|value| value.as_str());
        Record::decode(stored.unwrap_or_default())
    }

    /// The document of an entry that is one.
    pub(crate) fn stored_document(&self, entry: &TantivyDocument) -> Result<StoredDocument> {
        match self.record(entry)? {
            Record::Document(document) => Ok(document),
            Record::Source(stored) => {
                Err(Error::Damaged { what: format!("{} is no document", stored.source.path) })
            }
        }
    }

    /// Makes a generation the one that answers and removes the others.
    pub(crate) fn publish(&self, name: &str) -> Result<()> {
        let path = self.dir.join(CURRENT);
        let draft = self.dir.join("current.new");
        let write = || {
            let mut file = File::create(&draft)?;
            file.write_all(name.as_bytes())?;
            file.sync_all()?;
            fs::rename(&draft, &path)?;
            File::open(&self.dir)?.sync_all()
        };
        write().map_err(Error::io("write", &path))?;
        remove_other_generations(&self.dir, name);
        Ok(())
    }
}

fn register(index: &TantivyIndex) {
    index.tokenizers().register(TAPE, TapeTokenizer);
}

fn take_lock(dir: &Path) -> Result<File> {
    let path = dir.join(LOCK);
    let open = File::options().create(true).truncate(false).write(true).open(&path);
    let file = open.map_err(Error::io("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Locked { path: dir.to_owned() }),
        Err(TryLockError::Error(source)) => Err(Error::Io { action: "lock", path, source }),
    }
}

fn read_current(dir: &Path) -> Result<Option<String>> {
    let path = dir.join(CURRENT);
    match fs::read_to_string(&path) {
        Ok(name) => Ok(Some(name.trim().to_owned()).filter(|name| name.starts_with(GENERATION_PREFIX))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Io { action: "read", path, source }),
    }
}

/// Names of the generations, oldest first.
fn generations(dir: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(dir).map_err(Error::io("list", dir))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<_> = names.filter(|name| name.starts_with(GENERATION_PREFIX)).collect();
    names.sort();
    Ok(names)
}

fn next_generation(newest: Option<&str>) -> String {
    let number = newest.and_then(|name| name.strip_prefix(GENERATION_PREFIX)?.parse::<u32>().ok());
    format!("{GENERATION_PREFIX}{:06}", number.unwrap_or(0) + 1)
}

fn remove_other_generations(dir: &Path, keep: &str) {
    for name in generations(dir).unwrap_or_default() {
        if name != keep
            && let Err(error) = fs::remove_dir_all(dir.join(&name))
        {
            tracing::warn!(generation = %name, %error, "cannot remove an old generation");
        }
    }
}

fn folder_bytes(dir: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(dir) else { return 0 };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => folder_bytes(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    sizes.sum()
}
