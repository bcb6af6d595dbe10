//! The answers of the sockets, as HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use fiszka_protocol::limits::BODY_BYTES_MAX;
use fiszka_protocol::{
    ErrorCode, FeatureCollection, Format, GEOJSON_CONTENT_TYPE, HealthResponse, PROBLEM_CONTENT_TYPE,
    Problem, ReadyResponse, ReindexResponse, SearchRequest, SimilarRequest, SuggestRequest, openapi, paths,
};
use serde::Serialize;
use tokio::sync::Semaphore;

use crate::answer::{self, Context};
use crate::config::Config;
use crate::metrics::{self, Metrics};
use crate::query_log::{self, QueryLog};
use crate::state::Shared;
use crate::suggest::{self, Suggestions};
use crate::worker::Event;

/// How long the body of a request may take to arrive.
const BODY_TIME_MAX: Duration = Duration::from_secs(10);

/// How long a browser may keep suggestions: who types goes back and forth.
const SUGGESTIONS_CACHE: &str = "max-age=60";

/// What every request can use.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) shared: Arc<Shared>,
    pub(crate) events: Sender<Event>,
    pub(crate) searches: Arc<Searches>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) config: Arc<Config>,
    pub(crate) suggestions: Arc<Suggestions>,
    pub(crate) query_log: Option<Arc<QueryLog>>,
    /// Whether this socket may change anything.
    pub(crate) admin: bool,
}

/// Bounds on searches.
pub(crate) struct Searches {
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
    waiting_max: usize,
}

impl Searches {
    pub(crate) fn new(running_max: usize, waiting_max: usize) -> Self {
        let running = Arc::new(Semaphore::new(running_max));
        Self { running, waiting: AtomicUsize::new(0), waiting_max }
    }

    /// Runs a search when it is its turn, on a thread that may block.
    async fn run<T: Send + 'static>(
        &self,
        search: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let busy =
            || Problem::new(ErrorCode::Busy, "too many searches wait for their turn; try again in a second");
        let waiting = Waiting::enter(self).ok_or_else(busy)?;
        let permit = Arc::clone(&self.running).acquire_owned().await.map_err(|_closed| busy())?;
        drop(waiting);
        // The permit goes along: a search runs to its end even if nobody waits for it any more.
        let answer = tokio::task::spawn_blocking(move || {
            let answer = search();
            drop(permit);
            answer
        })
        .await;
        answer.unwrap_or_else(|_panic| {
            Err(Problem::new(ErrorCode::Internal, "the search failed; the log says more"))
        })
    }
}

/// A place among the searches that wait. It is given back when the search begins, or when its caller has gone.
struct Waiting<'s>(&'s AtomicUsize);

impl<'s> Waiting<'s> {
    fn enter(searches: &'s Searches) -> Option<Self> {
        let before = searches.waiting.fetch_add(1, Ordering::Relaxed);
        let place = Self(&searches.waiting);
        (before < searches.waiting_max).then_some(place)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The routes of a socket.
pub(crate) fn router(api: Api) -> Router {
    Router::new()
        .route(paths::SEARCH, get(search).post(search_by_post))
        .route(paths::DOCUMENT, get(document))
        .route(paths::SIMILAR, get(similar))
        .route(paths::SUGGEST, get(suggestions))
        .route(paths::STATUS, get(status))
        .route(paths::REINDEX, post(reindex))
        .route(paths::HEALTH, get(health))
        .route(paths::READY, get(ready))
        .route(paths::METRICS, get(metrics))
        .route(paths::OPENAPI, get(description))
        .method_not_allowed_fallback(|| async {
            Refusal(Problem::new(ErrorCode::MethodNotAllowed, "see /openapi.json for what each path takes"))
        })
        .fallback(|| async {
            Refusal(Problem::new(ErrorCode::UnknownPath, "see /openapi.json for the paths"))
        })
        .layer(from_fn(common_headers))
        .with_state(api)
}

/// A problem as an answer.
struct Refusal(Problem);

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, json(&self.0)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_CONTENT_TYPE));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Answers change with the corpus, so nobody may keep them, suggestions excepted; a request's id comes back with its answer.
async fn common_headers(request: Request, next: Next) -> Response {
    const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
    let id = request.headers().get(REQUEST_ID).cloned();
    let mut response = next.run(request).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Some(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

async fn search(State(api): State<Api>, RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let request = SearchRequest::from_query_string(query.as_deref().unwrap_or_default());
    answer_search(api, request.map_err(Problem::from)).await
}

async fn search_by_post(State(api): State<Api>, request: Request) -> Result<Response, Refusal> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !content_type
        .is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with("application/json"))
    {
        let detail = "send the search as JSON with `Content-Type: application/json`";
        return Err(Problem::new(ErrorCode::UnsupportedMediaType, detail).into());
    }
    let body: Body = request.into_body();
    let slow = |_| Problem::new(ErrorCode::InvalidBody, "the body did not arrive in time; send it at once");
    let bytes = tokio::time::timeout(BODY_TIME_MAX, to_bytes(body, BODY_BYTES_MAX)).await.map_err(slow)?;
    let bytes = bytes.map_err(|_too_large| {
        Problem::new(ErrorCode::BodyTooLarge, format!("a body may have {BODY_BYTES_MAX} bytes; shorten it"))
    })?;
    answer_search(api, SearchRequest::from_json(&bytes).map_err(Problem::from)).await
}

async fn answer_search(api: Api, request: Result<SearchRequest, Problem>) -> Result<Response, Refusal> {
    let started = Instant::now();
    let (shared, query_log) = (Arc::clone(&api.shared), api.query_log);
    let answer = match request {
        Ok(request) => {
            let context = Context::now(&api.config, shared.state());
            let format = request.format;
            let search = move || {
                let answer = answer::search(&shared.index, &request, &context)?;
                if let Some(log) = query_log {
                    log.add(&query_log::asked(&request.q, &shared.index), &answer);
                }
                Ok(answer)
            };
            api.searches.run(search).await.map(|answer| (answer, format))
        }
        Err(problem) => Err(problem),
    };
    let (answer, format) = answer.inspect_err(|problem| {
        api.metrics.refused(problem.code.status() == StatusCode::SERVICE_UNAVAILABLE.as_u16());
    })?;
    api.metrics.searched(started.elapsed(), answer.partial);
    let tag = HeaderValue::from_str(&format!("\"{}\"", answer.generation));
    let mut response = match format {
        Format::Json => json(&answer),
        Format::Geojson => {
            let mut response = json(&FeatureCollection::from(answer));
            let geojson = HeaderValue::from_static(GEOJSON_CONTENT_TYPE);
            response.headers_mut().insert(header::CONTENT_TYPE, geojson);
            response
        }
    };
    if let Ok(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

async fn document(State(api): State<Api>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let shared = Arc::clone(&api.shared);
    let answer = api.searches.run(move || answer::document(&shared.index, &id)).await?;
    Ok(json(&answer))
}

async fn similar(
    State(api): State<Api>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let request = SimilarRequest::from_query_string(query.as_deref().unwrap_or_default());
    let request = request.map_err(Problem::from)?;
    let shared = Arc::clone(&api.shared);
    let answer = api.searches.run(move || suggest::similar(&shared.index, &id, request)).await?;
    Ok(json(&answer))
}

/// Suggestions do not wait in the queue of the searches: they are read from memory in microseconds.
async fn suggestions(State(api): State<Api>, RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let request = SuggestRequest::from_query_string(query.as_deref().unwrap_or_default());
    let request = request.map_err(Problem::from)?;
    let searcher = api.shared.index.searcher().ok_or_else(answer::not_ready)?;
    let answer = tokio::task::spawn_blocking(move || {
        let suggester = api.suggestions.current(&searcher)?;
        suggest::suggest_from(&suggester, &request)
    });
    let failed = |_panic| Problem::new(ErrorCode::Internal, "the suggestions failed; the log says more");
    let mut response = json(&answer.await.map_err(failed)??);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(SUGGESTIONS_CACHE));
    Ok(response)
}

async fn status(State(api): State<Api>) -> Result<Response, Refusal> {
    let shared = Arc::clone(&api.shared);
    let answer = api.searches.run(move || Ok(shared.response())).await?;
    Ok(json(&answer))
}

async fn reindex(State(api): State<Api>) -> Result<Response, Refusal> {
    if !api.admin {
        let detail = "the query socket changes nothing; ask on the admin socket, beside it by default";
        return Err(Problem::new(ErrorCode::AdminSocketOnly, detail).into());
    }
    {
        let mut status = api.shared.status();
        if status.stopping {
            return Err(Problem::new(ErrorCode::Stopping, "the daemon is stopping").into());
        }
        if status.rebuilding.is_none() {
            status.rebuilding = Some("asked for".to_owned());
            if api.events.send(Event::Reindex).is_err() {
                return Err(Problem::new(ErrorCode::Internal, "the indexing thread has ended").into());
            }
        }
    }
    let response = api.shared.response();
    let counts = response.sources;
    let answer = ReindexResponse {
        state: response.state,
        generation: response.generation,
        sources: counts.indexed + counts.empty + counts.failed,
    };
    Ok((StatusCode::ACCEPTED, json(&answer)).into_response())
}

async fn health() -> Response {
    json(&HealthResponse { status: "ok".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() })
}

async fn ready(State(api): State<Api>) -> Result<Response, Refusal> {
    let searcher = api.shared.index.searcher().ok_or_else(answer::not_ready)?;
    Ok(json(&ReadyResponse {
        status: "ready".to_owned(),
        state: api.shared.state(),
        generation: searcher.generation().to_string(),
        documents: searcher.documents() as u64,
    }))
}

async fn metrics(State(api): State<Api>) -> Result<Response, Refusal> {
    let shared = Arc::clone(&api.shared);
    let status = api.searches.run(move || Ok(shared.response())).await?;
    let commits = api.shared.status().commits;
    Ok(([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], api.metrics.text(&status, commits)).into_response())
}

async fn description() -> Response {
    json(&openapi())
}
