//! YAML and TOML front matter to a JSON object. Every scalar stays the string it is printed as, so `12.10` keeps its
//! zero and `nie` is no boolean.

use saphyr_parser::{Event, Parser};
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use crate::document::Diagnostic;

/// Front matter and the text below it.
pub(super) struct Split<'a> {
    pub(super) front: Option<Front<'a>>,
    pub(super) body: &'a str,
    pub(super) report: Option<Diagnostic>,
}

/// Front matter by its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Front<'a> {
    Yaml(&'a str),
    Toml(&'a str),
}

/// Splits off what stands between two lines of `---` (YAML) or `+++` (TOML) at the start of a file.
pub(super) fn split(text: &str) -> Split<'_> {
    let none = |report| Split { front: None, body: text, report };
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let (opening, ends): (_, &[&str]) = match first.trim_end() {
        "---" => ("---", &["---", "..."]),
        "+++" => ("+++", &["+++"]),
        _ => return none(None),
    };
    let mut end = first.len();
    for line in lines {
        let start = end;
        end += line.len();
        if ends.contains(&line.trim_end()) {
            let front = text.get(first.len()..start).unwrap_or_default();
            return Split {
                front: Some(if opening == "---" { Front::Yaml(front) } else { Front::Toml(front) }),
                body: text.get(end..).unwrap_or_default(),
                report: None,
            };
        }
    }
    let message = format!("front matter begins with `{opening}` and never ends; it is read as text");
    let report = Diagnostic::new("open_front_matter", message);
    none(Some(Diagnostic { line: Some(1), ..report }))
}

/// Reads front matter. What breaks the rules of its language, most often a title with an unquoted colon, is read line
/// by line as `key: value` or `key = value`, and reported.
pub(super) fn read(front: Front<'_>, depth_max: usize) -> (Map<String, Value>, Option<Diagnostic>) {
    let (read, text, name, sign) = match front {
        Front::Yaml(text) => (read_yaml(text, depth_max), text, "YAML", ':'),
        Front::Toml(text) => (read_toml(text, depth_max), text, "TOML", '='),
    };
    match read {
        Ok(map) => (map, None),
        Err((reason, line)) => {
            let message = format!("front matter is no {name} ({reason}); read line by line instead");
            // The opening line of the front matter is line 1 of the file.
            let line = line.map(|line| line + 1);
            let report = Diagnostic { line, ..Diagnostic::new("bad_front_matter", message) };
            (read_lines(text, sign), Some(report))
        }
    }
}

fn read_lines(front: &str, sign: char) -> Map<String, Value> {
    let pair = |line: &str| {
        let (key, value) = line.split_once(sign).filter(|_| !line.starts_with([' ', '\t', '#', '-', '[']))?;
        let value = value.trim();
        let unquoted = ['"', '\''].iter().find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote));
        Some((key.trim().to_owned(), Value::String(unquoted.unwrap_or(value).to_owned())))
    };
    front.lines().filter_map(pair).collect()
}

type SyntaxError = (String, Option<u32>);

fn read_toml(front: &str, depth_max: usize) -> Result<Map<String, Value>, SyntaxError> {
    let table = DeTable::parse(front).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = 1 + front.bytes().take(at).filter(|&b| b == b'\n').count();
        (error.message().to_owned(), u32::try_from(line).ok())
    })?;
    table_of(table.get_ref(), depth_max)
        .ok_or_else(|| (format!("nested deeper than {depth_max} levels"), None))
}

fn table_of(table: &DeTable<'_>, depth: usize) -> Option<Map<String, Value>> {
    let pairs = table.iter().map(|(key, value)| {
        Some((key.get_ref().clone().into_owned(), value_of(value.get_ref(), depth.checked_sub(1)?)?))
    });
    pairs.collect()
}

/// A value as it is printed; none when it is nested too deep.
fn value_of(value: &DeValue<'_>, depth: usize) -> Option<Value> {
    Some(Value::String(match value {
        DeValue::String(text) => text.clone().into_owned(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(stamp) => stamp.to_string(),
        DeValue::Array(values) => {
            let depth = depth.checked_sub(1)?;
            let values = values.iter().map(|value| value_of(value.get_ref(), depth));
            return values.collect::<Option<Vec<_>>>().map(Value::Array);
        }
        DeValue::Table(table) => return table_of(table, depth).map(Value::Object),
    }))
}

/// A collection that is being filled.
enum Open {
    List(Vec<Value>),
    Map(Map<String, Value>, Option<String>),
}

fn read_yaml(front: &str, depth_max: usize) -> Result<Map<String, Value>, SyntaxError> {
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

    fn read_yaml_front(front: &str, depth_max: usize) -> (Map<String, Value>, Option<Diagnostic>) {
        read(Front::Yaml(front), depth_max)
    }

    #[test]
    fn toml_stays_as_printed() {
        let front = "title = 'A = b'\ndate = 2020-06-30\npopulation = 38.270\nviews = 1000\ntags = ['x', 7]\n[metryka]\npowiat = 'łęczycki'\n";
        let expected = json!({
            "title": "A = b", "date": "2020-06-30", "population": "38.270", "views": "1000", "tags": ["x", "7"],
            "metryka": {"powiat": "łęczycki"},
        });
        let (map, report) = read(Front::Toml(front), 8);
        assert_eq!((Value::Object(map), report), (expected, None));
        let (map, report) = read(Front::Toml("title = Bez cudzysłowu\nsource = \"UM\"\n"), 8);
        assert_eq!(Value::Object(map), json!({"title": "Bez cudzysłowu", "source": "UM"}));
        assert_eq!(
            report.map(|report| (report.code, report.line)),
            Some(("bad_front_matter".to_owned(), Some(2)))
        );
        assert!(read(Front::Toml("a = [[[[[[[[[[1]]]]]]]]]]"), 4).1.is_some());
    }

    #[test]
    fn front_matter_is_split_off() {
        let cases = [
            ("---\ntitle: a\n---\nbody", Some(Front::Yaml("title: a\n")), "body"),
            ("---\r\ntitle: a\r\n---\r\nbody", Some(Front::Yaml("title: a\r\n")), "body"),
            ("---\ntitle: a\n...\nbody", Some(Front::Yaml("title: a\n")), "body"),
            ("---\n---\n", Some(Front::Yaml("")), ""),
            ("+++\ntitle = \"a\"\n+++\nbody", Some(Front::Toml("title = \"a\"\n")), "body"),
            ("+++\nnever ends\n---\n", None, "+++\nnever ends\n---\n"),
            ("body\n---\nmore", None, "body\n---\nmore"),
            ("---\nnever ends", None, "---\nnever ends"),
            ("", None, ""),
        ];
        for (text, front, body) in cases {
            let split = split(text);
            assert_eq!((split.front, split.body), (front, body), "{text:?}");
        }
        assert_eq!(split("---\nx").report.map(|report| report.code).as_deref(), Some("open_front_matter"));
    }

    #[test]
    fn scalars_stay_as_printed() {
        let (map, report) = read_yaml_front(
            "title: \"A: b\"\ndate:\npopulation: 38.271\ntags: [x, 'y']\nmap:\n  a: nie\n",
            8,
        );
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
        let (map, report) = read_yaml_front("title: Zima: bez klatki\nsource: 'UM'\n", 8);
        assert_eq!(Value::Object(map), json!({"title": "Zima: bez klatki", "source": "UM"}));
        assert_eq!(report.map(|report| report.code).as_deref(), Some("bad_front_matter"));
        for front in ["a: &x [1]\nb: *x\n", "[[[[[[[[[[1]]]]]]]]]]", "- a\n- b\n"] {
            assert!(read_yaml_front(front, 8).1.is_some(), "{front}");
        }
    }
}
