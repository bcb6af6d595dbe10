//! Numbers and days counted in ranges.

use std::collections::HashMap;

use fiszka_schema::Months;
use jiff::civil::Date;

use crate::fields::ColumnType;
use crate::search::answer::FacetValue;
use crate::search::days::day_range;
use crate::search::filter::whole_number;
use crate::value::{date, days};

/// Most edges of one facet.
const EDGES_MAX: usize = 50;

/// How the numbers or days of a field are gathered. A range is known by its first number or day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Buckets {
    /// Each number by itself.
    Values,
    /// Days by their year.
    Years,
    /// Days by their month.
    Months,
    /// Numbers in ranges of this width.
    Width(i64),
    /// Ranges that begin at an edge and end before the next one; known by the number of edges up to them.
    Edges {
        edges: Vec<i64>,
        /// Whether there is a range before the first edge.
        below: bool,
        /// Whether there is a range from the last edge on.
        above: bool,
    },
}

/// What stands behind the colon of a facet.
pub(crate) const EXPECTED: &str = "a width (`population:10000`), beginnings of ranges, open at an end that is left out (`population:..20000..100000..`), \
     or `year` or `month` for dates";

impl Buckets {
    /// Reads what stands behind the colon of a facet, if anything does; `ranges` are those of the schema.
    pub(crate) fn parse(
        written: Option<&str>,
        column_type: ColumnType,
        ranges: &[i64],
        months: &Months,
    ) -> Option<Self> {
        let is_day = column_type == ColumnType::Day;
        match written.map(str::trim) {
            None if is_day => Some(Self::Years),
            None if ranges.is_empty() => Some(Self::Values),
            None => Some(Self::Edges { edges: ranges.to_vec(), below: true, above: true }),
            Some("year") if is_day => Some(Self::Years),
            Some("month") if is_day => Some(Self::Months),
            Some(edges) if edges.contains("..") => Self::edges(edges, is_day, months),
            Some(width) if !is_day => {
                whole_number(width).map(|(width, _)| width).filter(|width| *width > 0).map(Self::Width)
            }
            Some(_) => None,
        }
    }

    fn edges(written: &str, is_day: bool, months: &Months) -> Option<Self> {
        let parts: Vec<_> = written.split("..").map(str::trim).take(EDGES_MAX + 3).collect();
        let (below, above) = (parts.first()?.is_empty(), parts.last()?.is_empty());
        let read = |part: &&str| {
            if is_day { day_range(part, months) } else { whole_number(part) }.map(|(first, _)| first)
        };
        let inner = parts.get(usize::from(below)..parts.len() - usize::from(above))?;
        let edges: Vec<i64> = inner.iter().map(read).collect::<Option<_>>()?;
        let ranges = edges.len() + usize::from(below) + usize::from(above);
        let is_valid =
            !edges.is_empty() && ranges >= 2 && edges.len() <= EDGES_MAX && edges.is_sorted_by(|a, b| a < b);
        is_valid.then_some(Self::Edges { edges, below, above })
    }

    /// The range that a number or day falls into; `None` outside all ranges.
    pub(crate) fn of(&self, value: i64) -> Option<i64> {
        match self {
            Self::Values => Some(value),
            Self::Years => date(value).map(|day| days(day.first_of_year())),
            Self::Months => date(value).map(|day| days(day.first_of_month())),
            Self::Width(width) => Some(value.div_euclid(*width) * width),
            Self::Edges { edges, below, above } => {
                let at = edges.partition_point(|edge| *edge <= value);
                let exists = (at > 0 || *below) && (at < edges.len() || *above);
                i64::try_from(at).ok().filter(|_| exists)
            }
        }
    }

    /// The counted ranges, at most `max`. Ranges stand in their order, and those between the first and the last that
    /// count nothing are there too if there is room; single numbers stand by count.
    pub(crate) fn values(
        &self,
        counts: &HashMap<i64, usize>,
        column_type: ColumnType,
        max: usize,
    ) -> Vec<FacetValue> {
        let mut keys = self.all_between(counts, max).unwrap_or_else(|| {
            let mut keys: Vec<i64> = counts.keys().copied().collect();
            keys.sort_unstable_by_key(|key| (std::cmp::Reverse(counts.get(key)), *key));
            keys.truncate(max);
            keys
        });
        if *self != Self::Values {
            keys.sort_unstable();
        }
        let value = |key: i64| {
            let (value, label) = self.name(key, column_type);
            FacetValue {
                value,
                label,
                count: counts.get(&key).copied().unwrap_or_default(),
                children: Vec::new(),
            }
        };
        keys.into_iter().map(value).collect()
    }

    /// Every range from the first to the last that counts something, unless they are more than `max`.
    fn all_between(&self, counts: &HashMap<i64, usize>, max: usize) -> Option<Vec<i64>> {
        if let Self::Edges { edges, below, above } = self {
            let ends = i64::try_from(edges.len()).ok()?;
            return Some((i64::from(!below)..=ends - i64::from(!above)).collect());
        }
        let (&first, &last) = (counts.keys().min()?, counts.keys().max()?);
        let mut keys = vec![first];
        let mut at = first;
        while at < last {
            at = self.next(at)?;
            keys.push(at);
            if keys.len() > max {
                return None;
            }
        }
        Some(keys)
    }

    /// The beginning of the range behind the one that begins here.
    fn next(&self, at: i64) -> Option<i64> {
        let behind = |last: fn(Date) -> Date| date(at).map(|day| days(last(day)) + 1);
        match self {
            Self::Years => behind(Date::last_of_year),
            Self::Months => behind(Date::last_of_month),
            Self::Width(width) => at.checked_add(*width),
            Self::Values | Self::Edges { .. } => None,
        }
    }

    /// A range as filters take it, and as people read it.
    fn name(&self, key: i64, column_type: ColumnType) -> (String, String) {
        let is_day = column_type == ColumnType::Day;
        let written = |number: i64| match date(number).filter(|_| is_day) {
            Some(day) => day.to_string(),
            None => number.to_string(),
        };
        let (from, to) = match self {
            Self::Values => return (written(key), written(key)),
            Self::Years | Self::Months => {
                let day = written(key);
                let end = if *self == Self::Years { "-01-01" } else { "-01" };
                let name = day.strip_suffix(end).unwrap_or(&day).to_owned();
                return (name.clone(), name);
            }
            Self::Width(width) => (Some(key), key.checked_add(width - 1)),
            Self::Edges { edges, .. } => {
                let at = usize::try_from(key).unwrap_or_default();
                let edge = |at: Option<usize>| at.and_then(|at| edges.get(at)).copied();
                (edge(at.checked_sub(1)), edge(Some(at)).map(|next| next - 1))
            }
        };
        let read = |number: i64| if is_day { written(number) } else { grouped(number) };
        let value =
            format!("{}..{}", from.map(written).unwrap_or_default(), to.map(written).unwrap_or_default());
        let label = match (from, to) {
            (Some(from), Some(to)) => format!("{}–{}", read(from), read(to)),
            (Some(from), None) => format!("≥ {}", read(from)),
            (None, Some(to)) => format!("≤ {}", read(to)),
            (None, None) => value.clone(),
        };
        (value, label)
    }
}

/// A number with a no-break space between its thousands.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(written: Option<&str>, column_type: ColumnType) -> Option<Buckets> {
        Buckets::parse(written, column_type, &[], fiszka_schema::Schema::builtin().months())
    }

    fn shown(
        written: Option<&str>,
        column_type: ColumnType,
        ranges: &[i64],
        counted: &[i64],
    ) -> Option<Vec<String>> {
        let buckets =
            Buckets::parse(written, column_type, ranges, fiszka_schema::Schema::builtin().months())?;
        let mut counts = HashMap::new();
        for key in counted.iter().filter_map(|value| buckets.of(*value)) {
            *counts.entry(key).or_default() += 1;
        }
        let values = buckets.values(&counts, column_type, 6);
        Some(
            values.iter().map(|value| format!("{} [{}] {}", value.value, value.label, value.count)).collect(),
        )
    }

    #[test]
    fn numbers_fall_into_ranges() {
        let counted = [4_999, 5_000, 19_999, 20_000, 344_336];
        for (written, ranges, expected) in [
            (
                None,
                &[5_000, 20_000][..],
                &[
                    "..4999 [≤ 4\u{a0}999] 1",
                    "5000..19999 [5\u{a0}000–19\u{a0}999] 2",
                    "20000.. [≥ 20\u{a0}000] 2",
                ][..],
            ),
            (
                Some("0..20000..100000"),
                &[],
                &["0..19999 [0–19\u{a0}999] 3", "20000..99999 [20\u{a0}000–99\u{a0}999] 1"],
            ),
            (Some("20 000.."), &[], &["20000.. [≥ 20\u{a0}000] 2"]),
            (Some("..5000"), &[], &["..4999 [≤ 4\u{a0}999] 1"]),
            (Some("..5000.."), &[], &["..4999 [≤ 4\u{a0}999] 1", "5000.. [≥ 5\u{a0}000] 4"]),
            (
                Some("100000"),
                &[],
                &[
                    "0..99999 [0–99\u{a0}999] 4",
                    "100000..199999 [100\u{a0}000–199\u{a0}999] 0",
                    "200000..299999 [200\u{a0}000–299\u{a0}999] 0",
                    "300000..399999 [300\u{a0}000–399\u{a0}999] 1",
                ],
            ),
            (
                Some("1"),
                &[],
                &[
                    "4999..4999 [4\u{a0}999–4\u{a0}999] 1",
                    "5000..5000 [5\u{a0}000–5\u{a0}000] 1",
                    "19999..19999 [19\u{a0}999–19\u{a0}999] 1",
                    "20000..20000 [20\u{a0}000–20\u{a0}000] 1",
                    "344336..344336 [344\u{a0}336–344\u{a0}336] 1",
                ],
            ),
        ] {
            assert_eq!(
                shown(written, ColumnType::Integer, ranges, &counted).unwrap_or_default(),
                expected,
                "{written:?}"
            );
        }
        for written in ["0", "-5", "year", "20000..100", "..", "....", "a..b", &"1..".repeat(60)] {
            assert_eq!(parsed(Some(written), ColumnType::Integer), None, "{written}");
        }
    }

    #[test]
    fn days_fall_into_years_and_months() {
        let day = |text: &str| days(text.parse().unwrap());
        let counted = [day("2012-05-01"), day("2014-01-31"), day("2014-12-31"), day("2014-03-01")];
        for (written, expected) in [
            (None, &["2012 [2012] 1", "2013 [2013] 0", "2014 [2014] 3"][..]),
            (
                Some("month"),
                &["2012-05 [2012-05] 1", "2014-01 [2014-01] 1", "2014-03 [2014-03] 1", "2014-12 [2014-12] 1"],
            ),
            (Some("..2013.."), &["..2012-12-31 [≤ 2012-12-31] 1", "2013-01-01.. [≥ 2013-01-01] 3"]),
        ] {
            assert_eq!(
                shown(written, ColumnType::Day, &[], &counted).unwrap_or_default(),
                expected,
                "{written:?}"
            );
        }
        assert_eq!(parsed(Some("10"), ColumnType::Day), None);
    }
}
