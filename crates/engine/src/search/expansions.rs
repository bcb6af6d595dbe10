//! What the vocabulary adds to a query, without an index.

use std::ops::Range;
use std::sync::Arc;

use fiszka_analysis::{Analyzer, Source};
use fiszka_schema::Schema;

use crate::fields::Fields;
use crate::ranking::Ranking;
use crate::search::names::Names;
use crate::search::plan::Plan;
use crate::search::vocabulary::Vocabulary;

/// Tells which phrases the vocabulary of a schema puts in the place of a query's words.
#[derive(Debug)]
pub struct Expansions {
    schema: Arc<Schema>,
    analyzer: Analyzer,
    fields: Fields,
    vocabulary: Vocabulary,
}

/// A phrase that is looked for in the place of a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Expansion {
    /// Where the word stands in the query, in bytes. A phrase for several words is told for each of them.
    pub range: Range<usize>,
    /// The phrase as terms.
    pub text: String,
    /// What an occurrence counts.
    pub weight: f32,
    /// The table that it comes from: synonyms, abbreviations, or places as derivations.
    pub source: Source,
}

impl Expansions {
    /// Analyses the vocabulary of a schema.
    pub fn new(schema: Arc<Schema>, analyzer: Analyzer) -> Self {
        let (fields, vocabulary) = (Fields::new(&schema), Vocabulary::new(&schema, &analyzer));
        Self { schema, analyzer, fields, vocabulary }
    }

    /// The expansions of the words of a query, in the order of the words.
    pub fn of(&self, text: &str) -> Vec<Expansion> {
        let ranking = Ranking::shipped();
        let names = Names::new(&self.schema, &self.fields, &self.analyzer, None);
        let mut plan = Plan::new(text, &names, &self.schema, &self.fields, &self.analyzer, ranking);
        self.vocabulary.widen(&mut plan.words, &ranking.vocabulary);
        let expansions = plan.words.iter().flat_map(|word| {
            word.alternatives.iter().map(|alternative| Expansion {
                range: word.range.clone(),
                text: alternative.text(),
                weight: alternative.weight,
                source: alternative.source,
            })
        });
        expansions.collect()
    }
}
