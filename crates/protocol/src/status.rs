//! What the daemon is doing.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the daemon is doing. Queries are answered from the last usable commit in every state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Everything that was seen is indexed.
    Ready,
    /// Files wait to be indexed.
    CatchingUp,
    /// A new generation is being built; the old one answers.
    Rebuilding,
    /// Something needs a person, see `reasons`; answers may be stale.
    Degraded,
    /// The daemon is going down.
    Stopping,
}

/// What the daemon knows and does. Every member is always there: what is absent is `null`, an empty list is `[]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StatusResponse {
    /// Version of the daemon.
    #[schema(example = "0.1.0")]
    pub version: String,
    /// What the daemon is doing.
    pub state: State,
    /// Why the state is `degraded`, each with its remedy; empty in every other state.
    pub reasons: Vec<String>,
    /// The state of the index; compare for equality only.
    pub generation: String,
    /// Documents that can be found.
    pub documents: u64,
    /// The files of the corpus folders by what became of them.
    pub sources: SourceCounts,
    /// Files that are known to have changed and are not indexed yet.
    pub pending: u64,
    /// The folders that are watched.
    pub corpora: Vec<Corpus>,
    /// Files that could not be read, the latest first; at most 100, `sources.failed` counts all.
    pub errors: Vec<SourceError>,
    /// Whether answers leave contacts out: see `hide_contacts` of the configuration.
    pub hides_contacts: bool,
    /// Time from a file's rename (or last write) until searches see it.
    pub visible_ms: VisibleTime,
    /// Instant of the last commit, RFC 3339 in UTC.
    #[schema(required = true, example = "2025-03-01T09:30:00Z")]
    pub last_commit: Option<String>,
    /// Size of the index on disk, in bytes.
    pub index_bytes: u64,
    /// Time since the daemon started, in seconds.
    pub uptime_s: f64,
}

/// The files of the corpus folders by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SourceCounts {
    /// Files with at least one document.
    pub indexed: u64,
    /// Files whose documents other files give: older copies of the same pages, excerpts of whole ones.
    pub duplicate: u64,
    /// Files in which nothing is to be found: empty, or nothing but menu and footer.
    pub empty: u64,
    /// Files that could not be read; the last readable version stays.
    pub failed: u64,
    /// Files that the last scan found as they were.
    pub unchanged: u64,
}

/// A watched folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Corpus {
    /// The name that paths of hits begin with.
    #[schema(example = "sample")]
    pub name: String,
    /// The absolute path of the folder.
    #[schema(example = "/srv/portal/sample")]
    pub path: String,
    /// How changes are noticed.
    pub watch: WatchMode,
}

/// How changes of a folder are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WatchMode {
    /// The operating system tells (inotify, FSEvents): within a moment.
    Events,
    /// The folder is scanned again and again: within the scan interval.
    Poll,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SourceError {
    /// `CORPUS/relative/path` of the file.
    pub path: String,
    /// What went wrong, as a stable word.
    #[schema(example = "too_large")]
    pub code: String,
    /// What went wrong, in words.
    pub message: String,
    /// What to do about it.
    #[schema(required = true)]
    pub hint: Option<String>,
}

/// Times from a change on disk until searches see it, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VisibleTime {
    /// Of the last change.
    #[schema(required = true)]
    pub last: Option<f64>,
    /// The median of the changes that were measured.
    #[schema(required = true)]
    pub median: Option<f64>,
    /// How many were measured.
    pub count: u64,
}

/// The answer to a reindex: the rebuild has begun, the status tells how it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReindexResponse {
    /// What the daemon is doing now.
    pub state: State,
    /// The generation that answers until the new one is complete.
    pub generation: String,
    /// Files that will be read again.
    pub sources: u64,
}

/// The answer of the health check: the daemon runs. It says nothing of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HealthResponse {
    /// Always `ok`.
    #[schema(example = "ok")]
    pub status: String,
    /// Version of the daemon.
    #[schema(example = "0.1.0")]
    pub version: String,
}

/// The answer of the readiness check: searches are answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadyResponse {
    /// Always `ready`.
    #[schema(example = "ready")]
    pub status: String,
    /// What the daemon is doing; any state answers from the last usable commit.
    pub state: State,
    /// The state of the index that answers.
    pub generation: String,
    /// Documents that can be found.
    pub documents: u64,
}
