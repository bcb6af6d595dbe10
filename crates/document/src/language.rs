//! The language of a document, by its commonest words.

use fiszka_schema::Schema;

use crate::document::Document;

/// Words that are looked at; a longer text says nothing new.
const WORDS_MAX: usize = 4_000;

/// The code of the language whose commonest words a text has most of: at least three of them, and twice as many as of
/// the language that is taken for granted, the schema's first.
pub(crate) fn language<'s>(document: &Document, schema: &'s Schema) -> &'s str {
    const HITS_MIN: usize = 3;
    let languages = schema.languages();
    let mut hits = vec![0_usize; languages.all().len()];
    let texts = document.zones.iter().filter_map(|zone| document.text.get(zone.range.clone()));
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphabetic()));
    for word in words.filter(|word| !word.is_empty() && word.len() <= 24).take(WORDS_MAX) {
        for &index in languages.of_word(&word.to_lowercase()) {
            if let Some(hits) = hits.get_mut(index) {
                *hits += 1;
            }
        }
    }
    let usual = hits.first().copied().unwrap_or(0);
    let best = hits.iter().enumerate().skip(1).max_by_key(|&(index, hits)| (hits, std::cmp::Reverse(index)));
    let found =
        best.filter(|&(_, &hits)| hits >= HITS_MIN && hits >= 2 * usual).map_or(0, |(index, _)| index);
    languages.all().get(found).map_or("", |language| language.code.as_str())
}
