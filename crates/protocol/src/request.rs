//! A search as the client asks for it.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use utoipa::{IntoParams, ToSchema};

use crate::date::PartialDate;
use crate::limits::{self, RequestLimits};
use crate::problem::{ErrorCode, InvalidRequest, ParameterError};

/// A search. The same parameters travel as the query string of a `GET` and as the JSON body of a `POST`.
///
/// In a query string repeatable parameters are repeated (`where=a=1&where=b=2`); the list forms of PHP's
/// `http_build_query`, `where[]` and `where[0]`, mean the same. A parameter with an empty value is as good as
/// absent, since HTML forms send their empty fields. Unknown parameters are refused.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query, style = Form)]
pub struct SearchRequest {
    /// What to look for: words in any form, with or without Polish letters. Empty: everything that the filters let
    /// through. At most 8192 bytes and 512 words.
    #[schema(max_length = 8192, example = "mieszkania chronione")]
    #[param(max_length = 8192, example = "mieszkania chronione")]
    pub q: String,
    /// Only documents of this kind: `practice`, `news`, `other`, or a kind that the portal added.
    #[schema(example = "practice")]
    #[param(example = "practice")]
    pub kind: Option<String>,
    /// Only documents whose field has the value, as `FIELD=VALUE`. Repeatable, at most 50; several values of one
    /// field are alternatives, different fields must all hold. Case and diacritics do not matter; numbers and dates
    /// also take ranges (`population=300000..`).
    #[serde(rename = "where")]
    #[schema(value_type = Vec<String>, max_items = 50, example = json!(["voivodeship=śląskie"]))]
    #[param(value_type = Vec<String>, explode = true, max_items = 50, example = json!(["voivodeship=śląskie"]))]
    pub where_: Vec<Condition>,
    /// Only documents published on or after the first day of this year, month or day: `YYYY`, `YYYY-MM` or
    /// `YYYY-MM-DD`.
    #[schema(value_type = Option<String>, example = "2012")]
    #[param(value_type = Option<String>, example = "2012")]
    pub from: Option<PartialDate>,
    /// Only documents published on or before the last day of this year, month or day.
    #[schema(value_type = Option<String>, example = "2014-06")]
    #[param(value_type = Option<String>, example = "2014-06")]
    pub to: Option<PartialDate>,
    /// Only documents near a place, and where `distance_km` is measured from: a town and a distance, `Lublin~30km`, or
    /// degrees north and east, `51.25,22.57~500m`. Without a distance nothing is left out. A town that has namesakes takes
    /// its county or voivodeship behind a comma: `Józefów, otwocki~5km`.
    #[schema(example = "Lublin~30km")]
    #[param(example = "Lublin~30km")]
    pub near: Option<String>,
    /// The order of the hits.
    #[param(inline)]
    pub sort: Sort,
    /// Hits on the page; 0 asks for `total` and `facets` alone. A map (`format=geojson`) may have 1000.
    #[schema(maximum = 100, default = 10)]
    #[param(maximum = 100, default = 10)]
    pub limit: u32,
    /// Hits to leave out before the page. `offset + limit` is at most 10000.
    #[schema(default = 0)]
    #[param(default = 0)]
    pub offset: u32,
    /// Continues after the page that gave this cursor (`next_cursor`); not together with `offset`.
    pub cursor: Option<String>,
    /// Fields whose values are counted over the whole match set, each once. Repeatable, at most 50. Numbers and dates take
    /// ranges behind a colon: a width (`population:10000`), their beginnings (`population:..20000..100000..`), `year` or
    /// `month` (`published:month`).
    #[schema(max_items = 50, example = json!(["voivodeship"]))]
    #[param(explode = true, max_items = 50, example = json!(["voivodeship"]))]
    pub facet: Vec<String>,
    /// Whether every hit explains its score.
    #[schema(default = false)]
    #[param(default = false)]
    pub explain: bool,
    /// What the answer is written as.
    #[param(inline)]
    pub format: Format,
}

impl Default for SearchRequest {
    fn default() -> Self {
        Self {
            q: String::new(),
            kind: None,
            where_: Vec::new(),
            from: None,
            to: None,
            near: None,
            sort: Sort::default(),
            limit: limits::LIMIT_DEFAULT,
            offset: 0,
            cursor: None,
            facet: Vec::new(),
            explain: false,
            format: Format::default(),
        }
    }
}

impl SearchRequest {
    /// A search for `q` with everything else by default.
    pub fn new(q: impl Into<String>) -> Self {
        Self { q: q.into(), ..Self::default() }
    }

    /// Checks every bound of [`limits`]. Requests that were read with [`from_query_string`](Self::from_query_string)
    /// or [`from_json`](Self::from_json) are checked already.
    ///
    /// # Errors
    /// All bounds that the request breaks.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        self.validate_within(&RequestLimits::default())
    }

    /// Checks the bounds that a daemon answers within.
    ///
    /// # Errors
    /// All bounds that the request breaks.
    pub fn validate_within(&self, limits: &RequestLimits) -> Result<(), InvalidRequest> {
        InvalidRequest::check(self.broken_bounds(limits))
    }

    pub(crate) fn broken_bounds(&self, bounds: &RequestLimits) -> Vec<ParameterError> {
        let mut errors = Vec::new();
        let mut refuse = |code, parameter: &str, message: String, remedy: &str| {
            errors.push(ParameterError { code, parameter: parameter.into(), message, remedy: remedy.into() });
        };
        let words = count_words(&self.q);
        if self.q.len() > bounds.query_bytes_max {
            let message = format!("{} bytes are more than {}", self.q.len(), bounds.query_bytes_max);
            refuse(ErrorCode::QueryTooLong, "q", message, "shorten the query");
        } else if words > bounds.query_words_max {
            let message = format!("{words} words are more than {}", bounds.query_words_max);
            refuse(ErrorCode::QueryTooManyWords, "q", message, "shorten the query");
        }
        for (name, count, max) in [
            ("where", self.where_.len(), bounds.conditions_max),
            ("facet", self.facet.len(), bounds.facets_max),
        ] {
            if count > max {
                refuse(
                    ErrorCode::TooManyValues,
                    name,
                    format!("{count} values are more than {max}"),
                    "ask for fewer",
                );
            }
        }
        let (near, cursor) = (self.near.as_deref(), self.cursor.as_deref());
        let values = [("kind", self.kind.as_deref()), ("near", near), ("cursor", cursor)]
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?.len())))
            .chain(
                self.where_
                    .iter()
                    .map(|condition| ("where", condition.field.len() + 1 + condition.value.len())),
            )
            .chain(self.facet.iter().map(|field| ("facet", field.len())));
        if let Some((name, bytes)) = values.into_iter().find(|(_, bytes)| *bytes > limits::VALUE_BYTES_MAX) {
            let message = format!("a value of {bytes} bytes is longer than {}", limits::VALUE_BYTES_MAX);
            refuse(ErrorCode::ValueTooLong, name, message, "shorten the value");
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from.first_day() > to.last_day()
        {
            refuse(
                ErrorCode::InvalidDateRange,
                "to",
                format!("`{to}` is before `from`, `{from}`"),
                "swap the two dates",
            );
        }
        let limit_max = match self.format {
            Format::Json => bounds.limit_max,
            Format::Geojson => bounds.map_limit_max,
        };
        if self.limit > limit_max {
            let message = format!("`{}` is more than {limit_max}", self.limit);
            refuse(
                ErrorCode::InvalidLimit,
                "limit",
                message,
                "ask for smaller pages, and page on with `offset`",
            );
        } else if self.offset.saturating_add(self.limit) > bounds.offset_plus_limit_max {
            let message = format!("`offset` + `limit` is more than {}", bounds.offset_plus_limit_max);
            refuse(ErrorCode::PageTooDeep, "offset", message, "page on with `cursor`, or narrow the search");
        }
        if self.cursor.is_some() && self.offset > 0 {
            let message = "stands beside `offset`".to_owned();
            refuse(
                ErrorCode::InvalidCursor,
                "cursor",
                message,
                "leave `offset` out, the cursor knows the place",
            );
        }
        errors
    }
}

/// Words are what stands between white space and ASCII punctuation: a bound for the work of the engine that a
/// client can check by eye, not the tokens of the analysis.
fn count_words(query: &str) -> usize {
    query
        .split(|c: char| c.is_whitespace() || c.is_ascii_punctuation())
        .filter(|word| !word.is_empty())
        .count()
}

/// The order of the hits. Ties are broken by `id`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// The latest `published` first; undated documents come last.
    Newest,
    /// The earliest `published` first; undated documents come last.
    Oldest,
    /// By title in the order of the Polish alphabet; documents without one come last.
    Title,
    /// Most inhabitants first; documents that name no number come last.
    Population,
    /// Fewest inhabitants first; documents that name no number come last.
    PopulationAscending,
    /// Nearest first, from the place of `near`; documents whose place is unknown come last.
    Distance,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 7] = [
        Self::Relevance,
        Self::Newest,
        Self::Oldest,
        Self::Title,
        Self::Population,
        Self::PopulationAscending,
        Self::Distance,
    ];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Title => "title",
            Self::Population => "population",
            Self::PopulationAscending => "population_ascending",
            Self::Distance => "distance",
        }
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Sort {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            InvalidValue::new(
                ErrorCode::InvalidSort,
                text,
                "is not an order",
                format!("write one of: {known}"),
            )
        })
    }
}

/// What an answer is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// `application/json`: the whole answer.
    #[default]
    Json,
    /// `application/geo+json`: the found documents whose place is known, as points of a map (RFC 7946).
    Geojson,
}

impl Format {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Geojson => "geojson",
        }
    }
}

impl FromStr for Format {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let known = [Self::Json, Self::Geojson];
        known.into_iter().find(|format| format.as_str() == text).ok_or_else(|| {
            InvalidValue::new(ErrorCode::InvalidFormat, text, "is not a format", "write json or geojson")
        })
    }
}

/// One filter: the field has the value. Written `FIELD=VALUE`; everything behind the first `=` is the value.
///
/// ```
/// use fiszka_protocol::Condition;
/// let condition: Condition = "voivodeship=śląskie".parse()?;
/// assert_eq!((condition.field(), condition.value()), ("voivodeship", "śląskie"));
/// # Ok::<(), fiszka_protocol::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    field: String,
    value: String,
}

impl Condition {
    /// Name of the field; not empty, without `=`, without blanks around it.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The value as it was given, without blanks around it; not empty.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl FromStr for Condition {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        text.split_once('=')
            .map(|(field, value)| Self { field: field.trim().to_owned(), value: value.trim().to_owned() })
            .filter(|condition| !condition.field.is_empty() && !condition.value.is_empty())
            .ok_or_else(|| {
                let remedy = "write FIELD=VALUE, as in voivodeship=śląskie";
                InvalidValue::new(ErrorCode::InvalidWhere, text, "is not a condition", remedy)
            })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.field, self.value)
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text that is no value of the type it was read as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct InvalidValue {
    code: ErrorCode,
    message: String,
    remedy: String,
}

impl InvalidValue {
    pub(crate) fn new(code: ErrorCode, given: &str, complaint: &str, remedy: impl Into<String>) -> Self {
        Self { code, message: format!("`{}` {complaint}", shorten(given)), remedy: remedy.into() }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }

    pub(crate) fn of(self, parameter: &str) -> ParameterError {
        let Self { code, message, remedy } = self;
        ParameterError { code, parameter: parameter.to_owned(), message, remedy }
    }
}

/// Keeps messages short however long the text is that they quote.
pub(crate) fn shorten(given: &str) -> String {
    const QUOTED_CHARS_MAX: usize = 60;
    match given.char_indices().nth(QUOTED_CHARS_MAX) {
        None => given.to_owned(),
        Some((end, _)) => format!("{}…", given.get(..end).unwrap_or_default()),
    }
}
