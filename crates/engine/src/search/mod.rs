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
mod hits;
mod lists;
mod matching;
mod names;
mod near;
mod phrase;
mod plan;
mod question;
mod rank;
mod reading;
mod recency;
mod redaction;
mod remembered;
mod show;
mod similar;
mod snippet;
mod town;
mod vocabulary;

use std::sync::Arc;

use fiszka_document::Document;
use tantivy::{DocAddress, TantivyDocument, Term};

pub(crate) use phrase::{VOCABULARY_SPACING, find as find_phrase};
pub(crate) use remembered::RememberedPhrases;
pub(crate) use vocabulary::{Vocabulary, phrase_of};

pub use answer::{
    Answer, Explanation, Facet, FacetValue, Filter, FilterReading, Hit, Query, QueryError, Reading,
    Reference, ScorePart, Snippet, Sort, Weighted, WordReading,
};
pub use expansions::{Expansion, Expansions};
pub use show::Shown;

use crate::error::Result;
use crate::index::{QuerySide, Shared, Snapshot, StoredDocument};
use crate::ranking::Ranking;
use crate::search::condition::SegmentConditions;
use crate::search::correct::Offer;
use crate::search::cursor::Cursor;
use crate::search::facets::SegmentFacets;
use crate::search::filter::{FieldFilter, SegmentFilter};
use crate::search::near::Circle;
use crate::search::question::Question;
use crate::search::rank::{Best, Candidate, Order, SegmentOrder, put_behind};
use crate::suggest::{Suggester, Suggestion};

/// Answers questions from one commit. Keep it for one question: an old one pins files that are gone.
#[derive(Debug, Clone)]
pub struct Searcher {
    shared: Arc<Shared>,
    query_side: Arc<QuerySide>,
    snapshot: Arc<Snapshot>,
    ranking: Arc<Ranking>,
    hides_contacts: bool,
}

impl Searcher {
    pub(crate) fn new(shared: Arc<Shared>, snapshot: Arc<Snapshot>, hides_contacts: bool) -> Self {
        Self {
            query_side: shared.query_side(),
            shared,
            snapshot,
            ranking: Arc::new(Ranking::shipped().clone()),
            hides_contacts,
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
        match self.search_as_typed(&asked)? {
            (answer, Some(offer)) => offer.put_into(answer, &asked, self),
            (answer, None) => Ok(answer),
        }
    }

    fn search_as_typed(&self, query: &Query) -> std::result::Result<(Answer, Option<Offer>), QueryError> {
        let Shared { schema, fields, analyzer, .. } = &*self.shared;
        let mut question = Question { today: query.today, ..self.question(&query.text, query.deadline)? };
        let typed = std::mem::take(&mut question.plan.filters);
        let reading = query
            .explain
            .then(|| reading::reading(&question.plan, &question.matches, &question.excluded, &typed, schema))
            .map(|reading| self.reading_to_give(reading, &question.plan));
        let filters = filter::filters(query, typed, schema, fields, analyzer)?;
        let mut facets = facets::facets(query, schema, fields, &filters, self.hides_contacts)?;
        let reference = self.reference(query, &filters)?;
        let order = Order::new(query.sort, reference).ok_or(QueryError::NoPlace)?;
        // A query without words asks for every document that its conditions allow.
        let everything = question.plan.words.is_empty();
        let order = if everything && order == Order::Relevance { Order::Newest } else { order };

        let wanted = query.offset.saturating_add(query.limit);
        // Folding takes no more than so many away.
        let spare = duplicates::CANDIDATES_MAX;
        let kept = wanted.saturating_add(spare).max(self.ranking.dependence.documents);
        let mut matching = Best::new(order, kept);
        let readers = self.snapshot.searcher.segment_readers();
        for (at, (reader, segment)) in readers.iter().zip(&self.snapshot.segments).enumerate() {
            let Some(scores) = question.scores.get(at) else { continue };
            let covering = question.conditions(at, reader, segment).matching(&question.plan.condition)?;
            let filter = SegmentFilter::new(reader, &filters)?;
            let mut counts = SegmentFacets::new(reader, &mut facets)?;
            let places = SegmentOrder::new(order, at, reader, &self.snapshot, fields)?;
            for doc in covering.iter().filter(|doc| segment.is_result(*doc)) {
                let failed = filter.failed(doc);
                counts.count(doc, failed);
                if failed.is_none() {
                    let score = scores.get(doc as usize).copied().unwrap_or_default();
                    matching.show(score, || Candidate::new(at, doc, score, segment, &places));
                }
            }
            counts.finish()?;
        }
        let total = matching.seen;
        let (best, order) = if total > 0 {
            (matching, order)
        } else {
            (question.best(kept, &filters, SegmentConditions::nearly_matching)?, Order::Relevance)
        };
        let weak = total == 0 && best.seen > 0;
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
        let kept = depth.max(self.ranking.dependence.documents);
        let filters = &question.plan.filters;
        let (mut found, mut near) = if question.plan.condition.is_plain() && filters.is_empty() {
            (question.best(kept, filters, SegmentConditions::nearly_matching)?.into_sorted(), Vec::new())
        } else {
            let found = question.best(kept, filters, SegmentConditions::matching)?;
            (
                found.into_sorted(),
                question.best(kept, filters, SegmentConditions::not_matching)?.into_sorted(),
            )
        };
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
        let stored = self.to_give(self.stored(address)?);
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
            Some(near) => Circle::parse(near, &self.shared.schema, &self.shared.analyzer).map(Some),
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

    /// A document as it is kept. Only what [`to_give`](Self::to_give) makes of it may leave the library.
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
