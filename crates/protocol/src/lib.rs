//! The messages of Fiszka's socket.
//!
//! The daemon speaks HTTP/1.1 with JSON over a Unix-domain socket, so that curl, PHP and nginx can ask it with
//! nothing of ours installed. This crate holds what is said, as plain types: no sockets, no files, no environment.
//! The daemon and `fiszka-client` both stand on it, hence neither can misunderstand the other.
//!
//! | request | answer |
//! |---|---|
//! | `GET /v1/search?…` or `POST /v1/search`: [`SearchRequest`] | [`SearchResponse`] |
//! | the same with `format=geojson` | [`FeatureCollection`] |
//! | `GET /v1/documents/{id}` | [`DocumentResponse`] |
//! | `GET /v1/documents/{id}/similar`: [`SimilarRequest`] | [`SimilarResponse`] |
//! | `GET /v1/suggest?…`: [`SuggestRequest`] | [`SuggestResponse`] |
//! | `GET /v1/status` | [`StatusResponse`] |
//! | `POST /v1/reindex`, on the admin socket | [`ReindexResponse`] |
//! | `GET /healthz` | [`HealthResponse`] |
//! | `GET /readyz` | [`ReadyResponse`] |
//! | `GET /metrics` | text of Prometheus |
//! | `GET /openapi.json` | [`openapi()`] |
//! | whatever is refused | [`Problem`] |
//!
//! # Asking
//!
//! A request is checked where it is read. Whatever is wrong with it comes back at once, each thing with the
//! parameter, a stable [`ErrorCode`] and a remedy:
//!
//! ```
//! use fiszka_protocol::{ErrorCode, Problem, SearchRequest, Sort};
//!
//! let request = SearchRequest::from_query_string("q=mieszkania+chronione&where=voivodeship%3D%C5%9Bl%C4%85skie")?;
//! assert_eq!(request.q, "mieszkania chronione");
//! assert_eq!(request.where_[0].value(), "śląskie");
//! assert_eq!(request.sort, Sort::Relevance);
//!
//! let refused = SearchRequest::from_query_string("q=senior&limit=200&sorted=newest").unwrap_err();
//! let problem = Problem::from(refused);
//! assert_eq!((problem.status, problem.code), (400, ErrorCode::UnknownParameter));
//! assert_eq!(problem.detail, "`sorted`: unknown parameter; `limit`: `200` is more than 100");
//! # Ok::<(), fiszka_protocol::InvalidRequest>(())
//! ```
//!
//! # Answering
//!
//! Answers omit nothing: a value that is absent is `null`, a list without items is `[]`. Readers skip members they
//! do not know, so a newer daemon may add some. Ranges are `[start, end)` pairs, and their unit stands beside them:
//! Unicode code points in `highlights` and `range`, UTF-8 bytes in `byte_ranges` and `byte_range`.
//!
//! # Quirks
//!
//! - A parameter with an empty value counts as absent, because an HTML form sends its empty fields. `explain` is the
//!   exception: named without a value it is on.
//! - `where` is a word of Rust, so the member is [`where_`](SearchRequest::where_).
//! - The URL of a `GET` cannot hold every allowed query once its letters are escaped; `POST` can.
#![warn(missing_docs)]

pub mod limits;
pub mod paths;

mod date;
mod document;
mod geojson;
mod openapi;
mod parameters;
mod percent;
mod problem;
mod reading;
mod request;
mod search;
mod snippet;
mod socket;
mod status;
mod suggest;

pub use date::PartialDate;
pub use document::{Cut, DocumentDiagnostic, DocumentResponse, RecordField, Zone};
pub use geojson::{Feature, FeatureCollection, FeatureProperties, GEOJSON_CONTENT_TYPE, Point};
pub use limits::RequestLimits;
pub use openapi::openapi;
pub use problem::{ErrorCode, InvalidRequest, PROBLEM_CONTENT_TYPE, ParameterError, Problem};
pub use reading::{FilterReading, Reading, Weighted, WordReading};
pub use request::{Condition, Format, InvalidValue, SearchRequest, Sort};
pub use search::{
    FacetCount, Hit, Location, QueryDiagnostic, Reference, ScorePart, SearchResponse, TotalRelation,
};
pub use snippet::{CodePoints, Snippet};
pub use socket::{default_admin_socket_path, default_socket_path};
pub use status::{
    Corpus, HealthResponse, ReadyResponse, ReindexResponse, SourceCounts, SourceError, State, StatusResponse,
    VisibleTime, WatchMode,
};
pub use suggest::{
    SimilarRequest, SimilarResponse, SuggestRequest, SuggestResponse, Suggestion, SuggestionKind,
};
