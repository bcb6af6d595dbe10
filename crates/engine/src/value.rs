//! Values of the record as columns and as JSON.

use fiszka_document::Value;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

/// Between the steps of a category, as breadcrumbs print it.
pub(crate) const PATH_SEPARATOR: &str = " : ";

/// A day as the number of days since 1970-01-01.
pub(crate) fn days(date: Date) -> i64 {
    let since = date.since(Date::constant(1970, 1, 1)).map(|span| span.get_days());
    i64::from(since.unwrap_or_default())
}

/// The day of a number of days since 1970-01-01; `None` outside the years -9999 to 9999.
pub(crate) fn date(days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

/// What a text column holds of a value. A category stands there with each of its parents.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) | Value::Keyword(text) => vec![text.clone()],
        Value::Path(steps) => {
            (1..=steps.len()).filter_map(|depth| Some(steps.get(..depth)?.join(PATH_SEPARATOR))).collect()
        }
        Value::Date(date) => vec![date.to_string()],
        Value::Integer(number) => vec![number.to_string()],
        Value::Urls(values) | Value::Texts(values) => values.clone(),
        Value::Contacts(contacts) => contacts.iter().map(|contact| contact.name.clone()).collect(),
        Value::Coordinates(place) => vec![format!("{}, {}", place.latitude(), place.longitude())],
    }
}

/// A category that was written with any of the separators that pages print, with the one that columns hold.
pub(crate) fn category(written: &str) -> String {
    let steps =
        written.split([':', '>', '»', '›', '|']).map(|step| step.trim().trim_end_matches('-').trim_end());
    steps.filter(|step| !step.is_empty()).collect::<Vec<_>>().join(PATH_SEPARATOR)
}

/// The last step of a category.
pub(crate) fn last_step(path: &str) -> &str {
    path.rsplit(PATH_SEPARATOR).next().unwrap_or(path)
}

/// A value in normal form as JSON.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Text(text) | Value::Keyword(text) => json!(text),
        Value::Path(values) | Value::Urls(values) | Value::Texts(values) => json!(values),
        Value::Date(date) => json!(date.to_string()),
        Value::Integer(number) => json!(number),
        Value::Coordinates(place) => json!({"latitude": place.latitude(), "longitude": place.longitude()}),
        Value::Contacts(contacts) => contacts
            .iter()
            .map(|contact| {
                let phones = contact.phones.iter();
                let phones: Vec<_> =
                    phones.map(|phone| json!({"printed": phone.printed, "normal": phone.normal})).collect();
                json!({"name": contact.name, "role": contact.role, "phones": phones, "emails": contact.emails})
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_inverse() {
        for day in [-719_528, -1, 0, 1, 14_610, 20_000] {
            assert_eq!(date(day).map(days), Some(day));
        }
        assert_eq!(date(i64::MAX), None);
    }

    #[test]
    fn a_category_stands_under_each_parent() {
        let category = Value::Path(vec!["Usługi społeczne".into(), "Oświata".into()]);
        assert_eq!(texts(&category), ["Usługi społeczne", "Usługi społeczne : Oświata"]);
        assert_eq!(last_step("Usługi społeczne : Oświata"), "Oświata");
        for written in
            ["Usługi społeczne:Oświata", "Usługi społeczne -> Oświata", "Usługi społeczne » Oświata"]
        {
            assert_eq!(super::category(written), "Usługi społeczne : Oświata");
        }
    }
}
