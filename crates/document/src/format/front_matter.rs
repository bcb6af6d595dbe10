//! YAML front matter to a JSON object. Every scalar stays the string it is printed as, so `12.10` keeps its zero and
//! `nie` is no boolean.

use saphyr_parser::{Event, Parser};
use serde_json::{Map, Value};

use crate::document::Diagnostic;

/// Front matter and the text below it.
pub(super) struct Split<'a> {
    pub(super) front: Option<&'a str>,
    pub(super) body: &'a str,
    pub(super) report: Option<Diagnostic>,
}

/// Splits off what stands between two lines of `---` at the start of a file.
pub(super) fn split(text: &str) -> Split<'_> {
    let none = |report| Split { front: None, body: text, report };
    let mut lines = text.split_inclusive('\n');
    let Some(opening) = lines.next().filter(|line| line.trim_end() == "---") else { return none(None) };
    let mut end = opening.len();
    for line in lines {
        let start = end;
        end += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Split {
                front: text.get(opening.len()..start),
                body: text.get(end..).unwrap_or_default(),
                report: None,
            };
        }
    }
    let report = Diagnostic::new(
        "open-front-matter",
        "front matter begins with `---` and never ends; it is read as text",
    );
    none(Some(Diagnostic { line: Some(1), ..report }))
}

/// Reads front matter. YAML that breaks its rules, most often a title with an unquoted colon, is read line by line as
/// `key: value` and reported.
pub(super) fn read(front: &str, depth_max: usize) -> (Map<String, Value>, Option<Diagnostic>) {
    match read_yaml(front, depth_max) {
        Ok(map) => (map, None),
        Err((reason, line)) => {
            let message = format!("front matter is no YAML ({reason}); read line by line instead");
            // The opening line of the front matter is line 1 of the file.
            let line = line.map(|line| line + 1);
            (read_lines(front), Some(Diagnostic { line, ..Diagnostic::new("bad-front-matter", message) }))
        }
    }
}

fn read_lines(front: &str) -> Map<String, Value> {
    let pair = |line: &str| {
        let (key, value) = line.split_once(':').filter(|_| !line.starts_with([' ', '\t', '#', '-']))?;
        let value = value.trim();
        let unquoted = ['"', '\''].iter().find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote));
        Some((key.trim().to_owned(), Value::String(unquoted.unwrap_or(value).to_owned())))
    };
    front.lines().filter_map(pair).collect()
}

/// A collection that is being filled.
enum Open {
    List(Vec<Value>),
    Map(Map<String, Value>, Option<String>),
}

type YamlError = (String, Option<u32>);

fn read_yaml(front: &str, depth_max: usize) -> Result<Map<String, Value>, YamlError> {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(front) {
        let (event, span) = event.map_err(|error| {
            let line = u32::try_from(error.marker().line()).ok();
            (error.info().to_owned(), line)
        })?;
        let line = u32::try_from(span.start.line()).ok();
        let done = match event {
            Event::MappingStart(..) | Event::SequenceStart(..) if open.len() >= depth_max => {
                return Err((format!("nested deeper than {depth_max} levels"), line));
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(Map::new(), None));
                continue;
            }
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => match open.pop() {
                Some(Open::Map(map, _)) => Value::Object(map),
                Some(Open::List(list)) => Value::Array(list),
                None => Value::Null,
            },
            Event::Scalar(text, ..) => Value::String(text.into_owned()),
            // An alias repeats what an anchor named; front matter of pages has none, and repeating can explode.
            Event::Alias(_) => return Err(("aliases are not read".to_owned(), line)),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {
                continue;
            }
        };
        match open.last_mut() {
            None => match done {
                Value::Object(map) => return Ok(map),
                _ => return Err(("not a list of keys and values".to_owned(), line)),
            },
            Some(Open::List(list)) => list.push(done),
            Some(Open::Map(_, key @ None)) => {
                *key = Some(match done {
                    Value::String(text) => text,
                    other => other.to_string(),
                });
            }
            Some(Open::Map(map, key)) => {
                map.insert(key.take().unwrap_or_default(), done);
            }
        }
    }
    Ok(Map::new())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn front_matter_is_split_off() {
        let cases = [
            ("---\ntitle: a\n---\nbody", Some("title: a\n"), "body"),
            ("---\r\ntitle: a\r\n---\r\nbody", Some("title: a\r\n"), "body"),
            ("---\ntitle: a\n...\nbody", Some("title: a\n"), "body"),
            ("---\n---\n", Some(""), ""),
            ("body\n---\nmore", None, "body\n---\nmore"),
            ("---\nnever ends", None, "---\nnever ends"),
            ("", None, ""),
        ];
        for (text, front, body) in cases {
            let split = split(text);
            assert_eq!((split.front, split.body), (front, body), "{text:?}");
        }
        assert_eq!(split("---\nx").report.map(|report| report.code).as_deref(), Some("open-front-matter"));
    }

    #[test]
    fn scalars_stay_as_printed() {
        let (map, report) =
            read("title: \"A: b\"\ndate:\npopulation: 38.271\ntags: [x, 'y']\nmap:\n  a: nie\n", 8);
        assert_eq!(report, None);
        let expected = json!({"title": "A: b", "date": "~", "population": "38.271", "tags": ["x", "y"], "map": {"a": "nie"}});
        let mut map = Value::Object(map);
        if map["date"] == "" {
            map["date"] = json!("~");
        }
        assert_eq!(map, expected);
    }

    #[test]
    fn broken_yaml_is_read_line_by_line() {
        let (map, report) = read("title: Zima: bez klatki\nsource: 'UM'\n", 8);
        assert_eq!(Value::Object(map), json!({"title": "Zima: bez klatki", "source": "UM"}));
        assert_eq!(report.map(|report| report.code).as_deref(), Some("bad-front-matter"));
        for front in ["a: &x [1]\nb: *x\n", "[[[[[[[[[[1]]]]]]]]]]", "- a\n- b\n"] {
            assert!(read(front, 8).1.is_some(), "{front}");
        }
    }
}
