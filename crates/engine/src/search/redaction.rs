//! What leaves the library when contacts are hidden.

use std::ops::Range;

use fiszka_document::{Document, Redaction};

use crate::index::StoredDocument;
use crate::search::Searcher;
use crate::search::answer::{Reading, Snippet};
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

    /// How a query was read, without the forms that `725*` or `nowac*` stands for, which only the index knows.
    pub(crate) fn reading_to_give(&self, mut reading: Reading, plan: &Plan) -> Reading {
        if self.hides_contacts {
            let asked = reading.words.iter_mut().zip(&plan.words);
            let all = asked.chain(reading.excluded.iter_mut().zip(&plan.excluded));
            for (given, _) in all.filter(|(_, word)| word.stem.is_some()) {
                given.forms.clear();
                given.terms.clear();
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
