//! JSON and JSON Lines: records whose keys the alias table knows.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::document::Diagnostic;
use crate::draft::{Draft, Parsed};
use crate::error::Failure;
use crate::format::fields::Record;
use crate::format::{Format, Source};
use crate::identity::Identity;

/// One JSON value: a record, an array of records, or an object with one array of records in it.
pub(super) fn parse(source: &Source<'_>) -> Result<Parsed, Failure> {
    let value: Value = serde_json::from_str(source.text).map_err(|error| bad(Format::Json, &error))?;
    let mut records = Records::new(source);
    match value {
        Value::Object(map) => match wrapped(&map) {
            Some(list) => {
                list.iter().zip(1..).try_for_each(|(value, number)| records.add(value, number, None))?
            }
            None => records.add_single(&map),
        },
        Value::Array(list) => {
            list.iter().zip(1..).try_for_each(|(value, number)| records.add(value, number, None))?;
        }
        _ => {
            let reason = "neither a record nor an array of records".to_owned();
            return Err(Failure::BadStructure { format: Format::Json, line: 1, reason });
        }
    }
    Ok(Parsed { drafts: records.drafts, format: Format::Json, diagnostics: records.diagnostics })
}

/// One record a line. A line that is no record is reported, and the others are read.
pub(super) fn parse_lines(source: &Source<'_>) -> Result<Parsed, Failure> {
    let mut records = Records::new(source);
    let mut first_failure = None;
    for (line, number) in source.text.lines().zip(1_u32..) {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(line) {
            Ok(value) => records.add(&value, number, Some(number))?,
            Err(error) => {
                let message = format!("not a JSON record: {}", reason(&error));
                let report = Diagnostic::new("bad-record", message);
                records.diagnostics.push(Diagnostic { line: Some(number), ..report });
                first_failure.get_or_insert((number, reason(&error)));
            }
        }
    }
    if let (true, Some((line, reason))) = (records.drafts.is_empty(), first_failure) {
        return Err(Failure::BadStructure { format: Format::JsonLines, line, reason });
    }
    Ok(Parsed { drafts: records.drafts, format: Format::JsonLines, diagnostics: records.diagnostics })
}

fn bad(format: Format, error: &serde_json::Error) -> Failure {
    Failure::BadStructure {
        format,
        line: u32::try_from(error.line()).unwrap_or(u32::MAX),
        reason: reason(error),
    }
}

/// What went wrong, without serde's own line and column.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(reason, _)| reason.to_owned())
}

/// The records of an export that wraps them: `{"articles": [...]}`.
fn wrapped(map: &Map<String, Value>) -> Option<&Vec<Value>> {
    let mut lists = map.values().filter_map(Value::as_array).filter(|list| list.iter().any(Value::is_object));
    let list = lists.next()?;
    let texts = map.values().filter(|value| value.is_string()).count();
    (lists.next().is_none() && texts <= 1).then_some(list)
}

struct Records<'a> {
    source: &'a Source<'a>,
    drafts: Vec<Draft>,
    diagnostics: Vec<Diagnostic>,
    identities: HashSet<Identity>,
}

impl<'a> Records<'a> {
    fn new(source: &'a Source<'a>) -> Self {
        Self { source, drafts: Vec::new(), diagnostics: Vec::new(), identities: HashSet::new() }
    }

    fn add_single(&mut self, fields: &Map<String, Value>) {
        let record = Record { fields, body: None };
        self.drafts.push(record.draft(self.source, Identity::Path(self.source.path.to_owned())));
    }

    /// Adds the record of this number. Without an address of its own it is known by the path and its id.
    fn add(&mut self, value: &Value, number: u32, line: Option<u32>) -> Result<(), Failure> {
        let limit = self.source.limits.documents_max;
        if self.drafts.len() >= limit {
            return Err(Failure::TooManyDocuments { limit });
        }
        let Value::Object(fields) = value else {
            let report =
                Diagnostic::new("bad-record", format!("record {number} is not an object of keys and values"));
            self.diagnostics.push(Diagnostic { line, ..report });
            return Ok(());
        };
        let record = Record { fields, body: None };
        let by_number = Identity::Path(format!("{}#{number}", self.source.path));
        let by_id = record.id(self.source).map(|id| Identity::Path(format!("{}#{id}", self.source.path)));
        let mut draft = record.draft(self.source, by_id.unwrap_or_else(|| by_number.clone()));
        if !self.identities.insert(draft.identity.clone()) {
            let message =
                format!("record {number} has the address or id of an earlier one: {}", draft.identity);
            self.diagnostics.push(Diagnostic { line, ..Diagnostic::new("repeated-id", message) });
            draft.identity = by_number;
            self.identities.insert(draft.identity.clone());
        }
        self.drafts.push(draft);
        Ok(())
    }
}
