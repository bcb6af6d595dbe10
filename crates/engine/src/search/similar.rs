//! Documents like another one: its characteristic words, asked through the same ranking.
//!
//! A word of the title, the lead and the facets of the record is characteristic by `tf · ln(1 + N / n)`, where its
//! occurrences in the title count [`TITLE_WEIGHT`] each and `n` of `N` documents hold it (Salton and Buckley 1988).

use std::collections::HashMap;

use fiszka_analysis::{Language, Side, WordClass};
use fiszka_document::Document;
use tantivy::Term;

use crate::error::Result;
use crate::index::{Shared, StoredDocument};
use crate::search::Searcher;
use crate::search::answer::{Hit, QueryError};
use crate::search::duplicates;
use crate::search::names::Names;
use crate::search::plan::Plan;
use crate::search::rank::{Best, Candidate, Order, SegmentOrder};
use crate::value::texts;

/// Words that are looked for.
const WORDS_MAX: usize = 24;
/// Words of each zone beside the title that belong to the lead.
const LEAD_WORDS: usize = 120;
/// What an occurrence in the title counts beside one in the lead.
const TITLE_WEIGHT: f32 = 3.0;
/// What a name counts beside another word: pages of one town are not alike for that.
const NAME_WEIGHT: f32 = 0.4;
const VERB_WEIGHT: f32 = 0.5;
/// Share of the document's own score, which is the highest, that a similar one has in the first stage.
const SCORE_SHARE_MIN: f32 = 0.15;
/// Documents that are left out as the same beside those that are given.
const SAME_MAX: usize = 20;

/// A word of a document with how characteristic it is.
struct Characteristic {
    form: String,
    weight: f32,
    /// In the order of the document.
    place: usize,
}

impl Searcher {
    /// The documents most like the one with this id, the best first; those with the same text are left out. `None` when
    /// there is no such document.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn similar(&self, id: &str, limit: usize) -> std::result::Result<Option<Vec<Hit>>, QueryError> {
        let Some(address) = self.address(id)? else { return Ok(None) };
        let StoredDocument { document, .. } = self.stored(address)?;
        let characteristic = self.characteristic(&document)?;
        let text = characteristic.iter().map(|word| word.form.as_str()).collect::<Vec<_>>().join(" ");
        let Shared { schema, fields, analyzer, .. } = &*self.shared;
        let names = Names::new(schema, fields, analyzer, Some(&self.snapshot));
        let mut plan = Plan::new(&text, &names, schema, fields, analyzer, &self.ranking);
        let heaviest = characteristic.iter().map(|word| word.weight).fold(0.0, f32::max);
        for word in &mut plan.words {
            let of_form = characteristic.iter().find(|known| known.form == word.text);
            word.weight *= of_form.map_or(0.0, |known| known.weight / heaviest);
        }
        let question = self.question_of(plan, Vec::new(), None)?;
        let scores = question.scores.iter().flatten();
        let needed = SCORE_SHARE_MIN * scores.copied().fold(0.0, f32::max);
        let wanted = limit.saturating_add(SAME_MAX);
        let mut best = Best::new(Order::Relevance, wanted.max(self.ranking.dependence.documents));
        for (at, (scores, segment)) in question.scores.iter().zip(&self.snapshot.segments).enumerate() {
            for (doc, score) in (0..).zip(scores).filter(|(_, score)| **score > 0.0 && **score >= needed) {
                if (at, doc) != (address.segment_ord as usize, address.doc_id) {
                    best.show(*score, || Candidate::new(at, doc, *score, segment, &SegmentOrder::Score));
                }
            }
        }
        let mut found = best.into_sorted();
        question.rerank(&mut found)?;
        found.truncate(wanted);
        // What says the same as the document is folded into it.
        let at = address.segment_ord as usize;
        let itself = self
            .snapshot
            .segments
            .get(at)
            .map(|segment| Candidate::new(at, address.doc_id, 0.0, segment, &SegmentOrder::Score));
        found.splice(0..0, itself);
        let groups = duplicates::fold(found, &self.snapshot).into_iter().skip(1).take(limit);
        let hits = question.hits(groups.collect(), None, false)?;
        Ok(Some(hits))
    }

    /// The most characteristic words, in the order of the document.
    fn characteristic(&self, document: &Document) -> Result<Vec<Characteristic>> {
        let mut words: HashMap<String, Characteristic> = HashMap::new();
        let mut place = 0;
        let mut read = |text: &str, weight: f32| {
            self.shared.analyzer.analyze(text, Language::Polish, Side::Index, &mut |token| {
                let class = match token.class {
                    WordClass::Noun | WordClass::Adjective | WordClass::Unknown => 1.0,
                    WordClass::Name => NAME_WEIGHT,
                    WordClass::Verb => VERB_WEIGHT,
                    _ => return,
                };
                let lemma = token.terms.iter().next().map_or(token.form, |term| term.text);
                place += 1;
                if token.span > 1 || token.position >= LEAD_WORDS {
                    return;
                }
                let new = || Characteristic { form: token.form.to_owned(), weight: 0.0, place };
                words.entry(lemma.to_owned()).or_insert_with(new).weight += weight * class;
            });
        };
        for zone in &document.zones {
            let text = document.text.get(zone.range.clone()).unwrap_or_default();
            read(text, if zone.field == "title" { TITLE_WEIGHT } else { 1.0 });
        }
        for field in &document.record {
            if self.shared.schema.field(&field.name).is_some_and(|known| known.facet) {
                texts(&field.value).iter().for_each(|text| read(text, 1.0));
            }
        }
        let total = self.snapshot.documents as f32;
        let mut weighed = Vec::with_capacity(words.len());
        for (lemma, word) in words {
            let term = Term::from_field_text(self.shared.fields.terms, &lemma);
            let documents = self.snapshot.searcher.doc_freq(&term)?;
            // What only this document says leads to no other.
            if documents > 1 {
                weighed.push(Characteristic {
                    weight: word.weight * (total / documents as f32).ln_1p(),
                    ..word
                });
            }
        }
        weighed.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.place.cmp(&b.place)));
        weighed.truncate(WORDS_MAX);
        weighed.sort_by_key(|word| word.place);
        Ok(weighed)
    }
}
