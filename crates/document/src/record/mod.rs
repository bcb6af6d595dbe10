//! Printed values to normal ones.

mod contacts;
mod coordinates;
mod numbers;
mod urls;

use std::borrow::Cow;

use fiszka_schema::{Field, FieldType, Schema};

use crate::dates::{self, Stamp};
use crate::document::{Diagnostic, Value};
pub(crate) use coordinates::coordinates;
pub(crate) use numbers::integer;

/// A value in normal form, and what came out beside it.
pub(crate) struct Normal<'a> {
    pub(crate) value: Value,
    /// The stamp of a date, which knows the time too.
    pub(crate) stamp: Option<Stamp>,
    /// What stands behind the value and belongs to [`Field::rest`].
    pub(crate) rest: Option<&'a str>,
    /// What is odd about it.
    pub(crate) report: Option<Diagnostic>,
}

/// Brings a printed value to the normal form of its field. What cannot be read stays as text and is reported.
pub(crate) fn normalise<'a>(
    field: &Field,
    printed: &'a str,
    year: Option<i16>,
    schema: &Schema,
) -> Normal<'a> {
    let mut normal =
        Normal { value: Value::Text(blanks_folded(printed)), stamp: None, rest: None, report: None };
    let unread = |what: &str| {
        let code = format!("unread_{}", field.name);
        Some(Diagnostic::new(&code, format!("`{printed}` is no {what}; kept as text")))
    };
    match field.field_type {
        FieldType::Keyword => normal.value = Value::Keyword(blanks_folded(printed)),
        FieldType::Path => normal.value = Value::Path(path(printed)),
        FieldType::Date => match dates::at_start(printed, schema.months()) {
            Some((stamp, _)) => {
                normal.stamp = Some(stamp);
                match stamp.day.date(year) {
                    Some(date) => normal.value = Value::Date(date),
                    None => normal.report = unread("date of a known year"),
                }
            }
            // A month or a year stands for its first day, so that the document has its place in time; what is printed
            // is kept, and the report says that the day is not.
            None => match dates::period(printed, schema.months()) {
                Some(first) => {
                    normal.value = Value::Date(first);
                    let message = format!("`{printed}` names no day; taken as {first}");
                    normal.report = Some(Diagnostic::new("partial_date", message));
                }
                None => normal.report = unread("date"),
            },
        },
        FieldType::Integer => match integer(printed) {
            Some(number) => normal.value = Value::Integer(number),
            None => normal.report = unread("whole number"),
        },
        FieldType::Urls => match urls::urls(printed) {
            urls if urls.is_empty() => normal.report = unread("address of a page"),
            urls => normal.value = Value::Urls(urls),
        },
        FieldType::Contacts => {
            normal.value = Value::Contacts(contacts::contacts(printed, schema.contact_labels()))
        }
        FieldType::Coordinates => match coordinates(printed) {
            Some(coordinates) => normal.value = Value::Coordinates(coordinates),
            None => normal.report = unread("pair of degrees north and east"),
        },
        FieldType::Attachments => {
            let names = printed.split(['\n', ';']).map(blanks_folded).filter(|name| !name.is_empty());
            normal.value = Value::Texts(names.collect());
        }
        FieldType::Voivodeship => match schema.voivodeships().recognise(printed) {
            Some(voivodeship) => normal.value = Value::Keyword(voivodeship.name.clone()),
            None => {
                normal.value = Value::Keyword(blanks_folded(printed));
                normal.report = unread("voivodeship");
            }
        },
        FieldType::UnitType => match schema.unit_types().recognise(printed) {
            Some(unit_type) => normal.value = Value::Keyword(unit_type.name.clone()),
            None => {
                normal.value = Value::Keyword(blanks_folded(printed));
                normal.report = unread("known type of unit");
            }
        },
        FieldType::PostalCode => match numbers::postal_code(printed) {
            Some((code, rest)) => {
                normal.value = Value::Keyword(code);
                normal.rest = Some(rest).filter(|rest| !rest.is_empty());
            }
            None => normal.report = unread("postal code"),
        },
        _ => {}
    }
    normal
}

/// The parts of a category: `Usługi społeczne : Pomoc społeczna`.
fn path(printed: &str) -> Vec<String> {
    let arrows: Cow<'_, str> =
        if printed.contains("->") { printed.replace("->", ">").into() } else { printed.into() };
    arrows.split([':', '>', '»', '›', '|']).map(blanks_folded).filter(|part| !part.is_empty()).collect()
}

/// The text with every run of blanks as one space and none at the ends.
pub(crate) fn blanks_folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
