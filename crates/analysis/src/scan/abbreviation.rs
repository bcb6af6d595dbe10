//! Abbreviations with dots inside: *m.in.*, *Dz.U.*, *p.n.e.*, *S.A.*

use super::Knowledge;
use super::chars::{Run, char_at, is_blank};
use super::unit::{Context, Kind, Unit};

/// Longest first part that is looked at, in letters.
const FIRST_LETTERS_MAX: usize = 3;
/// Most parts of an abbreviation.
const PARTS_MAX: usize = 4;

/// An abbreviation of the dictionary that has dots inside, or initials in a row. Its parts may stand apart
/// (*m. in.*, *Dz. U.*).
pub(crate) fn dotted(text: &str, run: &Run, knowledge: Knowledge<'_>, unit: &mut Unit) -> bool {
    if char_at(text, run.end) != Some('.') || run.letters() > FIRST_LETTERS_MAX {
        return false;
    }
    let parts = parts(text, *run);
    for count in (2..=parts.len()).rev() {
        let (Some(known), Some(last)) = (parts.get(..count), parts.get(count - 1)) else { continue };
        let key: Vec<&str> = known.iter().map(|part| part.text(text)).collect();
        if let Some(key) = dictionary_key(&key.join("."), knowledge) {
            unit.whole(run.start..last.end, 1, Kind::Abbreviation, &key);
            return true;
        }
    }
    initials(text, &parts, unit)
}

/// Short runs that a dot, and at most one blank, divides. Where there are blanks the last must have its dot too.
fn parts(text: &str, first: Run) -> Vec<Run> {
    let mut parts = vec![first];
    while parts.len() < PARTS_MAX {
        let Some(last) = parts.last().filter(|last| char_at(text, last.end) == Some('.')) else { break };
        let mut start = last.end + 1;
        let mut apart = false;
        if let Some(blank) = char_at(text, start).filter(|c| is_blank(*c)) {
            start += blank.len_utf8();
            apart = true;
        }
        let Some(next) = Run::try_at(text, start) else { break };
        let dotted = char_at(text, next.end) == Some('.');
        if next.digits > 0 || next.letters() > FIRST_LETTERS_MAX + 1 || apart && !dotted {
            break;
        }
        parts.push(next);
    }
    parts
}

/// The abbreviation as the dictionary writes it: as in the text, in lower case, or with a capital in front.
fn dictionary_key(written: &str, knowledge: Knowledge<'_>) -> Option<String> {
    let mut lower = String::new();
    crate::form::exact_form(written, &mut lower);
    let capital =
        lower.chars().next().map(|first| first.to_uppercase().chain(lower.chars().skip(1)).collect());
    [Some(written.to_owned()), Some(lower), capital]
        .into_iter()
        .flatten()
        .find(|key: &String| !knowledge.lexicon.abbreviation(key).is_empty())
}

/// Two or more single letters, each but the last with a dot and no blank between: the letters joined. Initials
/// of a name stand by themselves besides.
fn initials(text: &str, parts: &[Run], unit: &mut Unit) -> bool {
    let tight = parts.windows(2).take_while(|pair| match pair {
        [left, right] => left.end + 1 == right.start && right.letters() == 1,
        _ => false,
    });
    let count = tight.count() + 1;
    let Some([first, .., last]) = parts.get(..count) else { return false };
    let letters = parts.get(..count).unwrap_or_default();
    let capitals = letters.iter().all(Run::is_upper);
    let dotted = char_at(text, last.end) == Some('.');
    if first.letters() != 1 || !(capitals || dotted && letters.iter().all(Run::is_lower)) {
        return false;
    }
    let joined: String = letters.iter().map(|run| run.text(text)).collect();
    let kind = Kind::Word(Context::PLAIN.with(Context::BEFORE_DOT, dotted));
    unit.whole(first.start..last.end, if capitals { count } else { 1 }, kind, &joined);
    if capitals {
        letters.iter().for_each(|run| unit.part_run(run, Context::PLAIN));
    }
    true
}
