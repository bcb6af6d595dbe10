use std::path::{Path, PathBuf};
use std::time::Duration;

use fiszka_protocol::{
    DocumentResponse, ErrorCode, FeatureCollection, Format, HealthResponse, Problem, ReadyResponse,
    ReindexResponse, SearchRequest, SearchResponse, SimilarRequest, SimilarResponse, StatusResponse,
    SuggestRequest, SuggestResponse, default_admin_socket_path, limits, paths,
};
use hyper::Method;
use hyper::body::Bytes;

use crate::Error;
use crate::exchange::Exchange;

/// Time to connect unless set otherwise.
pub const CONNECT_TIMEOUT_DEFAULT: Duration = Duration::from_secs(2);
/// Time from the request to the end of the answer unless set otherwise.
pub const ANSWER_TIMEOUT_DEFAULT: Duration = Duration::from_secs(30);
/// Largest answer, in bytes, unless set otherwise.
pub const ANSWER_BYTES_MAX_DEFAULT: usize = 64 * 1024 * 1024;

/// Asks one daemon, from inside a tokio runtime with I/O and time enabled.
///
/// Cheap to make and to clone: it holds paths and bounds, no connection.
#[derive(Debug, Clone)]
pub struct Client {
    socket: PathBuf,
    admin_socket: PathBuf,
    connect_timeout: Duration,
    answer_timeout: Duration,
    answer_bytes_max: usize,
}

impl Client {
    /// A client of the daemon at this query socket. The admin socket is expected beside it.
    ///
    /// [`default_socket_path`](fiszka_protocol::default_socket_path) tells where a daemon listens by default.
    pub fn new(socket: impl Into<PathBuf>) -> Self {
        let socket = socket.into();
        Self {
            admin_socket: default_admin_socket_path(&socket),
            socket,
            connect_timeout: CONNECT_TIMEOUT_DEFAULT,
            answer_timeout: ANSWER_TIMEOUT_DEFAULT,
            answer_bytes_max: ANSWER_BYTES_MAX_DEFAULT,
        }
    }

    /// Looks for the admin socket elsewhere.
    #[must_use]
    pub fn with_admin_socket(self, admin_socket: impl Into<PathBuf>) -> Self {
        Self { admin_socket: admin_socket.into(), ..self }
    }

    /// Waits as long for a connection. Default [`CONNECT_TIMEOUT_DEFAULT`].
    #[must_use]
    pub fn with_connect_timeout(self, connect_timeout: Duration) -> Self {
        Self { connect_timeout, ..self }
    }

    /// Waits as long from the request to the end of the answer. Default [`ANSWER_TIMEOUT_DEFAULT`].
    #[must_use]
    pub fn with_answer_timeout(self, answer_timeout: Duration) -> Self {
        Self { answer_timeout, ..self }
    }

    /// Takes answers up to this many bytes. Default [`ANSWER_BYTES_MAX_DEFAULT`].
    #[must_use]
    pub fn with_answer_bytes_max(self, answer_bytes_max: usize) -> Self {
        Self { answer_bytes_max, ..self }
    }

    /// Searches.
    ///
    /// # Errors
    /// See [`Error`]; a request that breaks a bound is refused by the daemon.
    pub async fn search(&self, request: &SearchRequest) -> Result<SearchResponse, Error> {
        let request = SearchRequest { format: Format::Json, ..request.clone() };
        self.query(Method::POST, paths::SEARCH).with_body(&request).answer().await
    }

    /// Searches for what lies on the map: the documents that match and whose place is known.
    ///
    /// # Errors
    /// See [`Error`]; a request that breaks a bound is refused by the daemon.
    pub async fn map(&self, request: &SearchRequest) -> Result<FeatureCollection, Error> {
        let request = SearchRequest { format: Format::Geojson, ..request.clone() };
        self.query(Method::POST, paths::SEARCH).with_body(&request).answer().await
    }

    /// One document in full, by the id of a hit.
    ///
    /// # Errors
    /// See [`Error`]; an unknown id is refused with `document_not_found`.
    pub async fn document(&self, id: &str) -> Result<DocumentResponse, Error> {
        check_id(id)?;
        self.query(Method::GET, &paths::document(id)).answer().await
    }

    /// Documents like another one, by the id of a hit.
    ///
    /// # Errors
    /// See [`Error`]; an unknown id is refused with `document_not_found`.
    pub async fn similar(&self, id: &str, request: SimilarRequest) -> Result<SimilarResponse, Error> {
        check_id(id)?;
        self.query(Method::GET, &format!("{}?limit={}", paths::similar(id), request.limit)).answer().await
    }

    /// What a typed beginning may become.
    ///
    /// # Errors
    /// See [`Error`]; a request that breaks a bound is refused by the daemon.
    pub async fn suggest(&self, request: &SuggestRequest) -> Result<SuggestResponse, Error> {
        self.query(Method::GET, &format!("{}?{}", paths::SUGGEST, request.to_query_string())).answer().await
    }

    /// What the daemon knows and does.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn status(&self) -> Result<StatusResponse, Error> {
        self.query(Method::GET, paths::STATUS).answer().await
    }

    /// Whether the daemon runs; says nothing of the index.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn health(&self) -> Result<HealthResponse, Error> {
        self.query(Method::GET, paths::HEALTH).answer().await
    }

    /// Whether searches are answered.
    ///
    /// # Errors
    /// See [`Error`]; before the first commit it is refused with `not_ready`.
    pub async fn ready(&self) -> Result<ReadyResponse, Error> {
        self.query(Method::GET, paths::READY).answer().await
    }

    /// Has the daemon build its index anew, over the admin socket. Returns when the rebuild has begun.
    ///
    /// # Errors
    /// See [`Error`]; the admin socket lets only the daemon's own user in.
    pub async fn reindex(&self) -> Result<ReindexResponse, Error> {
        self.exchange(&self.admin_socket, Method::POST, paths::REINDEX).answer().await
    }

    fn query(&self, method: Method, path: &str) -> Exchange<'_> {
        self.exchange(&self.socket, method, path)
    }

    fn exchange<'a>(&'a self, socket: &'a Path, method: Method, path: &str) -> Exchange<'a> {
        Exchange {
            socket,
            method,
            path: path.to_owned(),
            body: Bytes::new(),
            connect_timeout: self.connect_timeout,
            answer_timeout: self.answer_timeout,
            answer_bytes_max: self.answer_bytes_max,
        }
    }
}

/// What is no id must not become the path of a request.
fn check_id(id: &str) -> Result<(), Error> {
    if id.len() <= limits::VALUE_BYTES_MAX {
        return Ok(());
    }
    let detail = format!("no document has an id of {} bytes", id.len());
    Err(Error::Refused(Problem::new(ErrorCode::DocumentNotFound, detail)))
}
