//! How a query was read, in words and numbers.

use fiszka_schema::Schema;

use crate::search::answer::{FilterReading, Reading, Weighted, WordReading};
use crate::search::condition::{Condition, counted};
use crate::search::filter::FieldFilter;
use crate::search::matching::{Matches, Rarity};
use crate::search::plan::{Plan, Word};

/// Describes a plan. `filters` are those that stood in its text.
pub(crate) fn reading(
    plan: &Plan,
    matches: &Matches,
    excluded: &Matches,
    filters: &[FieldFilter],
    schema: &Schema,
) -> Reading {
    let words = |words: &[Word], matches: &Matches| {
        words.iter().zip(&matches.rarities).map(|(word, rarity)| word_reading(word, rarity)).collect()
    };
    let conditions = match &plan.condition {
        Condition::All(conditions) => conditions.as_slice(),
        other => std::slice::from_ref(other),
    };
    Reading {
        query: plan.canonical.clone(),
        words: words(&plan.words, matches),
        excluded: words(&plan.excluded, excluded),
        conditions: conditions
            .iter()
            .map(|condition| described(condition, &plan.words, &plan.excluded, schema))
            .collect(),
        filters: filters
            .iter()
            .map(|filter| FilterReading { field: filter.name().to_owned(), values: filter.values(schema) })
            .collect(),
    }
}

fn word_reading(word: &Word, rarity: &Rarity) -> WordReading {
    let weighted =
        |(text, weight): &(String, f32)| Weighted { text: text.clone(), weight: *weight, source: None };
    let alternatives = word.alternatives.iter().map(|alternative| Weighted {
        text: alternative.text(),
        weight: alternative.weight,
        source: Some(alternative.source),
    });
    WordReading {
        text: word.text.clone(),
        content: word.content,
        weight: word.weight,
        documents: rarity.documents,
        rarity: rarity.idf,
        forms: word.exact.iter().map(weighted).collect(),
        terms: word.terms.iter().map(weighted).collect(),
        prefix: word.prefix.clone(),
        alternatives: alternatives.collect(),
    }
}

/// A condition in words.
fn described(condition: &Condition, words: &[Word], excluded: &[Word], schema: &Schema) -> String {
    let text = |at: &usize| words.get(*at).map_or("", |word| word.text.as_str());
    let joined = |conditions: &[Condition], by: &str| {
        let parts: Vec<_> =
            conditions.iter().map(|condition| described(condition, words, excluded, schema)).collect();
        parts.join(by)
    };
    match condition {
        Condition::Cover { words: covered, granted } => {
            let counted = counted(covered, words);
            let listed: Vec<_> = counted.iter().map(|at| format!("`{}`", text(at))).collect();
            match (counted.len() + granted.len(), listed.len()) {
                (_, 1) if granted.is_empty() => format!("{} is there", listed.join("")),
                (..=2, _) => format!("{} are there", listed.join(", ")),
                _ => format!("half of the weight of {} is there, counting what must be", listed.join(", ")),
            }
        }
        Condition::Word(word) => format!("`{}` is there", text(word)),
        Condition::Within { word, .. } => format!("`{}` is in the text of its field", text(word)),
        Condition::Phrase(phrase) => {
            let place = if phrase.field.is_some() { "in the text of its field" } else { "there" };
            let moves = match phrase.moves {
                0 => String::new(),
                1 => " after at most 1 move".to_owned(),
                moves => format!(" after at most {moves} moves"),
            };
            format!("the phrase \"{}\" is {place}{moves}", phrase.text)
        }
        Condition::Filter(filter) => format!("{} is {}", filter.name(), filter.values(schema).join(" or ")),
        Condition::All(inner) if inner.is_empty() => "anything".to_owned(),
        Condition::All(inner) => format!("({})", joined(inner, " and ")),
        Condition::Any(inner) => format!("({})", joined(inner, " or ")),
        // Below an exclusion the words are the excluded ones.
        Condition::Not(inner) => format!("not ({})", described(inner, excluded, excluded, schema)),
    }
}
