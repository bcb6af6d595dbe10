//! Hyphens and apostrophes: compounds, acronyms with endings, words broken at the end of a line.

use unicode_normalization::UnicodeNormalization as _;

use super::Knowledge;
use super::chain::{Chain, Link};
use super::chars::{CharKind, Run, char_at, is_blank, joiner, kind};
use super::code::normal;
use super::unit::{Context, Kind, Unit};
use crate::form::exact_form;

/// What Polish writes behind a foreign name's apostrophe, or behind an acronym.
const ENDINGS: [&str; 34] = [
    "a", "u", "owi", "em", "ie", "y", "i", "e", "ą", "ę", "ów", "om", "ami", "ach", "ego", "emu", "go", "mu",
    "m", "im", "iem", "owie", "o", "s", "sy", "sów", "som", "sami", "sach", "ej", "ową", "owa", "owy", "cie",
];
/// What is written behind the digits of a number for its ending.
const NUMBER_ENDINGS: [&str; 22] = [
    "go", "ego", "tego", "mu", "emu", "ty", "ta", "te", "tym", "tych", "tej", "tą", "my", "ma", "sty", "szy",
    "gi", "ci", "ciu", "cio", "mi", "ka",
];

pub(super) fn is_number_ending(text: &str) -> bool {
    is_one_of(&NUMBER_ENDINGS, text)
}

fn is_ending(text: &str) -> bool {
    is_one_of(&ENDINGS, text)
}

fn is_one_of(endings: &[&str], text: &str) -> bool {
    const ENDING_BYTES_MAX: usize = 8;
    text.len() <= ENDING_BYTES_MAX && endings.iter().any(|ending| text.nfc().eq(ending.chars()))
}

/// Capitals, at least two, with no more small letters than MOSiR, NFOŚiGW or ePUAP have.
fn is_acronym(run: &Run) -> bool {
    run.uppers >= 2 && run.digits + run.others == 0 && run.lowers <= 1
}

/// A foreign name with a Polish ending (*Duffy'ego*): one token, analysed without the ending. Any other
/// apostrophe gives the whole and the parts.
pub(crate) fn apostrophe(text: &str, chain: &Chain, unit: &mut Unit) -> bool {
    let [first, second, ..] = chain.links() else { return false };
    if first.joiner != Some('\'') {
        return false;
    }
    let whole = first.run.start..second.run.end;
    if is_ending(second.run.text(text)) {
        unit.part_as(whole, Kind::Word(Context::BEFORE_ENDING), first.run.text(text));
    } else {
        let written = [*first, Link { run: second.run, joiner: None }];
        unit.whole(whole, 2, Kind::Word(Context::PLAIN), &normal(text, &written));
        unit.part_run(&first.run, Context::PLAIN);
        unit.part_run(&second.run, Context::PLAIN);
    }
    true
}

/// Words joined by hyphens: the whole and its parts. An acronym's ending is no part: *GOPS-u*, *M-GOPS-u*.
pub(crate) fn hyphenated(text: &str, chain: &Chain, unit: &mut Unit) -> bool {
    let links = chain.prefix(|_, joiner, _| joiner == '-');
    let [rest @ .., last] = links else { return false };
    let Some(before_last) = rest.last() else { return false };
    let has_ending = before_last.run.uppers >= 2 && is_ending(last.run.text(text));
    let links = if has_ending { rest } else { links };
    let span = links.len();
    let (Some(first), whole_end) = (links.first(), last.run.end) else { return false };
    if span > 1 {
        unit.whole(first.run.start..whole_end, span, Kind::Compound, &normal(text, links));
    }
    for (index, link) in links.iter().enumerate() {
        let is_last = index + 1 == span;
        if is_last && has_ending {
            let range = link.run.start..whole_end;
            unit.part_as(range, Kind::Word(Context::PLAIN), link.run.text(text));
        } else {
            unit.part_run(&link.run, Context::PLAIN.with(Context::BEFORE_HYPHEN, !is_last));
        }
    }
    true
}

/// An acronym with its ending glued to it: *MOPSu*, *JSTów*, *NGOsów*.
pub(crate) fn acronym_with_ending(text: &str, run: &Run, unit: &mut Unit) -> bool {
    let word = run.text(text);
    if run.uppers < 2 || run.lowers == 0 || run.digits > 0 {
        return false;
    }
    let tail_at = word.rfind(|c| kind(c) == CharKind::Upper).and_then(|last_capital| {
        let behind = word.get(last_capital..)?.find(|c| kind(c) == CharKind::Lower)?;
        Some(last_capital + behind)
    });
    let Some((letters, tail)) = tail_at.and_then(|at| word.split_at_checked(at)) else { return false };
    let head = Run::at(letters, 0);
    // The small letter inside comes late (MOSiR) or first (ePUAP); it does not in WiFi.
    let small_is_inside = head.lowers == 1 && head.letters() < 4;
    if !is_acronym(&head) || small_is_inside || !is_ending(tail) {
        return false;
    }
    unit.part_as(run.start..run.end, Kind::Word(Context::PLAIN), letters);
    true
}

/// A word that the end of a line breaks. It is joined only if the dictionary knows the whole and not both halves.
pub(crate) fn broken_at_line_end(text: &str, run: &Run, knowledge: Knowledge<'_>, unit: &mut Unit) -> bool {
    let Some(next) = char_at(text, run.end) else { return false };
    let hyphen = if joiner(next) == Some('-') {
        next.len_utf8()
    } else if run.text(text).ends_with('\u{ad}') {
        0
    } else {
        return false;
    };
    let Some(second) = behind_line_end(text, run.end + hyphen).and_then(|at| Run::try_at(text, at)) else {
        return false;
    };
    let form = |part: &str| {
        let mut form = String::new();
        exact_form(part, &mut form);
        form
    };
    let (left, right) = (form(run.text(text)), form(second.text(text)));
    let joined = format!("{left}{right}");
    let lexicon = knowledge.lexicon;
    if !second.is_lower() || !lexicon.contains(&joined) || lexicon.contains(&left) && lexicon.contains(&right)
    {
        return false;
    }
    let written = format!("{}{}", run.text(text), second.text(text));
    unit.part_as(run.start..second.end, Kind::Word(Context::PLAIN), &written);
    true
}

/// Behind the end of the line that begins at `at`, and the blanks around it.
fn behind_line_end(text: &str, at: usize) -> Option<usize> {
    const BLANKS_MAX: usize = 16;
    let mut lines = 0;
    let mut end = at;
    for c in text.get(at..)?.chars().take(BLANKS_MAX) {
        match c {
            '\n' => lines += 1,
            '\r' => {}
            c if is_blank(c) => {}
            _ => break,
        }
        end += c.len_utf8();
    }
    (lines == 1).then_some(end)
}
