//! What a refusal looks like on the wire: problem details of RFC 9457 with a stable code.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The `Content-Type` of a [`Problem`].
pub const PROBLEM_CONTENT_TYPE: &str = "application/problem+json";

/// What went wrong, as a word that programs may rely on. Messages may be reworded, codes stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// A parameter that this request does not have.
    UnknownParameter,
    /// A parameter that may stand once stands twice.
    RepeatedParameter,
    /// A broken percent escape, or bytes that are not UTF-8.
    InvalidEncoding,
    /// A body that is not one JSON object.
    InvalidBody,
    /// A JSON value of another type than the parameter has.
    InvalidType,
    /// The query, or the whole query string, is too long.
    QueryTooLong,
    /// The query has too many words.
    QueryTooManyWords,
    /// A value of `kind`, `where`, `facet` or `cursor` is too long.
    ValueTooLong,
    /// More values of a repeatable parameter than allowed.
    TooManyValues,
    /// `kind` names no kind of the schema.
    UnknownKind,
    /// `where` or `facet` names no field of the schema that can be filtered or counted.
    UnknownField,
    /// A condition that is not of the form `FIELD=VALUE`, or whose value the field cannot have.
    InvalidWhere,
    /// `from` or `to` is not a date.
    InvalidDate,
    /// `from` is later than `to`.
    InvalidDateRange,
    /// `near` names no known place, or no distance; or the order is by distance without it.
    InvalidPlace,
    /// `facet` is no field with ranges, or names a field twice.
    InvalidFacet,
    /// No such format.
    InvalidFormat,
    /// No such order.
    InvalidSort,
    /// `limit` is not a number or too large.
    InvalidLimit,
    /// `offset` is not a number.
    InvalidOffset,
    /// `offset + limit` reaches deeper than paging by offset does.
    PageTooDeep,
    /// `explain` is neither `true` nor `false`.
    InvalidExplain,
    /// A cursor that no answer gave, or one beside an offset.
    InvalidCursor,
    /// A cursor of a generation that is gone.
    CursorExpired,
    /// No document has this id.
    DocumentNotFound,
    /// No such path.
    UnknownPath,
    /// The path exists, the method does not.
    MethodNotAllowed,
    /// The request may be made on the admin socket only.
    AdminSocketOnly,
    /// The request body is too large.
    BodyTooLarge,
    /// The request body is not declared as JSON.
    UnsupportedMediaType,
    /// Too many requests wait already.
    Busy,
    /// No commit can be searched yet.
    NotReady,
    /// The daemon is going down.
    Stopping,
    /// A fault of the daemon.
    Internal,
    /// A code that this version of the library does not know; only ever read, from a newer daemon.
    #[serde(other)]
    Unrecognised,
}

impl ErrorCode {
    /// The HTTP status that goes with the code.
    pub fn status(self) -> u16 {
        match self {
            Self::AdminSocketOnly => 403,
            Self::DocumentNotFound | Self::UnknownPath => 404,
            Self::MethodNotAllowed => 405,
            Self::CursorExpired => 410,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Internal | Self::Unrecognised => 500,
            Self::Busy | Self::NotReady | Self::Stopping => 503,
            _ => 400,
        }
    }

    /// The sentence for people that goes with the code; the same for every occurrence.
    pub fn title(self) -> &'static str {
        match self {
            Self::AdminSocketOnly => "This request belongs on the admin socket",
            Self::DocumentNotFound => "No such document",
            Self::UnknownPath => "No such path",
            Self::MethodNotAllowed => "The path does not know this method",
            Self::CursorExpired => "The index has changed since the cursor was given",
            Self::BodyTooLarge => "The request body is too large",
            Self::UnsupportedMediaType => "The request body must be JSON",
            Self::Internal | Self::Unrecognised => "The daemon failed",
            Self::Busy => "Too many requests at once",
            Self::NotReady => "The index is not ready yet",
            Self::Stopping => "The daemon is stopping",
            _ => "The request is not valid",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // serde writes a unit variant as a bare string through `Formatter`.
        self.serialize(f)
    }
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, thiserror::Error)]
#[error("`{parameter}`: {message}")]
pub struct ParameterError {
    /// What is wrong, as a stable word.
    pub code: ErrorCode,
    /// Name of the parameter, or `body`.
    pub parameter: String,
    /// What is wrong, in words.
    #[schema(example = "`200` is more than 100")]
    pub message: String,
    /// What to do about it.
    #[schema(example = "ask for at most 100 hits a page and page on with `offset`")]
    pub remedy: String,
}

/// A request that was refused, with everything that is wrong with it (never empty, bounded by
/// [`limits::PROBLEM_ERRORS_MAX`](crate::limits::PROBLEM_ERRORS_MAX)).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", join(first, others))]
pub struct InvalidRequest {
    first: ParameterError,
    others: Vec<ParameterError>,
}

impl InvalidRequest {
    /// `Ok` when nothing is wrong, else all that is.
    pub(crate) fn check(errors: Vec<ParameterError>) -> Result<(), Self> {
        let mut errors = errors.into_iter().take(crate::limits::PROBLEM_ERRORS_MAX);
        match errors.next() {
            None => Ok(()),
            Some(first) => Err(Self { first, others: errors.collect() }),
        }
    }

    /// What is wrong, in the order of the request.
    pub fn errors(&self) -> impl Iterator<Item = &ParameterError> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

impl From<ParameterError> for InvalidRequest {
    fn from(first: ParameterError) -> Self {
        Self { first, others: Vec::new() }
    }
}

/// Problem details (RFC 9457): the body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, thiserror::Error)]
#[error("{detail}")]
pub struct Problem {
    /// A URI that names the kind of problem: `urn:fiszka:problem:` and the code. It does not resolve.
    #[serde(rename = "type")]
    #[schema(example = "urn:fiszka:problem:invalid_limit")]
    pub type_: String,
    /// The kind of problem in words, the same for every occurrence.
    pub title: String,
    /// The HTTP status, repeated for those who see the body only.
    pub status: u16,
    /// This occurrence in words.
    pub detail: String,
    /// The kind of problem as a stable word; the code of the first error when there are several.
    pub code: ErrorCode,
    /// What is wrong parameter by parameter; empty when no parameter is to blame.
    pub errors: Vec<ParameterError>,
}

impl Problem {
    /// A problem that no parameter is to blame for. `detail` says what happened and what to do.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            type_: format!("urn:fiszka:problem:{code}"),
            title: code.title().to_owned(),
            status: code.status(),
            detail: detail.into(),
            code,
            errors: Vec::new(),
        }
    }
}

impl From<InvalidRequest> for Problem {
    fn from(invalid: InvalidRequest) -> Self {
        let detail = invalid.to_string();
        let InvalidRequest { first, others } = invalid;
        let mut problem = Self::new(first.code, detail);
        problem.errors = std::iter::once(first).chain(others).collect();
        problem
    }
}

impl From<ParameterError> for Problem {
    fn from(error: ParameterError) -> Self {
        InvalidRequest::from(error).into()
    }
}

fn join(first: &ParameterError, others: &[ParameterError]) -> String {
    others.iter().fold(first.to_string(), |joined, error| format!("{joined}; {error}"))
}
