//! Many records of one file: each a draft, known by its address, its id or its number.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::document::Diagnostic;
use crate::draft::{Draft, Parsed};
use crate::error::Failure;
use crate::format::fields::Record;
use crate::format::{Format, Source};
use crate::identity::Identity;

/// The drafts of a file's records.
pub(super) struct Records<'a> {
    source: &'a Source<'a>,
    drafts: Vec<Draft>,
    diagnostics: Vec<Diagnostic>,
    identities: HashSet<Identity>,
}

impl<'a> Records<'a> {
    pub(super) fn new(source: &'a Source<'a>) -> Self {
        Self { source, drafts: Vec::new(), diagnostics: Vec::new(), identities: HashSet::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }

    /// Adds the only record of a file. Without an address of its own it is known by the path.
    pub(super) fn add_single(&mut self, fields: &Map<String, Value>) {
        let record = Record { fields, body: None };
        self.drafts.push(record.draft(self.source, Identity::Path(self.source.path.to_owned())));
    }

    /// Adds the record of this number, or reports that it is none.
    pub(super) fn add_value(&mut self, value: &Value, number: u32, line: Option<u32>) -> Result<(), Failure> {
        if let Value::Object(fields) = value {
            self.add(fields, number, line).map(drop)
        } else {
            self.report("bad_record", format!("record {number} is not an object of keys and values"), line);
            Ok(())
        }
    }

    /// Adds the record of this number and gives its draft. Without an address of its own it is known by the path and
    /// its id.
    pub(super) fn add(
        &mut self,
        fields: &Map<String, Value>,
        number: u32,
        line: Option<u32>,
    ) -> Result<Option<&mut Draft>, Failure> {
        let limit = self.source.limits.documents_max;
        if self.drafts.len() >= limit {
            return Err(Failure::TooManyDocuments { limit });
        }
        let record = Record { fields, body: None };
        let by_number = Identity::Path(format!("{}#{number}", self.source.path));
        let by_id = record.id(self.source).map(|id| Identity::Path(format!("{}#{id}", self.source.path)));
        let mut draft = record.draft(self.source, by_id.unwrap_or_else(|| by_number.clone()));
        if !self.identities.insert(draft.identity.clone()) {
            let message =
                format!("record {number} has the address or id of an earlier one: {}", draft.identity);
            self.report("repeated_id", message, line);
            draft.identity = by_number;
            self.identities.insert(draft.identity.clone());
        }
        self.drafts.push(draft);
        Ok(self.drafts.last_mut())
    }

    pub(super) fn report(&mut self, code: &str, message: String, line: Option<u32>) {
        self.diagnostics.push(Diagnostic { line, ..Diagnostic::new(code, message) });
    }

    pub(super) fn parsed(self, format: Format) -> Parsed {
        Parsed { drafts: self.drafts, format, diagnostics: self.diagnostics }
    }
}
