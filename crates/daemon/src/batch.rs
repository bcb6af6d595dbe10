//! A batch of files on its way into the index: read and counted, then cleaned, analysed and put. Threads read and
//! prepare; the writer belongs to the thread that runs the batch.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime};

use fiszka::document::SiteShell;
use fiszka::{Analyzer, ParsedFile, Prepared, Schema, SourceState, Writer};

use crate::read::{Outcome, Pending, Read, Reader};
use crate::sync::{Done, Progress};

/// While a long batch runs, what is done is committed this often.
const COMMIT_INTERVAL: Duration = Duration::from_secs(20);

/// Threads that parse and analyse.
const PREPARE_THREADS_MAX: usize = 8;

/// Text of parsed files that is kept until all files of the batch are counted. What is beyond is read again.
const KEPT_TEXT_BYTES_MAX: usize = 64 << 20;

/// Why files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// They may have changed: those with the same bytes are left alone.
    Changed,
    /// All are to be indexed anew.
    Reindex,
    /// What is around them changed, not they: the shell of their site. They were accounted for already.
    Stale,
}

/// What every file of a batch needs.
pub(crate) struct Batch<'b> {
    pub(crate) reader: Reader<'b>,
    pub(crate) schema: &'b Schema,
    pub(crate) analyzer: &'b Analyzer,
    pub(crate) stop: &'b AtomicBool,
    pub(crate) reason: Reason,
}

/// A file that was parsed and counted and waits until all others are.
struct Waiting<'p> {
    pending: &'p Pending,
    file: ParsedFile,
    /// Its text was let go, to be read again.
    forgotten: bool,
    shells: Vec<SiteShell>,
    read_ns: i64,
    changed: Option<SystemTime>,
}

impl Batch<'_> {
    /// Runs the batch. When it is stopped, what was put of it stays.
    pub(crate) fn run(
        &self,
        pending: &[Pending],
        writer: &mut Writer,
        done: &mut Done,
        progress: &mut dyn FnMut(Progress),
    ) -> fiszka::Result<()> {
        let mut steps = Steps { done: 0, total: pending.len(), progress };
        let mut waiting = self.parse(pending, writer, done, &mut steps)?;
        let sites = writer.shells();
        for file in &mut waiting {
            file.shells = file.file.shells(&sites);
        }
        self.prepare(&waiting, writer, done, &mut steps)
    }

    /// Reads the files and counts their lines. Those that need no more are done.
    fn parse<'p>(
        &self,
        pending: &'p [Pending],
        writer: &mut Writer,
        done: &mut Done,
        steps: &mut Steps<'_>,
    ) -> fiszka::Result<Vec<Waiting<'p>>> {
        // Hashes are looked up before the threads start: the writer belongs to this one.
        let known = |file: &Pending| {
            let source = writer.sources().get(&file.source_path);
            let source = source.filter(|source| source.state != SourceState::Unreadable);
            source.filter(|_| self.reason == Reason::Changed).map(|source| source.hash.clone())
        };
        let files: Vec<(&Pending, Option<String>)> = pending.iter().map(|file| (file, known(file))).collect();
        let mut waiting = Vec::new();
        let mut kept_bytes = 0;
        on_threads(
            &files,
            &|(file, hash)| self.reader.read(file, hash.as_deref()),
            &mut |(file, _), Read { outcome, read_ns, changed }| {
                if self.stop.load(Ordering::Relaxed) {
                    return Ok(ControlFlow::Break(()));
                }
                let Outcome::Parsed(mut parsed) = outcome else {
                    self.finish(file, outcome, read_ns, writer, done)?;
                    steps.step(file);
                    return Ok(ControlFlow::Continue(()));
                };
                writer.count(&parsed);
                kept_bytes += parsed.text_bytes();
                let forgotten = kept_bytes > KEPT_TEXT_BYTES_MAX;
                if forgotten {
                    kept_bytes -= parsed.text_bytes();
                    parsed.forget_text();
                }
                let shells = Vec::new();
                waiting.push(Waiting { pending: file, file: *parsed, forgotten, shells, read_ns, changed });
                Ok(ControlFlow::Continue(()))
            },
        )?;
        Ok(waiting)
    }

    /// Cleans, analyses and puts what was counted.
    fn prepare(
        &self,
        waiting: &[Waiting<'_>],
        writer: &mut Writer,
        done: &mut Done,
        steps: &mut Steps<'_>,
    ) -> fiszka::Result<()> {
        let mut last_commit = Instant::now();
        on_threads(
            waiting,
            &|file: &Waiting<'_>| {
                if !file.forgotten {
                    return Ok(file.file.prepare(&file.shells, self.schema, self.analyzer));
                }
                match self.reader.read(file.pending, None).outcome {
                    Outcome::Parsed(parsed) => Ok(parsed.prepare(&file.shells, self.schema, self.analyzer)),
                    other => Err(other),
                }
            },
            &mut |file, prepared: Result<Prepared, Outcome>| {
                if self.stop.load(Ordering::Relaxed) {
                    return Ok(ControlFlow::Break(()));
                }
                match prepared {
                    Ok(prepared) => {
                        if self.reason == Reason::Changed && writer.says_the_same(&prepared) {
                            done.unchanged += 1;
                        } else {
                            self.account(file.pending, prepared.state(), done);
                        }
                        writer.put(prepared, file.pending.stamp, file.read_ns)?;
                    }
                    Err(outcome) => self.finish(file.pending, outcome, file.read_ns, writer, done)?,
                }
                done.newest_change = done.newest_change.max(file.changed);
                steps.step(file.pending);
                if last_commit.elapsed() > COMMIT_INTERVAL {
                    writer.commit()?;
                    last_commit = Instant::now();
                }
                Ok(ControlFlow::Continue(()))
            },
        )
    }

    fn account(&self, file: &Pending, state: SourceState, done: &mut Done) {
        if self.reason != Reason::Stale {
            done.changed.insert(file.source_path.clone());
            match state {
                SourceState::Indexed | SourceState::Duplicate => done.indexed += 1,
                SourceState::Empty => done.empty += 1,
                SourceState::Failed | SourceState::Unreadable => done.failed += 1,
            }
        }
    }

    /// Tells the writer of a file that gave no documents.
    fn finish(
        &self,
        file: &Pending,
        outcome: Outcome,
        read_ns: i64,
        writer: &mut Writer,
        done: &mut Done,
    ) -> fiszka::Result<()> {
        match outcome {
            Outcome::Unchanged => {
                done.unchanged += 1;
                writer.touch(&file.source_path, file.stamp, read_ns)
            }
            // That a file has gone is told by a scan, which knows whether its whole folder has.
            Outcome::Gone if self.reason == Reason::Stale => {
                writer.keep_stale(&file.source_path);
                Ok(())
            }
            Outcome::Gone => {
                writer.remove(&file.source_path);
                done.removed += 1;
                Ok(())
            }
            Outcome::Unreadable(reason) => {
                self.account(file, SourceState::Unreadable, done);
                writer.unreadable(&file.source_path, file.stamp, reason)
            }
            Outcome::Parsed(_) => Ok(()),
        }
    }
}

/// Tells how far a batch is.
struct Steps<'p> {
    done: usize,
    total: usize,
    progress: &'p mut dyn FnMut(Progress),
}

impl Steps<'_> {
    fn step(&mut self, file: &Pending) {
        self.done += 1;
        let path = file.source_path.clone();
        (self.progress)(Progress { done: self.done, total: self.total, path });
    }
}

/// Works on the items on several threads and takes the results on this one, as they come, until `take` breaks off.
fn on_threads<T: Sync, R: Send>(
    items: &[T],
    work: &(impl Fn(&T) -> R + Sync),
    take: &mut dyn FnMut(&T, R) -> fiszka::Result<ControlFlow<()>>,
) -> fiszka::Result<()> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.min(PREPARE_THREADS_MAX).min(items.len());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        // A short queue bounds the memory of what is done but not yet taken.
        let (sender, results) = mpsc::sync_channel(2 * threads);
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if sender.send((item, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (item, result) in results {
            if take(item, result)?.is_break() {
                break;
            }
        }
        Ok(())
    })
}
