//! `fiszka serve`

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use clap::Args;
use fiszka_daemon::{Config, Notice};
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

use crate::arguments::Common;
use crate::configuration::{self, absolute, absolute_all};
use crate::environment;
use crate::error::Error;
use crate::exit;
use crate::output::progress::Progress;

/// Watch folders of documents, index them, and answer on a socket
///
/// Prints one line, `ready SOCKET`, as soon as answers can come. Stops cleanly on SIGTERM and SIGINT; a second
/// signal stops it at once.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Folders of documents
    #[arg(value_name = "CORPUS")]
    corpora: Vec<PathBuf>,
    /// Folder of the index [default: below $XDG_DATA_HOME/fiszka, one for each set of corpora]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Socket for `reindex`, open to this user alone [default: beside the socket]
    #[arg(long, value_name = "PATH")]
    admin_socket: Option<PathBuf>,
    /// Answer on this loopback address too, as in 127.0.0.1:8080
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = address)]
    http: Option<SocketAddr>,
    /// Give no contacts: no people of the records, no e-mail addresses and telephone numbers; the query log has none
    /// either
    #[arg(long)]
    hide_contacts: bool,
    /// Settings in TOML; options of the command line win
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Index, print what was done, and exit
    #[arg(long)]
    once: bool,
}

impl Serve {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let is_once = self.once;
        let config = self.config(common)?;
        if is_once { super::index::build(&config, common) } else { serve(config, common.output().is_json()) }
    }

    /// The configuration file with the options over it and the defaults under it.
    fn config(self, common: &Common) -> Result<Config, Error> {
        let mut config = self.config.as_deref().map_or_else(|| Ok(Config::default()), configuration::read)?;
        if !self.corpora.is_empty() {
            config.corpora = self.corpora;
        }
        if config.corpora.is_empty() {
            return Err(Error::Usage {
                message: "no corpus to serve".to_owned(),
                hint: Some("give a folder, or `corpora` in the configuration file".to_owned()),
            });
        }
        config.corpora = absolute_all(&config.corpora)?;
        config.schema = common.schema_dir()?.or(config.schema);
        config.hide_contacts |= self.hide_contacts;
        config.http = self.http.or(config.http);
        config.admin_socket = self.admin_socket.or(config.admin_socket);
        if let Some(index) = self.index {
            config.index = index;
        } else if is_unset(&config.index) {
            config.index = environment::default_index(&config.corpora)?;
        }
        if common.socket.is_some() || is_unset(&config.socket) {
            config.socket = common.socket();
        }
        config.index = absolute(&config.index)?;
        config.socket = absolute(&config.socket)?;
        config.admin_socket = config.admin_socket.as_deref().map(absolute).transpose()?;
        Ok(config)
    }
}

fn address(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_no_address| "write the address in numbers, as in 127.0.0.1:8080 or [::1]:8080")
}

fn is_unset(path: &Path) -> bool {
    path.as_os_str().is_empty()
}

fn serve(config: Config, is_json: bool) -> Result<u8, Error> {
    let runtime = Runtime::new().map_err(Error::system("start the runtime"))?;
    let served = runtime.block_on(until_stopped(config, is_json));
    // Whoever sends a second signal does not want to wait for the threads either.
    runtime.shutdown_background();
    served.map(|()| exit::FOUND)
}

async fn until_stopped(config: Config, is_json: bool) -> Result<(), Error> {
    let mut signals = Signals::new().map_err(Error::system("listen for signals"))?;
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async {
        // The sender is gone only when the daemon is going too.
        let _ = stopped.await;
    };
    let bar = Mutex::new(None);
    let daemon = fiszka_daemon::run(config, shutdown, move |notice| tell(notice, &bar, is_json));
    tokio::pin!(daemon);
    tokio::select! {
        ended = &mut daemon => return Ok(ended?),
        () = signals.next() => tracing::info!("stopping; a second signal stops at once"),
    }
    let _ = stop.send(());
    tokio::select! {
        ended = daemon => Ok(ended?),
        () = signals.next() => Err(Error::Interrupted),
    }
}

/// SIGTERM of service managers and SIGINT of keyboards.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self { terminate, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

fn tell(notice: Notice, bar: &Mutex<Option<Progress>>, is_json: bool) {
    let mut bar = bar.lock().unwrap_or_else(PoisonError::into_inner);
    match notice {
        Notice::Ready { socket } => {
            let line = if is_json {
                serde_json::json!({ "ready": socket }).to_string()
            } else {
                format!("ready {}", socket.display())
            };
            // A daemon serves on even when nobody reads what it prints.
            drop(writeln!(io::stdout(), "{line}"));
        }
        Notice::Progress(progress) if progress.done < progress.total => {
            bar.get_or_insert_with(|| Progress::new("indexing")).set(
                progress.done as u64,
                progress.total as u64,
                &progress.path,
            );
        }
        Notice::Progress(_) => *bar = None,
    }
}
