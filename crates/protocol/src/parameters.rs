//! Reading and printing a [`SearchRequest`]. The query string and the JSON body go through one reader, so that
//! both know the same names, bounds and messages.

use serde_json::{Map, Value};

use crate::limits;
use crate::percent::{self, Malformed};
use crate::problem::{ErrorCode, InvalidRequest, ParameterError};
use crate::request::{Format, InvalidValue, SearchRequest, Sort, shorten};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Parameter {
    Q,
    Kind,
    Where,
    From,
    To,
    Near,
    Sort,
    Limit,
    Offset,
    Cursor,
    Facet,
    Explain,
    Format,
}

/// The JSON type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    Text,
    Number,
    Boolean,
    ListOfTexts,
}

impl Parameter {
    /// In the order in which they are printed and listed.
    const ALL: [Self; 13] = [
        Self::Q,
        Self::Kind,
        Self::Where,
        Self::From,
        Self::To,
        Self::Near,
        Self::Sort,
        Self::Limit,
        Self::Offset,
        Self::Cursor,
        Self::Facet,
        Self::Explain,
        Self::Format,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Q => "q",
            Self::Kind => "kind",
            Self::Where => "where",
            Self::From => "from",
            Self::To => "to",
            Self::Near => "near",
            Self::Sort => "sort",
            Self::Limit => "limit",
            Self::Offset => "offset",
            Self::Cursor => "cursor",
            Self::Facet => "facet",
            Self::Explain => "explain",
            Self::Format => "format",
        }
    }

    fn shape(self) -> Shape {
        match self {
            Self::Limit | Self::Offset => Shape::Number,
            Self::Explain => Shape::Boolean,
            Self::Where | Self::Facet => Shape::ListOfTexts,
            _ => Shape::Text,
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|parameter| parameter.name() == name)
    }

    /// As [`named`](Self::named), and `where[]` or `where[0]` for a repeatable parameter, as PHP writes a list.
    fn named_in_query_string(name: &str) -> Option<Self> {
        let Some((list, index)) = name.split_once('[') else { return Self::named(name) };
        let index = index.strip_suffix(']')?;
        let parameter = Self::named(list)?;
        (parameter.shape() == Shape::ListOfTexts && index.bytes().all(|byte| byte.is_ascii_digit()))
            .then_some(parameter)
    }
}

impl SearchRequest {
    /// Reads the query string of a URL (without the `?`).
    ///
    /// # Errors
    /// Everything that is wrong with it: unknown or repeated parameters, broken encoding, values that are none,
    /// broken bounds.
    pub fn from_query_string(query_string: &str) -> Result<Self, InvalidRequest> {
        if query_string.len() > limits::QUERY_STRING_BYTES_MAX {
            return Err(ParameterError {
                code: ErrorCode::QueryTooLong,
                parameter: "q".into(),
                message: format!(
                    "a query string of {} bytes is longer than {}",
                    query_string.len(),
                    limits::QUERY_STRING_BYTES_MAX
                ),
                remedy: "shorten the query, or send the parameters as the JSON body of a POST".into(),
            }
            .into());
        }
        let mut reader = Reader::default();
        for pair in query_string.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match (percent::decode(name), percent::decode(value)) {
                (Ok(name), Ok(value)) => match Parameter::named_in_query_string(&name) {
                    Some(parameter) => reader.read(parameter, &value),
                    None => reader.refuse_unknown(&name),
                },
                (Err(malformed), _) | (_, Err(malformed)) => reader.refuse_encoding(name, &malformed),
            }
        }
        reader.finish()
    }

    /// Reads the JSON body of a `POST`: one object with the same names, where repeatable parameters are lists, and
    /// `null` is as good as absent.
    ///
    /// # Errors
    /// Everything that is wrong with it, as [`from_query_string`](Self::from_query_string); a body that is no JSON
    /// object is refused as a whole.
    pub fn from_json(body: &[u8]) -> Result<Self, InvalidRequest> {
        let object: Map<String, Value> = serde_json::from_slice(body).map_err(|error| ParameterError {
            code: ErrorCode::InvalidBody,
            parameter: "body".into(),
            message: format!("not a JSON object: {error}"),
            remedy: r#"send an object such as {"q": "mieszkania chronione", "limit": 20}"#.into(),
        })?;
        let mut reader = Reader::default();
        for (name, value) in &object {
            match Parameter::named(name) {
                Some(parameter) => reader.read_json(parameter, value),
                None => reader.refuse_unknown(name),
            }
        }
        reader.finish()
    }

    /// Prints the query string (without the `?`) that [`from_query_string`](Self::from_query_string) reads as an
    /// equal request. Parameters that have their default value are left out.
    ///
    /// ```
    /// use fiszka_protocol::SearchRequest;
    /// let mut request = SearchRequest::new("żłobek w Łodzi");
    /// request.limit = 20;
    /// assert_eq!(request.to_query_string(), "q=%C5%BC%C5%82obek%20w%20%C5%81odzi&limit=20");
    /// assert_eq!(SearchRequest::from_query_string(&request.to_query_string())?, request);
    /// # Ok::<(), fiszka_protocol::InvalidRequest>(())
    /// ```
    pub fn to_query_string(&self) -> String {
        let mut printed = String::new();
        for parameter in Parameter::ALL {
            for value in self.printed_values(parameter) {
                if !printed.is_empty() {
                    printed.push('&');
                }
                printed.push_str(parameter.name());
                printed.push('=');
                percent::encode(&value, &mut printed);
            }
        }
        printed
    }

    /// The values of one parameter as texts; none when it has its default value.
    fn printed_values(&self, parameter: Parameter) -> Vec<String> {
        let unless_default = |text: String, default: bool| if default { Vec::new() } else { vec![text] };
        match parameter {
            Parameter::Q => unless_default(self.q.clone(), self.q.is_empty()),
            Parameter::Kind => self.kind.iter().cloned().collect(),
            Parameter::Where => self.where_.iter().map(ToString::to_string).collect(),
            Parameter::From => self.from.iter().map(ToString::to_string).collect(),
            Parameter::To => self.to.iter().map(ToString::to_string).collect(),
            Parameter::Near => self.near.iter().cloned().collect(),
            Parameter::Sort => unless_default(self.sort.to_string(), self.sort == Sort::default()),
            Parameter::Limit => unless_default(self.limit.to_string(), self.limit == limits::LIMIT_DEFAULT),
            Parameter::Offset => unless_default(self.offset.to_string(), self.offset == 0),
            Parameter::Cursor => self.cursor.iter().cloned().collect(),
            Parameter::Facet => self.facet.clone(),
            Parameter::Explain => unless_default(self.explain.to_string(), !self.explain),
            Parameter::Format => {
                unless_default(self.format.as_str().to_owned(), self.format == Format::default())
            }
        }
    }
}

/// Gathers a request and everything that is wrong with it.
#[derive(Default)]
struct Reader {
    request: SearchRequest,
    seen: Vec<Parameter>,
    errors: Vec<ParameterError>,
}

impl Reader {
    fn read(&mut self, parameter: Parameter, value: &str) {
        if parameter.shape() != Shape::ListOfTexts {
            if self.seen.contains(&parameter) {
                let remedy = "write it once; only `where` and `facet` may be repeated";
                return self.refuse(ErrorCode::RepeatedParameter, parameter.name(), "stands twice", remedy);
            }
            self.seen.push(parameter);
        }
        if let Err(invalid) = self.set(parameter, value) {
            self.errors.push(invalid.of(parameter.name()));
        }
    }

    fn set(&mut self, parameter: Parameter, value: &str) -> Result<(), InvalidValue> {
        let request = &mut self.request;
        match parameter {
            // A flag is set by its name alone, and by what an HTML checkbox sends.
            Parameter::Explain => request.explain = read_flag(value)?,
            _ if value.is_empty() => {}
            Parameter::Q => value.clone_into(&mut request.q),
            Parameter::Kind => request.kind = Some(value.to_owned()),
            Parameter::Where => request.where_.push(value.parse()?),
            Parameter::From => request.from = Some(value.parse()?),
            Parameter::To => request.to = Some(value.parse()?),
            Parameter::Near => request.near = Some(value.to_owned()),
            Parameter::Format => request.format = value.parse()?,
            Parameter::Sort => request.sort = value.parse()?,
            Parameter::Limit => request.limit = read_count(ErrorCode::InvalidLimit, value)?,
            Parameter::Offset => request.offset = read_count(ErrorCode::InvalidOffset, value)?,
            Parameter::Cursor => request.cursor = Some(value.to_owned()),
            Parameter::Facet => request.facet.push(value.to_owned()),
        }
        Ok(())
    }

    fn read_json(&mut self, parameter: Parameter, value: &Value) {
        match (parameter.shape(), value) {
            (_, Value::Null) => {}
            (Shape::Text, Value::String(text)) => self.read(parameter, text),
            (Shape::Number, Value::Number(number)) => self.read(parameter, &number.to_string()),
            (Shape::Boolean, Value::Bool(flag)) => self.read(parameter, &flag.to_string()),
            (Shape::ListOfTexts, Value::Array(items)) if items.iter().all(Value::is_string) => {
                items.iter().filter_map(Value::as_str).for_each(|item| self.read(parameter, item));
            }
            (shape, _) => {
                let (message, remedy) = match shape {
                    Shape::Text => ("is not a text", r#"write a text in quotes, such as "2013""#),
                    Shape::Number => ("is not a number", "write a number without quotes, such as 20"),
                    Shape::Boolean => ("is not true or false", "write true or false without quotes"),
                    Shape::ListOfTexts => {
                        ("is not a list of texts", r#"write a list, such as ["voivodeship=śląskie"]"#)
                    }
                };
                self.refuse(ErrorCode::InvalidType, parameter.name(), message, remedy);
            }
        }
    }

    fn refuse_unknown(&mut self, name: &str) {
        let known = Parameter::ALL.map(Parameter::name).join(", ");
        let remedy = format!("the parameters are: {known}");
        self.refuse(ErrorCode::UnknownParameter, &shorten(name), "unknown parameter", &remedy);
    }

    fn refuse_encoding(&mut self, name: &str, malformed: &Malformed) {
        let (message, remedy) = match malformed {
            Malformed::Escape => {
                ("a `%` without two hexadecimal digits behind it", "write `%25` for a per cent sign")
            }
            Malformed::NotUtf8 => ("not UTF-8", "send the page or the form as UTF-8"),
        };
        self.refuse(ErrorCode::InvalidEncoding, &shorten(name), message, remedy);
    }

    fn refuse(&mut self, code: ErrorCode, parameter: &str, message: &str, remedy: &str) {
        self.errors.push(ParameterError {
            code,
            parameter: parameter.to_owned(),
            message: message.to_owned(),
            remedy: remedy.to_owned(),
        });
    }

    fn finish(mut self) -> Result<SearchRequest, InvalidRequest> {
        self.errors.extend(self.request.broken_bounds(&limits::RequestLimits::default()));
        InvalidRequest::check(self.errors)?;
        Ok(self.request)
    }
}

fn read_flag(value: &str) -> Result<bool, InvalidValue> {
    match value {
        "true" | "1" | "on" | "" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(InvalidValue::new(
            ErrorCode::InvalidExplain,
            value,
            "is not true or false",
            "write true or false",
        )),
    }
}

/// The values of a query string whose parameters are these and stand at most once; an absent one is empty.
pub(crate) fn read_few<const N: usize>(
    query_string: &str,
    names: [&str; N],
) -> Result<[String; N], InvalidRequest> {
    let mut values = [const { None::<String> }; N];
    let mut errors = Vec::new();
    let mut refuse = |code, parameter: &str, message: &str, remedy: String| {
        let (parameter, message) = (shorten(parameter), message.to_owned());
        errors.push(ParameterError { code, parameter, message, remedy });
    };
    for pair in query_string.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (Ok(name), Ok(value)) = (percent::decode(name), percent::decode(value)) else {
            let remedy = "send UTF-8, and `%25` for a per cent sign".to_owned();
            refuse(ErrorCode::InvalidEncoding, name, "broken percent-encoding", remedy);
            continue;
        };
        match names.iter().position(|known| *known == name).and_then(|at| values.get_mut(at)) {
            Some(Some(_)) => {
                refuse(ErrorCode::RepeatedParameter, &name, "stands twice", "write it once".to_owned());
            }
            Some(place) => *place = Some(value),
            None => {
                let remedy = format!("the parameters are: {}", names.join(", "));
                refuse(ErrorCode::UnknownParameter, &name, "unknown parameter", remedy);
            }
        }
    }
    InvalidRequest::check(errors)?;
    Ok(values.map(Option::unwrap_or_default))
}

pub(crate) fn read_count(code: ErrorCode, value: &str) -> Result<u32, InvalidValue> {
    value.parse().map_err(|_out_of_range_or_no_digits| {
        InvalidValue::new(code, value, "is not a whole number", "write a number such as 20")
    })
}
