//! Words that lost the blank between them: *społecznychW*.

use super::Knowledge;
use super::chars::Run;
use super::unit::{Context, Kind, Unit};
use crate::form::exact_form;

/// Shortest known word that may be glued to the next one, in letters. Acronyms have shorter ones: *ePUAP*, *BeSTI*.
const LEFT_LETTERS_MIN: usize = 4;
/// From this length on what follows may be the second half of a name: *PowerPoint*.
const RIGHT_OF_NAME_LETTERS_MIN: usize = 4;

/// Divides a run where a capital letter follows a small one, if the dictionary knows what stands before it. The
/// whole stays where it may be a name.
pub(crate) fn words(text: &str, run: &Run, knowledge: Knowledge<'_>, unit: &mut Unit) -> bool {
    let Some(middle) = run.glue else { return false };
    let head = text.get(..middle).unwrap_or_default();
    let (left, right) = (Run::at(head, run.start), Run::at(text, middle));
    let mut form = String::new();
    exact_form(left.text(text), &mut form);
    if left.letters() < LEFT_LETTERS_MIN || left.digits > 0 || !knowledge.lexicon.contains(&form) {
        return false;
    }
    let may_be_name =
        left.uppers == 1 && right.glue.is_none() && right.letters() >= RIGHT_OF_NAME_LETTERS_MIN;
    if may_be_name {
        unit.whole(run.start..run.end, 2, Kind::Word(Context::PLAIN), "");
        unit.part_run(&left, Context::PLAIN);
        unit.part_run(&right, Context::PLAIN);
    } else {
        // The rest is looked at again.
        unit.part_run(&left, Context::PLAIN);
    }
    true
}
