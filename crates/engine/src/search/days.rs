//! The days that a written date means, as people type them into a filter or a query.

use std::ops::RangeInclusive;

use fiszka_schema::{Months, fold};
use jiff::civil::Date;

use crate::value::days;

/// Years that a date may have.
const YEARS: RangeInclusive<i16> = 1000..=2999;

/// The first and the last day of a year, month or day: `2013`, `2013 r.`, `2013-07`, `07.2013`, `lipiec 2013`,
/// `2013-07-09`, `9.07.2013`, `9 lipca 2013`, `9 VII 2013`; and of several years: `2012-2014`.
pub(crate) fn day_range(text: &str, months: &Months) -> Option<(i64, i64)> {
    let folded = fold(text);
    let written = [" roku", " rok", " r.", " r", "r."]
        .iter()
        .find_map(|end| folded.strip_suffix(end))
        .unwrap_or(&folded);
    let parts: Vec<Part> = written
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | '/'))
        .filter(|part| !part.is_empty())
        .map(|part| Part::read(part, months))
        .collect::<Option<_>>()?;
    let (first, last) = match *parts.as_slice() {
        [Part::Year(from), Part::Year(to)] => (Date::new(from, 1, 1), Date::new(to, 12, 31)),
        [Part::Year(year)] => (Date::new(year, 1, 1), Date::new(year, 12, 31)),
        [Part::Year(year), Part::Number(month)]
        | [Part::Number(month) | Part::Month(month), Part::Year(year)] => {
            let first = Date::new(year, month, 1);
            (first.clone(), first.map(Date::last_of_month))
        }
        [Part::Year(year), Part::Number(month), Part::Number(day)]
        | [Part::Number(day), Part::Number(month) | Part::Month(month), Part::Year(year)] => {
            let day = Date::new(year, month, day);
            (day.clone(), day)
        }
        _ => return None,
    };
    let (first, last) = (first.ok()?, last.ok()?);
    (first <= last).then(|| (days(first), days(last)))
}

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    /// Four digits.
    Year(i16),
    /// One or two digits: a day or a month.
    Number(i8),
    /// The name of a month, or its Roman numeral.
    Month(i8),
}

impl Part {
    fn read(part: &str, months: &Months) -> Option<Self> {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            return match part.len() {
                4 => part.parse().ok().filter(|year| YEARS.contains(year)).map(Self::Year),
                1 | 2 => part.parse().ok().map(Self::Number),
                _ => None,
            };
        }
        months.by_name(part).or_else(|| months.by_roman(part)).map(Self::Month)
    }
}

#[cfg(test)]
mod tests {
    use fiszka_schema::Schema;

    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (written, expected) in [
            ("2013", Some(("2013-01-01", "2013-12-31"))),
            ("2013 r.", Some(("2013-01-01", "2013-12-31"))),
            ("2012-02", Some(("2012-02-01", "2012-02-29"))),
            ("02.2012", Some(("2012-02-01", "2012-02-29"))),
            ("luty 2021", Some(("2021-02-01", "2021-02-28"))),
            ("Lutego 2021 roku", Some(("2021-02-01", "2021-02-28"))),
            ("2013-07-09", Some(("2013-07-09", "2013-07-09"))),
            ("9.07.2013", Some(("2013-07-09", "2013-07-09"))),
            ("9 lipca 2013 r.", Some(("2013-07-09", "2013-07-09"))),
            ("9 VII 2013", Some(("2013-07-09", "2013-07-09"))),
            ("2012-2014", Some(("2012-01-01", "2014-12-31"))),
            ("2014-2012", None),
            ("2013-13", None),
            ("30 lutego 2021", None),
            ("13", None),
            ("luty", None),
            ("wczoraj", None),
            ("", None),
        ] {
            let day = |text: &str| days(text.parse().unwrap());
            let expected = expected.map(|(first, last)| (day(first), day(last)));
            assert_eq!(day_range(written, Schema::builtin().months()), expected, "{written}");
        }
    }
}
