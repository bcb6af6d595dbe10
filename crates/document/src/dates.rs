//! Dates as Polish pages print them: the day first, unless the year leads.
//!
//! `15 lutego 2021`, `30.06.2020`, `12/10/2020`, `30-01-2024`, `2018-03-07 10:07:30`, `31.10.201410:18`,
//! `24 stycznia 2007 r.`, `12 XI 2020`, `czwartek, 28 maja 2020 r., godz. 16:17`, `26 stycznia br`.

use fiszka_schema::{Months, fold};
use jiff::civil::{Date, Time};

/// A day, and the time printed beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) day: Day,
    pub(crate) time: Option<Time>,
    /// A day of the week is printed with it.
    pub(crate) weekday: bool,
}

/// A day of a known year, or a day of "this year" (`br.`) or of no year at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    Of(Date),
    NoYear { month: i8, day: i8 },
}

impl Day {
    /// The date, if the year is printed or known from elsewhere.
    pub(crate) fn date(self, page_year: Option<i16>) -> Option<Date> {
        match self {
            Self::Of(date) => Some(date),
            Self::NoYear { month, day } => Date::new(page_year?, month, day).ok(),
        }
    }
}

/// The stamp at the start of a text, and what stands behind it.
pub(crate) fn at_start<'a>(text: &'a str, months: &Months) -> Option<(Stamp, &'a str)> {
    let mut scanner = Scanner { rest: text.trim_start_matches(is_blank) };
    let weekday = scanner.weekday();
    scanner.word_if(|word| word == "dnia");
    let day = scanner.day(months)?;
    let time = scanner.time();
    Some((Stamp { day, time, weekday }, scanner.rest))
}

/// The first day of a month or a year that is printed without a day: `czerwiec 2013`, `06.2013`, `2013-06`, `VI 2013`,
/// `2013 r.`.
pub(crate) fn period(text: &str, months: &Months) -> Option<Date> {
    let mut scanner = Scanner { rest: text.trim_matches(is_blank) };
    let found = scanner
        .attempt(|scanner| scanner.month_in_digits())
        .or_else(|| scanner.attempt(|scanner| scanner.named_month(months)))
        .or_else(|| scanner.attempt(|scanner| date(scanner.number(4, 4)?, 1, 1)))?;
    scanner.of_the_year();
    scanner.rest.chars().all(is_separator).then(|| found.date(None))?
}

/// A text that is nothing but a time: `17:46`, `godz. 17.46`.
pub(crate) fn only_time(text: &str) -> Option<Time> {
    let mut scanner = Scanner { rest: text };
    let time = scanner.time()?;
    scanner.rest.chars().all(is_separator).then_some(time)
}

/// Blanks and the signs that stand between the parts of a line.
pub(crate) fn is_separator(c: char) -> bool {
    is_blank(c) || matches!(c, '.' | ',' | ';' | '|' | '-' | '–' | '—' | '/' | '•' | '·' | '(' | ')')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')
}

const WEEKDAYS: [&str; 8] =
    ["poniedzialek", "wtorek", "sroda", "srode", "czwartek", "piatek", "sobota", "niedziela"];

/// Three-letter English names stand in the dates of feeds and e-mails (RFC 822).
const SHORT_WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    fn skip(&mut self, skipped: impl Fn(char) -> bool) {
        self.rest = self.rest.trim_start_matches(skipped);
    }

    /// Runs a step; where it fails, nothing is consumed.
    fn attempt<T>(&mut self, step: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.rest;
        let result = step(self);
        if result.is_none() {
            self.rest = before;
        }
        result
    }

    /// A number of `least` to `most` digits; further digits stay.
    fn number(&mut self, least: usize, most: usize) -> Option<u16> {
        let digits = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if digits < least {
            return None;
        }
        let (number, rest) = self.rest.split_at_checked(digits)?;
        self.rest = rest;
        number.parse().ok()
    }

    fn one_of(&mut self, signs: &[char]) -> Option<char> {
        let found = self.rest.chars().next().filter(|c| signs.contains(c))?;
        self.rest = self.rest.strip_prefix(found)?;
        Some(found)
    }

    fn word(&mut self) -> Option<&'a str> {
        let end = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }

    /// Consumes the next word, a dot and blanks behind it, if its folded form is wanted.
    fn word_if(&mut self, wanted: impl FnOnce(&str) -> bool) -> bool {
        self.attempt(|scanner| {
            scanner.skip(is_blank);
            let word = scanner.word()?;
            wanted(&fold(word)).then_some(())?;
            scanner.one_of(&['.']);
            scanner.skip(is_blank);
            Some(())
        })
        .is_some()
    }

    fn weekday(&mut self) -> bool {
        let found = self.word_if(|word| WEEKDAYS.contains(&word) || SHORT_WEEKDAYS.contains(&word));
        if found {
            self.skip(|c| is_blank(c) || c == ',');
        }
        found
    }

    fn day(&mut self, months: &Months) -> Option<Day> {
        self.attempt(Self::year_first)
            .or_else(|| self.attempt(Self::in_digits))
            .or_else(|| self.attempt(|scanner| scanner.with_month_name(months)))
    }

    fn year_first(&mut self) -> Option<Day> {
        let year = self.number(4, 4)?;
        let sign = self.one_of(&['-', '.', '/'])?;
        let month = self.number(1, 2)?;
        self.one_of(&[sign])?;
        let day = self.number(1, 2)?;
        date(year, month, day)
    }

    fn in_digits(&mut self) -> Option<Day> {
        let day = self.number(1, 2)?;
        self.skip(is_blank);
        let sign = self.one_of(&['-', '.', '/'])?;
        self.skip(is_blank);
        let month = self.number(1, 2)?;
        self.skip(is_blank);
        self.one_of(&[sign])?;
        self.skip(is_blank);
        let year = self.number(4, 4)?;
        self.of_the_year();
        date(year, month, day)
    }

    fn with_month_name(&mut self, months: &Months) -> Option<Day> {
        let day = self.number(1, 2)?;
        self.skip(|c| is_blank(c) || matches!(c, '.' | '-'));
        let name = self.word()?;
        let month = months.by_name(name).or_else(|| months.by_roman(name))?;
        self.skip(|c| is_blank(c) || matches!(c, '.' | '-' | ','));
        if let Some(year) = self.number(4, 4) {
            self.of_the_year();
            return date(year, u16::try_from(month).ok()?, day);
        }
        self.word_if(|word| word == "br" || word == "biezacego");
        self.word_if(|word| word == "roku");
        let day = i8::try_from(day).ok()?;
        // 2000 was a leap year: 29 February is a day of some year.
        Date::new(2000, month, day).ok().map(|_| Day::NoYear { month, day })
    }

    fn month_in_digits(&mut self) -> Option<Day> {
        const SIGNS: [char; 3] = ['-', '.', '/'];
        let year_first = self.attempt(|scanner| {
            let year = scanner.number(4, 4)?;
            scanner.one_of(&SIGNS)?;
            Some((year, scanner.number(1, 2)?))
        });
        let (year, month) = match year_first {
            Some(found) => found,
            None => {
                let month = self.number(1, 2)?;
                self.one_of(&SIGNS)?;
                (self.number(4, 4)?, month)
            }
        };
        date(year, month, 1)
    }

    fn named_month(&mut self, months: &Months) -> Option<Day> {
        let name = self.word()?;
        let month = months.by_name(name).or_else(|| months.by_roman(name))?;
        self.skip(|c| is_blank(c) || matches!(c, '.' | ','));
        date(self.number(4, 4)?, u16::try_from(month).ok()?, 1)
    }

    /// `r.` or `roku` behind a year.
    fn of_the_year(&mut self) {
        self.word_if(|word| word == "r" || word == "roku");
    }

    /// A time behind the day or alone: `10:18`, ` - 15:12`, `, godz. 16.17`, `T10:07:30+02:00`. A dot splits hours
    /// from minutes only behind `godz.`.
    fn time(&mut self) -> Option<Time> {
        self.attempt(|scanner| {
            scanner.skip(|c| is_blank(c) || matches!(c, ',' | '-' | '–' | '|' | '/'));
            let announced = scanner.word_if(|word| matches!(word, "godz" | "godzina" | "g" | "o" | "t"));
            if announced {
                scanner.word_if(|word| matches!(word, "godz" | "godzinie"));
            }
            let hour = scanner.number(1, 2)?;
            scanner.one_of(if announced { &[':', '.'] } else { &[':'] })?;
            let minute = scanner.number(2, 2)?;
            let second = scanner.attempt(|scanner| {
                scanner.one_of(&[':'])?;
                scanner.number(2, 2)
            });
            let small = |number: u16| i8::try_from(number).ok();
            let time = Time::new(small(hour)?, small(minute)?, small(second.unwrap_or(0))?, 0).ok()?;
            scanner.zone();
            Some(time)
        })
    }

    /// Fractions of a second and the zone of a machine's timestamp. The day and time stay as printed: portals write
    /// their local time.
    fn zone(&mut self) {
        self.attempt(|scanner| {
            scanner.one_of(&['.'])?;
            scanner.number(1, 3)?;
            scanner.skip(|c| c.is_ascii_digit());
            Some(())
        });
        let zoned = self.attempt(|scanner| {
            scanner.skip(|c| c == ' ');
            scanner.one_of(&['+', '-'])?;
            scanner.number(2, 2)?;
            scanner.one_of(&[':']);
            scanner.number(2, 2)
        });
        if zoned.is_none() {
            self.word_if(|word| matches!(word, "z" | "gmt" | "utc" | "cet" | "cest"));
        }
    }
}

fn date(year: u16, month: u16, day: u16) -> Option<Day> {
    let year = i16::try_from(year).ok().filter(|year| (1800..=2200).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(Day::Of)
}

#[cfg(test)]
mod tests {
    use fiszka_schema::Schema;

    use super::*;

    fn read(text: &str) -> String {
        match at_start(text, Schema::builtin().months()) {
            None => "none".to_owned(),
            Some((stamp, rest)) => {
                let day = match stamp.day {
                    Day::Of(date) => date.to_string(),
                    Day::NoYear { month, day } => format!("????-{month:02}-{day:02}"),
                };
                let time = stamp.time.map(|time| format!(" {time}")).unwrap_or_default();
                format!("{day}{time}|{rest}")
            }
        }
    }

    #[test]
    fn every_form_that_pages_print() {
        let cases = [
            ("15 lutego 2021", "2021-02-15|"),
            ("15\u{a0}lutego\u{a0}2021", "2021-02-15|"),
            ("30.06.2020", "2020-06-30|"),
            ("30. 06. 2020", "2020-06-30|"),
            ("18 listopada 2013 - 15:12", "2013-11-18 15:12:00|"),
            ("12/10/2020", "2020-10-12|"),
            ("2018-03-07 10:07:30", "2018-03-07 10:07:30|"),
            ("2018-03-07T10:07:30+01:00", "2018-03-07 10:07:30|"),
            ("2018-03-07T23:07:30.123Z", "2018-03-07 23:07:30|"),
            ("2013.07.09", "2013-07-09|"),
            ("31.10.201410:18", "2014-10-31 10:18:00|"),
            ("24 stycznia 2007 r.", "2007-01-24|"),
            ("24 stycznia 2007 roku", "2007-01-24|"),
            ("24 stycznia 2007r.", "2007-01-24|"),
            ("14.01.2026", "2026-01-14|"),
            ("14.01.2025, admin", "2025-01-14|, admin"),
            ("30-01-2024", "2024-01-30|"),
            ("21 lipca 2022 01:27", "2022-07-21 01:27:00|"),
            ("czwartek, 28 maja 2020 r., godz. 16:17", "2020-05-28 16:17:00|"),
            ("środa, 6 maja 2020 r., imieniny Judyty", "2020-05-06|, imieniny Judyty"),
            ("1 pazdziernika 2019", "2019-10-01|"),
            ("1 PAŹDZIERNIKA 2019", "2019-10-01|"),
            ("12 XI 2020", "2020-11-12|"),
            ("12.XI.2020 r.", "2020-11-12|"),
            ("3 maj 2016", "2016-05-03|"),
            ("3 sie 2016", "2016-08-03|"),
            ("26 stycznia br", "????-01-26|"),
            ("26 stycznia br.", "????-01-26|"),
            ("26 stycznia bieżącego roku", "????-01-26|"),
            ("26 stycznia", "????-01-26|"),
            ("dnia 5 maja 2011 o godz. 9.30", "2011-05-05 09:30:00|"),
            ("Tue, 30 Jun 2020 10:00:00 +0200", "2020-06-30 10:00:00|"),
            ("7 listopada 2022 r. do godziny 12:00", "2022-11-07|do godziny 12:00"),
            ("29 lutego 2020", "2020-02-29|"),
            ("29 lutego 2021", "none"),
            ("31.02.2020", "none"),
            ("13.13.2013", "none"),
            ("00.01.2013", "none"),
            ("1.583.801", "none"),
            ("20-109 Lublin", "none"),
            ("2011-2012", "none"),
            ("3 Maja 15", "????-05-03|15"),
            ("w 2012 roku", "none"),
            ("", "none"),
        ];
        for (printed, expected) in cases {
            assert_eq!(read(printed), expected, "{printed:?}");
        }
    }

    #[test]
    fn months_and_years_without_a_day() {
        let cases = [
            ("czerwiec 2013", Some("2013-06-01")),
            ("czerwca 2013 r.", Some("2013-06-01")),
            ("VI 2013", Some("2013-06-01")),
            ("06.2013", Some("2013-06-01")),
            ("2013-06", Some("2013-06-01")),
            ("6/2013", Some("2013-06-01")),
            ("2013", Some("2013-01-01")),
            ("2013\u{a0}rok", None),
            ("2013 roku", Some("2013-01-01")),
            ("2013-13", None),
            ("2011-2012", None),
            ("20133", None),
            ("ok. 2013", None),
            ("", None),
        ];
        for (printed, expected) in cases {
            let found = period(printed, Schema::builtin().months()).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{printed:?}");
        }
    }

    #[test]
    fn a_time_alone() {
        let time = |text| only_time(text).map(|time| time.to_string());
        assert_eq!(time("17:46").as_deref(), Some("17:46:00"));
        assert_eq!(time("godz. 17.46").as_deref(), Some("17:46:00"));
        assert_eq!(time("17.46"), None);
        assert_eq!(time("25:00"), None);
        assert_eq!(time("17:46 zbiórka"), None);
    }
}
