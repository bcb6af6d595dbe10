//! JSON-LD in the head of a page: what the portal tells search engines about the article.

use serde_json::{Map, Value};

/// What a script of type `application/ld+json` says: names of fields of the schema with their printed values.
pub(super) fn fields(script: &str) -> Vec<(&'static str, String)> {
    let Ok(value) = serde_json::from_str::<Value>(script) else { return Vec::new() };
    let Some(article) = article(&value, DEPTH_MAX) else { return Vec::new() };
    let texts = [
        ("published", article.get("datePublished")),
        ("updated", article.get("dateModified")),
        ("author", article.get("author")),
        ("category", article.get("articleSection")),
    ];
    texts.into_iter().filter_map(|(field, value)| Some((field, name(value?)?))).collect()
}

/// Levels of lists and graphs in which an article is looked for.
const DEPTH_MAX: usize = 4;

/// The first object that is an article, a posting or a page with a date.
fn article(value: &Value, depth: usize) -> Option<&Map<String, Value>> {
    match value {
        Value::Object(map) => {
            let is_type = |kind: &Value| {
                kind.as_str().is_some_and(|kind| kind.contains("Article") || kind.contains("Posting"))
            };
            let typed = match map.get("@type") {
                Some(Value::Array(kinds)) => kinds.iter().any(is_type),
                Some(kind) => is_type(kind),
                None => false,
            };
            if typed || map.contains_key("datePublished") {
                return Some(map);
            }
            article(map.get("@graph")?, depth.checked_sub(1)?)
        }
        Value::Array(list) => {
            let depth = depth.checked_sub(1)?;
            list.iter().find_map(|value| article(value, depth))
        }
        _ => None,
    }
}

/// A text, the name of a person, or the first of several.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(map) => map.get("name")?.as_str().map(str::to_owned),
        Value::Array(list) => list.first().filter(|first| !first.is_array()).and_then(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn articles_wherever_they_stand() {
        let article = r#"{"@type":"NewsArticle","datePublished":"2021-02-15T10:00:00+01:00","author":[{"@type":"Person","name":"Jan Lis"}],"articleSection":"Sport"}"#;
        let expected =
            [("published", "2021-02-15T10:00:00+01:00"), ("author", "Jan Lis"), ("category", "Sport")];
        for script in [
            article.to_owned(),
            format!("[{article}]"),
            format!(r#"{{"@graph":[{{"@type":"WebSite","name":"Gmina"}},{article}]}}"#),
        ] {
            let found = fields(&script);
            let found: Vec<_> = found.iter().map(|(field, text)| (*field, text.as_str())).collect();
            assert_eq!(found, expected, "{script}");
        }
        for script in ["", "{", "[]", "[[[[[[[[[{\"datePublished\":1}]]]]]]]]]", r#"{"@type":"WebSite"}"#] {
            assert_eq!(fields(script), [], "{script}");
        }
    }
}
