//! JSON and JSON Lines: records whose keys the alias table knows.

use serde_json::{Map, Value};

use crate::draft::Parsed;
use crate::error::Failure;
use crate::format::records::Records;
use crate::format::{Format, Source};

/// One JSON value: a record, an array of records, or an object with one array of records in it.
pub(super) fn parse(source: &Source<'_>) -> Result<Parsed, Failure> {
    let value: Value = serde_json::from_str(source.text).map_err(|error| bad(Format::Json, &error))?;
    let mut records = Records::new(source);
    match value {
        Value::Object(map) => match wrapped(&map) {
            Some(list) => {
                list.iter().zip(1..).try_for_each(|(value, number)| records.add_value(value, number, None))?
            }
            None => records.add_single(&map),
        },
        Value::Array(list) => {
            list.iter().zip(1..).try_for_each(|(value, number)| records.add_value(value, number, None))?;
        }
        _ => {
            let reason = "neither a record nor an array of records".to_owned();
            return Err(Failure::BadStructure { format: Format::Json, line: 1, reason });
        }
    }
    Ok(records.parsed(Format::Json))
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
            Ok(value) => records.add_value(&value, number, Some(number))?,
            Err(error) => {
                let message = format!("not a JSON record: {}", reason(&error));
                records.report("bad_record", message, Some(number));
                first_failure.get_or_insert((number, reason(&error)));
            }
        }
    }
    if let (true, Some((line, reason))) = (records.is_empty(), first_failure) {
        return Err(Failure::BadStructure { format: Format::JsonLines, line, reason });
    }
    Ok(records.parsed(Format::JsonLines))
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
