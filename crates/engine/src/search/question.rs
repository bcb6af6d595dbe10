//! A question on its way: its plan, what the first stage finds, what the second stage adds.

use std::time::Instant;

use fiszka_analysis::{Language, Side, fold};
use jiff::civil::Date;
use tantivy::{DocId, SegmentReader, Term};

use crate::error::Result;
use crate::index::{QuerySide, Segment, Shared};
use crate::search::Searcher;
use crate::search::condition::{Condition, Found, SegmentConditions};
use crate::search::correct::{Correction, Corrector};
use crate::search::dependence::{self, Features, occurrences, zones};
use crate::search::doc_set::DocSet;
use crate::search::expand::{self, PREFIX_FORMS_MAX};
use crate::search::filter::{FieldFilter, SegmentFilter};
use crate::search::matching::{self, Matches};
use crate::search::names::Names;
use crate::search::plan::Plan;
use crate::search::rank::{Best, Candidate, Order, SegmentOrder};
use crate::search::recency::SegmentRecency;

/// The state of one question on its way through the stages.
pub(crate) struct Question<'s> {
    pub(crate) plan: Plan,
    pub(crate) matches: Matches,
    /// What was found of the excluded words.
    pub(crate) excluded: Matches,
    /// Scores by segment and document number.
    pub(crate) scores: Vec<Vec<f32>>,
    /// Weight of each word for coverage and the second stage; 0 when it is no content word.
    pub(crate) values: Vec<f32>,
    /// The day it is asked on, if that plays a part.
    pub(crate) today: Option<Date>,
    /// Words that are looked for in another spelling.
    pub(crate) corrections: Vec<Correction>,
    pub(crate) searcher: &'s Searcher,
}

/// The candidates of one segment.
pub(crate) struct InSegment<'s> {
    pub(crate) reader: &'s SegmentReader,
    pub(crate) segment: &'s Segment,
    /// The rising numbers of their documents, each with its index among all candidates.
    docs: Vec<(DocId, usize)>,
}

impl InSegment<'_> {
    fn doc_ids(&self) -> Vec<DocId> {
        self.docs.iter().map(|(doc, _)| *doc).collect()
    }
}

impl Searcher {
    pub(crate) fn question(&self, text: &str, deadline: Option<Instant>) -> Result<Question<'_>> {
        let Shared { fields, analyzer, .. } = &*self.shared;
        let QuerySide { schema, vocabulary } = &*self.query_side;
        let names = Names::new(schema, fields, analyzer, Some(&self.snapshot));
        let mut plan = Plan::new(text, &names, schema, fields, analyzer, &self.ranking);
        if plan.is_plain() {
            self.restore_letters(&mut plan)?;
        }
        let corrections = self.corrector().correct(&mut plan.words)?;
        self.complete(&mut plan)?;
        vocabulary.widen(&mut plan.words, &self.ranking.vocabulary);
        plan.forget_worthless(&self.ranking.frequency);
        self.question_of(plan, corrections, deadline)
    }

    /// Looks for the words of a plan as they are.
    pub(crate) fn question_of(
        &self,
        plan: Plan,
        corrections: Vec<Correction>,
        deadline: Option<Instant>,
    ) -> Result<Question<'_>> {
        let fields = &self.shared.fields;
        let found = |words| Matches::new(&self.snapshot, fields, words, &self.ranking, deadline);
        let (matches, excluded) = (found(&plan.words)?, found(&plan.excluded)?);
        let scores = matches.scores(&self.snapshot, &plan.words, &self.ranking);
        let content = plan.words.iter().zip(&matches.rarities);
        let values =
            content.map(|(word, rarity)| if word.content { word.weight * rarity.idf } else { 0.0 }).collect();
        Ok(Question { plan, matches, excluded, scores, values, today: None, corrections, searcher: self })
    }

    /// Asks the index for the forms that prefixes and phrases stand for.
    fn complete(&self, plan: &mut Plan) -> Result<()> {
        let exact = self.shared.fields.exact;
        for word in plan.words.iter_mut().chain(&mut plan.excluded) {
            let Some(stem) = &word.stem else { continue };
            let (forms, more) = expand::forms_that_begin_with(&self.snapshot, exact, stem)?;
            word.exact = forms.into_iter().map(|form| (form, 1.0)).collect();
            if more > 0 {
                plan.diagnostics.push(format!(
                    "`{}` was looked for in its {PREFIX_FORMS_MAX} most frequent forms; {more} more begin so",
                    word.text
                ));
            }
        }
        plan.condition.for_each_phrase(&mut |phrase| {
            for forms in &mut phrase.slots {
                for typed in forms.clone() {
                    let folded = fold(&typed);
                    let others = expand::forms_that_fold_to(&self.snapshot, exact, &folded)?;
                    forms.extend(others.into_iter().filter(|form| *form != typed));
                    if folded != typed {
                        forms.push(folded);
                    }
                }
            }
            Ok(())
        })
    }

    pub(crate) fn corrector(&self) -> Corrector<'_> {
        Corrector { shared: &self.shared, snapshot: &self.snapshot, ranking: &self.ranking }
    }

    /// Adds the forms that differ from the typed ones by Polish letters only, with their terms.
    fn restore_letters(&self, plan: &mut Plan) -> Result<()> {
        let levels = &self.ranking.frequency;
        let exact = self.shared.fields.exact;
        for word in plan.words.iter_mut().chain(&mut plan.excluded) {
            let Some((typed, _)) = word.exact.first().cloned() else { continue };
            let is_known = self.snapshot.searcher.doc_freq(&Term::from_field_text(exact, &typed))? > 0;
            let folded_weight = if is_known { levels.folded_beside_typed } else { levels.folded };
            for form in expand::forms_that_fold_to(&self.snapshot, exact, &typed)? {
                // The analysis has restored the terms of the words it knows.
                let unknown = if word.known { "" } else { form.as_str() };
                self.shared.analyzer.analyze(unknown, Language::Polish, Side::Query, &mut |token| {
                    for term in token.terms.iter() {
                        if !word.terms.iter().any(|(known, _)| known == term.text) {
                            word.terms.push((term.text.to_owned(), term.weight * folded_weight));
                        }
                    }
                });
                word.exact.push((form, folded_weight));
            }
        }
        Ok(())
    }
}

impl Question<'_> {
    /// The conditions of the question over one segment.
    pub(crate) fn conditions<'q>(
        &'q self,
        at: usize,
        reader: &'q SegmentReader,
        segment: &'q Segment,
    ) -> SegmentConditions<'q> {
        SegmentConditions {
            reader,
            segment,
            at,
            fields: &self.searcher.shared.fields,
            schema: &self.searcher.shared.schema,
            rules: &self.searcher.ranking.matching,
            asked: Found { words: &self.plan.words, matches: &self.matches },
            excluded: Found { words: &self.plan.excluded, matches: &self.excluded },
        }
    }

    /// The best by their scores of the documents that `allowed` gives for the condition and that pass the filters.
    pub(crate) fn best<'q>(
        &'q self,
        kept: usize,
        filters: &[FieldFilter],
        allowed: impl Fn(&SegmentConditions<'q>, &Condition) -> Result<DocSet>,
    ) -> Result<Best> {
        let snapshot = &self.searcher.snapshot;
        let mut best = Best::new(Order::Relevance, kept);
        let segments = snapshot.searcher.segment_readers().iter().zip(&snapshot.segments).zip(&self.scores);
        for (at, ((reader, segment), scores)) in segments.enumerate() {
            let allowed = allowed(&self.conditions(at, reader, segment), &self.plan.condition)?;
            let filter = SegmentFilter::new(reader, filters)?;
            let is_allowed = |doc| allowed.contains(doc) && filter.failed(doc).is_none();
            let make = |doc, score| Candidate::new(at, doc, score, segment, &SegmentOrder::Score);
            best.show_scored(scores, is_allowed, make);
        }
        Ok(best)
    }

    /// Runs the second stage over the best candidates, which stand first.
    pub(crate) fn rerank(&self, found: &mut [Candidate]) -> Result<()> {
        let constants = &self.searcher.ranking.dependence;
        let best = found.len().min(constants.documents);
        let Some(best) = found.get_mut(..best) else { return Ok(()) };
        let features = self.features(best)?;
        for (candidate, features) in best.iter_mut().zip(features) {
            candidate.score += features.score(constants);
            candidate.second_stage = true;
        }
        for here in self.by_segment(best) {
            self.add_late_words(&here, best)?;
            let Some(recency) = self.recency(here.reader)? else { continue };
            for (doc, at) in here.docs {
                let aged = self.recency_score(&recency, here.segment, doc);
                best[at].score += aged.map_or(0.0, |(_, score)| score);
            }
        }
        best.sort_by(Candidate::by_relevance);
        Ok(())
    }

    /// Adds the scores of the words that the first stage left out.
    fn add_late_words(&self, here: &InSegment<'_>, best: &mut [Candidate]) -> Result<()> {
        let Searcher { shared, ranking, .. } = self.searcher;
        let docs = here.doc_ids();
        for (word, rarity) in self.plan.words.iter().zip(&self.matches.rarities) {
            if !word.late {
                continue;
            }
            let found = matching::frequencies_in(here.reader, &shared.fields, word, ranking, &docs)?;
            for ((doc, at), found) in here.docs.iter().zip(found) {
                let length = here.segment.lengths.get(*doc as usize).copied().unwrap_or(1.0);
                best[*at].score +=
                    matching::word_score(found.agreed(), found.prefix, length, word, rarity, ranking);
            }
        }
        Ok(())
    }

    /// The candidates of each segment that has any.
    pub(crate) fn by_segment(&self, candidates: &[Candidate]) -> Vec<InSegment<'_>> {
        let snapshot = &self.searcher.snapshot;
        let segments = snapshot.searcher.segment_readers().iter().zip(&snapshot.segments).enumerate();
        let with_candidates = segments.map(|(at, (reader, segment))| {
            let here = candidates.iter().enumerate().filter(|(_, candidate)| candidate.segment == at);
            let mut docs: Vec<_> = here.map(|(at, candidate)| (candidate.doc, at)).collect();
            docs.sort_unstable();
            InSegment { reader, segment, docs }
        });
        with_candidates.filter(|here| !here.docs.is_empty()).collect()
    }

    /// How the documents of a segment age, if the day plays a part.
    pub(crate) fn recency(&self, reader: &SegmentReader) -> Result<Option<SegmentRecency<'_>>> {
        let of_day = |today| SegmentRecency::new(reader, today, &self.searcher.ranking.recency);
        self.today.map(of_day).transpose()
    }

    /// The age of a document in days and what it gains by it, if it is of a kind that ages.
    pub(crate) fn recency_score(
        &self,
        recency: &SegmentRecency<'_>,
        segment: &Segment,
        doc: DocId,
    ) -> Option<(i64, f32)> {
        let published = segment.published.get(doc as usize).copied().flatten();
        let age_days = recency.age_days(doc, published)?;
        Some((age_days, recency.share(age_days) * self.values.iter().sum::<f32>()))
    }

    pub(crate) fn features(&self, candidates: &[Candidate]) -> Result<Vec<Features>> {
        let constants = &self.searcher.ranking.dependence;
        let counts = |word: usize| self.values.get(word).is_some_and(|value| *value > 0.0);
        let places = self.places(candidates, counts)?;
        let features = candidates.iter().zip(places).map(|(candidate, places)| {
            let Some(segment) = self.searcher.snapshot.segments.get(candidate.segment) else {
                return Features::default();
            };
            let zones = zones(segment.zones.values_for_doc(candidate.doc), &self.searcher.shared.schema);
            Features::new(&places, &self.values, &zones, constants)
        });
        Ok(features.collect())
    }

    /// Where those of the query's words that are wanted, by their index, stand in each candidate.
    pub(crate) fn places(
        &self,
        candidates: &[Candidate],
        wanted: impl Fn(usize) -> bool,
    ) -> Result<Vec<Vec<dependence::Occurrence>>> {
        let mut places = vec![Vec::new(); candidates.len()];
        let words: Vec<_> = self.plan.words.iter().enumerate().filter(|(at, _)| wanted(*at)).collect();
        for here in self.by_segment(candidates) {
            let docs = here.doc_ids();
            let found = occurrences(here.reader, &self.searcher.shared.fields, &words, &docs)?;
            for ((_, at), found) in here.docs.into_iter().zip(found) {
                places[at] = found;
            }
        }
        Ok(places)
    }
}
