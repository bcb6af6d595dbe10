//! What an answer says of the spelling of its query: *did you mean*, and whether the hits are those of that reading.
//!
//! 1. A word that neither the index nor the dictionary knows is looked for as what is meant ([`super`]); the hits are
//!    those of the corrected query.
//! 2. A word is *doubtful* when the query finds at most [`FEW_HITS_MAX`] documents and
//!    - the dictionary knows the word, but it is rare in general Polish, no name, and no document holds it; or
//!    - the dictionary does not know it and at most [`FEW_HITS_MAX`] documents hold it, by the same mistake perhaps,
//!
//!    and a word one edit away is in at least [`TIMES_MORE_MIN`] times as many documents, and in at least
//!    [`DOCUMENTS_MIN`]. The other reading is offered. Only when the query as typed finds nothing, its hits are given.

use fiszka_analysis::Analyzer;

use super::{Correction, LOOKED_FOR_MAX, is_shouted, rewrite};
use crate::error::Result;
use crate::search::Question;
use crate::search::Searcher;
use crate::search::answer::{Answer, Query, QueryError};
use crate::search::cursor::Cursor;
use crate::search::plan::Word;

/// A query that finds so many documents or fewer may have been mistyped.
const FEW_HITS_MAX: usize = 2;
/// How many times as many documents the other word must be in.
const TIMES_MORE_MIN: u32 = 10;
/// In how many documents at least.
const DOCUMENTS_MIN: u32 = 3;
/// What the correction of a doubtful word may cost: one usual mistake.
const DOUBTFUL_COST_MAX: f32 = 0.9;
/// Rarity in general Polish of what is found less than once in a million words.
const RARE_MIN: f32 = 8.4;
/// How many times as often a word must be written with marks for them to be restored in what is offered.
const MARKED_TIMES_MIN: u64 = 3;
/// Words of a query whose capitals are asked of documents.
const NAMES_MAX: usize = 8;

/// The query in another spelling.
pub(crate) struct Offer {
    /// The whole query.
    text: String,
    /// What the words of it are that were looked for in the other spelling already.
    corrected: Vec<(String, String)>,
}

impl Question<'_> {
    /// Another spelling of a query that found so many documents, if there is any reason to doubt it.
    pub(crate) fn offer(&self, text: &str, total: usize) -> Result<Option<Offer>> {
        let mut corrections = self.corrections.clone();
        if total <= FEW_HITS_MAX {
            corrections.extend(self.doubts()?);
        }
        if corrections.is_empty() {
            return Ok(None);
        }
        if self.plan.is_plain() {
            corrections.extend(self.restored(&corrections)?);
        }
        corrections.extend(self.names(&corrections));
        let corrector = self.searcher.corrector();
        let mut written = Vec::with_capacity(corrections.len());
        for correction in &corrections {
            written.push((correction.typed.clone(), corrector.written(correction)?));
        }
        let corrected = written.get(..self.corrections.len()).unwrap_or_default().to_vec();
        Ok(Some(Offer { text: rewrite(text, &written), corrected }))
    }

    fn doubts(&self) -> Result<Vec<Correction>> {
        let corrector = self.searcher.corrector();
        let analyzer = &self.searcher.shared.analyzer;
        let is_shouted = is_shouted(&self.plan.words);
        let (mut doubts, mut looked_for) = (Vec::new(), 0);
        for (word, rarity) in self.plan.words.iter().zip(&self.matches.rarities) {
            let Some((form, _)) = word.exact.first() else { continue };
            let is_corrected = self.corrections.iter().any(|correction| correction.typed == word.text);
            let is_rare = if word.known {
                rarity.documents == 0 && word.general_rarity >= RARE_MIN && !may_be_name(word, analyzer)
            } else {
                rarity.documents <= FEW_HITS_MAX
            };
            if is_corrected || !word.content || !is_rare || !corrector.is_correctable(word, is_shouted) {
                continue;
            }
            if looked_for == LOOKED_FOR_MAX {
                break;
            }
            looked_for += 1;
            let documents = u32::try_from(rarity.documents).unwrap_or(u32::MAX);
            let enough = DOCUMENTS_MIN.max(TIMES_MORE_MIN.saturating_mul(documents));
            let readings = corrector.readings(form, true)?;
            let meant = readings
                .into_iter()
                .find(|reading| reading.documents >= enough && reading.cost <= DOUBTFUL_COST_MAX);
            if let Some(meant) = meant.and_then(|reading| reading.forms.into_iter().next()) {
                doubts.push(Correction { typed: word.text.clone(), meant: meant.text });
            }
        }
        Ok(doubts)
    }

    /// The other words of a query without Polish letters as documents spell them.
    fn restored(&self, corrections: &[Correction]) -> Result<Vec<Correction>> {
        let snapshot = &self.searcher.snapshot;
        let field = self.searcher.shared.fields.exact;
        let documents = |form: &str| snapshot.searcher.doc_freq(&tantivy::Term::from_field_text(field, form));
        let mut restored = Vec::new();
        for word in &self.plan.words {
            if corrections.iter().any(|correction| correction.typed == word.text) {
                continue;
            }
            // The forms with marks stand behind the typed one, the most frequent first.
            let [(typed, _), (marked, _), ..] = word.exact.as_slice() else { continue };
            let is_same_word = fiszka_analysis::fold(marked) == *typed;
            if is_same_word && documents(marked)? > MARKED_TIMES_MIN * documents(typed)? {
                restored.push(Correction { typed: word.text.clone(), meant: marked.clone() });
            }
        }
        Ok(restored)
    }

    /// The other words in small letters, which documents may write with capitals.
    fn names(&self, corrections: &[Correction]) -> Vec<Correction> {
        let in_small_letters = self.plan.words.iter().filter(|word| {
            word.content
                && word.text.chars().all(char::is_lowercase)
                && !corrections.iter().any(|correction| correction.typed == word.text)
        });
        let names = in_small_letters.take(NAMES_MAX).filter_map(|word| {
            let (form, _) = word.exact.first()?;
            Some(Correction { typed: word.text.clone(), meant: form.clone() })
        });
        names.collect()
    }
}

impl Offer {
    /// Says in the answer what was read otherwise than typed; when nothing was found, answers by the other spelling.
    pub(crate) fn put_into(
        self,
        mut answer: Answer,
        query: &Query,
        searcher: &Searcher,
    ) -> std::result::Result<Answer, QueryError> {
        for (typed, meant) in &self.corrected {
            answer.diagnostics.push(format!("`{typed}` stands in no document: `{meant}` was looked for"));
        }
        answer.corrected = !self.corrected.is_empty() && !answer.hits.is_empty();
        if answer.total == 0 {
            let (mut other, _) =
                searcher.search_as_typed(&Query { text: self.text.clone(), ..query.clone() })?;
            if other.total > 0 {
                other.diagnostics.push(format!(
                    "nothing was found for the query as typed: these are the hits for `{}`",
                    self.text
                ));
                // A page of hits of another spelling is a page of the query as typed.
                let behind = query.offset.saturating_add(query.limit);
                let cursor = || Cursor::new(query, searcher.generation(), behind).encode();
                let next_cursor = other.next_cursor.take().map(|_| cursor());
                answer = Answer { corrected: true, next_cursor, ..other };
            }
        }
        Ok(Answer { did_you_mean: Some(self.text), ..answer })
    }
}

fn may_be_name(word: &Word, analyzer: &Analyzer) -> bool {
    let lexicon = analyzer.lexicon();
    let Some((typed, _)) = word.exact.first() else { return false };
    let mut look_alikes = Vec::new();
    lexicon.restore(typed, &mut look_alikes);
    let forms = look_alikes.iter().map(|found| found.form.as_str()).chain([typed.as_str()]);
    forms.flat_map(|form| lexicon.readings(form)).any(|reading| reading.is_name())
}
