//! The paths of the socket. The version stands in the path: `/v1` changes only when a message of it breaks.

/// `GET|POST`: [`SearchRequest`](crate::SearchRequest) to [`SearchResponse`](crate::SearchResponse).
pub const SEARCH: &str = "/v1/search";
/// `GET`: [`DocumentResponse`](crate::DocumentResponse). `{id}` is the id of a hit.
pub const DOCUMENT: &str = "/v1/documents/{id}";
/// `GET`: [`SuggestRequest`](crate::SuggestRequest) to [`SuggestResponse`](crate::SuggestResponse).
pub const SUGGEST: &str = "/v1/suggest";
/// `GET`: [`SimilarRequest`](crate::SimilarRequest) to [`SimilarResponse`](crate::SimilarResponse). `{id}` is the id of a
/// hit.
pub const SIMILAR: &str = "/v1/documents/{id}/similar";
/// `GET`: [`StatusResponse`](crate::StatusResponse).
pub const STATUS: &str = "/v1/status";
/// `POST`, on the admin socket only: [`ReindexResponse`](crate::ReindexResponse).
pub const REINDEX: &str = "/v1/reindex";
/// `GET`: [`HealthResponse`](crate::HealthResponse), as soon as the daemon runs.
pub const HEALTH: &str = "/healthz";
/// `GET`: [`ReadyResponse`](crate::ReadyResponse), once an index answers.
pub const READY: &str = "/readyz";
/// `GET`: what the daemon counts, in the text format of Prometheus.
pub const METRICS: &str = "/metrics";
/// `GET`: the OpenAPI description, see [`openapi`](crate::openapi()).
pub const OPENAPI: &str = "/openapi.json";

/// The path of one document: [`DOCUMENT`] with the id, percent-encoded.
///
/// ```
/// assert_eq!(fiszka_protocol::paths::document("abc234"), "/v1/documents/abc234");
/// assert_eq!(fiszka_protocol::paths::document("../x"), "/v1/documents/..%2Fx");
/// ```
pub fn document(id: &str) -> String {
    with_id(DOCUMENT, id)
}

/// The path of the documents like another one: [`SIMILAR`] with the id, percent-encoded.
pub fn similar(id: &str) -> String {
    with_id(SIMILAR, id)
}

fn with_id(path: &str, id: &str) -> String {
    let mut encoded = String::new();
    crate::percent::encode(id, &mut encoded);
    path.replace("{id}", &encoded)
}
