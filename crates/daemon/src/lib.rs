//! The daemon of Fiszka: watches corpus folders, keeps their index fresh, answers on a socket.
//!
//! [`run`] is the daemon as a function: its configuration and the signal that ends it are arguments, so a
//! program can embed it and a test can start ten. [`build`] does the indexing part once and returns.
//!
//! ```no_run
//! use fiszka_daemon::{Config, Notice, run};
//!
//! # async fn example() -> Result<(), fiszka_daemon::Error> {
//! let config = Config {
//!     corpora: vec!["/srv/portal/praktyki".into()],
//!     index: "/var/lib/fiszka".into(),
//!     socket: "/run/fiszka/fiszka.sock".into(),
//!     ..Config::default()
//! };
//! let stop = async { /* a signal */ };
//! run(config, stop, |notice| {
//!     if let Notice::Ready { socket } = notice {
//!         // Answers can be had now.
//!     }
//! })
//! .await
//! # }
//! ```
//!
//! One thread indexes, started by [`run`]; questions run on tokio's blocking threads, each on the last commit.
//! Nothing that concerns a single file ends the daemon: it is reported by the status.

#![warn(missing_docs)]

pub mod answer;
mod batch;
mod config;
mod corpus;
mod error;
mod http;
mod listen;
mod metrics;
mod query_log;
mod read;
mod socket;
mod state;
pub mod suggest;
mod summary;
mod sync;
mod worker;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use fiszka::document::Limits;
use fiszka::{Analyzer, Index, Opened, Schema};
use fiszka_protocol::{Corpus as CorpusStatus, WatchMode, default_admin_socket_path};
use fiszka_watch::Watcher;
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{Semaphore, watch};

pub use config::Config;
pub use error::Error;
pub use summary::{FileCounts, Summary};
pub use sync::Progress;

use crate::corpus::Corpus;
use crate::http::{Api, Searches, router};
use crate::listen::{Bounds, Listener, serve};
use crate::metrics::Metrics;
use crate::query_log::QueryLog;
use crate::socket::Socket;
use crate::state::{Shared, Status};
use crate::suggest::Suggestions;
use crate::sync::Sync;
use crate::worker::Event;

/// Each listener holds one place while it waits for a caller, and somebody must be able to ask.
const CONNECTIONS_MIN: usize = 4;

/// Failures that a [`Summary`] lists.
const SUMMARY_ERRORS_MAX: usize = 1_000;

/// What a daemon tells while it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Answers can come from a usable commit on this socket.
    Ready {
        /// The query socket.
        socket: PathBuf,
    },
    /// A scan goes on.
    Progress(Progress),
}

/// Indexes the corpora of `config` once. Its sockets are not used.
///
/// # Errors
///
/// When a corpus folder is not there, or the index is in use or cannot be written.
pub fn build(config: &Config, progress: &mut dyn FnMut(Progress)) -> Result<Summary, Error> {
    let started = Instant::now();
    let corpora = absolute(&config.corpora)?;
    let schema = schema(config.schema.as_deref())?;
    let (index, mut sync, _rebuild_reason) = open(config, &corpora, schema)?;
    let at_index = || Error::index(&config.index);
    let done = sync.scan_all(false, progress).map_err(at_index())?;
    if sync.has_changes() {
        sync.commit().map_err(at_index())?;
    }
    let errors = sync.errors(SUMMARY_ERRORS_MAX);
    let formats = sync.by_format(&done);
    sync.close().map_err(at_index())?;
    let searcher = index.searcher();
    Ok(Summary {
        generation: searcher.as_ref().map_or(0, fiszka::Searcher::generation),
        documents: searcher.map_or(0, |searcher| searcher.documents()),
        files: formats.values().copied().sum(),
        formats,
        removed: done.removed,
        errors,
        elapsed: started.elapsed(),
    })
}

/// Opens an index to read it without a daemon, giving its contacts or hiding them. `schema` is the folder laid over the
/// shipped schema, if any.
///
/// # Errors
///
/// When there is no index, or it was made with another schema or version.
pub fn open_index(dir: &Path, schema: Option<&Path>, hide_contacts: bool) -> Result<Index, Error> {
    let schema = self::schema(schema)?;
    let index = Index::open_read_only(dir, schema, Analyzer::new()).map_err(Error::index(dir))?;
    Ok(if hide_contacts { index.hiding_contacts() } else { index })
}

/// Runs a daemon until `shutdown` is done. `notify` is called from several threads.
///
/// # Errors
///
/// When a setting is wrong, or the index, a folder or a socket cannot be used. After the start only the loss of
/// the indexing thread ends it.
pub async fn run(
    config: Config,
    shutdown: impl Future<Output = ()> + Send,
    notify: impl Fn(Notice) + Send + std::marker::Sync + 'static,
) -> Result<(), Error> {
    config.check()?;
    let corpora = absolute(&config.corpora)?;
    let schema = schema(config.schema.as_deref())?;
    let (index, sync, rebuild_reason) = open(&config, &corpora, schema)?;
    let sockets = Sockets::open(&config).await?;

    let (events, queue) = worker::queue();
    let watch_events = events.clone();
    let settings = fiszka_watch::Config {
        quiet_ms: config.quiet_ms,
        wait_max_ms: config.wait_max_ms,
        always_poll: config.always_poll,
        ..fiszka_watch::Config::default()
    };
    let schema_settings = settings.clone();
    // The watches are set before the first scan, so that no change falls between them.
    let roots: Vec<_> = corpora.iter().map(|corpus| corpus.root.clone()).collect();
    let watcher = Watcher::start(&roots, settings, move |message| {
        // The queue is gone only when the daemon stops.
        drop(watch_events.send(message.into()));
    })?;
    let query_log = config.query_log.as_deref();
    let query_log = query_log.map(|path| QueryLog::open(path, config.query_log_bytes_max)).transpose()?;
    let schema_watcher = watch_schema(config.schema.as_ref(), schema_settings, events.clone())?;
    let shared = Arc::new(Shared::new(index, first_status(&corpora, &watcher, rebuild_reason)));
    let stop_batch = sync.stop_flag();
    let notify = Arc::new(notify);
    let (progress, ready, socket_path) = (Arc::clone(&notify), Arc::clone(&notify), config.socket.clone());
    let worker = worker::start(
        sync,
        Arc::clone(&shared),
        config.schema.clone(),
        queue,
        Duration::from_secs(config.scan_interval_s.max(1)),
        move || ready(Notice::Ready { socket: socket_path }),
        move |step| progress(Notice::Progress(step)),
    )?;
    let mut worker = tokio::task::spawn_blocking(move || worker.join().unwrap_or(Err(Error::Worker)));

    let (stop, stopped) = watch::channel(false);
    let searches = Arc::new(searches(&config));
    let bounds = bounds(&config);
    let (metrics, config) = (Arc::new(Metrics::default()), Arc::new(config));
    let suggestions = Arc::new(Suggestions::default());
    let query_log = query_log.map(Arc::new);
    let api = |admin| Api {
        shared: Arc::clone(&shared),
        events: events.clone(),
        searches: Arc::clone(&searches),
        metrics: Arc::clone(&metrics),
        config: Arc::clone(&config),
        suggestions: Arc::clone(&suggestions),
        query_log: query_log.clone(),
        admin,
    };
    let mut answering = tokio::task::JoinSet::new();
    let Sockets { files, listeners } = sockets;
    for (listener, admin) in listeners {
        answering.spawn(serve(listener, router(api(admin)), bounds.clone(), stopped.clone()));
    }

    let lost = tokio::select! {
        () = shutdown => None,
        ended = &mut worker => Some(ended),
    };
    shared.status().stopping = true;
    stop_batch.store(true, Ordering::Relaxed);
    drop((watcher, schema_watcher));
    stop.send_replace(true);
    while answering.join_next().await.is_some() {}
    let result = match lost {
        Some(ended) => ended.unwrap_or(Err(Error::Worker)).and(Err(Error::Worker)),
        None => {
            // The queue is closed only when the thread has ended, and then there is nothing to stop.
            drop(events.send(Event::Stop));
            worker.await.unwrap_or(Err(Error::Worker))
        }
    };
    drop(files);
    result
}

/// Watches the schema folder, if there is one.
fn watch_schema(
    dir: Option<&PathBuf>,
    settings: fiszka_watch::Config,
    events: std::sync::mpsc::Sender<Event>,
) -> Result<Option<Watcher>, Error> {
    let Some(dir) = dir else { return Ok(None) };
    let told = move |_| drop(events.send(Event::Schema));
    Ok(Some(Watcher::start(std::slice::from_ref(dir), settings, told)?))
}

fn first_status(corpora: &[Corpus], watcher: &Watcher, rebuild_reason: Option<&str>) -> Status {
    let watch = match watcher.mode() {
        fiszka_watch::WatchMode::Poll => WatchMode::Poll,
        _ => WatchMode::Events,
    };
    let corpora = corpora.iter().map(|corpus| CorpusStatus {
        name: corpus.name.clone(),
        path: corpus.root.to_string_lossy().into_owned(),
        watch,
    });
    let mut status = Status::default();
    status.corpora = corpora.collect();
    status.scanning = true;
    status.rebuilding = rebuild_reason.map(str::to_owned);
    status
}

/// Everything that is listened on.
struct Sockets {
    /// Removed when dropped.
    files: Vec<Socket>,
    /// Each with whether it is the admin socket.
    listeners: Vec<(Listener, bool)>,
}

impl Sockets {
    async fn open(config: &Config) -> Result<Self, Error> {
        let mode = socket::parse_mode(&config.socket_mode)?;
        let group = config.socket_group.as_deref().map(socket::parse_group).transpose()?;
        let admin = config.admin_socket.clone().unwrap_or_else(|| default_admin_socket_path(&config.socket));
        let mut sockets = Self { files: Vec::new(), listeners: Vec::new() };
        for (path, mode, group, is_admin) in
            [(&config.socket, mode, group, false), (&admin, 0o600, None, true)]
        {
            let failed = |source| Error::Listen { address: path.display().to_string(), source };
            let (file, listener) = socket::listen(path, mode, group)?;
            sockets.files.push(file);
            sockets
                .listeners
                .push((Listener::Unix(UnixListener::from_std(listener).map_err(failed)?), is_admin));
        }
        if let Some(address) = config.http {
            sockets.listeners.push((Listener::Tcp(loopback(address).await?), false));
        }
        Ok(sockets)
    }
}

fn bounds(config: &Config) -> Bounds {
    Bounds {
        connections: Arc::new(Semaphore::new(config.connections_max.max(CONNECTIONS_MIN))),
        idle_max: Duration::from_millis(config.idle_ms_max),
        stop_max: Duration::from_millis(config.stop_ms_max),
    }
}

fn searches(config: &Config) -> Searches {
    let running_max = match config.searches_max {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        max => max,
    };
    Searches::new(running_max, config.searches_waiting_max.max(1))
}

async fn loopback(address: std::net::SocketAddr) -> Result<TcpListener, Error> {
    if !address.ip().is_loopback() {
        let reason =
            format!("{address} is no loopback address; put a web server in front to answer the network");
        return Err(Error::Setting { name: "http", reason });
    }
    let listener = TcpListener::bind(address).await;
    listener.map_err(|source| Error::Listen { address: address.to_string(), source })
}

/// The corpus folders, absolute, with links resolved, so that events and scans agree on their names.
fn absolute(roots: &[PathBuf]) -> Result<Vec<Corpus>, Error> {
    if roots.is_empty() {
        return Err(Error::Setting {
            name: "corpora",
            reason: "there is none; give at least one folder".to_owned(),
        });
    }
    let resolve = |root: &PathBuf| {
        let resolved = root.canonicalize()?;
        // A file would be a corpus without pages.
        if resolved.is_dir() { Ok(resolved) } else { Err(io::Error::from(io::ErrorKind::NotADirectory)) }
    };
    let resolved = roots
        .iter()
        .map(|root| resolve(root).map_err(|source| Error::NoCorpus { path: root.clone(), source }));
    Ok(Corpus::name_all(&resolved.collect::<Result<Vec<_>, _>>()?))
}

/// The shipped schema, with the files of a folder laid over it if there is one.
///
/// # Errors
///
/// When the folder cannot be read or a file in it breaks its rules.
pub fn schema(dir: Option<&Path>) -> Result<Arc<Schema>, Error> {
    Ok(Arc::new(match dir {
        Some(dir) => Schema::load(dir)?,
        None => Schema::builtin().clone(),
    }))
}

fn open(
    config: &Config,
    corpora: &[Corpus],
    schema: Arc<Schema>,
) -> Result<(Index, Sync, Option<&'static str>), Error> {
    let analyzer = Analyzer::new();
    let Opened { index, writer, rebuild_reason } =
        Index::open(&config.index, Arc::clone(&schema), analyzer.clone())
            .map_err(Error::index(&config.index))?;
    let index = if config.hide_contacts { index.hiding_contacts() } else { index };
    let limits = Limits { file_bytes_max: config.file_bytes_max, ..Limits::default() };
    Ok((index, Sync::new(corpora.to_vec(), writer, schema, analyzer, limits), rebuild_reason))
}
