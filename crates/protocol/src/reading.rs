//! How a query was read.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a query was read: what `explain` tells of the query itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reading {
    /// The query in the query language as it was understood: operators in English, fields by their English names.
    #[schema(example = "seniorzy voivodeship:śląskie -remont")]
    pub query: String,
    /// The words asked for, in the order typed; the score is made of them.
    pub words: Vec<WordReading>,
    /// The words that stand in exclusions only.
    pub excluded: Vec<WordReading>,
    /// What a document must fulfil to match, in words.
    pub conditions: Vec<String>,
    /// The filters that stood in the query.
    pub filters: Vec<FilterReading>,
}

/// A word of a query with everything that counts as finding it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WordReading {
    /// As typed.
    pub text: String,
    /// Whether it can be asked of a document; a function word cannot.
    pub content: bool,
    /// What it counts beside a noun's 1.
    pub weight: f64,
    /// How many documents hold it.
    pub documents: u64,
    /// Its rarity: the logarithm that its score is multiplied by.
    pub rarity: f64,
    /// Exact forms.
    pub forms: Vec<Weighted>,
    /// Terms of analysis.
    pub terms: Vec<Weighted>,
    /// The folded prefix that counts a little.
    #[schema(required = true)]
    pub prefix: Option<String>,
    /// Phrases that the vocabulary puts in its place, as terms.
    pub alternatives: Vec<Weighted>,
}

/// Something that is looked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Weighted {
    /// What the index holds.
    pub text: String,
    /// What an occurrence counts.
    pub weight: f64,
    /// The table of the vocabulary that it comes from: `synonym`, `abbreviation` or `derivation`.
    #[schema(required = true)]
    pub source: Option<String>,
}

/// A filter that stood in a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FilterReading {
    /// Name of the field.
    pub field: String,
    /// The values or ranges, of which one is enough.
    pub values: Vec<String>,
}
