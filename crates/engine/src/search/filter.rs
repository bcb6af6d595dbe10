//! Filters: which documents may be found at all.

use fiszka_analysis::Analyzer;
use fiszka_schema::{FieldType, Schema, fold};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::error::Result;
use crate::fields::{ColumnType, Fields, column};
use crate::search::answer::{Query, QueryError};
use crate::search::days::day_range;
use crate::search::field::QueryField;
use crate::search::near::Circle;
use crate::value::{category, date, days, last_step};

/// The names of the filter by distance.
const NEAR: [&str; 2] = ["near", "blisko"];

/// What is asked of one field: any of several tests.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldFilter {
    /// Name of the field: tests of one name are alternatives.
    name: String,
    column: String,
    tests: Vec<Test>,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    /// One of these folded values, or a category that ends in one.
    Texts(Vec<String>),
    /// A number or day in this range, both ends included.
    Range(i64, i64),
    /// A place on the map, in this circle if there is one.
    Place(Option<Circle>),
}

/// The filters of a query: those given, and `typed`, those that stand in its text.
pub(crate) fn filters(
    query: &Query,
    typed: Vec<FieldFilter>,
    schema: &Schema,
    fields: &Fields,
    analyzer: &Analyzer,
) -> std::result::Result<Vec<FieldFilter>, QueryError> {
    let mut filters: Vec<FieldFilter> = Vec::new();
    let mut add = |filter: FieldFilter| match filters.iter_mut().find(|known| known.name == filter.name) {
        Some(known) => known.tests.extend(filter.tests),
        None => filters.push(filter),
    };
    if let Some(kind) = &query.kind {
        add(field_filter(column::KIND, kind, schema, fields, analyzer)?);
    }
    for filter in &query.filters {
        add(field_filter(&filter.field, &filter.value, schema, fields, analyzer)?);
    }
    typed.into_iter().for_each(&mut add);
    if query.from.is_some() || query.to.is_some() {
        // Beside a filter on the same field, for both must hold.
        let range = Test::Range(query.from.map_or(i64::MIN, days), query.to.map_or(i64::MAX, days));
        add(FieldFilter::new("from..to", column::PUBLISHED, range));
    }
    if let Some(near) = &query.near {
        let circle = Circle::parse(near, schema, analyzer)?;
        if circle.radius_km.is_some() {
            add(FieldFilter::new("near (parameter)", column::LATITUDE, Test::Place(Some(circle))));
        }
    }
    if query.located {
        add(FieldFilter::new("located", column::LATITUDE, Test::Place(None)));
    }
    Ok(filters)
}

impl FieldFilter {
    fn new(name: &str, column: &str, test: Test) -> Self {
        Self { name: name.to_owned(), column: column.to_owned(), tests: vec![test] }
    }

    /// Name of the field.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The values and ranges that pass, as a filter takes them.
    pub(crate) fn values(&self, schema: &Schema) -> Vec<String> {
        let field_type = schema.field(&self.name).map(|field| field.field_type);
        let is_day = self.column == column::PUBLISHED || field_type == Some(FieldType::Date);
        let end = |number: i64| {
            date(number).filter(|_| is_day).map_or_else(|| number.to_string(), |date| date.to_string())
        };
        let values = self.tests.iter().flat_map(|test| match test {
            Test::Texts(values) => values.clone(),
            Test::Range(from, to) if from == to => vec![end(*from)],
            Test::Range(i64::MIN, to) => vec![format!("..{}", end(*to))],
            Test::Range(from, i64::MAX) => vec![format!("{}..", end(*from))],
            Test::Range(from, to) => vec![format!("{}..{}", end(*from), end(*to))],
            Test::Place(_) => vec!["a place on the map".to_owned()],
        });
        values.collect()
    }

    /// The circle of a filter by distance.
    pub(crate) fn circle(&self) -> Option<Circle> {
        self.tests.iter().find_map(|test| match test {
            Test::Place(circle) => *circle,
            _ => None,
        })
    }
}

/// The filter of one field, by its English name or one of its query names, wherever it was written.
pub(crate) fn field_filter(
    name: &str,
    value: &str,
    schema: &Schema,
    fields: &Fields,
    analyzer: &Analyzer,
) -> std::result::Result<FieldFilter, QueryError> {
    if is_near(name) {
        let circle = Circle::parse(value, schema, analyzer)?;
        return Ok(FieldFilter::new("near", column::LATITUDE, Test::Place(Some(circle))));
    }
    let Some(field) = QueryField::find(name, schema, fields) else {
        let mut known = QueryField::names(fields);
        known.push("near".to_owned());
        return Err(QueryError::UnknownField { use_for: "filter", name: name.to_owned(), known });
    };
    let test = match (field.column_type, field.schema) {
        (ColumnType::Integer, _) => range(value, whole_number, field.name, NUMBERS)?,
        (ColumnType::Day, _) => range(value, |text| day_range(text, schema.months()), field.name, DAYS)?,
        (ColumnType::Text, None) if field.name == column::KIND => kind_test(value, schema)?,
        (ColumnType::Text, None) => language_test(value, schema),
        (ColumnType::Text, Some(_)) if field.is_path() => Test::Texts(vec![fold(&category(value))]),
        (ColumnType::Text, Some(of_schema)) => {
            Test::Texts(schema.keywords(of_schema, value).iter().map(|value| fold(value)).collect())
        }
    };
    Ok(FieldFilter::new(field.name, field.column, test))
}

/// Whether a name asks for what is near a place.
pub(crate) fn is_near(name: &str) -> bool {
    NEAR.contains(&fold(name).as_str())
}

fn kind_test(kind: &str, schema: &Schema) -> std::result::Result<Test, QueryError> {
    let wanted = fold(kind);
    let known = schema.kinds().iter().find(|known| {
        let label = fold(&known.label);
        known.name == wanted || label == wanted || label.split(' ').any(|word| word == wanted)
    });
    known.map(|kind| Test::Texts(vec![kind.name.clone()])).ok_or_else(|| QueryError::UnknownKind {
        name: kind.to_owned(),
        known: schema.kinds().iter().map(|kind| kind.name.clone()).collect(),
    })
}

/// A language by its code or its own name.
fn language_test(language: &str, schema: &Schema) -> Test {
    let wanted = fold(language);
    let known = schema.languages().all().iter().find(|known| fold(&known.name) == wanted);
    Test::Texts(vec![known.map_or(wanted, |known| known.code.clone())])
}

const NUMBERS: &str = "a whole number or a range such as 10000..50000, >300000 or ..5000";
const DAYS: &str =
    "a year, month or day such as 2013, lipiec 2013 or 2013-07-09, or a range such as 2012..2014";

/// Reads `A`, `A..B`, `A..`, `..B`, `>A`, `>=A`, `<A`, `<=A`, where `read` gives the span of a written value.
fn range(
    written: &str,
    read: impl Fn(&str) -> Option<(i64, i64)>,
    field: &str,
    expected: &'static str,
) -> std::result::Result<Test, QueryError> {
    let value = written.trim();
    let read_or = |text: &str, open: (i64, i64)| if text.is_empty() { Some(open) } else { read(text.trim()) };
    let everything = (i64::MIN, i64::MAX);
    let found = if let Some(rest) = value.strip_prefix(">=") {
        read(rest.trim()).map(|(from, _)| (from, i64::MAX))
    } else if let Some(rest) = value.strip_prefix('>') {
        read(rest.trim()).map(|(_, to)| (to.saturating_add(1), i64::MAX))
    } else if let Some(rest) = value.strip_prefix("<=") {
        read(rest.trim()).map(|(_, to)| (i64::MIN, to))
    } else if let Some(rest) = value.strip_prefix('<') {
        read(rest.trim()).map(|(from, _)| (i64::MIN, from.saturating_sub(1)))
    } else if let Some((from, to)) = value.split_once("..") {
        read_or(from, everything).zip(read_or(to, everything)).map(|((from, _), (_, to))| (from, to))
    } else {
        read(value)
    };
    found.map(|(from, to)| Test::Range(from, to)).ok_or_else(|| QueryError::InvalidValue {
        field: field.to_owned(),
        value: written.to_owned(),
        expected,
    })
}

/// A whole number, its thousands split by blanks or dots.
pub(crate) fn whole_number(text: &str) -> Option<(i64, i64)> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    let number = digits.parse().ok()?;
    Some((number, number))
}

/// The filters of a query over one segment.
pub(crate) struct SegmentFilter {
    fields: Vec<SegmentField>,
}

enum SegmentField {
    /// No document of the segment has the field.
    Absent,
    Texts {
        column: StrColumn,
        wanted: Vec<u64>,
    },
    Numbers {
        column: Column<i64>,
        ranges: Vec<(i64, i64)>,
    },
    Places {
        latitudes: Column<f64>,
        longitudes: Column<f64>,
        /// Any of them; without one every place will do.
        circles: Vec<Circle>,
    },
}

/// The filters that a document fails, one bit each; all beyond the last bit share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failed(u64);

impl Failed {
    /// None of them: the document may be found.
    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }

    /// No others than these.
    pub(crate) fn is_within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    /// The filters on a column, as if they failed.
    pub(crate) fn on_column(filters: &[FieldFilter], column: &str) -> Self {
        let on_column = filters.iter().enumerate().filter(|(_, filter)| filter.column == column);
        Self(on_column.fold(0, |bits, (at, _)| bits | Self::bit(at)))
    }

    fn bit(at: usize) -> u64 {
        1 << at.min(63)
    }
}

impl SegmentFilter {
    pub(crate) fn new(reader: &SegmentReader, filters: &[FieldFilter]) -> Result<Self> {
        let fields = filters.iter().map(|filter| SegmentField::new(reader, filter)).collect::<Result<_>>()?;
        Ok(Self { fields })
    }

    pub(crate) fn failed(&self, doc: DocId) -> Failed {
        let failing = self.fields.iter().enumerate().filter(|(_, field)| !field.passes(doc));
        Failed(failing.fold(0, |bits, (at, _)| bits | Failed::bit(at)))
    }
}

impl SegmentField {
    fn new(reader: &SegmentReader, filter: &FieldFilter) -> Result<Self> {
        let ranges: Vec<_> = filter
            .tests
            .iter()
            .filter_map(|test| match test {
                Test::Range(from, to) => Some((*from, *to)),
                Test::Texts(_) | Test::Place(_) => None,
            })
            .collect();
        if !ranges.is_empty() {
            return Ok(match reader.fast_fields().column_opt::<i64>(&filter.column)? {
                Some(column) => Self::Numbers { column, ranges },
                None => Self::Absent,
            });
        }
        if filter.tests.iter().any(|test| matches!(test, Test::Place(_))) {
            let circles = filter.tests.iter().filter_map(|test| match test {
                Test::Place(circle) => *circle,
                _ => None,
            });
            let columns = reader.fast_fields();
            let latitudes = columns.column_opt::<f64>(column::LATITUDE)?;
            let longitudes = columns.column_opt::<f64>(column::LONGITUDE)?;
            return Ok(match latitudes.zip(longitudes) {
                Some((latitudes, longitudes)) => {
                    Self::Places { latitudes, longitudes, circles: circles.collect() }
                }
                None => Self::Absent,
            });
        }
        let Some(column) = reader.fast_fields().str(&filter.column)? else { return Ok(Self::Absent) };
        let mut wanted = Vec::new();
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            let Ok(value) = std::str::from_utf8(terms.key()) else { continue };
            if filter.tests.iter().any(|test| test.holds(value)) {
                wanted.push(terms.term_ord());
            }
        }
        Ok(Self::Texts { column, wanted })
    }

    fn passes(&self, doc: DocId) -> bool {
        match self {
            Self::Absent => false,
            Self::Texts { column, wanted } => {
                column.term_ords(doc).any(|value| wanted.binary_search(&value).is_ok())
            }
            Self::Numbers { column, ranges } => column
                .values_for_doc(doc)
                .any(|value| ranges.iter().any(|(from, to)| (*from..=*to).contains(&value))),
            Self::Places { latitudes, longitudes, circles } => {
                let place = latitudes.first(doc).zip(longitudes.first(doc));
                place.is_some_and(|(latitude, longitude)| {
                    circles.is_empty() || circles.iter().any(|circle| circle.holds(latitude, longitude))
                })
            }
        }
    }
}

impl Test {
    fn holds(&self, value: &str) -> bool {
        match self {
            Self::Texts(wanted) => {
                let value = fold(value);
                wanted.iter().any(|wanted| *wanted == value || *wanted == last_step(&value))
            }
            Self::Range(..) | Self::Place(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i64 {
        days(text.parse().unwrap())
    }

    #[test]
    fn ranges_are_read_as_people_write_them() {
        for (written, expected) in [
            ("344 336", Some((344_336, 344_336))),
            ("344.336", Some((344_336, 344_336))),
            (">300000", Some((300_001, i64::MAX))),
            (">= 300000", Some((300_000, i64::MAX))),
            ("<10", Some((i64::MIN, 9))),
            ("..5000", Some((i64::MIN, 5000))),
            ("10..20", Some((10, 20))),
            ("dużo", None),
            ("", None),
        ] {
            let test = range(written, whole_number, "population", NUMBERS).ok();
            assert_eq!(test, expected.map(|(from, to)| Test::Range(from, to)), "{written}");
        }
    }

    #[test]
    fn ranges_of_days_have_both_ends() {
        let months = Schema::builtin().months();
        let years = range("2012..luty 2014", |text| day_range(text, months), "entered", DAYS);
        assert_eq!(years, Ok(Test::Range(day("2012-01-01"), day("2014-02-28"))));
    }
}
