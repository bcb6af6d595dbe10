//! The OpenAPI description, generated from the types.

use utoipa::OpenApi;

/// The OpenAPI description of the socket, as the daemon serves it under [`OPENAPI`](crate::paths::OPENAPI).
///
/// ```
/// let description = fiszka_protocol::openapi();
/// assert!(description.paths.paths.contains_key("/v1/search"));
/// ```
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Fiszka",
        description = "Full-text search for Polish local-government pages: HTTP/1.1 with JSON over a Unix-domain socket. \
            Every refusal is problem details (RFC 9457) with a stable `code`.",
    ),
    servers((url = "http://fiszka", description = "Any host name will do: the socket is the address")),
    paths(
        operations::search,
        operations::search_by_post,
        operations::document,
        operations::similar,
        operations::suggest,
        operations::status,
        operations::reindex,
        operations::health,
        operations::ready,
        operations::metrics,
        operations::description,
    )
)]
struct Description;

/// What can be asked. The functions carry descriptions only: the handlers live in the daemon, which this crate does
/// not know.
#[expect(dead_code, reason = "utoipa hangs the description of an operation on a function")]
mod operations {
    use crate::{
        DocumentResponse, FeatureCollection, HealthResponse, Problem, ReadyResponse, ReindexResponse,
        SearchRequest, SearchResponse, SimilarRequest, SimilarResponse, StatusResponse, SuggestRequest,
        SuggestResponse, paths,
    };

    /// Search
    ///
    /// Finds documents. The parameters may also be sent as the JSON body of a POST.
    #[utoipa::path(get, path = paths::SEARCH, operation_id = "search", tag = "search", params(SearchRequest), responses(
        (status = 200, description = "What was found; an empty page is a success too", content(
            (SearchResponse = "application/json"),
            (FeatureCollection = "application/geo+json"),
        )),
        (status = 400, description = "The request is not valid", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The cursor has expired", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Try again later", body = Problem, content_type = "application/problem+json"),
    ))]
    fn search() {}

    /// Search, parameters in the body
    ///
    /// As the GET, for queries that are too long for a URL.
    #[utoipa::path(post, path = paths::SEARCH, operation_id = "searchByPost", tag = "search", request_body = SearchRequest, responses(
        (status = 200, description = "What was found; an empty page is a success too", content(
            (SearchResponse = "application/json"),
            (FeatureCollection = "application/geo+json"),
        )),
        (status = 400, description = "The request is not valid", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The cursor has expired", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Try again later", body = Problem, content_type = "application/problem+json"),
    ))]
    fn search_by_post() {}

    /// One document
    ///
    /// The whole text of a document with its record and what was noticed while it was read.
    #[utoipa::path(get, path = paths::DOCUMENT, operation_id = "document", tag = "search",
        params(("id" = String, Path, description = "The `id` of a hit")),
        responses(
            (status = 200, description = "The document", body = DocumentResponse),
            (status = 404, description = "No document has this id", body = Problem, content_type = "application/problem+json"),
        )
    )]
    fn document() {}

    /// Similar documents
    ///
    /// Documents of any kind that share the characteristic words of this one, without its duplicates.
    #[utoipa::path(get, path = paths::SIMILAR, operation_id = "similar", tag = "search",
        params(("id" = String, Path, description = "The `id` of a hit"), SimilarRequest),
        responses(
            (status = 200, description = "The documents, the best first", body = SimilarResponse),
            (status = 400, description = "The request is not valid", body = Problem, content_type = "application/problem+json"),
            (status = 404, description = "No document has this id", body = Problem, content_type = "application/problem+json"),
            (status = 503, description = "Try again later", body = Problem, content_type = "application/problem+json"),
        )
    )]
    fn similar() {}

    /// Suggestions
    ///
    /// Titles, places, categories, programmes and frequent phrases with a word that begins as typed.
    #[utoipa::path(get, path = paths::SUGGEST, operation_id = "suggest", tag = "search", params(SuggestRequest), responses(
        (status = 200, description = "The suggestions, the best first", body = SuggestResponse),
        (status = 400, description = "The request is not valid", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Try again later", body = Problem, content_type = "application/problem+json"),
    ))]
    fn suggest() {}

    /// Status
    ///
    /// What is indexed, what waits, what failed and why.
    #[utoipa::path(get, path = paths::STATUS, operation_id = "status", tag = "operation", responses(
        (status = 200, description = "What the daemon knows and does", body = StatusResponse),
    ))]
    fn status() {}

    /// Reindex
    ///
    /// Builds a new generation from the files beside the old one, which answers until the new one is complete. On the
    /// admin socket only.
    #[utoipa::path(post, path = paths::REINDEX, operation_id = "reindex", tag = "operation", responses(
        (status = 202, description = "The rebuild has begun, or is under way already", body = ReindexResponse),
        (status = 403, description = "This is not the admin socket", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The daemon is stopping", body = Problem, content_type = "application/problem+json"),
    ))]
    fn reindex() {}

    /// Health
    ///
    /// Answers as soon as the daemon runs, whatever the index does.
    #[utoipa::path(get, path = paths::HEALTH, operation_id = "health", tag = "operation", responses(
        (status = 200, description = "The daemon runs", body = HealthResponse),
    ))]
    fn health() {}

    /// Readiness
    ///
    /// Whether searches are answered. A fresh index answers after its first scan.
    #[utoipa::path(get, path = paths::READY, operation_id = "ready", tag = "operation", responses(
        (status = 200, description = "Searches are answered", body = ReadyResponse),
        (status = 503, description = "Not yet", body = Problem, content_type = "application/problem+json"),
    ))]
    fn ready() {}

    /// Metrics
    ///
    /// What the daemon counts, in the text format of Prometheus, version 0.0.4.
    #[utoipa::path(get, path = paths::METRICS, operation_id = "metrics", tag = "operation", responses(
        (status = 200, description = "Counters, gauges and a histogram of search times", body = String, content_type = "text/plain"),
    ))]
    fn metrics() {}

    /// This description
    #[utoipa::path(get, path = paths::OPENAPI, operation_id = "openapi", tag = "operation", responses(
        (status = 200, description = "The OpenAPI description of the socket", body = serde_json::Value),
    ))]
    fn description() {}
}
