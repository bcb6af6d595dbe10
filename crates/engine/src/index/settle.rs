//! Documents that several sources speak of.
//!
//! What each of these sources says is stored as a *page*, and the document is put together from the pages, in order of
//! their paths. Pages of one batch can be read back only when they are committed, so a commit with such documents is
//! two: one with the pages, which nobody is shown, and one with the documents.

use std::collections::BTreeMap;

use fiszka_document::{Document, Merged, merge};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, TantivyDocument, Term};

use crate::error::Result;
use crate::index::entries;
use crate::index::folder::Shared;
use crate::index::prepare::PreparedDocument;
use crate::index::records::StoredDocument;

/// A document put together anew.
pub(crate) struct Settled {
    /// What takes the place of all entries of the document.
    pub(crate) entries: Vec<TantivyDocument>,
    /// For every source that speaks of it the source that gives it instead, if that is another.
    pub(crate) given_by: Vec<(String, Option<String>)>,
}

/// Puts a document together from what the sources that claim it say.
pub(crate) fn settle(
    shared: &Shared,
    searcher: &Searcher,
    id: &str,
    is_claimant: impl Fn(&str) -> bool,
) -> Result<Settled> {
    let mut pages: BTreeMap<String, Document> = BTreeMap::new();
    for field in [shared.fields.page_of, shared.fields.id] {
        for stored in stored(shared, searcher, field, id)? {
            if stored.pages.is_empty() && is_claimant(&stored.path) {
                pages.insert(stored.path, stored.document);
            }
        }
    }
    let (paths, documents): (Vec<String>, Vec<Document>) = pages.into_iter().unzip();
    let Some(Merged { document, pages }) = merge(&documents, &shared.schema) else {
        return Ok(Settled { entries: Vec::new(), given_by: Vec::new() });
    };
    let prepared = PreparedDocument::new(document, &shared.schema, &shared.analyzer);
    if let [path] = paths.as_slice() {
        let entry = entries::of_document(&shared.fields, path, Vec::new(), prepared)?;
        return Ok(Settled { entries: vec![entry], given_by: vec![(path.clone(), None)] });
    }
    let used: Vec<String> = pages.iter().filter_map(|at| paths.get(*at).cloned()).collect();
    let first = used.first().cloned().unwrap_or_default();
    let given_by = paths.iter().map(|path| (path.clone(), (!used.contains(path)).then(|| first.clone())));
    let given_by = given_by.collect();
    let mut entries = vec![entries::of_document(&shared.fields, &first, used, prepared)?];
    for (path, document) in paths.into_iter().zip(documents) {
        let stored = StoredDocument { path, pages: Vec::new(), document };
        entries.push(entries::of_page(&shared.fields, id, &stored)?);
    }
    Ok(Settled { entries, given_by })
}

fn stored(shared: &Shared, searcher: &Searcher, field: Field, id: &str) -> Result<Vec<StoredDocument>> {
    let term = Term::from_field_text(field, id);
    let mut found = Vec::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        let Some(mut postings) = index.read_block_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        let store = reader.get_store_reader(1)?;
        while postings.block_len() > 0 {
            for &doc in postings.docs().iter().filter(|doc| !reader.is_deleted(**doc)) {
                found.push(shared.stored_document(&store.get(doc)?)?);
            }
            postings.advance();
        }
    }
    Ok(found)
}

/// The ids of all documents that are put together from pages.
pub(crate) fn ids_of_pages(shared: &Shared, searcher: &Searcher) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(shared.fields.page_of)?;
        let mut terms = index.terms().stream()?;
        while terms.advance() {
            ids.extend(std::str::from_utf8(terms.key()).map(str::to_owned));
        }
    }
    Ok(ids)
}
