//! What leaves the library when contacts are hidden.

use std::ops::Range;

use fiszka_document::{Document, Redaction};

use crate::index::StoredDocument;
use crate::search::Searcher;
use crate::search::answer::{QueryError, Reading, Snippet, WordReading};
use crate::search::field::QueryField;
use crate::search::plan::Plan;
use crate::search::snippet::Highlighted;

impl Searcher {
    /// A document as it may be given.
    pub(crate) fn to_give(&self, stored: StoredDocument) -> StoredDocument {
        if !self.hides_contacts {
            return stored;
        }
        let schema = &self.shared.schema;
        let document = Redaction::of(&stored.document, schema).apply(stored.document, schema);
        StoredDocument { document, ..stored }
    }

    /// A document of a hit as it may be given, and its highlights in that.
    pub(crate) fn hit_to_give(&self, document: Document, found: Highlighted) -> (Document, Highlighted) {
        if !self.hides_contacts {
            return (document, found);
        }
        let schema = &self.shared.schema;
        let redaction = Redaction::of(&document, schema);
        let title_start =
            document.zones.iter().find(|zone| zone.field == "title").map(|zone| zone.range.start);
        let Highlighted { title, snippet } = found;
        let title = moved(title, title_start.unwrap_or_default(), &redaction);
        let highlights = moved(snippet.highlights, snippet.range.start, &redaction);
        let range = redaction.range(&snippet.range);
        let document = redaction.apply(document, schema);
        let text = document.text.get(range.clone()).unwrap_or_default().to_owned();
        (document, Highlighted { title, snippet: Snippet { range, text, highlights } })
    }

    /// Refuses to count the values of a personal field.
    pub(crate) fn check_facets(&self, facets: &[String]) -> Result<(), QueryError> {
        let (schema, fields) = (&self.shared.schema, &self.shared.fields);
        let name = |facet: &String| facet.split(':').next().unwrap_or_default().to_owned();
        let find = |name: &str| QueryField::find(name, schema, fields);
        let is_personal = |name: &String| find(name).is_some_and(|field| field.is_personal());
        match facets.iter().map(name).find(|name| self.hides_contacts && is_personal(name)) {
            None => Ok(()),
            Some(name) => {
                let mut known = QueryField::names(fields);
                known.retain(|name| {
                    find(name).is_some_and(|field| field.is_countable() && !field.is_personal())
                });
                Err(QueryError::UnknownField { use_for: "facet", name, known })
            }
        }
    }

    /// How a query was read, without what only the index knows: the forms that `725*` or `nowac*` stands for, and
    /// addresses and numbers that are like a typed word.
    pub(crate) fn reading_to_give(&self, mut reading: Reading, plan: &Plan) -> Reading {
        if self.hides_contacts {
            let asked = reading.words.iter_mut().zip(&plan.words);
            for (given, word) in asked.chain(reading.excluded.iter_mut().zip(&plan.excluded)) {
                let WordReading { text, forms, terms, .. } = given;
                let typed = text.to_lowercase();
                let is_word = |form: &str| form.chars().all(|c| c.is_alphabetic() || c == '-');
                for found in [forms, terms] {
                    found.retain(|one| {
                        word.stem.is_none() && (is_word(&one.text) || typed.contains(&one.text))
                    });
                }
            }
        }
        reading
    }
}

/// Highlights of a part of the text that begins at `start`, without those of hidden words.
fn moved(highlights: Vec<Range<usize>>, start: usize, redaction: &Redaction) -> Vec<Range<usize>> {
    let origin = redaction.range(&(start..start)).start;
    let in_text = highlights.into_iter().map(|range| range.start + start..range.end + start);
    let shown = in_text.filter(|range| !redaction.hides(range)).map(|range| redaction.range(&range));
    shown.map(|range| range.start - origin..range.end - origin).collect()
}
