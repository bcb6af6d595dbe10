//! Sources, documents and pages as entries of the tantivy index.

use std::borrow::Cow;

use fiszka_document::{Format, PageLines, RecordField, Value, attachment_key};
use tantivy::TantivyDocument;

use crate::collation;
use crate::error::Result;
use crate::fields::{ColumnType, Fields};
use crate::index::prepare::PreparedDocument;
use crate::index::records::{Record, Source, StoredDocument, StoredSource};
use crate::value::{days, texts};

/// The entry of a source.
pub(crate) fn of_source(fields: &Fields, source: &Source, pages: &[PageLines]) -> Result<TantivyDocument> {
    let mut entry = TantivyDocument::default();
    entry.add_text(fields.source, &source.path);
    entry.add_text(fields.kind, "source");
    let stored = StoredSource { source: Cow::Borrowed(source), pages: Cow::Borrowed(pages) };
    entry.add_text(fields.stored, Record::encode_source(&stored)?);
    Ok(entry)
}

/// The entry of what one source says of a document that several speak of: never a result, only what the document is
/// put together from.
pub(crate) fn of_page(fields: &Fields, id: &str, stored: &StoredDocument) -> Result<TantivyDocument> {
    let mut entry = TantivyDocument::default();
    entry.add_text(fields.document_of, &stored.path);
    entry.add_text(fields.page_of, id);
    entry.add_text(fields.kind, "page");
    entry.add_text(fields.stored, Record::encode_document(stored)?);
    Ok(entry)
}

/// The entry of a document: of the source at `path` alone, or put together from `pages`, the sources at these paths.
pub(crate) fn of_document(
    fields: &Fields,
    path: &str,
    pages: Vec<String>,
    prepared: PreparedDocument,
) -> Result<TantivyDocument> {
    let PreparedDocument {
        id,
        document,
        exact,
        terms,
        prefix,
        zones,
        phrases,
        words,
        language,
        place,
        sketch,
    } = prepared;
    let mut entry = TantivyDocument::default();
    if pages.is_empty() {
        entry.add_text(fields.document_of, path);
    }
    entry.add_u64(fields.key, id_key(&id));
    entry.add_text(fields.id, &id);
    entry.add_text(fields.kind, &document.kind);
    if !document.empty {
        entry.add_u64(fields.words, words);
        entry.add_text(fields.exact, exact.into_text());
        entry.add_text(fields.terms, terms.into_text());
        entry.add_text(fields.prefix, prefix.into_text());
        for zone in zones {
            entry.add_u64(fields.zones, zone.to_number());
        }
        for offered in phrases.finish(&document) {
            entry.add_text(fields.suggestions, offered);
        }
        if let Some(published) = document.published {
            entry.add_i64(fields.published, days(published));
        }
        entry.add_text(fields.language, language);
        if !document.title().is_empty() {
            entry.add_bytes(fields.title_key, &collation::sort_key(document.title()));
        }
        if let Some(place) = place {
            entry.add_f64(fields.latitude, place.latitude());
            entry.add_f64(fields.longitude, place.longitude());
        }
        for number in sketch.to_numbers() {
            entry.add_u64(fields.sketch, u64::from(number));
        }
        add_columns(fields, &mut entry, &document.record);
    }
    if is_attachment(path)
        && let Some(key) = attachment_key(path)
    {
        entry.add_text(fields.attachment, key);
    }
    document.attachment_keys().iter().for_each(|key| entry.add_text(fields.attaches, key));
    let stored = StoredDocument { path: path.to_owned(), pages, document };
    entry.add_text(fields.stored, Record::encode_document(&stored)?);
    Ok(entry)
}

/// Whether a file of this path is of a format that pages attach.
pub(crate) fn is_attachment(path: &str) -> bool {
    matches!(Format::of_path(path), Some(Format::Pdf | Format::Docx | Format::Odt))
}

fn add_columns(fields: &Fields, entry: &mut TantivyDocument, record: &[RecordField]) {
    for field in record {
        let Some(column) = fields.column(&field.name) else { continue };
        match (column.column_type, &field.value) {
            (ColumnType::Integer, Value::Integer(number)) => entry.add_i64(column.field, *number),
            (ColumnType::Day, Value::Date(date)) => entry.add_i64(column.field, days(*date)),
            (ColumnType::Text, value) => {
                texts(value).iter().for_each(|text| entry.add_text(column.field, text));
            }
            _ => {}
        }
    }
}

/// The first 64 bits of an id's hash: breaks ties, the same in every segment.
fn id_key(id: &str) -> u64 {
    let hash = blake3::hash(id.as_bytes());
    let [a, b, c, d, e, f, g, h, ..] = *hash.as_bytes();
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}
