//! The schema of the tantivy index, made from the schema of the documents.
//!
//! One tantivy document is a *source* (a file of the corpus: its stamp, its state, the ids of its documents), a
//! *document*, or a *page*: what one of several sources says of a document, stored only. All text fields of a document share three term streams; a text field is a
//! *zone* of them, a run of positions:
//!
//! | field | holds |
//! |---|---|
//! | `exact` | exact forms with positions |
//! | `terms` | terms of analysis with positions |
//! | `prefix` | folded prefixes of [`PREFIX_CHARS`] letters, without positions |
//! | `zones` | for each zone its field and end position ([`ZoneMark`]) |
//! | `words` | words in title and texts; absent on what is never a result |
//! | `language`, `title_key` | columns: ISO 639-1 code; bytes in the order of the titles |
//! | `latitude`, `longitude` | columns: where the document's place lies, in degrees, if that is known |
//! | `suggestions` | a column of what the document offers to who types ([`Offered`](crate::index::Offered)) |
//! | `sketch` | the numbers of the document's [`Sketch`](fiszka_document::Sketch), for finding duplicates |
//! | `attachment` | the key of an attachment's file name |
//! | `attaches` | the keys of the files that a document names as its attachments |
//! | `field.NAME` | a column for every field that can be filtered, sorted or counted |

use fiszka_schema::{Field as DocumentField, FieldType, Schema as DocumentSchema};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

/// Name under which the tape tokenizer is registered.
pub(crate) const TAPE: &str = "fiszka-tape";

/// Length of a folded prefix in letters; shorter words have none.
pub(crate) const PREFIX_CHARS: usize = 5;

/// Raised whenever the layout of the index changes: an index made with another one is rebuilt.
pub(crate) const LAYOUT_VERSION: u32 = 10;

/// Names of the columns that queries read.
pub(crate) mod column {
    pub(crate) const ID: &str = "id";
    pub(crate) const KEY: &str = "key";
    pub(crate) const KIND: &str = "kind";
    pub(crate) const WORDS: &str = "words";
    pub(crate) const ZONES: &str = "zones";
    pub(crate) const PUBLISHED: &str = "published";
    pub(crate) const LANGUAGE: &str = "language";
    pub(crate) const TITLE_KEY: &str = "title_key";
    pub(crate) const LATITUDE: &str = "latitude";
    pub(crate) const LONGITUDE: &str = "longitude";
    pub(crate) const SUGGESTIONS: &str = "suggestions";
    pub(crate) const SKETCH: &str = "sketch";
}

/// How a field of the record is kept as a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnType {
    /// Words or codes, any number of them.
    Text,
    /// Days since 1970-01-01.
    Day,
    /// Whole numbers.
    Integer,
}

/// A field of the record with its column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Name of the field in the document schema.
    pub(crate) name: String,
    /// Name of the column in the index.
    pub(crate) column: String,
    pub(crate) column_type: ColumnType,
    pub(crate) field: Field,
}

/// The fields of the index.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    pub(crate) exact: Field,
    pub(crate) terms: Field,
    pub(crate) prefix: Field,
    pub(crate) zones: Field,
    pub(crate) words: Field,
    pub(crate) id: Field,
    pub(crate) key: Field,
    pub(crate) kind: Field,
    pub(crate) published: Field,
    pub(crate) language: Field,
    pub(crate) title_key: Field,
    pub(crate) latitude: Field,
    pub(crate) longitude: Field,
    pub(crate) suggestions: Field,
    pub(crate) sketch: Field,
    pub(crate) attachment: Field,
    pub(crate) attaches: Field,
    /// Path of the source whose document or page this is; none of a document that several speak of.
    pub(crate) document_of: Field,
    /// Id of the document whose page this is; never a result.
    pub(crate) page_of: Field,
    /// Path of the source that this record describes.
    pub(crate) source: Field,
    pub(crate) stored: Field,
    pub(crate) columns: Vec<Column>,
}

impl Fields {
    pub(crate) fn new(documents: &DocumentSchema) -> Self {
        let mut builder = Schema::builder();
        let number = || NumericOptions::default().set_fast();
        let exact = stream(&mut builder, "exact", IndexRecordOption::WithFreqsAndPositions);
        let terms = stream(&mut builder, "terms", IndexRecordOption::WithFreqsAndPositions);
        let prefix = stream(&mut builder, "prefix", IndexRecordOption::WithFreqs);
        let zones = builder.add_u64_field(column::ZONES, number());
        let words = builder.add_u64_field(column::WORDS, number());
        let id = builder.add_text_field(column::ID, STRING | FAST);
        let key = builder.add_u64_field(column::KEY, FAST | INDEXED);
        let kind = builder.add_text_field(column::KIND, STRING | FAST);
        let published = builder.add_i64_field(column::PUBLISHED, number());
        let language = builder.add_text_field(column::LANGUAGE, TextOptions::default().set_fast("raw"));
        let title_key = builder.add_bytes_field(column::TITLE_KEY, FAST);
        let latitude = builder.add_f64_field(column::LATITUDE, number());
        let longitude = builder.add_f64_field(column::LONGITUDE, number());
        let suggestions = builder.add_text_field(column::SUGGESTIONS, TextOptions::default().set_fast("raw"));
        let sketch = builder.add_u64_field(column::SKETCH, number());
        let attachment = builder.add_text_field("attachment", STRING);
        let attaches = builder.add_text_field("attaches", STRING);
        let document_of = builder.add_text_field("document_of", STRING);
        let page_of = builder.add_text_field("page_of", STRING);
        let source = builder.add_text_field("source", STRING);
        // As text: tantivy reads stored bytes one by one.
        let stored = builder.add_text_field("stored", STORED);
        let columns = documents
            .fields()
            .iter()
            .filter_map(|field| {
                let column_type = column_type(field)?;
                let column = format!("field.{}", field.name);
                // A dot in a tantivy field name separates the steps of a JSON path.
                let column = column.replace('.', "_");
                let index_field = match column_type {
                    ColumnType::Text => {
                        builder.add_text_field(&column, TextOptions::default().set_fast("raw"))
                    }
                    ColumnType::Day | ColumnType::Integer => builder.add_i64_field(&column, number()),
                };
                Some(Column { name: field.name.clone(), column, column_type, field: index_field })
            })
            .collect();
        let schema = builder.build();
        Self {
            schema,
            exact,
            terms,
            prefix,
            zones,
            words,
            id,
            key,
            kind,
            published,
            language,
            title_key,
            latitude,
            longitude,
            suggestions,
            sketch,
            attachment,
            attaches,
            document_of,
            page_of,
            source,
            stored,
            columns,
        }
    }

    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

fn stream(builder: &mut SchemaBuilder, name: &str, option: IndexRecordOption) -> Field {
    let indexing = TextFieldIndexing::default().set_tokenizer(TAPE).set_index_option(option);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

fn column_type(field: &DocumentField) -> Option<ColumnType> {
    match field.field_type {
        FieldType::Date => Some(ColumnType::Day),
        FieldType::Integer => Some(ColumnType::Integer),
        FieldType::Keyword
        | FieldType::Path
        | FieldType::Voivodeship
        | FieldType::UnitType
        | FieldType::PostalCode => Some(ColumnType::Text),
        _ if field.facet => Some(ColumnType::Text),
        _ => None,
    }
}

/// One zone of a document as a number: which text field, and behind which position it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ZoneMark {
    /// Index of the field in the document schema.
    pub(crate) field: u8,
    /// The position behind the zone's last word.
    pub(crate) end: u32,
}

impl ZoneMark {
    pub(crate) fn to_number(self) -> u64 {
        u64::from(self.end) << 8 | u64::from(self.field)
    }

    pub(crate) fn from_number(number: u64) -> Self {
        let [field, rest @ ..] = number.to_le_bytes();
        let [a, b, c, d, ..] = rest;
        Self { field, end: u32::from_le_bytes([a, b, c, d]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_mark_survives_its_number() {
        for mark in [ZoneMark { field: 0, end: 0 }, ZoneMark { field: 255, end: u32::MAX }] {
            assert_eq!(ZoneMark::from_number(mark.to_number()), mark);
        }
    }
}
