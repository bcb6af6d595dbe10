//! Dates in every written form: one ISO 8601 term, with the month and the year as further terms.

use super::Knowledge;
use super::chars::{Run, char_at, is_blank, joiner};
use super::unit::{Context, Kind, Unit};

/// A number of a few digits.
#[derive(Debug, Clone, Copy)]
struct Digits {
    value: u32,
    length: usize,
    end: usize,
}

/// Up to four digits at `at`, and no digit behind them unless four were found.
fn digits(text: &str, at: usize) -> Option<Digits> {
    let bytes = text.as_bytes().get(at..)?;
    let length = bytes.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let found = bytes.get(..length).filter(|found| !found.is_empty())?;
    let value = found.iter().fold(0, |value, byte| value * 10 + u32::from(byte - b'0'));
    Some(Digits { value, length, end: at + length })
}

impl Digits {
    fn as_day(self) -> Option<u32> {
        (self.length <= 2 && (1..=31).contains(&self.value)).then_some(self.value)
    }

    fn as_month(self) -> Option<u32> {
        (self.length <= 2 && (1..=12).contains(&self.value)).then_some(self.value)
    }

    /// A year of four digits that ends there, or has the time of day glued to it (`31.10.201410:18`).
    fn as_year(self, text: &str) -> Option<u32> {
        let rest = text.as_bytes().get(self.end..).unwrap_or_default();
        let glued_time = matches!(rest, [a, b, b':', c, ..] if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit());
        let ends = glued_time || !rest.first().is_some_and(u8::is_ascii_digit);
        (self.length == 4 && (1000..3000).contains(&self.value) && ends).then_some(self.value)
    }
}

/// A date that begins with a digit.
pub(crate) fn with_digits(text: &str, start: usize, knowledge: Knowledge<'_>, unit: &mut Unit) -> bool {
    digits(text, start).is_some_and(|first| {
        numeric(text, start, first, unit) || written(text, start, first, knowledge, unit).is_some()
    })
}

/// Whether a numeric date begins at `start`.
pub(crate) fn begins_at(text: &str, start: usize) -> bool {
    digits(text, start).is_some_and(|first| numeric_date(text, first).is_some())
}

/// 31.10.2014, 31. 10. 2014, 31/10/2014, 31-10-2014, 2014-10-31, 2014.10.31.
fn numeric(text: &str, start: usize, first: Digits, unit: &mut Unit) -> bool {
    let Some((year, month, day, end)) = numeric_date(text, first) else { return false };
    unit.part_as(start..end, Kind::Number, &format!("{year}-{month:02}-{day:02}"));
    unit.also_term(&format!("{year}-{month:02}"));
    unit.also_term(&year.to_string());
    true
}

fn numeric_date(text: &str, first: Digits) -> Option<(u32, u32, u32, usize)> {
    let (separator, at) = separator(text, first.end)?;
    let second = digits(text, at)?;
    let (again, at) = self::separator(text, second.end)?;
    let third = digits(text, at)?;
    if separator != again {
        return None;
    }
    let month = second.as_month()?;
    if let (Some(day), Some(year)) = (first.as_day(), third.as_year(text)) {
        return Some((year, month, day, third.end));
    }
    let ends = !text.as_bytes().get(third.end).is_some_and(u8::is_ascii_digit);
    let (year, day) = (first.as_year(text)?, third.as_day()?);
    (ends && second.length == 2 && third.length == 2).then_some((year, month, day, third.end))
}

/// A dot (and at most one blank), a slash or a hyphen between the numbers of a date.
fn separator(text: &str, at: usize) -> Option<(char, usize)> {
    let c = char_at(text, at)?;
    let plain = joiner(c).filter(|plain| matches!(plain, '.' | '/' | '-'))?;
    let at = at + c.len_utf8();
    Some((plain, if plain == '.' { skip_blank(text, at) } else { at }))
}

/// Behind the blank at `at`, if there is one.
fn skip_blank(text: &str, at: usize) -> usize {
    char_at(text, at).filter(|c| is_blank(*c)).map_or(at, |blank| at + blank.len_utf8())
}

/// 31 października 2014, 31 X 2014, 31.X.2014: the whole as a date, and its words.
fn written(text: &str, start: usize, day: Digits, knowledge: Knowledge<'_>, unit: &mut Unit) -> Option<()> {
    let number = day.as_day()?;
    let month_run = Run::try_at(text, behind_gap(text, day.end)?).filter(|run| run.digits == 0)?;
    let month = month_of(text, &month_run, knowledge)
        .or_else(|| month_run.is_upper().then(|| knowledge.months.by_roman(month_run.text(text)))?)?;
    let year_at = behind_gap(text, month_run.end)?;
    let year_digits = digits(text, year_at)?;
    let year = year_digits.as_year(text)?;
    let whole = start..year_digits.end;
    unit.whole(whole, 3, Kind::Number, &format!("{year}-{month:02}-{number:02}"));
    unit.also_term(&format!("{year}-{month:02}"));
    unit.part(start..day.end, Kind::Number);
    unit.part_run(&month_run, Context::PLAIN);
    unit.part(year_at..year_digits.end, Kind::Number);
    Some(())
}

/// Behind a dot or a blank, or both, or a hyphen or a slash.
fn behind_gap(text: &str, at: usize) -> Option<usize> {
    let (_, behind) = separator(text, at).unwrap_or((' ', at));
    let behind = skip_blank(text, behind);
    (behind > at).then_some(behind)
}

/// The month that a run names in any case: *październik*, *października*, *październiku*.
fn month_of(text: &str, run: &Run, knowledge: Knowledge<'_>) -> Option<i8> {
    let word = run.text(text);
    knowledge.months.by_name(word).or_else(|| {
        let mut form = String::new();
        crate::form::exact_form(word, &mut form);
        let reading = knowledge.lexicon.readings(&form).next()?;
        knowledge.months.by_name(&reading.lemma())
    })
}

/// październik 2014, w październiku 2014: the whole as a month, and its words.
pub(crate) fn month_and_year(text: &str, run: &Run, knowledge: Knowledge<'_>, unit: &mut Unit) -> bool {
    let year_at = skip_blank(text, run.end);
    let year = digits(text, year_at).filter(|_| year_at > run.end && run.letters() >= 3);
    let Some((digits, year)) = year.and_then(|digits| Some((digits, digits.as_year(text)?))) else {
        return false;
    };
    // Short names of months are also names of people: Jan, Mar, Sep.
    let is_short_name = run.letters() == 3 && run.uppers > 0 && !run.text(text).eq_ignore_ascii_case("maj");
    let Some(month) = month_of(text, run, knowledge).filter(|_| !is_short_name) else { return false };
    // A date may follow: `maj 2014-05-01`.
    if begins_at(text, year_at) {
        return false;
    }
    unit.whole(run.start..digits.end, 2, Kind::Number, &format!("{year}-{month:02}"));
    unit.part_run(run, Context::PLAIN);
    unit.part(year_at..digits.end, Kind::Number);
    true
}
