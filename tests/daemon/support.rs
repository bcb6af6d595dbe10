//! A daemon under test.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use fiszka_client::{Client, blocking};
use fiszka_daemon::{Config, Error, Notice, run};
use fiszka_protocol::{SearchRequest, SearchResponse, StatusResponse};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// How long anything may take on a busy machine before a test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// A temporary folder with a corpus `gmina`, an index and a socket in it.
pub(crate) struct Place {
    dir: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(dir.path().join("gmina")).expect("a corpus folder");
        Self { dir }
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.dir.path().join(relative)
    }

    /// Writes a page into the corpus as a careful program does: under another name, then renamed.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path("gmina").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        let draft = path.with_extension("tmp");
        fs::write(&draft, content).expect("the page is written");
        fs::rename(&draft, &path).expect("the page is renamed");
    }

    pub(crate) fn config(&self) -> Config {
        Config {
            corpora: vec![self.path("gmina")],
            index: self.path("index"),
            socket: self.path("fiszka.sock"),
            ..Config::default()
        }
    }

    pub(crate) fn start(&self) -> Daemon {
        Daemon::start(self.config()).expect("the daemon starts")
    }
}

/// A running daemon. Dropping it stops it.
pub(crate) struct Daemon {
    pub(crate) client: blocking::Client,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), Error>>>,
}

impl Daemon {
    /// Starts a daemon and waits until it is ready.
    pub(crate) fn start(config: Config) -> Result<Self, Error> {
        let socket = config.socket.clone();
        let (stop, stopped) = oneshot::channel();
        let (ready, is_ready) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            let shutdown = async {
                drop(stopped.await);
            };
            let notify = move |notice| {
                if let Notice::Ready { .. } = notice {
                    ready.send(()).expect("somebody waits");
                }
            };
            runtime.expect("a runtime").block_on(run(config, shutdown, notify))
        });
        // The channel closes when the daemon ends before it is ready.
        if is_ready.recv_timeout(PATIENCE).is_err() {
            drop(stop);
            return Err(thread
                .join()
                .expect("no panic")
                .expect_err("a daemon that is never ready has failed"));
        }
        let client = blocking::Client::new(Client::new(&socket)).expect("a client");
        Ok(Self { client, stop: Some(stop), thread: Some(thread) })
    }

    pub(crate) fn search(&self, text: &str) -> SearchResponse {
        self.client.search(&SearchRequest::new(text)).expect("an answer")
    }

    /// Names of the files that match, without the corpus, sorted.
    pub(crate) fn find(&self, text: &str) -> Vec<String> {
        let answer = self.search(text);
        let matching = answer.hits.iter().filter(|_| !answer.weak);
        let mut names: Vec<_> =
            matching.map(|hit| hit.path.trim_start_matches("gmina/").to_owned()).collect();
        names.sort();
        names
    }

    pub(crate) fn status(&self) -> StatusResponse {
        self.client.status().expect("a status")
    }

    /// Waits until exactly these files answer.
    pub(crate) fn wait_for(&self, text: &str, expected: &[&str]) {
        wait_until(&format!("`{text}` finds {expected:?}"), || self.find(text) == expected);
    }

    pub(crate) fn stop(mut self) -> Result<(), Error> {
        self.end()
    }

    fn end(&mut self) -> Result<(), Error> {
        drop(self.stop.take());
        self.thread.take().map_or(Ok(()), |thread| thread.join().expect("no panic"))
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        drop(self.end());
    }
}

/// Asks again until it is so; each question takes a round trip, so this is no busy loop.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
    }
}

/// The head and the body of the answer to a `GET`.
pub(crate) fn get(place: &Place, path: &str) -> (String, String) {
    let mut stream = UnixStream::connect(place.path("fiszka.sock")).expect("a daemon");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time");
    let request = format!("GET {path} HTTP/1.1\r\nHost: fiszka\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("the request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    (head.to_owned(), body.to_owned())
}

/// A page of a town portal.
pub(crate) fn news(title: &str, text: &str) -> String {
    format!(
        "fbpx\n\n{title}\n\n15 lutego 2021\n616 Wyświetleń\n\n{text}\n\nŹródło: Biuro prasowe\n\nZostaw komentarz"
    )
}

/// The sample corpus of the repository.
pub(crate) fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").join("corpora/sample")
}
