//! One document in full.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::search::Reference;

/// One document in full. Every member is always there: what is absent is `null`, an empty list is `[]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DocumentResponse {
    /// As the `id` of a hit.
    pub id: String,
    /// What the id is made from: the canonical URL, else the article id of the site, else the path.
    #[schema(example = "https://miasto.example/aktualnosci/klub-seniora")]
    pub identity: String,
    /// As the `kind` of a hit.
    pub kind: String,
    /// Why the document is of this kind, in words.
    pub kind_evidence: Vec<String>,
    /// The title as the page prints it.
    pub title: String,
    /// `CORPUS/relative/path` of the file.
    pub path: String,
    /// The files that the document is put together from, in order of its text, when several speak of it: the pages of a
    /// practice.
    pub pages: Vec<String>,
    /// The address of the page, when it is known.
    #[schema(required = true)]
    pub url: Option<String>,
    /// Day of publication as `YYYY-MM-DD`, when it is known.
    #[schema(required = true)]
    pub published: Option<String>,
    /// Day of the last change that the page itself names, as `YYYY-MM-DD`.
    #[schema(required = true)]
    pub updated: Option<String>,
    /// The text as it was extracted from the file, nothing cut.
    pub text: String,
    /// What the parts of the text are.
    pub zones: Vec<Zone>,
    /// What of the text is not searched: menus, counters, footers.
    pub cuts: Vec<Cut>,
    /// The record of the document (for a practice, the *Metryka praktyki*), in the order of the page.
    pub record: Vec<RecordField>,
    /// The documents of the files that this one names as its attachments, as far as they are in the corpus.
    pub attachments: Vec<Reference>,
    /// Of an attachment the documents that name its file.
    pub attached_to: Vec<Reference>,
    /// What was noticed while the file was read.
    pub diagnostics: Vec<DocumentDiagnostic>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Zone {
    /// Name of the text field of the schema that the part belongs to.
    #[schema(example = "abstract")]
    pub name: String,
    /// `[start, end)` in Unicode code points of the text.
    #[schema(example = json!([120, 480]))]
    pub range: [u32; 2],
    /// The same in UTF-8 bytes.
    #[schema(example = json!([131, 522]))]
    pub byte_range: [u32; 2],
}

/// A part of the text that is not searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Cut {
    /// Why it was cut.
    #[schema(example = "menu")]
    pub reason: String,
    /// `[start, end)` in Unicode code points of the text.
    #[schema(example = json!([0, 120]))]
    pub range: [u32; 2],
    /// The same in UTF-8 bytes.
    #[schema(example = json!([0, 131]))]
    pub byte_range: [u32; 2],
}

/// A field of the record, as printed and in its normal form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordField {
    /// Name of the field in the schema, as `where` and `facet` take it.
    #[schema(example = "population")]
    pub name: String,
    /// The label of the field, as pages of this kind print it.
    #[schema(example = "Liczba mieszkańców")]
    pub label: String,
    /// The value as the page prints it.
    #[schema(example = "38.271")]
    pub printed: String,
    /// The normal form: text, number, boolean, a list or an object of these; `null` when the printed value has none.
    #[schema(example = 38271)]
    pub value: Value,
}

/// Something that was noticed while a file was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentDiagnostic {
    /// What was noticed, as a stable word.
    #[schema(example = "missing_county")]
    pub code: String,
    /// What was noticed, in words.
    pub message: String,
    /// Line of the file, counted from 1, when one is to blame.
    #[schema(required = true, minimum = 1)]
    pub line: Option<u32>,
}
