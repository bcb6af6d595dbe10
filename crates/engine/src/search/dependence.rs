//! The second stage: where the words of a query stand in the best documents.
//!
//! With `x` the weight of a content word (`weight · idf`), over the content words of a query:
//!
//! ```text
//! title  = Σ x of words in a weighted zone, times (zone weight - 1) / 2
//! lead   = Σ x of words in a weighted zone or among the first words of the text
//! early  = Σ x · e, with e = 1 in a weighted zone, else 1 / (1 + ln(1 + p / early_words)) and p the words of text
//!          before the first of its places
//! pairs  = 2 / (m - 1) · Σ over all pairs of m words  (x + x') / 2 · 1 / distance of their nearest places
//! window = the greatest Σ x of distinct words among `window_words` neighbouring ones
//! run    = weight of the heaviest chain of words in query order, each at most `step_words` behind the one before
//! ```
//!
//! The score of a document grows by the weighted sum of the six.

use std::collections::HashMap;

use fiszka_schema::Schema;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, Term};

use fiszka_analysis::ZONE_GAP;

use crate::error::Result;
use crate::fields::{Fields, ZoneMark};
use crate::ranking::Dependence;
use crate::search::phrase::{self, VOCABULARY_SPACING};
use crate::search::plan::Word;
use crate::search::vocabulary::Phrase;

/// A place of a query word in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Occurrence {
    pub(crate) position: u32,
    /// Index of the word in the plan.
    pub(crate) word: usize,
}

/// Where some words of the plan, each with its index there, stand in each of `docs`, which must rise. Occurrences are in
/// order of position.
pub(crate) fn occurrences(
    reader: &SegmentReader,
    fields: &Fields,
    words: &[(usize, &Word)],
    docs: &[DocId],
) -> Result<Vec<Vec<Occurrence>>> {
    let mut places: Vec<Vec<Occurrence>> = vec![Vec::new(); docs.len()];
    let mut positions = Vec::new();
    for &(word, query_word) in words {
        let exact = query_word.exact.iter().map(|(form, _)| (fields.exact, form));
        let terms = query_word.terms.iter().map(|(term, _)| (fields.terms, term));
        for (field, text) in exact.chain(terms) {
            let index = reader.inverted_index(field)?;
            let term = Term::from_field_text(field, text);
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?
            else {
                continue;
            };
            for (doc, places) in docs.iter().zip(&mut places) {
                if postings.doc() < *doc {
                    postings.seek(*doc);
                }
                if postings.doc() == *doc {
                    postings.positions(&mut positions);
                    places.extend(positions.iter().map(|&position| Occurrence { position, word }));
                }
            }
        }
    }
    // What stands for several words is looked for once.
    let mut stands_for: HashMap<&Phrase, Vec<usize>> = HashMap::new();
    for &(word, query_word) in words {
        for alternative in &query_word.alternatives {
            stands_for.entry(&alternative.phrase).or_default().push(word);
        }
    }
    for (phrase, words) in stands_for {
        phrase::find(reader, fields.terms, phrase, VOCABULARY_SPACING, Some(docs), &mut |doc, found| {
            let Ok(at) = docs.binary_search(&doc) else { return };
            for position in found.into_iter().flatten() {
                places[at].extend(words.iter().map(|&word| Occurrence { position, word }));
            }
        })?;
    }
    for places in &mut places {
        places.sort_unstable();
        places.dedup();
    }
    Ok(places)
}

/// A zone of a document as positions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Zone {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Weight of its field.
    pub(crate) weight: f32,
    /// Index of its field in the schema.
    pub(crate) field: usize,
}

/// The zones that a document's marks stand for.
pub(crate) fn zones(marks: impl Iterator<Item = u64>, schema: &Schema) -> Vec<Zone> {
    let gap = u32::try_from(ZONE_GAP).unwrap_or(u32::MAX);
    let mut start = 0;
    marks
        .map(|mark| {
            let ZoneMark { field, end } = ZoneMark::from_number(mark);
            let field = usize::from(field);
            let weight = schema.fields().get(field).map_or(1.0, |field| field.weight);
            let zone = Zone { start, end, weight, field };
            start = end.saturating_add(gap);
            zone
        })
        .collect()
}

/// What the second stage adds to a score.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Features {
    pub(crate) title: f32,
    pub(crate) lead: f32,
    pub(crate) early: f32,
    pub(crate) pairs: f32,
    pub(crate) window: f32,
    pub(crate) run: f32,
}

impl Features {
    /// `values` are the weights `x` of the plan's words, 0 for a word that is no content word.
    pub(crate) fn new(
        occurrences: &[Occurrence],
        values: &[f32],
        zones: &[Zone],
        constants: &Dependence,
    ) -> Self {
        let content: Vec<usize> = (0..values.len()).filter(|word| values[*word] > 0.0).collect();
        let mut places: Vec<Vec<u32>> = vec![Vec::new(); values.len()];
        for occurrence in occurrences {
            if let Some(places) = places.get_mut(occurrence.word) {
                places.push(occurrence.position);
            }
        }
        let mut features = Self::default();
        features.cover(&content, &places, values, zones, constants);
        if content.len() > 1 {
            let mut sum = 0.0;
            for (at, &first) in content.iter().enumerate() {
                for &second in content.iter().skip(at + 1) {
                    if let Some(distance) = nearest(&places[first], &places[second]) {
                        sum += (values[first] + values[second]) / 2.0 / distance as f32;
                    }
                }
            }
            features.pairs = 2.0 / (content.len() - 1) as f32 * sum;
        }
        features.window = heaviest_window(occurrences, values, constants.window_words);
        features.run = heaviest_run(occurrences, values, constants.step_words);
        features
    }

    fn cover(
        &mut self,
        content: &[usize],
        places: &[Vec<u32>],
        values: &[f32],
        zones: &[Zone],
        constants: &Dependence,
    ) {
        let text = zones.iter().find(|zone| zone.weight <= 1.0);
        let text_start = text.map_or(u32::MAX, |zone| zone.start);
        let lead_end = text.map_or(0, |zone| zone.end.min(zone.start.saturating_add(constants.lead_words)));
        for &word in content {
            let mut zone_weight = 1.0_f32;
            let mut in_lead = false;
            for &position in &places[word] {
                let zone = zones.partition_point(|zone| zone.end <= position);
                if let Some(zone) = zones.get(zone).filter(|zone| zone.start <= position) {
                    zone_weight = zone_weight.max(zone.weight);
                }
                in_lead |= (text_start..lead_end).contains(&position);
            }
            self.title += values[word] * (zone_weight - 1.0) / 2.0;
            if in_lead || zone_weight > 1.0 {
                self.lead += values[word];
            }
            let in_text = &places[word][places[word].partition_point(|position| *position < text_start)..];
            if zone_weight > 1.0 {
                self.early += values[word];
            } else if let Some(first) = in_text.first() {
                let before = (first - text_start) as f32 / constants.early_words;
                self.early += values[word] / (1.0 + before.ln_1p());
            }
        }
    }

    /// What they add to the score.
    pub(crate) fn score(&self, constants: &Dependence) -> f32 {
        constants.title * self.title
            + constants.lead * self.lead
            + constants.early * self.early
            + constants.pairs * self.pairs
            + constants.window * self.window
            + constants.run * self.run
    }
}

/// The smallest distance of a place of one word from a place of the other, at least 1.
fn nearest(first: &[u32], second: &[u32]) -> Option<u32> {
    let distances = second.iter().flat_map(|&position| {
        let at = first.partition_point(|&other| other < position);
        let neighbours = [at.checked_sub(1).and_then(|at| first.get(at)), first.get(at)];
        neighbours.into_iter().flatten().map(move |&other| position.abs_diff(other).max(1))
    });
    distances.min()
}

/// The weight of the heaviest set of distinct words within `window` neighbouring positions.
fn heaviest_window(occurrences: &[Occurrence], values: &[f32], window: u32) -> f32 {
    let value = |word: usize| values.get(word).copied().unwrap_or_default();
    let mut inside = vec![0_u32; values.len()];
    let (mut weight, mut best) = (0.0, 0.0_f32);
    let mut first = 0;
    for occurrence in occurrences.iter().filter(|occurrence| value(occurrence.word) > 0.0) {
        if inside[occurrence.word] == 0 {
            weight += value(occurrence.word);
        }
        inside[occurrence.word] += 1;
        while let Some(left) =
            occurrences.get(first).filter(|left| occurrence.position - left.position >= window)
        {
            first += 1;
            if value(left.word) > 0.0 {
                inside[left.word] -= 1;
                if inside[left.word] == 0 {
                    weight -= value(left.word);
                }
            }
        }
        best = best.max(weight);
    }
    best
}

/// The weight of the heaviest chain of words in query order, each at most `step` behind the one before. A
/// chain has at least two words.
fn heaviest_run(occurrences: &[Occurrence], values: &[f32], step: u32) -> f32 {
    let mut best = 0.0_f32;
    // Position, word and weight of the heaviest chain that ends there, of those that can still be continued.
    let mut open: Vec<(u32, usize, f32)> = Vec::new();
    for occurrence in occurrences {
        let Some(&value) = values.get(occurrence.word).filter(|value| **value > 0.0) else { continue };
        open.retain(|(position, ..)| occurrence.position - position <= step);
        let before = open
            .iter()
            .filter(|(position, word, ..)| *position < occurrence.position && *word < occurrence.word)
            .map(|(_, _, weight)| *weight)
            .fold(0.0, f32::max);
        if before > 0.0 {
            best = best.max(before + value);
        }
        open.push((occurrence.position, occurrence.word, before + value));
    }
    best
}

#[cfg(test)]
mod tests;
