//! Filters: which documents may be found at all.

use fiszka_schema::{Schema, fold};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::error::Result;
use crate::fields::{ColumnType, Fields, column};
use crate::search::answer::{Query, QueryError};
use crate::search::days::day_range;
use crate::value::{days, last_step};

/// What is asked of one field: any of several tests.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldFilter {
    /// Name of the field.
    pub(crate) name: String,
    column: String,
    tests: Vec<Test>,
}

impl FieldFilter {
    fn new(name: &str, column: &str, test: Test) -> Self {
        Self { name: name.to_owned(), column: column.to_owned(), tests: vec![test] }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    /// One of these folded values, or a category that ends in one.
    Texts(Vec<String>),
    /// A number or day in this range, both ends included.
    Range(i64, i64),
}

/// Names by which queries ask for the day of publication, beside those of the field.
const YEAR_NAMES: [&str; 2] = ["rok", "year"];

/// The Polish name for the kind of a document.
const KIND_NAME: &str = "rodzaj";

/// The filters of a query: those given, and `typed`, those that stand in its text.
pub(crate) fn filters(
    query: &Query,
    typed: Vec<FieldFilter>,
    schema: &Schema,
    fields: &Fields,
) -> std::result::Result<Vec<FieldFilter>, QueryError> {
    let mut filters: Vec<FieldFilter> = Vec::new();
    let mut add = |filter: FieldFilter| match filters.iter_mut().find(|known| known.name == filter.name) {
        Some(known) => known.tests.extend(filter.tests),
        None => filters.push(filter),
    };
    if let Some(kind) = &query.kind {
        add(FieldFilter::new(column::KIND, column::KIND, kind_test(kind, schema)?));
    }
    for filter in &query.filters {
        add(field_filter(&filter.field, &filter.value, schema, fields)?);
    }
    typed.into_iter().for_each(&mut add);
    if query.from.is_some() || query.to.is_some() {
        let (from, to) = (query.from.map_or(i64::MIN, days), query.to.map_or(i64::MAX, days));
        // Beside a filter on the same field, for both must hold.
        filters.push(FieldFilter::new("from..to", column::PUBLISHED, Test::Range(from, to)));
    }
    Ok(filters)
}

/// The filter of one field, by its English name or one of its query names.
pub(crate) fn field_filter(
    name: &str,
    value: &str,
    schema: &Schema,
    fields: &Fields,
) -> std::result::Result<FieldFilter, QueryError> {
    let Some(column) = filtered_column(name, schema, fields) else {
        return Err(QueryError::UnknownField {
            use_for: "filter",
            name: name.to_owned(),
            known: known_fields(fields),
        });
    };
    let test = match column.column_type {
        _ if column.name == column::KIND => kind_test(value, schema)?,
        ColumnType::Text => {
            let values = schema.field(column.name).map(|field| schema.keywords(field, value));
            Test::Texts(values.into_iter().flatten().map(|value| fold(&value)).collect())
        }
        ColumnType::Integer => range(value, whole_number, column.name, NUMBERS)?,
        ColumnType::Day => range(value, |text| day_range(text, schema.months()), column.name, DAYS)?,
    };
    Ok(FieldFilter::new(column.name, column.column, test))
}

/// A column that can be filtered by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FilteredColumn<'f> {
    /// Name of the field.
    pub(crate) name: &'f str,
    /// Name of the column.
    pub(crate) column: &'f str,
    pub(crate) column_type: ColumnType,
}

/// The column that a name asks for. The day of publication is that of any kind of document, whatever its field is
/// called there.
pub(crate) fn filtered_column<'f>(
    name: &str,
    schema: &'f Schema,
    fields: &'f Fields,
) -> Option<FilteredColumn<'f>> {
    let folded = fold(name);
    if folded == column::KIND || folded == KIND_NAME {
        return Some(FilteredColumn {
            name: column::KIND,
            column: column::KIND,
            column_type: ColumnType::Text,
        });
    }
    let field = schema.field_by_query_name(name).map(|field| field.name.as_str());
    if YEAR_NAMES.contains(&folded.as_str()) || field == Some(column::PUBLISHED) {
        return Some(FilteredColumn {
            name: column::PUBLISHED,
            column: column::PUBLISHED,
            column_type: ColumnType::Day,
        });
    }
    let known = fields.column(field?)?;
    Some(FilteredColumn { name: &known.name, column: &known.column, column_type: known.column_type })
}

/// The names of all fields that can be filtered by.
pub(crate) fn known_fields(fields: &Fields) -> Vec<String> {
    let names = fields.columns.iter().map(|column| column.name.clone());
    std::iter::once(column::KIND.to_owned()).chain(names).collect()
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
fn whole_number(text: &str) -> Option<(i64, i64)> {
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
}

/// Whether a document passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passes {
    /// All filters.
    All,
    /// All but the one with this index: it counts for that field's own facet.
    AllBut(usize),
    /// Too few.
    No,
}

impl SegmentFilter {
    pub(crate) fn new(reader: &SegmentReader, filters: &[FieldFilter]) -> Result<Self> {
        let fields = filters.iter().map(|filter| SegmentField::new(reader, filter)).collect::<Result<_>>()?;
        Ok(Self { fields })
    }

    pub(crate) fn passes(&self, doc: DocId) -> Passes {
        let mut passes = Passes::All;
        for (at, field) in self.fields.iter().enumerate() {
            if !field.passes(doc) {
                match passes {
                    Passes::All => passes = Passes::AllBut(at),
                    _ => return Passes::No,
                }
            }
        }
        passes
    }
}

impl SegmentField {
    fn new(reader: &SegmentReader, filter: &FieldFilter) -> Result<Self> {
        let ranges: Vec<_> = filter
            .tests
            .iter()
            .filter_map(|test| match test {
                Test::Range(from, to) => Some((*from, *to)),
                Test::Texts(_) => None,
            })
            .collect();
        if !ranges.is_empty() {
            return Ok(match reader.fast_fields().column_opt::<i64>(&filter.column)? {
                Some(column) => Self::Numbers { column, ranges },
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
            Self::Range(..) => false,
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
