//! Numbers in groups of digits: thousands, decimals, telephone numbers.

use std::ops::{Range, RangeInclusive};

use super::chars::{Run, char_at, is_blank, joiner};
use super::unit::{Context, Kind, Unit};

/// Most groups of digits that are looked at.
const GROUPS_MAX: usize = 7;
/// Digits of a group that are looked at.
const GROUP_DIGITS_MAX: usize = 24;
/// Digits of a telephone number without the country's code.
const PHONE_DIGITS: usize = 9;
/// Digits of one group of it.
const PHONE_GROUP_DIGITS: RangeInclusive<usize> = 2..=7;
const COUNTRY_CODE: &str = "48";
/// What long-distance calls began with until 2010.
const TRUNK_PREFIX: char = '0';

/// Groups of digits with what stands between them.
#[derive(Debug, Default)]
struct Groups {
    groups: Vec<Range<usize>>,
    /// What divides a group from the one before: `.`, a blank (as ` `), `-`, `/`, `(` or `)`.
    gaps: Vec<char>,
}

impl Groups {
    fn read(text: &str, start: usize) -> Self {
        let mut found = Self::default();
        let mut at = start;
        loop {
            let length = digits_at(text, at).min(GROUP_DIGITS_MAX);
            found.groups.push(at..at + length);
            let end = at + length;
            let Some((gap, next)) = gap(text, end).filter(|_| found.groups.len() < GROUPS_MAX) else { break };
            if !text.as_bytes().get(next).is_some_and(u8::is_ascii_digit) {
                break;
            }
            found.gaps.push(gap);
            at = next;
        }
        found
    }

    fn len(&self, index: usize) -> usize {
        self.groups.get(index).map_or(0, Range::len)
    }

    /// How many groups make a number with thousands apart, all divided by the same sign; 1 if only the first.
    fn thousands(&self, text: &str, gap: char) -> usize {
        let leading_zero =
            self.groups.first().and_then(|group| text.as_bytes().get(group.start)) == Some(&b'0');
        if !(1..=3).contains(&self.len(0)) || leading_zero {
            return 1;
        }
        let threes = (1..self.groups.len())
            .take_while(|index| self.gaps.get(index - 1) == Some(&gap) && self.len(*index) == 3);
        1 + threes.count()
    }

    /// How many groups make a telephone number, 0 if they do not.
    fn phone(&self, text: &str) -> usize {
        let mut digits = 0;
        for (index, group) in self.groups.iter().enumerate() {
            digits += group.len();
            let opens = index > 0 && self.gaps.get(index - 1) == Some(&'(');
            if !PHONE_GROUP_DIGITS.contains(&group.len()) || digits > PHONE_DIGITS || opens {
                return 0;
            }
            if digits == PHONE_DIGITS {
                return if is_year(text, group) || index == 0 { 0 } else { index + 1 };
            }
        }
        0
    }

    /// The groups of the telephone number behind so many digits; `None` if no group ends where it does.
    fn behind(&self, prefix: usize) -> Option<Vec<Range<usize>>> {
        let mut groups = Vec::new();
        let mut digits = 0;
        for group in &self.groups {
            let skipped = prefix.saturating_sub(digits).min(group.len());
            digits += group.len();
            if skipped < group.len() {
                groups.push(group.start + skipped..group.end);
            }
            if digits >= prefix + PHONE_DIGITS {
                break;
            }
        }
        (digits == prefix + PHONE_DIGITS).then_some(groups)
    }

    fn joined(&self, text: &str, count: usize) -> String {
        self.groups.iter().take(count).filter_map(|group| text.get(group.clone())).collect()
    }
}

/// How many digits stand at this place.
pub(crate) fn digits_at(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn is_year(text: &str, group: &Range<usize>) -> bool {
    let digits = text.get(group.clone()).unwrap_or_default();
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// What may divide two groups of digits, and where the next one begins.
fn gap(text: &str, at: usize) -> Option<(char, usize)> {
    let c = char_at(text, at)?;
    let next = at + c.len_utf8();
    match c {
        c if is_blank(c) => match char_at(text, next) {
            // `81 / 466 25 85`, `81 - 466 25 85`
            Some(sign) if joiner(sign).is_some_and(|plain| matches!(plain, '/' | '-')) => {
                let behind = next + sign.len_utf8();
                let blank = char_at(text, behind).filter(|c| is_blank(*c))?;
                Some(('/', behind + blank.len_utf8()))
            }
            Some('(') => Some(('(', next + 1)),
            _ => Some((' ', next)),
        },
        '(' => Some(('(', next)),
        ')' => {
            let blank = char_at(text, next).filter(|c| is_blank(*c)).map_or(0, char::len_utf8);
            Some((')', next + blank))
        }
        '.' | '/' => Some((c, next)),
        c if joiner(c) == Some('-') => Some(('-', next)),
        _ => None,
    }
}

/// Digits behind a decimal comma. A second comma makes it a list: `klasy 1,2,3`.
fn decimals(text: &str, at: usize) -> Option<Range<usize>> {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    if text.as_bytes().get(at) != Some(&b',') || !is_digit(at + 1) {
        return None;
    }
    let end = at + 1 + digits_at(text, at + 1);
    let is_list = text.as_bytes().get(end) == Some(&b',') && is_digit(end + 1);
    (!is_list).then_some(at + 1..end)
}

/// A number whose digits stand in groups or have decimals, or a telephone number.
pub(crate) fn grouped(text: &str, start: usize, unit: &mut Unit) -> bool {
    let groups = Groups::read(text, start);
    if with_prefix(text, start, &groups, unit) {
        return true;
    }
    let by_blanks = groups.thousands(text, ' ');
    let by_dots = groups.thousands(text, '.');
    let phone = groups.phone(text);
    let (count, gap) = if by_dots > 1 { (by_dots, '.') } else { (by_blanks, ' ') };
    if phone > count {
        let Some(parts) = groups.groups.get(..phone) else { return false };
        push_phone(start, parts, &groups.joined(text, phone), unit);
        return true;
    }
    let Some(last) = groups.groups.get(count - 1) else { return false };
    // 1.234.5 is no number in groups; neither is a date or a version.
    if gap == '.' && count > 1 && groups.gaps.get(count - 1) == Some(&'.') {
        return false;
    }
    let integer = groups.joined(text, count);
    let decimals = decimals(text, last.end);
    if count == 1 && decimals.is_none() {
        return false;
    }
    let end = decimals.as_ref().map_or(last.end, |decimals| decimals.end);
    let fraction = decimals.and_then(|decimals| text.get(decimals));
    let normal = fraction.map_or_else(|| integer.clone(), |fraction| format!("{integer}.{fraction}"));
    if gap == ' ' && count > 1 {
        unit.whole(start..end, count, Kind::Number, &normal);
    } else {
        unit.part_as(start..end, Kind::Number, &normal);
    }
    if fraction.is_some() {
        unit.also_term(&integer);
    }
    if gap == ' ' && count > 1 {
        push_parts(groups.groups.iter().take(count), unit);
    }
    true
}

/// A telephone number with its country's code or a trunk zero: +48 725 161 463, 0048725161463, 018 555 01 20. The
/// nine digits behind it are the number, and it is no word by itself.
fn with_prefix(text: &str, start: usize, groups: &Groups, unit: &mut Unit) -> bool {
    let has_plus = text.get(..start).is_some_and(|before| before.ends_with('+'));
    if !has_plus && text.as_bytes().get(start) != Some(&b'0') {
        return false;
    }
    let all = groups.joined(text, GROUPS_MAX);
    let code =
        if has_plus { Some(all.as_str()) } else { all.strip_prefix("00").filter(|_| groups.len(0) > 2) };
    let behind_code = code.and_then(|digits| digits.strip_prefix(COUNTRY_CODE));
    let behind = behind_code.unwrap_or(&all);
    let national = behind.strip_prefix(TRUNK_PREFIX).unwrap_or(behind);
    let prefix = all.len() - national.len();
    let Some(number) = national.get(..PHONE_DIGITS).filter(|number| !number.starts_with(TRUNK_PREFIX)) else {
        return false;
    };
    let Some(parts) = groups.behind(prefix).filter(|_| prefix > 0) else { return false };
    if behind_code.is_none() && !is_national(text, groups, &parts) {
        return false;
    }
    push_phone(start, &parts, number, unit);
    true
}

/// Whether digits behind a zero look like a telephone number, and not like a fraction (`0.123456789`) or a code.
fn is_national(text: &str, groups: &Groups, parts: &[Range<usize>]) -> bool {
    let is_fraction = groups.len(0) == 1 && groups.gaps.first() == Some(&'.');
    match parts {
        [_] => !is_fraction,
        [.., last] => {
            let fits = |part: &Range<usize>| PHONE_GROUP_DIGITS.contains(&part.len());
            !is_fraction && parts.iter().all(fits) && !is_year(text, last)
        }
        [] => false,
    }
}

/// Adds a telephone number that begins at `start`, perhaps with a prefix before its parts.
fn push_phone(start: usize, parts: &[Range<usize>], number: &str, unit: &mut Unit) {
    match parts {
        [part] => unit.part_as(start..part.end, Kind::Number, number),
        [.., last] => {
            unit.whole(start..last.end, parts.len(), Kind::Number, number);
            push_parts(parts.iter(), unit);
        }
        [] => {}
    }
}

fn push_parts<'g>(groups: impl Iterator<Item = &'g Range<usize>>, unit: &mut Unit) {
    groups.for_each(|group| unit.part(group.clone(), Kind::Number));
}

/// Digits with small letters behind them: *2014r*, *12b*. The whole, the number and the letters.
pub(crate) fn with_letters(text: &str, run: &Run, unit: &mut Unit) -> bool {
    let digits = run.text(text).bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || run.digits != digits || run.lowers == 0 || run.lowers + digits != run.len() {
        return false;
    }
    let middle = run.start + digits;
    let dot = char_at(text, run.end) == Some('.');
    unit.whole(run.start..run.end, 2, Kind::Verbatim, "");
    unit.part(run.start..middle, Kind::Number);
    let context = Context::AFTER_NUMBER.with(Context::BEFORE_DOT, dot);
    // What follows the digits may begin with a mark: it stays with them.
    if super::chars::word_begins_at(text, middle) {
        unit.part(middle..run.end, Kind::Word(context));
    }
    true
}
