//! The answer to a search.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::reading::Reading;
use crate::snippet::Snippet;
use crate::status::State;

/// The answer to a search. Every member is always there: what is absent is `null`, an empty list is `[]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SearchResponse {
    /// Documents of the match set; 0 when only partial matches were found, see `weak`.
    pub total: u64,
    /// Whether `total` is exact or a lower bound.
    pub total_relation: TotalRelation,
    /// Time of the search inside the daemon, in milliseconds.
    pub took_ms: f64,
    /// Whether the time bound cut the search off, so that hits may be missing.
    pub partial: bool,
    /// Whether the match set was empty and `hits` holds the best partial matches instead.
    pub weak: bool,
    /// The hits of this page, in the order that was asked for.
    pub hits: Vec<Hit>,
    /// For each facet that was asked for, its values with their counts, the most frequent first;
    /// ranges, years and months in their own order.
    pub facets: BTreeMap<String, Vec<FacetCount>>,
    /// The query in the spelling that was probably meant, with Polish letters and the capitals of names.
    #[schema(required = true)]
    pub did_you_mean: Option<String>,
    /// Whether `hits` are those of `did_you_mean`, because nothing was found for a word as typed. If not, the other
    /// spelling would find more.
    pub corrected: bool,
    /// What of the query was ignored or read otherwise than typed, and why.
    pub diagnostics: Vec<QueryDiagnostic>,
    /// How the query was read, when `explain` was asked for.
    #[schema(required = true)]
    pub reading: Option<Reading>,
    /// Asks for the page behind this one, as the parameter `cursor`; `null` on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
    /// The state of the index that answered; compare for equality only. The `ETag` carries the same.
    pub generation: String,
    /// What the daemon was doing; any state answers from the last usable commit.
    pub state: State,
}

/// How `total` stands to the true number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TotalRelation {
    /// `total` is exact.
    Eq,
    /// There are at least `total` documents.
    Gte,
}

/// One found document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Hit {
    /// 26 base32 characters, safe in URLs; the same as long as the document keeps its identity.
    #[schema(example = "5t3qk7x2mzv6hj4nrwcbpdyeaf")]
    pub id: String,
    /// `practice`, `news`, `other`, or a kind that the portal added.
    pub kind: String,
    /// The title as the page prints it.
    pub title: String,
    /// The title with its matches marked.
    pub title_snippet: Snippet,
    /// `CORPUS/relative/path` of the file.
    #[schema(example = "sample/practices/klub-seniora.txt")]
    pub path: String,
    /// The address of the page, when it is known.
    #[schema(required = true)]
    pub url: Option<String>,
    /// Day of publication as `YYYY-MM-DD`, when it is known.
    #[schema(required = true)]
    pub published: Option<String>,
    /// The score of the ranking; comparable within one answer only. `null` when the order is not by relevance.
    #[schema(required = true)]
    pub score: Option<f64>,
    /// The passage that answers best.
    pub snippet: Snippet,
    /// The stored fields of the document by name: normal forms as text, number, boolean or list of these.
    pub fields: BTreeMap<String, Value>,
    /// Where its place lies, when the record says so or its town is known.
    #[schema(required = true)]
    pub location: Option<Location>,
    /// How far that is from the place of `near`, in kilometres.
    #[schema(required = true)]
    pub distance_km: Option<f64>,
    /// Other documents that say the same. `total` and the facets count them, but they are no hits of their own, so that a
    /// page has `limit` hits whatever is folded. Among the first 100 documents of the order they are found.
    pub duplicates: Vec<Reference>,
    /// The parts of the score, when `explain` was asked for.
    #[schema(required = true)]
    pub explain: Option<Vec<ScorePart>>,
}

/// A place on the map in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Location {
    /// North of the equator.
    #[schema(minimum = -90, maximum = 90, example = 51.247)]
    pub latitude: f64,
    /// East of Greenwich.
    #[schema(minimum = -180, maximum = 180, example = 22.568)]
    pub longitude: f64,
}

/// Another document, named so that it can be listed and opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reference {
    /// As the `id` of a hit.
    pub id: String,
    /// As the `kind` of a hit.
    pub kind: String,
    /// As the `title` of a hit.
    pub title: String,
    /// As the `path` of a hit.
    pub path: String,
    /// As the `url` of a hit.
    #[schema(required = true)]
    pub url: Option<String>,
    /// As the `published` of a hit.
    #[schema(required = true)]
    pub published: Option<String>,
}

/// One part of a score; the parts add up to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScorePart {
    /// What the part rewards.
    #[schema(example = "title")]
    pub name: String,
    /// How much.
    pub score: f64,
    /// The numbers behind it, in words.
    pub detail: String,
}

/// How many documents of the match set have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FacetCount {
    /// The value as `where` takes it.
    #[schema(example = "powiat-grodzki")]
    pub value: String,
    /// The value as people read it.
    #[schema(example = "powiat grodzki")]
    pub label: String,
    /// Documents of the match set that have it, or one of its children. The conditions on the field itself do not
    /// count: choosing a value leaves the counts of the others.
    pub count: u64,
    /// The categories below a category.
    #[schema(no_recursion)]
    pub children: Vec<FacetCount>,
}

/// A part of the query that was ignored or read otherwise than typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueryDiagnostic {
    /// What was ignored and why, in words.
    #[schema(example = "only the first 64 words were looked for; 3 were ignored")]
    pub message: String,
}
