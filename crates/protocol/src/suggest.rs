//! Suggestions while a query is typed, and documents like another one.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::limits;
use crate::problem::{ErrorCode, InvalidRequest, ParameterError};
use crate::search::Hit;

/// What was typed so far.
#[derive(Debug, Clone, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestRequest {
    /// What was typed, at most 1024 bytes. With or without Polish letters; a mistake is tolerated from the fourth letter
    /// on. Empty: no suggestions.
    #[param(max_length = 1024, example = "swietl")]
    pub q: String,
    /// Most suggestions, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 10)]
    pub limit: u32,
}

/// How many similar documents are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SimilarRequest {
    /// Most documents, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 10)]
    pub limit: u32,
}

/// Suggestions, the best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SuggestResponse {
    /// At most as many as were asked for.
    pub suggestions: Vec<Suggestion>,
    /// Time inside the daemon, in milliseconds.
    pub took_ms: f64,
    /// The state of the index whose suggestions they are. It may be a moment older than that of searches.
    pub generation: String,
}

/// Something to search for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suggestion {
    /// As documents write it.
    #[schema(example = "świetlica środowiskowa")]
    pub text: String,
    /// What it is.
    pub kind: SuggestionKind,
    /// How many documents have it.
    #[schema(example = 12)]
    pub count: u64,
}

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// The title of a document.
    Title,
    /// A town or region.
    Place,
    /// A category.
    Category,
    /// A fund or programme.
    Programme,
    /// Words that stand together in several documents.
    Phrase,
}

impl SuggestionKind {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Place => "place",
            Self::Category => "category",
            Self::Programme => "programme",
            Self::Phrase => "phrase",
        }
    }
}

/// Documents like another one, of any kind, the best first. The document itself and its duplicates are not among them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SimilarResponse {
    /// The documents; passages and highlights show what they share with the other one.
    pub hits: Vec<Hit>,
    /// Time inside the daemon, in milliseconds.
    pub took_ms: f64,
    /// The state of the index that answered.
    pub generation: String,
}

impl SuggestRequest {
    /// What may follow `q`, with everything else by default.
    pub fn new(q: impl Into<String>) -> Self {
        Self { q: q.into(), limit: limits::LIMIT_DEFAULT }
    }

    /// Reads the query string of a URL (without the `?`).
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn from_query_string(query_string: &str) -> Result<Self, InvalidRequest> {
        let [q, limit] = crate::parameters::read_few(query_string, ["q", "limit"])?;
        let request = Self { q, limit: read_limit(&limit)? };
        request.validate()?;
        Ok(request)
    }

    /// Prints the query string (without the `?`) that [`from_query_string`](Self::from_query_string) reads as an equal
    /// request.
    pub fn to_query_string(&self) -> String {
        let mut printed = "q=".to_owned();
        crate::percent::encode(&self.q, &mut printed);
        format!("{printed}&limit={}", self.limit)
    }

    /// Checks every bound. Requests that were read are checked already.
    ///
    /// # Errors
    /// All bounds that the request breaks.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        if self.q.len() > limits::VALUE_BYTES_MAX {
            let message = format!("{} bytes are more than {}", self.q.len(), limits::VALUE_BYTES_MAX);
            return Err(refusal(ErrorCode::QueryTooLong, "q", message, "shorten it"));
        }
        check_limit(self.limit)
    }
}

impl SimilarRequest {
    /// Reads the query string of a URL (without the `?`).
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn from_query_string(query_string: &str) -> Result<Self, InvalidRequest> {
        let [limit] = crate::parameters::read_few(query_string, ["limit"])?;
        let request = Self { limit: read_limit(&limit)? };
        request.validate()?;
        Ok(request)
    }

    /// Checks every bound. Requests that were read are checked already.
    ///
    /// # Errors
    /// All bounds that the request breaks.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        check_limit(self.limit)
    }
}

impl Default for SimilarRequest {
    fn default() -> Self {
        Self { limit: limits::LIMIT_DEFAULT }
    }
}

fn read_limit(text: &str) -> Result<u32, InvalidRequest> {
    if text.is_empty() {
        return Ok(limits::LIMIT_DEFAULT);
    }
    crate::parameters::read_count(ErrorCode::InvalidLimit, text).map_err(|invalid| invalid.of("limit").into())
}

fn check_limit(limit: u32) -> Result<(), InvalidRequest> {
    if (1..=limits::LIMIT_MAX).contains(&limit) {
        return Ok(());
    }
    let message = format!("`{limit}` is not between 1 and {}", limits::LIMIT_MAX);
    Err(refusal(ErrorCode::InvalidLimit, "limit", message, "write a number such as 10"))
}

fn refusal(code: ErrorCode, parameter: &str, message: String, remedy: &str) -> InvalidRequest {
    ParameterError { code, parameter: parameter.to_owned(), message, remedy: remedy.to_owned() }.into()
}
