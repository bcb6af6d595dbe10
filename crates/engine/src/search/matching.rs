//! The first stage: which documents hold the words of a query, and how often.
//!
//! Every word is one *group*: its exact forms, its terms and its prefix are read together, so that it has one
//! frequency in a document and one rarity in the index, however many readings it has. With `f` the weighted
//! frequency of word `w` in document `d`,
//!
//! ```text
//! score(d) = Σ weight(w) · idf(w) · ((k1 + 1) · f / (k1 · (1 - b + b · length / mean) + f) + alone)
//! idf(w)   = (1 - g) · ln(1 + (N - n + 0.5) / (n + 0.5)) + g · general(w)
//! alone    = prefix_alone · discount(w)²  if d holds nothing of w but its prefix, else 0
//! ```
//!
//! where `n` documents of `N` hold `w` as form or term, `general` is its rarity in general Polish, and `discount` is the
//! idf of word or prefix as a share of the word's: this is BM25 (Robertson and Zaragoza 2009) over levels of agreement in
//! place of fields. A prefix alone gains `alone` because the second stage sees no prefixes: that another word of the same
//! beginning stands there counts something in any place and however often, and hardly anything when many words begin so.

use std::time::Instant;

use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, Term};

use crate::error::Result;
use crate::fields::Fields;
use crate::index::{Segment, Snapshot};
use crate::ranking::{Frequency, Ranking};
use crate::search::lists::{Counted, Level, List, Window};
use crate::search::phrase;
use crate::search::plan::{Alternative, Word};

/// How rare a word is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rarity {
    /// Documents that hold it as form or term.
    pub(crate) documents: usize,
    pub(crate) idf: f32,
    /// What a prefix match is worth beside a match of the word: little when the prefix is everywhere.
    pub(crate) prefix_discount: f32,
}

/// What was found of the words of a query.
#[derive(Default)]
pub(crate) struct Matches {
    /// By segment, then by word.
    pub(crate) segments: Vec<Vec<WordMatches>>,
    /// By word.
    pub(crate) rarities: Vec<Rarity>,
    /// The deadline passed before every word was looked for.
    pub(crate) partial: bool,
}

impl Matches {
    /// Reads the postings of the words. Those of late words are not read: their scores are added in the second
    /// stage, so only their rarity is known.
    pub(crate) fn new(
        snapshot: &Snapshot,
        fields: &Fields,
        words: &[Word],
        ranking: &Ranking,
        deadline: Option<Instant>,
    ) -> Result<Self> {
        if words.is_empty() {
            return Ok(Self::default());
        }
        let mut partial = false;
        // Rarity needs every segment, so matches are collected first and scored after.
        let mut segments: Vec<Vec<WordMatches>> = Vec::with_capacity(snapshot.segments.len());
        for (reader, segment) in snapshot.searcher.segment_readers().iter().zip(&snapshot.segments) {
            let mut window = Window::default();
            let words = words.iter().map(|word| {
                partial = partial || deadline.is_some_and(|deadline| Instant::now() > deadline);
                if partial || word.late {
                    return Ok(WordMatches::default());
                }
                WordMatches::collect(reader, segment, fields, word, ranking, &mut window)
            });
            segments.push(words.collect::<Result<_>>()?);
        }
        let rarities = words.iter().enumerate().map(|(at, word)| {
            let (agreed, any) = if word.late {
                listed_documents(snapshot, fields, word)?
            } else {
                let here = || segments.iter().filter_map(|words| words.get(at));
                (here().map(|found| found.itself).sum(), here().map(|found| found.any).sum())
            };
            Ok(Rarity::new(snapshot.documents, agreed, any, word, ranking.rarity.general))
        });
        let rarities = rarities.collect::<Result<_>>()?;
        Ok(Self { segments, rarities, partial })
    }

    /// The score of every document, by segment and document number.
    pub(crate) fn scores(&self, snapshot: &Snapshot, words: &[Word], ranking: &Ranking) -> Vec<Vec<f32>> {
        let of_segment = |at: usize, lengths: &[f32]| {
            let mut scores = vec![0.0; lengths.len()];
            let matches = self.segments.get(at).into_iter().flatten();
            for ((matches, rarity), word) in matches.zip(&self.rarities).zip(words) {
                matches.add_scores(&mut scores, lengths, word, rarity, ranking);
            }
            scores
        };
        let segments = snapshot.segments.iter().enumerate();
        segments.map(|(at, segment)| of_segment(at, &segment.lengths)).collect()
    }
}

/// How many documents hold a word, and how many hold it or its prefix: by the longest of its lists, which is close for
/// the words that it is used for.
fn listed_documents(snapshot: &Snapshot, fields: &Fields, word: &Word) -> Result<(usize, usize)> {
    let documents = |field, term: &str| -> Result<usize> {
        let listed = snapshot.searcher.doc_freq(&Term::from_field_text(field, term))?;
        Ok(usize::try_from(listed).unwrap_or(usize::MAX).min(snapshot.documents))
    };
    let mut agreed = 0;
    for (form, _) in &word.exact {
        agreed = agreed.max(documents(fields.exact, form)?);
    }
    for (term, _) in &word.terms {
        agreed = agreed.max(documents(fields.terms, term)?);
    }
    let prefixed = word.prefix.as_ref().map_or(Ok(0), |prefix| documents(fields.prefix, prefix))?;
    Ok((agreed, agreed.max(prefixed)))
}

impl Rarity {
    fn new(documents: usize, agreed: usize, any: usize, word: &Word, general_share: f32) -> Self {
        let in_index = idf(documents, agreed);
        Self {
            documents: agreed,
            idf: (1.0 - general_share) * in_index + general_share * word.general_rarity,
            prefix_discount: (idf(documents, any) / in_index).min(1.0),
        }
    }
}

fn idf(documents: usize, holding: usize) -> f32 {
    let (documents, holding) = (documents as f32, holding as f32);
    (1.0 + (documents - holding + 0.5) / (holding + 0.5)).ln()
}

/// What one document holds of a word.
struct WordMatch {
    doc: DocId,
    /// Weighted frequency as form or term, or as a phrase of the vocabulary.
    agreed: f32,
    /// Weighted frequency of the prefix.
    prefixed: f32,
}

/// The documents of one segment that hold a word.
#[derive(Default)]
pub(crate) struct WordMatches {
    /// Documents rise.
    matches: Vec<WordMatch>,
    /// How many hold the word itself, not only what stands for it.
    itself: usize,
    /// How many hold the word itself or its prefix.
    any: usize,
}

impl WordMatches {
    fn collect(
        reader: &SegmentReader,
        segment: &Segment,
        fields: &Fields,
        word: &Word,
        ranking: &Ranking,
        window: &mut Window,
    ) -> Result<Self> {
        let mut lists = Vec::with_capacity(1 + word.exact.len() + word.terms.len());
        let mut open = |field, term: &str, level| -> Result<()> {
            lists.extend(postings(reader, field, term)?.map(|postings| List::new(postings, level)));
            Ok(())
        };
        if let Some(prefix) = &word.prefix {
            open(fields.prefix, prefix, Level::Prefix)?;
        }
        for (form, weight) in &word.exact {
            open(fields.exact, form, Level::Exact(*weight))?;
        }
        for (term, weight) in &word.terms {
            open(fields.terms, term, Level::Term(*weight))?;
        }
        let mut counted = Vec::with_capacity(word.alternatives.len());
        for Alternative { phrase, weight, .. } in &word.alternatives {
            let count = || phrase::counts(reader, fields.terms, phrase, None);
            counted.push((segment.phrases.of(phrase, count)?, *weight));
        }
        let mut phrases: Vec<_> =
            counted.iter().map(|(counts, weight)| Counted { weight: *weight, counts }).collect();
        let mut found = Self::default();
        found.matches.reserve(lists.iter().map(List::len).max().unwrap_or_default());
        let levels = &ranking.frequency;
        window.read(&mut lists, &mut phrases, |doc, cell| {
            if !segment.is_result(doc) {
                return;
            }
            let word = levels.exact * cell.exact + levels.term * cell.term;
            let share = if word > 0.0 { ranking.vocabulary.beside_word } else { 1.0 };
            found.matches.push(WordMatch {
                doc,
                agreed: word + share * cell.alternative,
                prefixed: levels.prefix * cell.prefix,
            });
            found.itself += usize::from(word > 0.0);
            found.any += usize::from(word > 0.0 || cell.prefix > 0.0);
        });
        Ok(found)
    }

    /// The documents that hold the word, or what the vocabulary puts in its place.
    pub(crate) fn agreeing(&self) -> impl Iterator<Item = DocId> {
        self.matches.iter().filter(|found| found.agreed > 0.0).map(|found| found.doc)
    }

    fn add_scores(
        &self,
        scores: &mut [f32],
        lengths: &[f32],
        word: &Word,
        rarity: &Rarity,
        ranking: &Ranking,
    ) {
        for &WordMatch { doc, agreed, prefixed } in &self.matches {
            let doc = doc as usize;
            if let (Some(score), Some(length)) = (scores.get_mut(doc), lengths.get(doc)) {
                *score += word_score(agreed, prefixed, *length, word, rarity, ranking);
            }
        }
    }
}

/// The postings of a term with frequencies.
pub(crate) fn postings(
    reader: &SegmentReader,
    field: Field,
    term: &str,
) -> Result<Option<BlockSegmentPostings>> {
    let index = reader.inverted_index(field)?;
    Ok(index.read_block_postings(&Term::from_field_text(field, term), IndexRecordOption::WithFreqs)?)
}

/// What one document holds of a word, level by level, for explanations.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WordFrequency {
    pub(crate) exact: f32,
    pub(crate) term: f32,
    pub(crate) alternative: f32,
    pub(crate) prefix: f32,
}

impl WordFrequency {
    /// The frequency of the word, or of what the vocabulary puts in its place.
    pub(crate) fn agreed(&self) -> f32 {
        self.exact + self.term + self.alternative
    }
}

/// Reads what documents hold of a word. `docs` must rise.
pub(crate) fn frequencies_in(
    reader: &SegmentReader,
    fields: &Fields,
    word: &Word,
    ranking: &Ranking,
    docs: &[DocId],
) -> Result<Vec<WordFrequency>> {
    let levels = &ranking.frequency;
    let mut found = vec![WordFrequency::default(); docs.len()];
    let mut read = |field, term: &str, record: &dyn Fn(&mut WordFrequency, f32)| -> Result<()> {
        let Some(mut postings) = postings(reader, field, term)? else { return Ok(()) };
        for (&doc, found) in docs.iter().zip(&mut found) {
            let at = postings.seek(doc);
            if postings.docs().get(at) == Some(&doc) {
                record(found, postings.freqs().get(at).map_or(0.0, |frequency| *frequency as f32));
            }
        }
        Ok(())
    };
    for (form, weight) in &word.exact {
        read(fields.exact, form, &|found, frequency| found.exact += levels.exact * weight * frequency)?;
    }
    for (term, weight) in &word.terms {
        read(fields.terms, term, &|found, frequency| {
            found.term = found.term.max(levels.term * weight * frequency);
        })?;
    }
    if let Some(prefix) = &word.prefix {
        read(fields.prefix, prefix, &|found, frequency| found.prefix = levels.prefix * frequency)?;
    }
    for Alternative { phrase, weight, .. } in &word.alternatives {
        for (doc, count) in phrase::counts(reader, fields.terms, phrase, Some(docs))? {
            if let Some(found) = docs.binary_search(&doc).ok().and_then(|at| found.get_mut(at)) {
                let share = if found.exact + found.term > 0.0 { ranking.vocabulary.beside_word } else { 1.0 };
                found.alternative = found.alternative.max(share * weight * count as f32);
            }
        }
    }
    Ok(found)
}

/// The score of one word in one document, from the frequency of the word and that of its prefix.
pub(crate) fn word_score(
    agreed: f32,
    prefixed: f32,
    length: f32,
    word: &Word,
    rarity: &Rarity,
    ranking: &Ranking,
) -> f32 {
    let Frequency { k1, b, prefix_alone, .. } = ranking.frequency;
    let discount = rarity.prefix_discount;
    let frequency = agreed + discount * prefixed;
    let saturated = (k1 + 1.0) * frequency / (k1 * (1.0 - b + b * length) + frequency);
    let alone = if agreed == 0.0 && prefixed > 0.0 { prefix_alone * discount * discount } else { 0.0 };
    word.weight * rarity.idf * (saturated + alone)
}
