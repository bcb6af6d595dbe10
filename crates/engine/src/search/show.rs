//! One document with what belongs to it.

use fiszka_document::{Document, attachment_key};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Term};

use crate::error::Result;
use crate::index::{StoredDocument, is_attachment};
use crate::search::{Reference, Searcher};

/// Most attachments of a document, and documents of an attachment, that are listed.
const LINKED_MAX: usize = 100;

/// A document with the files it comes from and the documents it is linked with.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Path of its source, of several the one that it begins with.
    pub path: String,
    /// Paths of the sources it is put together from, when several speak of it.
    pub pages: Vec<String>,
    /// The documents of the files that it names as its attachments.
    pub attachments: Vec<Reference>,
    /// Of an attachment the documents that name its file.
    pub attached_to: Vec<Reference>,
    /// The document itself.
    pub document: Document,
}

impl Searcher {
    /// The document with this id and what belongs to it.
    ///
    /// A file is an attachment of a document that names it, as [`attachment_key`] compares names. Of several files of
    /// one name those count that share most of their folders with the document.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn show(&self, id: &str) -> Result<Option<Shown>> {
        let fields = &self.shared.fields;
        let Some(address) = self.address(id)? else { return Ok(None) };
        let StoredDocument { path, pages, document } = self.to_give(self.stored(address)?);
        let mut attachments = Vec::new();
        for key in document.attachment_keys() {
            attachments.extend(nearest(&path, self.references(fields.attachment, &key)?));
        }
        let mut attached_to = Vec::new();
        if let Some(key) = attachment_key(&path).filter(|_| is_attachment(&path)) {
            attached_to = nearest(&path, self.references(fields.attaches, &key)?);
        }
        for list in [&mut attachments, &mut attached_to] {
            list.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.id.cmp(&b.id)));
            list.dedup_by(|a, b| a.id == b.id);
            list.truncate(LINKED_MAX);
        }
        Ok(Some(Shown { path, pages, attachments, attached_to, document }))
    }

    fn references(&self, field: Field, key: &str) -> Result<Vec<Reference>> {
        let addresses = self.addresses(field, key)?;
        addresses.into_iter().map(|address| Ok(Reference::of(self.to_give(self.stored(address)?)))).collect()
    }

    /// Where the documents stand that hold a term, a few times more than are listed at most.
    fn addresses(&self, field: Field, term: &str) -> Result<Vec<DocAddress>> {
        let term = Term::from_field_text(field, term);
        let mut addresses = Vec::new();
        for (at, reader) in (0..).zip(self.snapshot.searcher.segment_readers()) {
            let index = reader.inverted_index(field)?;
            let Some(mut postings) = index.read_block_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while postings.block_len() > 0 && addresses.len() < 4 * LINKED_MAX {
                let alive = postings.docs().iter().filter(|doc| !reader.is_deleted(**doc));
                addresses.extend(alive.map(|doc| DocAddress::new(at, *doc)));
                postings.advance();
            }
        }
        Ok(addresses)
    }
}

/// Those whose paths share the most folders with a path.
fn nearest(path: &str, mut found: Vec<Reference>) -> Vec<Reference> {
    let shared = |other: &str| path.split('/').zip(other.split('/')).take_while(|(a, b)| a == b).count();
    let best = found.iter().map(|reference| shared(&reference.path)).max();
    found.retain(|reference| Some(shared(&reference.path)) == best);
    found
}
