//! Numbers with a word for their zeros: *96 tys.*, *1,6 mld*, *454 tys. 668 zł*.

use super::chars::{Run, char_at, is_blank};
use super::number;
use super::unit::{Context, Kind, Unit};

/// How such words are written, with their zeros.
const MAGNITUDES: [(&str, u32); 3] = [("tys", 3), ("mln", 6), ("mld", 9)];
/// Zeros of the word that plain digits may follow, which are then as many.
const THOUSAND_ZEROS: u32 = 3;

/// A number with its magnitude, and smaller ones behind it: the whole as digits, so that it meets 1600000000 and 454 668,
/// then the numbers and words.
pub(crate) fn multiplied(text: &str, start: usize, unit: &mut Unit) -> bool {
    let (mut sum, mut last_zeros, mut at) = (0_u64, u32::MAX, start);
    let mut parts = Unit::default();
    loop {
        parts.clear();
        let Some(digits) = number(text, at, &mut parts) else { break };
        match magnitude(text, parts.end).filter(|(_, zeros)| *zeros < last_zeros) {
            Some((word, zeros)) => {
                let Some(value) = value(&digits, zeros).and_then(|value| sum.checked_add(value)) else {
                    break;
                };
                (sum, last_zeros) = (value, zeros);
                number(text, at, unit);
                let dot = char_at(text, word.end) == Some('.');
                unit.part(word.start..word.end, Kind::Word(Context::PLAIN.with(Context::BEFORE_DOT, dot)));
                match behind_blank(text, word.end + usize::from(dot)) {
                    Some(next) => at = next,
                    None => break,
                }
            }
            None => {
                let fits = last_zeros == THOUSAND_ZEROS && digits.len() == THOUSAND_ZEROS as usize;
                if let Some(value) = value(&digits, 0).filter(|_| fits) {
                    sum = sum.saturating_add(value);
                    number(text, at, unit);
                }
                break;
            }
        }
    }
    if last_zeros < u32::MAX {
        unit.cover(Kind::Number, &sum.to_string());
    }
    last_zeros < u32::MAX
}

/// Adds the number that begins at `at`; its digits, with a dot before the decimals.
fn number(text: &str, at: usize, unit: &mut Unit) -> Option<String> {
    let pieces_before = unit.pieces().len();
    if !number::grouped(text, at, unit) {
        let end = at + number::digits_at(text, at);
        if end == at {
            return None;
        }
        unit.part(at..end, Kind::Number);
    }
    let piece = unit.pieces().get(pieces_before)?;
    Some(unit.source(piece, text).to_owned())
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
