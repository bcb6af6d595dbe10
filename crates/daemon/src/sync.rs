//! Brings the index in line with the corpus folders: the scan is the truth, everything else is a hint.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use fiszka::document::Limits;
use fiszka::{Analyzer, Commit, Schema, Source, SourceState, Stamp, Writer};
use fiszka_protocol::{SourceCounts, SourceError};
use fiszka_watch::{Changes, RootState, Rules, ScanError, ScanErrorKind, scan};

use crate::batch::{Batch, Reason};
use crate::corpus::Corpus;
use crate::read::{Pending, Reader};
use crate::summary::{self, FileCounts};

/// How often stale files are read again after one batch. Two rounds are enough unless files change meanwhile; what is
/// left over is found by the next batch.
const ROUNDS_MAX: usize = 5;

/// How far a batch is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Files done.
    pub done: usize,
    /// Files to do.
    pub total: usize,
    /// The file that was done last, as `CORPUS/relative`.
    pub path: String,
}

/// What a batch did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Done {
    pub(crate) indexed: usize,
    /// As they were, or different in their counters only.
    pub(crate) unchanged: usize,
    pub(crate) empty: usize,
    pub(crate) failed: usize,
    pub(crate) removed: usize,
    /// The files that were indexed, are empty or failed.
    pub(crate) changed: BTreeSet<String>,
    /// Latest change, by the file system's clock, of a file that the batch indexed.
    pub(crate) newest_change: Option<SystemTime>,
}

impl Done {
    /// Whether the index had to change.
    pub(crate) fn is_change(&self) -> bool {
        self.indexed + self.empty + self.failed + self.removed > 0
    }
}

/// The corpus folders and the writer of their index.
pub(crate) struct Sync {
    corpora: Vec<Corpus>,
    writer: Writer,
    schema: Arc<Schema>,
    analyzer: Analyzer,
    limits: Limits,
    rules: Rules,
    /// Places that could not be looked at, by `CORPUS/relative`.
    scan_errors: BTreeMap<String, SourceError>,
    /// Roots that are not there.
    missing: BTreeSet<usize>,
    /// No scan of everything has succeeded since the start or the last failure.
    needs_scan: bool,
    /// Set from outside to end a long batch early; what was done of it is kept.
    stop: Arc<AtomicBool>,
}

impl Sync {
    pub(crate) fn new(
        corpora: Vec<Corpus>,
        writer: Writer,
        schema: Arc<Schema>,
        analyzer: Analyzer,
        limits: Limits,
    ) -> Self {
        Self {
            corpora,
            writer,
            schema,
            analyzer,
            limits,
            rules: Rules::default(),
            scan_errors: BTreeMap::new(),
            missing: BTreeSet::new(),
            needs_scan: true,
            stop: Arc::default(),
        }
    }

    /// Setting it ends a batch early.
    pub(crate) fn stop_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    /// Compares all corpora with the index and indexes the difference; with `again` every file, changed or not.
    pub(crate) fn scan_all(
        &mut self,
        again: bool,
        progress: &mut dyn FnMut(Progress),
    ) -> fiszka::Result<Done> {
        let mut done = Done::default();
        let mut pending = Vec::new();
        for corpus in 0..self.corpora.len() {
            self.look(corpus, Path::new(""), again, &mut pending, &mut done);
        }
        // Files of corpora that are no longer served.
        let names: BTreeSet<_> = self.corpora.iter().map(|corpus| corpus.name.clone()).collect();
        let strangers: Vec<_> = self
            .writer
            .sources()
            .keys()
            .filter(|path| !path.split('/').next().is_some_and(|name| names.contains(name)))
            .cloned()
            .collect();
        for path in strangers {
            self.writer.remove(&path);
            done.removed += 1;
        }
        self.index(pending, again, &mut done, progress)?;
        self.needs_scan = self.stop.load(Ordering::Relaxed);
        Ok(done)
    }

    /// Looks at the places where something happened.
    pub(crate) fn apply(&mut self, changes: &Changes) -> fiszka::Result<Done> {
        if changes.rescan || self.needs_scan {
            return self.scan_all(false, &mut |_| {});
        }
        let mut done = Done::default();
        let mut pending = Vec::new();
        for path in changes.paths.iter().chain(&changes.rescan_under) {
            for corpus in 0..self.corpora.len() {
                let relative = self.corpora.get(corpus).and_then(|corpus| corpus.relative(path));
                if let Some(relative) = relative.map(Path::to_owned) {
                    self.look(corpus, &relative, false, &mut pending, &mut done);
                }
            }
        }
        pending.sort_by(|a: &Pending, b| a.source_path.cmp(&b.source_path));
        pending.dedup_by(|a, b| a.source_path == b.source_path);
        self.index(pending, false, &mut done, &mut |_| {})?;
        Ok(done)
    }

    /// Makes what was done safe and visible.
    pub(crate) fn commit(&mut self) -> fiszka::Result<Commit> {
        let commit = self.writer.commit()?;
        // What no scan has completed is no generation to answer, nor is one without a corpus that is away for now.
        if !self.needs_scan && (self.missing.is_empty() || !self.writer.replaces_another()) {
            self.writer.publish()?;
        }
        Ok(commit)
    }

    pub(crate) fn has_changes(&self) -> bool {
        self.writer.has_changes() || !self.writer.is_published()
    }

    /// Forgets what was not committed; the next look is a scan of everything.
    pub(crate) fn rollback(&mut self) -> fiszka::Result<()> {
        self.needs_scan = true;
        self.writer.rollback()
    }

    pub(crate) fn close(self) -> fiszka::Result<()> {
        self.writer.close()
    }

    /// How many sources there are of each state; `unchanged` is not known here.
    pub(crate) fn counts(&self) -> SourceCounts {
        let mut counts = SourceCounts::default();
        for source in self.writer.sources().values() {
            match source.state {
                SourceState::Indexed => counts.indexed += 1,
                SourceState::Duplicate => counts.duplicate += 1,
                SourceState::Empty => counts.empty += 1,
                SourceState::Failed | SourceState::Unreadable => counts.failed += 1,
            }
        }
        counts.failed += self.scan_errors.len() as u64;
        counts
    }

    /// What became of all files, `done` being the last scan of everything.
    pub(crate) fn by_format(&self, done: &Done) -> BTreeMap<&'static str, FileCounts> {
        let not_scanned = self.scan_errors.keys().map(String::as_str);
        summary::by_format(self.writer.sources().values(), &done.changed, not_scanned)
    }

    /// Everything that failed, at most `max` entries: first what could not be looked at, then files.
    pub(crate) fn errors(&self, max: usize) -> Vec<SourceError> {
        let failed = |source: &&Source| matches!(source.state, SourceState::Failed | SourceState::Unreadable);
        let of_sources = self.writer.sources().values().filter(failed).flat_map(|source| {
            source.diagnostics.iter().map(|diagnostic| SourceError {
                path: source.path.clone(),
                code: diagnostic.code.clone(),
                message: diagnostic.message.clone(),
                hint: diagnostic.hint.clone(),
            })
        });
        self.scan_errors.values().cloned().chain(of_sources).take(max).collect()
    }

    /// Corpus folders that are not there, or empty although they held files, for people.
    pub(crate) fn missing(&self) -> Vec<String> {
        let roots = self.missing.iter().filter_map(|corpus| self.corpora.get(*corpus));
        let held = roots.filter(|corpus| {
            let place = format!("{}/", corpus.name);
            self.writer
                .sources()
                .range(place.clone()..)
                .next()
                .is_some_and(|(path, _)| path.starts_with(&place))
        });
        held.map(|corpus| {
            let root = corpus.root.display();
            format!("corpus folder {root} is gone or empty; what it held is kept; if that is meant, run `fiszka reindex`")
        })
        .collect()
    }

    /// Lists a place, notes what has to be read and removes what has gone.
    fn look(&mut self, at: usize, under: &Path, again: bool, pending: &mut Vec<Pending>, done: &mut Done) {
        let Some(corpus) = self.corpora.get(at).cloned() else { return };
        let mut listed = BTreeSet::new();
        let sources = self.writer.sources();
        let report = scan(&corpus.root, under, &self.rules, &mut |entry| {
            let source_path = corpus.source_path(&entry.path);
            let stamp = Stamp { size_bytes: entry.stamp.size_bytes, modified_ns: entry.stamp.modified_ns };
            if !again && sources.get(&source_path).is_some_and(|source| source.is_current(stamp)) {
                done.unchanged += 1;
            } else {
                let source_path = source_path.clone();
                pending.push(Pending { corpus: at, relative: entry.path, source_path, stamp });
            }
            listed.insert(source_path);
        });
        // An unmounted disk leaves an empty folder behind: that is no reason to forget what it held. `reindex`
        // says that the emptiness is meant.
        let emptied = under.as_os_str().is_empty() && listed.is_empty() && !again;
        if report.root_state == RootState::Present && !emptied {
            self.missing.remove(&at);
        } else {
            self.missing.insert(at);
        }
        let place = corpus.source_path(&under.to_string_lossy().replace('\\', "/"));
        let is_here =
            |path: &str| path == place || path.strip_prefix(&place).is_some_and(|rest| rest.starts_with('/'));
        let hidden = |path: &str| {
            path.strip_prefix(&corpus.name)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|relative| report.hides(relative))
        };
        let gone: Vec<String> = sources
            .range(place.clone()..)
            .map(|(path, _)| path)
            .take_while(|path| path.starts_with(&place))
            .filter(|path| is_here(path) && !emptied && !listed.contains(*path) && !hidden(path))
            .cloned()
            .collect();
        for path in gone {
            self.writer.remove(&path);
            done.removed += 1;
        }
        self.scan_errors.retain(|path, _| !is_here(path));
        for error in &report.errors {
            let path = corpus.source_path(&error.path.to_string_lossy());
            self.scan_errors.insert(path.clone(), scan_error(path, error));
        }
    }

    /// Reads, prepares and writes the pending files, and then those that these made stale: a removal alone can do so.
    fn index(
        &mut self,
        mut pending: Vec<Pending>,
        again: bool,
        done: &mut Done,
        progress: &mut dyn FnMut(Progress),
    ) -> fiszka::Result<()> {
        let mut reason = if again { Reason::Reindex } else { Reason::Changed };
        for _ in 0..ROUNDS_MAX {
            let reader = Reader { corpora: &self.corpora, schema: &self.schema, limits: &self.limits };
            let batch =
                Batch { reader, schema: &self.schema, analyzer: &self.analyzer, stop: &self.stop, reason };
            batch.run(&pending, &mut self.writer, done, progress)?;
            if self.stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            pending = self.stale();
            reason = Reason::Stale;
            if pending.is_empty() {
                return Ok(());
            }
        }
        pending.iter().for_each(|file| self.writer.keep_stale(&file.source_path));
        Ok(())
    }

    fn stale(&mut self) -> Vec<Pending> {
        let mut pending = Vec::new();
        for source_path in self.writer.take_stale() {
            let Some((name, relative)) = source_path.split_once('/') else { continue };
            let Some(corpus) = self.corpora.iter().position(|corpus| corpus.name == name) else { continue };
            if self.missing.contains(&corpus) {
                self.writer.keep_stale(&source_path);
            } else if let Some(source) = self.writer.sources().get(&source_path) {
                let (relative, stamp) = (relative.to_owned(), source.stamp);
                pending.push(Pending { corpus, relative, source_path, stamp });
            }
        }
        pending
    }
}

fn scan_error(path: String, error: &ScanError) -> SourceError {
    SourceError {
        path,
        code: scan_code(error.kind).to_owned(),
        message: error.to_string(),
        hint: Some(error.kind.hint().to_owned()),
    }
}

fn scan_code(kind: ScanErrorKind) -> &'static str {
    match kind {
        ScanErrorKind::UnreadableFolder => "unreadable_folder",
        ScanErrorKind::UnreadableFile => "unreadable",
        ScanErrorKind::DanglingLink => "dangling_link",
        ScanErrorKind::FolderLink => "folder_link",
        ScanErrorKind::Special => "special_file",
        ScanErrorKind::NotUtf8 => "name_not_utf8",
        ScanErrorKind::TooDeep => "too_deep",
        _ => "not_scanned",
    }
}
