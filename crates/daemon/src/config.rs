//! What the daemon is told: every setting with its unit and default.

use std::net::SocketAddr;
use std::path::PathBuf;

use fiszka_protocol::RequestLimits;
use serde::Deserialize;

use crate::error::Error;

/// Settings of a daemon. A configuration file is TOML with these names; what it leaves out has its default.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Corpus folders. Their names, made unique, are the first step of every path in an answer.
    pub corpora: Vec<PathBuf>,
    /// The folder of the index.
    pub index: PathBuf,
    /// The socket for questions, at most 107 bytes.
    pub socket: PathBuf,
    /// The socket for `reindex`; always of mode 0600. Default: beside the first.
    pub admin_socket: Option<PathBuf>,
    /// Mode of the query socket in octal. Default `660`: a web server of the same group may ask.
    pub socket_mode: String,
    /// Group of the query socket, by name or number. Default: the daemon's own.
    pub socket_group: Option<String>,
    /// A loopback address that answers like the query socket, for what cannot see the socket. Default: none.
    pub http: Option<SocketAddr>,
    /// A folder laid over the shipped schema: kinds, fields, vocabulary. Default: none.
    pub schema: Option<PathBuf>,
    /// Give no contacts: no fields that the schema marks `personal`, no lines that print them, no e-mail addresses and
    /// telephone numbers anywhere, the query log included. What is found stays the same. Default `false`.
    pub hide_contacts: bool,
    /// A file to which every question is written, with the number of its results and nothing of who asked; mode 0600.
    /// `fiszka eval` reads it. Default: none, questions are not kept.
    pub query_log: Option<PathBuf>,
    /// A query log of this size is renamed to `PATH.1`, over an older one. Default 16 MiB.
    pub query_log_bytes_max: u64,
    /// A change is indexed when the folder was quiet for this long. Default 100 milliseconds.
    pub quiet_ms: u64,
    /// A change is indexed at the latest after this long. Default 1,000 milliseconds.
    pub wait_max_ms: u64,
    /// Everything is scanned this often besides, in case an event was lost. Default 3,600 seconds.
    pub scan_interval_s: u64,
    /// Poll the folders instead of waiting for events. Default `false`.
    pub always_poll: bool,
    /// Files beyond this size are reported, not read. Default 64 MiB.
    pub file_bytes_max: u64,
    /// Connections beyond this number wait. Default 256.
    pub connections_max: usize,
    /// Searches that run at once; 0 means one a processor. Default 0.
    pub searches_max: usize,
    /// Searches that may wait for their turn; beyond it the answer is 503. Default 256.
    pub searches_waiting_max: usize,
    /// After this long a search answers with what it has, and says so. Default 500 milliseconds.
    pub search_ms_max: u64,
    /// The bounds of requests, each 1 up to the bound of the protocol, which is its default.
    pub limits: RequestLimits,
    /// A connection that sends no request for this long is closed. Default 30,000 milliseconds.
    pub idle_ms_max: u64,
    /// Answers under way when the daemon stops may take this long. Default 5,000 milliseconds.
    pub stop_ms_max: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            corpora: Vec::new(),
            index: PathBuf::new(),
            socket: PathBuf::new(),
            admin_socket: None,
            socket_mode: "660".to_owned(),
            socket_group: None,
            http: None,
            schema: None,
            hide_contacts: false,
            query_log: None,
            query_log_bytes_max: 16 << 20,
            quiet_ms: 100,
            wait_max_ms: 1_000,
            scan_interval_s: 3_600,
            always_poll: false,
            file_bytes_max: 64 << 20,
            connections_max: 256,
            searches_max: 0,
            searches_waiting_max: 256,
            search_ms_max: 500,
            limits: RequestLimits::default(),
            idle_ms_max: 30_000,
            stop_ms_max: 5_000,
        }
    }
}

/// Longest time that a search may be given, in milliseconds.
const SEARCH_MS_MAX: u64 = 60_000;

impl Config {
    /// Checks the bounds that are numbers.
    ///
    /// # Errors
    ///
    /// [`Error::Setting`] with the name of the first one that is out of its range, and the range.
    pub fn check(&self) -> Result<(), Error> {
        if !(1..=SEARCH_MS_MAX).contains(&self.search_ms_max) {
            let reason =
                format!("{} is out of range; give 1 to {SEARCH_MS_MAX} milliseconds", self.search_ms_max);
            return Err(Error::Setting { name: "search_ms_max", reason });
        }
        match self.limits.out_of_range() {
            None => Ok(()),
            Some((name, range)) => {
                let reason = format!("it is out of range; give {} to {}", range.start(), range.end());
                Err(Error::Setting { name, reason })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_out_of_range_are_refused() {
        let limits = |limit_max| RequestLimits { limit_max, ..RequestLimits::default() };
        for (config, refused) in [
            (Config::default(), None),
            (Config { limits: limits(1), ..Config::default() }, None),
            (Config { limits: limits(101), ..Config::default() }, Some("limit_max")),
            (Config { search_ms_max: 0, ..Config::default() }, Some("search_ms_max")),
        ] {
            let error = config.check().err().map(|error| error.to_string());
            assert_eq!(error.is_some(), refused.is_some());
            assert!(error.unwrap_or_default().contains(refused.unwrap_or_default()));
        }
    }
}
