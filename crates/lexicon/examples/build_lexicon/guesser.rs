//! Learns from the dictionary what the ending of an unknown word says about its lemma.

use std::collections::{BTreeMap, HashMap};

use fiszka_lexicon::{Classes, Share};

use crate::Result;
use crate::merge::{Dictionary, is_compound_part};
use crate::scripts::{EditScript, ReadingKey, Set};

/// Longest suffix in letters.
const SUFFIX_LETTERS_MAX: usize = 7;
/// A suffix of fewer forms decides nothing.
const FORMS_MIN: u32 = 3;
/// What a script needs of the best script's forms to be kept.
const KEPT_SHARE: f64 = 0.5;
/// Most scripts that one suffix keeps.
const SCRIPTS_MAX: usize = 3;

/// Suffix, its letters in reverse order -> the ranked scripts of the forms that end so.
///
/// Every form of the dictionary counts once: frequent words are the irregular ones. A suffix that decides like
/// the suffix shorter by a letter is left out.
pub(crate) fn learn(dictionary: &Dictionary) -> Result<BTreeMap<String, Set>> {
    let mut numbers: HashMap<EditScript, u32> = HashMap::new();
    let mut reversed: Vec<(String, u32)> = Vec::new();
    for (form, pairs) in dictionary.forms() {
        for pair in pairs.iter().filter(|pair| !is_compound_part(pair)) {
            let script = EditScript::between(form, dictionary.lemma(pair))?;
            if script.cut_front == 0 {
                let next = u32::try_from(numbers.len())?;
                let number = *numbers.entry(script).or_insert(next);
                reversed.push((form.chars().rev().take(SUFFIX_LETTERS_MAX).collect(), number));
            }
        }
    }
    reversed.sort_unstable();
    let mut scripts: Vec<(u32, EditScript)> =
        numbers.into_iter().map(|(script, number)| (number, script)).collect();
    scripts.sort_unstable_by_key(|(number, _)| *number);
    let scripts: Vec<EditScript> = scripts.into_iter().map(|(_, script)| script).collect();

    let mut rules = BTreeMap::new();
    for letters in 1..=SUFFIX_LETTERS_MAX {
        for forms in reversed.chunk_by(|left, right| same_start(&left.0, &right.0, letters)) {
            let suffix: String = forms[0].0.chars().take(letters).collect();
            if suffix.chars().count() < letters {
                continue;
            }
            let Some(decision) = decide(forms, letters, &scripts) else { continue };
            let shorter = shorter_rule(&rules, &suffix);
            if shorter != Some(&decision) {
                rules.insert(suffix, decision);
            }
        }
    }
    Ok(rules)
}

fn same_start(left: &str, right: &str, letters: usize) -> bool {
    left.chars().take(letters).eq(right.chars().take(letters))
}

/// What the longest kept suffix of this suffix decides.
fn shorter_rule<'r>(rules: &'r BTreeMap<String, Set>, suffix: &str) -> Option<&'r Set> {
    suffix.char_indices().rev().find_map(|(end, _)| rules.get(suffix.get(..end)?))
}

fn decide(forms: &[(String, u32)], letters: usize, scripts: &[EditScript]) -> Option<Set> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for (_, script) in forms {
        // A script that cuts more than the suffix would rewrite letters that nobody has looked at.
        if usize::from(scripts[*script as usize].cut_end) <= letters {
            *counts.entry(*script).or_default() += 1;
        }
    }
    if counts.values().sum::<u32>() < FORMS_MIN {
        return None;
    }
    let mut ranked: Vec<(u32, &EditScript)> =
        counts.into_iter().map(|(script, count)| (count, &scripts[script as usize])).collect();
    ranked.sort_unstable_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(right.1)));
    let best = f64::from(ranked.first()?.0);
    let kept = ranked
        .into_iter()
        .map(|(count, script)| (f64::from(count) / best, script))
        .take_while(|(share, _)| *share >= KEPT_SHARE)
        .take(SCRIPTS_MAX);
    Some(
        kept.map(|(share, script)| {
            ReadingKey::new(script.clone(), Classes::default(), false, Share::of(share))
        })
        .collect(),
    )
}
