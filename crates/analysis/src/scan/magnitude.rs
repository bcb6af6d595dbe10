//! Numbers with a word for their zeros: *96 tys.*, *1,6 mld*, *454 tys. 668 zł*.

use super::chars::{Run, char_at, is_blank};
use super::number;
use super::unit::{Context, Kind, Unit};

/// How such words are written, with their zeros.
const MAGNITUDES: [(&str, u32); 3] = [("tys", 3), ("mln", 6), ("mld", 9)];
/// Zeros of the word that plain digits may follow, which are then as many.
const THOUSAND_ZEROS: u32 = 3;

/// A number in groups, or one with its magnitude and smaller ones behind it. Of the latter the whole as digits, so that
/// it meets 1600000000 and 454 668, then the numbers and words.
pub(crate) fn number(text: &str, start: usize, unit: &mut Unit) -> bool {
    let is_grouped = number::grouped(text, start, unit);
    let end = if is_grouped { unit.end } else { start + number::digits_at(text, start) };
    let Some((mut word, mut zeros)) = magnitude(text, end) else { return is_grouped };
    let digits = if is_grouped { first_digits(unit, text) } else { text.get(start..end) };
    let Some(mut sum) = digits.and_then(|digits| value(digits, zeros)) else { return is_grouped };
    if !is_grouped {
        unit.part(start..end, Kind::Number);
    }
    let mut parts = Unit::default();
    loop {
        let dot = char_at(text, word.end) == Some('.');
        unit.part(word.start..word.end, Kind::Word(Context::PLAIN.with(Context::BEFORE_DOT, dot)));
        let Some(at) = behind_blank(text, word.end + usize::from(dot)) else { break };
        parts.clear();
        add_number(text, at, &mut parts);
        let Some(digits) = first_digits(&parts, text) else { break };
        let next = magnitude(text, parts.end).filter(|(_, smaller)| *smaller < zeros);
        let fits = next.is_some() || zeros == THOUSAND_ZEROS && digits.len() == THOUSAND_ZEROS as usize;
        let more = value(digits, next.as_ref().map_or(0, |(_, zeros)| *zeros)).filter(|_| fits);
        let Some(more) = more.and_then(|more| sum.checked_add(more)) else { break };
        sum = more;
        add_number(text, at, unit);
        let Some(next) = next else { break };
        (word, zeros) = next;
    }
    unit.cover(Kind::Number, &sum.to_string());
    true
}

/// Adds the number that begins at `at`, if one does.
fn add_number(text: &str, at: usize, unit: &mut Unit) {
    let end = at + number::digits_at(text, at);
    if end > at && !number::grouped(text, at, unit) {
        unit.part(at..end, Kind::Number);
    }
}

/// The digits of the number that a unit begins with, a dot before the decimals.
fn first_digits<'a>(unit: &'a Unit, text: &'a str) -> Option<&'a str> {
    unit.pieces().first().map(|piece| unit.source(piece, text))
}

/// The word of a magnitude behind a blank, and its zeros.
fn magnitude(text: &str, at: usize) -> Option<(Run, u32)> {
    let word = Run::at(text, behind_blank(text, at)?);
    let found = MAGNITUDES.iter().find(|(name, _)| word.text(text).eq_ignore_ascii_case(name));
    found.map(|(_, zeros)| (word, *zeros))
}

/// Where the text goes on behind one blank.
fn behind_blank(text: &str, at: usize) -> Option<usize> {
    let blank = char_at(text, at).filter(|c| is_blank(*c))?;
    let next = at + blank.len_utf8();
    char_at(text, next).filter(|c| c.is_alphanumeric()).map(|_| next)
}

/// Digits with a dot before the decimals, times ten to the power of `zeros`, if that is a whole number.
fn value(digits: &str, zeros: u32) -> Option<u64> {
    let (integer, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let left = zeros.checked_sub(u32::try_from(decimals.len()).ok()?)?;
    format!("{integer}{decimals}").parse::<u64>().ok()?.checked_mul(10_u64.checked_pow(left)?)
}
