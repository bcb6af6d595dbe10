//! From a question to an answer: plan, first stage, match set, second stage, hits.

mod answer;
mod buckets;
mod clauses;
mod condition;
mod correct;
mod cursor;
mod days;
mod dependence;
mod doc_set;
mod duplicates;
mod expand;
mod expansions;
mod facets;
mod field;
mod filter;
mod matching;
mod names;
mod near;
mod phrase;
mod plan;
mod rank;
mod reading;
mod recency;
mod show;
mod similar;
mod snippet;
mod vocabulary;

use std::sync::Arc;
use std::time::Instant;

use fiszka_analysis::{Language, Side, fold};
use fiszka_document::{Coordinates, Document};
use jiff::civil::Date;
use tantivy::{DocAddress, DocId, SegmentReader, TantivyDocument, Term};

pub(crate) use phrase::{VOCABULARY_SPACING, find as find_phrase};
pub(crate) use vocabulary::{Vocabulary, phrase_of};

pub use answer::{
    Answer, Explanation, Facet, FacetValue, Filter, FilterReading, Hit, Query, QueryError, Reading,
    Reference, ScorePart, Snippet, Sort, Weighted, WordReading,
};
pub use expansions::{Expansion, Expansions};
pub use show::Shown;

use crate::error::Result;
use crate::fields::column;
use crate::index::{QuerySide, Segment, Shared, Snapshot, StoredDocument};
use crate::ranking::Ranking;
use crate::search::condition::{Found, SegmentConditions};
use crate::search::correct::{Correction, Corrector, Offer};
use crate::search::cursor::Cursor;
use crate::search::dependence::{Features, occurrences, zones};
use crate::search::duplicates::Group;
use crate::search::expand::PREFIX_FORMS_MAX;
use crate::search::facets::SegmentFacets;
use crate::search::filter::{FieldFilter, SegmentFilter};
use crate::search::matching::Matches;
use crate::search::names::Names;
use crate::search::near::Circle;
use crate::search::plan::{Plan, Word};
use crate::search::rank::{Best, Candidate, Order, SegmentOrder, put_behind};
use crate::search::recency::SegmentRecency;
use crate::suggest::{Suggester, Suggestion};

/// Answers questions from one commit. Keep it for one question: an old one pins files that are gone.
#[derive(Debug, Clone)]
pub struct Searcher {
    shared: Arc<Shared>,
    query_side: Arc<QuerySide>,
    snapshot: Arc<Snapshot>,
    ranking: Arc<Ranking>,
}

/// The state of one question on its way through the stages.
struct Question<'s> {
    plan: Plan,
    matches: Matches,
    /// What was found of the excluded words.
    excluded: Matches,
    /// Scores by segment and document number.
    scores: Vec<Vec<f32>>,
    /// Weight of each word for coverage and the second stage; 0 when it is no content word.
    values: Vec<f32>,
    /// The day it is asked on, if that plays a part.
    today: Option<Date>,
    /// Words that are looked for in another spelling.
    corrections: Vec<Correction>,
    searcher: &'s Searcher,
}

impl Searcher {
    pub(crate) fn new(shared: Arc<Shared>, snapshot: Arc<Snapshot>) -> Self {
        Self {
            query_side: shared.query_side(),
            shared,
            snapshot,
            ranking: Arc::new(Ranking::shipped().clone()),
        }
    }

    /// The same commit, ranked with other constants: for measuring them.
    pub fn with_ranking(&self, ranking: Ranking) -> Self {
        Self { ranking: Arc::new(ranking), ..self.clone() }
    }

    /// The number of the commit.
    pub fn generation(&self) -> u64 {
        self.snapshot.generation
    }

    /// How many documents can be results.
    pub fn documents(&self) -> usize {
        self.snapshot.documents
    }

    /// Answers a question.
    ///
    /// # Errors
    ///
    /// When a field, kind or value of the question is unknown, or the index cannot be read.
    pub fn search(&self, query: &Query) -> std::result::Result<Answer, QueryError> {
        let mut asked = query.clone();
        if let Some(cursor) = Cursor::read(query, self.generation())? {
            (asked.offset, asked.today, asked.cursor) = (cursor.offset, cursor.today, None);
        }
        let mut answer = match self.search_as_typed(&asked)? {
            (answer, Some(offer)) => offer.put_into(answer, &asked, self)?,
            (answer, None) => answer,
        };
        // A page of hits of another spelling is a page of the query as typed.
        let behind = || Cursor::new(&asked, self.generation(), asked.offset.saturating_add(asked.limit));
        answer.next_cursor = answer.next_cursor.map(|_| behind().encode());
        Ok(answer)
    }

    fn search_as_typed(&self, query: &Query) -> std::result::Result<(Answer, Option<Offer>), QueryError> {
        let Shared { schema, fields, .. } = &*self.shared;
        let mut question = Question { today: query.today, ..self.question(&query.text, query.deadline)? };
        let typed = std::mem::take(&mut question.plan.filters);
        let reading = query
            .explain
            .then(|| reading::reading(&question.plan, &question.matches, &question.excluded, &typed, schema));
        let filters = filter::filters(query, typed, schema, fields)?;
        let mut facets = facets::facets(&query.facets, query.facet_values_max, schema, fields, &filters)?;
        let reference = self.reference(query, &filters)?;
        let order = Order::new(query.sort, reference).ok_or(QueryError::NoPlace)?;
        // A query without words asks for every document that its conditions allow.
        let everything = question.plan.words.is_empty();
        let order = if everything && order == Order::Relevance { Order::Newest } else { order };

        let wanted = query.offset.saturating_add(query.limit);
        // Folding takes no more than so many away.
        let spare = duplicates::CANDIDATES_MAX;
        let kept = wanted.saturating_add(spare).max(self.ranking.dependence.documents);
        let (mut matching, mut partial) = (Best::new(order, kept), Best::new(Order::Relevance, kept));
        let readers = self.snapshot.searcher.segment_readers();
        for (at, (reader, segment)) in readers.iter().zip(&self.snapshot.segments).enumerate() {
            let Some(scores) = question.scores.get(at) else { continue };
            let conditions = question.conditions(at, reader, segment);
            let covering = conditions.matching(&question.plan.condition)?;
            let allowed = conditions.nearly_matching(&question.plan.condition)?;
            let filter = SegmentFilter::new(reader, &filters)?;
            let mut counts = SegmentFacets::new(reader, &mut facets)?;
            let places = SegmentOrder::new(order, at, reader, &self.snapshot, fields)?;
            for (doc, (length, score)) in (0..).zip(segment.lengths.iter().zip(scores)) {
                let covers = covering.contains(doc);
                let is_near = *score > 0.0 && allowed.contains(doc);
                if *length == 0.0 || !(covers || is_near) {
                    continue;
                }
                let failed = filter.failed(doc);
                if covers {
                    counts.count(doc, failed);
                }
                if failed.is_none() {
                    let best = if covers { &mut matching } else { &mut partial };
                    best.show(*score, || Candidate::new(at, doc, *score, segment, &places));
                }
            }
            counts.finish()?;
        }
        let total = matching.seen;
        let weak = total == 0 && partial.seen > 0;
        let (best, order) = if weak { (partial, Order::Relevance) } else { (matching, order) };
        let mut found = best.into_sorted();
        if order == Order::Relevance {
            question.rerank(&mut found)?;
        }
        let groups = duplicates::fold(found, &self.snapshot);
        let more = query.limit > 0 && wanted < groups.len();
        let page = groups.into_iter().skip(query.offset).take(query.limit).collect();
        let offer = question.offer(&query.text, total)?;
        let answer = Answer {
            total,
            partial: question.matches.partial,
            weak,
            hits: question.hits(page, reference, query.explain)?,
            facets: facets.into_iter().map(facets::FacetCount::into_facet).collect(),
            did_you_mean: None,
            corrected: false,
            diagnostics: question.plan.diagnostics,
            reading,
            next_cursor: more.then(|| Cursor::new(query, self.generation(), wanted).encode()),
            generation: self.snapshot.generation,
        };
        Ok((answer, offer))
    }

    /// The best documents for a text, with falling scores: the ranking of [`search`](Self::search) before
    /// anything is cut or folded. This is what an evaluation measures. Behind what fulfils the conditions of a
    /// query that has any (a phrase, say) stands what holds its words only.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn rank(&self, text: &str, depth: usize) -> Result<Vec<(StoredId, f32)>> {
        let question = self.question(text, None)?;
        let is_plain = question.plan.condition.is_plain() && question.plan.filters.is_empty();
        let kept = depth.max(self.ranking.dependence.documents);
        let best = || Best::new(Order::Relevance, kept);
        let (mut found, mut near) = (best(), best());
        let readers = self.snapshot.searcher.segment_readers();
        for (at, (reader, segment)) in readers.iter().zip(&self.snapshot.segments).enumerate() {
            let Some(scores) = question.scores.get(at) else { continue };
            let scored = (0..).zip(scores).filter(|(_, score)| **score > 0.0);
            if is_plain {
                for (doc, score) in scored {
                    found.show(*score, || Candidate::new(at, doc, *score, segment, &SegmentOrder::Score));
                }
                continue;
            }
            let conditions = question.conditions(at, reader, segment);
            let covering = conditions.matching(&question.plan.condition)?;
            let allowed = conditions.not_excluded(&question.plan.condition)?;
            let filter = SegmentFilter::new(reader, &question.plan.filters)?;
            for (doc, score) in scored {
                let best = if covering.contains(doc) { &mut found } else { &mut near };
                if allowed.contains(doc) && filter.failed(doc).is_none() {
                    best.show(*score, || Candidate::new(at, doc, *score, segment, &SegmentOrder::Score));
                }
            }
        }
        let (mut found, mut near) = (found.into_sorted(), near.into_sorted());
        question.rerank(&mut found)?;
        question.rerank(&mut near)?;
        put_behind(&mut found, near);
        found.truncate(depth);
        let ranked = found.into_iter().map(|candidate| {
            let stored = self.stored(candidate.address())?;
            let id =
                StoredId { id: stored.document.id(), path: stored.path, identity: stored.document.identity };
            Ok((id, candidate.score))
        });
        ranked.collect()
    }

    /// The document with this id and the path of its source.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn document(&self, id: &str) -> Result<Option<(String, Document)>> {
        let Some(address) = self.address(id)? else { return Ok(None) };
        let stored = self.stored(address)?;
        Ok(Some((stored.path, stored.document)))
    }

    /// Where the document with this id is kept.
    fn address(&self, id: &str) -> Result<Option<DocAddress>> {
        let term = Term::from_field_text(self.shared.fields.id, id);
        for (at, reader) in (0..).zip(self.snapshot.searcher.segment_readers()) {
            let index = reader.inverted_index(self.shared.fields.id)?;
            let option = tantivy::schema::IndexRecordOption::Basic;
            let Some(postings) = index.read_block_postings(&term, option)? else { continue };
            // An id has one document; older versions of it in the segment are deleted.
            if let Some(&doc) = postings.docs().iter().find(|doc| !reader.is_deleted(**doc)) {
                return Ok(Some(DocAddress::new(at, doc)));
            }
        }
        Ok(None)
    }

    /// Where distances are measured from.
    fn reference(
        &self,
        query: &Query,
        filters: &[FieldFilter],
    ) -> std::result::Result<Option<Circle>, QueryError> {
        match &query.near {
            Some(near) => Circle::parse(near, &self.shared.schema).map(Some),
            None => Ok(filters.iter().find_map(FieldFilter::circle)),
        }
    }

    /// The suggestions of this commit. The first call makes them, from columns and without reading any text: about a
    /// second for 100,000 documents; others wait for it. Later calls give the same list.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn suggester(&self) -> Result<Arc<Suggester>> {
        self.snapshot.suggester(|| Suggester::new(&self.shared, &self.snapshot))
    }

    /// What a typed beginning may become; see [`suggester`](Self::suggester) for the cost of the first call.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>> {
        Ok(self.suggester()?.suggest(typed, limit))
    }

    fn question(&self, text: &str, deadline: Option<Instant>) -> Result<Question<'_>> {
        let Shared { fields, analyzer, .. } = &*self.shared;
        let QuerySide { schema, vocabulary } = &*self.query_side;
        let names = Names::new(schema, fields, Some(&self.snapshot));
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
    fn question_of(
        &self,
        plan: Plan,
        corrections: Vec<Correction>,
        deadline: Option<Instant>,
    ) -> Result<Question<'_>> {
        let fields = &self.shared.fields;
        let found = |words: &[Word], late: &dyn Fn(&Word) -> bool| {
            Matches::new(&self.snapshot, fields, words, late, &self.ranking, deadline)
        };
        let matches = found(&plan.words, &|word| plan.is_late(word))?;
        let excluded = found(&plan.excluded, &|_| false)?;
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

    fn corrector(&self) -> Corrector<'_> {
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

    fn stored(&self, address: DocAddress) -> Result<StoredDocument> {
        let document: TantivyDocument = self.snapshot.searcher.doc(address)?;
        self.shared.stored_document(&document)
    }
}

/// Which document was ranked.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredId {
    /// Its id.
    pub id: String,
    /// Path of its source.
    pub path: String,
    /// What its id is made of.
    pub identity: fiszka_document::Identity,
}

impl Question<'_> {
    /// The conditions of the question over one segment.
    fn conditions<'q>(
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

    /// Runs the second stage over the best candidates, which stand first.
    fn rerank(&self, found: &mut [Candidate]) -> Result<()> {
        let constants = &self.searcher.ranking.dependence;
        let best = found.len().min(constants.documents);
        let Some(best) = found.get_mut(..best) else { return Ok(()) };
        let features = self.features(best)?;
        for (candidate, features) in best.iter_mut().zip(features) {
            candidate.score += features.score(constants);
            candidate.second_stage = true;
        }
        for (reader, segment, here) in self.by_segment(best) {
            self.add_late_words(reader, segment, &here, best)?;
            let Some(recency) = self.recency(reader)? else { continue };
            for (doc, at) in here {
                best[at].score += self.recency_score(&recency, segment, doc).map_or(0.0, |(_, score)| score);
            }
        }
        best.sort_by(Candidate::by_relevance);
        Ok(())
    }

    /// Adds the scores of the words that the first stage left out.
    fn add_late_words(
        &self,
        reader: &SegmentReader,
        segment: &Segment,
        here: &[(DocId, usize)],
        best: &mut [Candidate],
    ) -> Result<()> {
        let Searcher { shared, ranking, .. } = self.searcher;
        let docs: Vec<DocId> = here.iter().map(|(doc, _)| *doc).collect();
        for (word, rarity) in self.plan.words.iter().zip(&self.matches.rarities) {
            if !self.plan.is_late(word) {
                continue;
            }
            let found = matching::frequencies_in(reader, &shared.fields, word, ranking, &docs)?;
            for ((doc, at), found) in here.iter().zip(found) {
                let length = segment.lengths.get(*doc as usize).copied().unwrap_or(1.0);
                let score = matching::word_score(found.total(rarity), length, word, rarity, ranking);
                best[*at].score += score;
            }
        }
        Ok(())
    }

    /// Candidates by segment: the rising numbers of their documents, each with its index among the candidates.
    fn by_segment(&self, candidates: &[Candidate]) -> Vec<(&SegmentReader, &Segment, Vec<(DocId, usize)>)> {
        let snapshot = &self.searcher.snapshot;
        let segments = snapshot.searcher.segment_readers().iter().zip(&snapshot.segments).enumerate();
        let with_candidates = segments.map(|(at, (reader, segment))| {
            let here = candidates.iter().enumerate().filter(|(_, candidate)| candidate.segment == at);
            let mut here: Vec<_> = here.map(|(at, candidate)| (candidate.doc, at)).collect();
            here.sort_unstable();
            (reader, segment, here)
        });
        with_candidates.filter(|(_, _, here)| !here.is_empty()).collect()
    }

    /// How the documents of a segment age, if the day plays a part.
    fn recency(&self, reader: &SegmentReader) -> Result<Option<SegmentRecency<'_>>> {
        let of_day = |today| SegmentRecency::new(reader, today, &self.searcher.ranking.recency);
        self.today.map(of_day).transpose()
    }

    /// The age of a document in days and what it gains by it, if it is of a kind that ages.
    fn recency_score(
        &self,
        recency: &SegmentRecency<'_>,
        segment: &Segment,
        doc: DocId,
    ) -> Option<(i64, f32)> {
        let published = segment.published.get(doc as usize).copied().flatten();
        let age_days = recency.age_days(doc, published)?;
        Some((age_days, recency.share(age_days) * self.values.iter().sum::<f32>()))
    }

    /// Where a candidate's place lies, if that is known.
    fn location(&self, candidate: &Candidate) -> Result<Option<Coordinates>> {
        let readers = self.searcher.snapshot.searcher.segment_readers();
        let Some(reader) = readers.get(candidate.segment) else { return Ok(None) };
        let degrees = |name| -> Result<Option<f64>> {
            let column = reader.fast_fields().column_opt::<f64>(name)?;
            Ok(column.and_then(|column| column.first(candidate.doc)))
        };
        let (latitude, longitude) = (degrees(column::LATITUDE)?, degrees(column::LONGITUDE)?);
        Ok(latitude.zip(longitude).and_then(|(latitude, longitude)| Coordinates::new(latitude, longitude)))
    }

    fn features(&self, candidates: &[Candidate]) -> Result<Vec<Features>> {
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
    fn places(
        &self,
        candidates: &[Candidate],
        wanted: impl Fn(usize) -> bool,
    ) -> Result<Vec<Vec<dependence::Occurrence>>> {
        let mut places = vec![Vec::new(); candidates.len()];
        let words: Vec<_> = self.plan.words.iter().enumerate().filter(|(at, _)| wanted(*at)).collect();
        for (reader, _, here) in self.by_segment(candidates) {
            let docs: Vec<DocId> = here.iter().map(|(doc, _)| *doc).collect();
            let found = occurrences(reader, &self.searcher.shared.fields, &words, &docs)?;
            for ((_, at), found) in here.into_iter().zip(found) {
                places[at] = found;
            }
        }
        Ok(places)
    }

    /// Of each group the document that is shown, and the others.
    fn unfold(&self, page: Vec<Group>) -> Result<Vec<(Candidate, StoredDocument, Vec<Reference>)>> {
        let schema = &self.searcher.shared.schema;
        let stored = |candidate: Candidate| -> Result<(Candidate, StoredDocument)> {
            Ok((candidate, self.searcher.stored(candidate.address())?))
        };
        let unfolded = page.into_iter().map(|Group { first, others }| {
            let mut shown = stored(first)?;
            let mut duplicates = Vec::new();
            for other in others {
                let mut other = stored(other)?;
                let standing = |stored: &StoredDocument| duplicates::standing(&stored.document, schema);
                if standing(&other.1) < standing(&shown.1) {
                    std::mem::swap(&mut shown, &mut other);
                }
                duplicates.push(Reference::of(other.1));
            }
            Ok((shown.0, shown.1, duplicates))
        });
        unfolded.collect()
    }

    fn hits(&self, page: Vec<Group>, reference: Option<Circle>, explain: bool) -> Result<Vec<Hit>> {
        let page = self.unfold(page)?;
        let candidates: Vec<_> = page.iter().map(|(candidate, ..)| *candidate).collect();
        let places = self.places(&candidates, |_| true)?;
        let hits = page.into_iter().zip(places).map(|((candidate, stored, duplicates), places)| {
            let searcher = self.searcher;
            let schema = &searcher.shared.schema;
            let StoredDocument { path, document, .. } = stored;
            let Some(segment) = searcher.snapshot.segments.get(candidate.segment) else {
                return Err(crate::Error::Damaged { what: "a segment is missing".to_owned() });
            };
            let zones = zones(segment.zones.values_for_doc(candidate.doc), schema);
            let indexed = |field: &str| schema.field(field).is_some_and(|field| field.weight > 0.0);
            let highlighted = snippet::highlight(
                &document,
                &zones,
                &places,
                &self.values,
                indexed,
                &searcher.shared.analyzer,
            );
            let fields = document
                .record
                .iter()
                .filter(|field| schema.field(&field.name).is_some_and(|known| known.stored))
                .map(|field| (field.name.clone(), crate::value::to_json(&field.value)))
                .collect();
            let location = self.location(&candidate)?;
            let distance_km = reference
                .zip(location)
                .map(|(from, place)| from.distance_km(place.latitude(), place.longitude()));
            let explanation = if explain { Some(self.explain(&candidate)?) } else { None };
            Ok(Hit {
                id: document.id(),
                path,
                score: candidate.score,
                snippet: highlighted.snippet,
                title_highlights: highlighted.title,
                fields,
                location,
                distance_km,
                duplicates,
                explanation,
                document,
            })
        });
        hits.collect()
    }

    /// Takes a score apart: one part for each word, one for each feature of the second stage.
    fn explain(&self, candidate: &Candidate) -> Result<Explanation> {
        let searcher = self.searcher;
        let mut parts = Vec::new();
        let here = self.by_segment(std::slice::from_ref(candidate));
        let Some((reader, segment, _)) = here.first() else { return Ok(Explanation { parts }) };
        let length = segment.lengths.get(candidate.doc as usize).copied().unwrap_or(1.0);
        for (word, rarity) in self.plan.words.iter().zip(&self.matches.rarities) {
            if self.plan.is_late(word) && !candidate.second_stage {
                continue;
            }
            let fields = &searcher.shared.fields;
            let found = matching::frequencies_in(reader, fields, word, &searcher.ranking, &[candidate.doc])?;
            let found = found.first().copied().unwrap_or_default();
            let frequency = found.total(rarity);
            if frequency > 0.0 {
                parts.push(ScorePart {
                    name: format!("word `{}`", word.text),
                    score: matching::word_score(frequency, length, word, rarity, &searcher.ranking),
                    detail: format!(
                        "weighted frequency {frequency:.2} (exact {:.2}, terms {:.2}, vocabulary {:.2}, prefix {:.2}), in {} documents, \
                         rarity {:.2}, weight {:.2}, length {length:.2} of the mean",
                        found.exact, found.term, found.alternative, found.prefix, rarity.documents, rarity.idf, word.weight
                    ),
                });
            }
        }
        if !candidate.second_stage {
            return Ok(Explanation { parts });
        }
        let constants = &searcher.ranking.dependence;
        let features = self.features(std::slice::from_ref(candidate))?.into_iter().next().unwrap_or_default();
        let rows = [
            ("title", features.title, constants.title, "weight of the words in the title"),
            ("lead", features.lead, constants.lead, "weight of the words in title or lead"),
            ("early", features.early, constants.early, "weight of the words that stand early"),
            ("pairs", features.pairs, constants.pairs, "near pairs of words"),
            ("window", features.window, constants.window, "weight of the words that stand together"),
            ("run", features.run, constants.run, "heaviest chain of words in order"),
        ];
        parts.extend(rows.into_iter().filter(|(_, value, ..)| *value > 0.0).map(
            |(name, value, weight, what)| ScorePart {
                name: name.to_owned(),
                score: value * weight,
                detail: format!("{what}: {value:.2} times {weight}"),
            },
        ));
        let recency = self.recency(reader)?;
        let aged = recency.and_then(|recency| self.recency_score(&recency, segment, candidate.doc));
        if let Some((age_days, score)) = aged {
            let constants = &searcher.ranking.recency;
            parts.push(ScorePart {
                name: "recency".to_owned(),
                score,
                detail: format!(
                    "published {age_days} days ago: {} of the query's weight, halved every {} days",
                    constants.share, constants.half_life_days
                ),
            });
        }
        Ok(Explanation { parts })
    }
}
