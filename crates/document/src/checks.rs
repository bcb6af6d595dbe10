//! What is odd about a document. Nothing odd is corrected: fields lie, and a person must see how.

use fiszka_schema::{FieldType, PlaceKind, Schema, fold};

use crate::document::{Diagnostic, Document, Value};

/// Adds a diagnostic for each oddity.
pub(crate) fn check(document: &mut Document, schema: &Schema) {
    let mut found = Vec::new();
    let mut report = |code: &str, message: String| found.push(Diagnostic::new(code, message));
    let keyword = |name: &str| match document.field(name).map(|field| &field.value) {
        Some(Value::Keyword(value)) => Some(value.as_str()),
        _ => None,
    };
    if document.title().is_empty() && !document.empty {
        report("missing_title", "no line looks like a title".to_owned());
    }
    if let (Some(published), Some(updated)) = (document.published, document.updated)
        && updated < published
    {
        report(
            "updated_before_entered",
            format!("updated on {updated}, but entered or published on {published}"),
        );
    }
    let is_town = |name: &str| {
        let key = fold(name);
        let places = schema.vocabulary().places.iter().filter(|place| place.kind == PlaceKind::City);
        places.into_iter().any(|place| fold(&place.name) == key)
    };
    if let (Some(town), Some("gmina wiejska")) = (keyword("town"), keyword("unit_type"))
        && is_town(town)
    {
        report("town_as_rural", format!("{town} is a town, but the record says `gmina wiejska`"));
    }
    match (keyword("town"), keyword("county"), keyword("unit_type")) {
        // A town that is a powiat of its own, or a whole voivodeship, has none to name.
        (Some(_), None, Some("powiat grodzki" | "województwo")) => {}
        (Some(town), None, _) => report("missing_county", format!("the record names {town} but no powiat")),
        (Some(town), Some(county), Some("powiat grodzki")) => {
            report(
                "county_of_a_city",
                format!("{town} is a powiat of its own, but the record names powiat {county}"),
            );
        }
        _ => {}
    }
    let phones = document.record.iter().filter_map(|field| match &field.value {
        Value::Contacts(contacts) => Some(contacts.iter().flat_map(|contact| &contact.phones)),
        _ => None,
    });
    for phone in phones.flatten().filter(|phone| phone.normal.is_none()) {
        report("odd_phone", format!("`{}` is no Polish telephone number", phone.printed));
    }
    for field in &document.record {
        let kind_of = schema.field(&field.name).map(|field| field.field_type);
        if kind_of == Some(FieldType::Date)
            && let Value::Date(date) = field.value
            && !(1989..=2100).contains(&date.year())
        {
            report("odd_date", format!("`{}` says {date}", field.name));
        }
    }
    document.diagnostics.extend(found);
}
