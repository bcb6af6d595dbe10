//! Dates as people filter by them: a year, a month or a day.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::problem::ErrorCode;
use crate::request::InvalidValue;

/// A year, a month or a day of the Gregorian calendar: `2013`, `2013-07` or `2013-07-09`. Years have four digits.
///
/// ```
/// use fiszka_protocol::PartialDate;
/// let february: PartialDate = "2012-02".parse()?;
/// assert_eq!(february.first_day(), (2012, 2, 1));
/// assert_eq!(february.last_day(), (2012, 2, 29));
/// # Ok::<(), fiszka_protocol::InvalidValue>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// The first day that the date covers, as (year, month 1-12, day 1-31).
    pub fn first_day(self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that the date covers, as (year, month 1-12, day 1-31).
    pub fn last_day(self) -> (u16, u8, u8) {
        let month = self.month.unwrap_or(12);
        (self.year, month, self.day.unwrap_or_else(|| days_of_month(self.year, month)))
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map(|part| digits(part, 2)).map_or(Some(None), |month| month.map(Some))?;
        let day = parts.next().map(|part| digits(part, 2)).map_or(Some(None), |day| day.map(Some))?;
        let month = month.map(u8::try_from).transpose().ok()?;
        let day = day.map(u8::try_from).transpose().ok()?;
        let valid = parts.next().is_none()
            && month.is_none_or(|month| (1..=12).contains(&month))
            && day.is_none_or(|day| day >= 1 && month.is_some_and(|month| day <= days_of_month(year, month)));
        valid.then_some(Self { year, month, day })
    }
}

fn digits(text: &str, count: usize) -> Option<u16> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl FromStr for PartialDate {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::read(text).ok_or_else(|| {
            InvalidValue::new(
                ErrorCode::InvalidDate,
                text,
                "is not a date",
                "write YYYY, YYYY-MM or YYYY-MM-DD",
            )
        })
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        [self.month, self.day].into_iter().flatten().try_for_each(|part| write!(f, "-{part:02}"))
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_years_months_and_days() {
        for (text, first, last) in [
            ("2013", (2013, 1, 1), (2013, 12, 31)),
            ("2013-07", (2013, 7, 1), (2013, 7, 31)),
            ("2021-04", (2021, 4, 1), (2021, 4, 30)),
            ("2000-02", (2000, 2, 1), (2000, 2, 29)),
            ("1900-02", (1900, 2, 1), (1900, 2, 28)),
            ("2012-02-29", (2012, 2, 29), (2012, 2, 29)),
        ] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!((date.first_day(), date.last_day()), (first, last), "{text}");
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "13",
            "02013",
            "2013-",
            "2013-7",
            "2013-00",
            "2013-13",
            "2013-07-32",
            "2013-02-29",
            "2013-07-09-01",
            "09.07.2013",
            "2013-07-09T10:00",
            "+013",
            " 2013",
            "２０１３",
            "luty 2021",
        ] {
            let error = text.parse::<PartialDate>().expect_err(text);
            assert_eq!(error.to_string(), format!("`{text}` is not a date"));
            assert_eq!(error.remedy(), "write YYYY, YYYY-MM or YYYY-MM-DD");
        }
    }
}
