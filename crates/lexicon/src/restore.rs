//! Words typed without Polish letters, or with wrong ones.

use fst::raw::{CompiledAddr, Fst};

use crate::data::Part;
use crate::fold::{fold, marked};
use crate::lexicon::Lexicon;
use crate::reading::Share;

/// Longest word that is restored, in letters.
const WORD_LETTERS_MAX: usize = 40;
/// Most states of the automaton that one word may visit.
const STATES_MAX: usize = 4096;
/// Most forms that are weighed for one word.
const FORMS_MAX: usize = 64;
/// What a form keeps of its weight for each marked letter of the typed word that it does not have: who typed
/// a mark meant it.
const LOST_MARK: f64 = 0.1;

/// A form that a word may stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Restoration {
    /// The form, as the dictionary spells it.
    pub form: String,
    /// How likely it is, compared with the likeliest form of the word.
    pub share: Share,
}

/// A state of the walk: the first `letters` letters of the word led here.
struct State {
    address: CompiledAddr,
    letters: usize,
    form: String,
    lost_marks: u8,
}

/// Every form of the dictionary that differs from the word in marks only, with the number of typed marks that
/// it lacks.
fn look_alikes(forms: &Fst<Part>, word: &[char]) -> Vec<(String, u8)> {
    let mut found = Vec::new();
    let mut stack =
        vec![State { address: forms.root().addr(), letters: 0, form: String::new(), lost_marks: 0 }];
    for _ in 0..STATES_MAX {
        let Some(state) = stack.pop() else { break };
        let Some(&typed) = word.get(state.letters) else {
            if forms.node(state.address).is_final() {
                found.push((state.form, state.lost_marks));
                if found.len() == FORMS_MAX {
                    break;
                }
            }
            continue;
        };
        let plain = fold(typed);
        for letter in [plain].iter().chain(marked(plain)) {
            if let Some(address) = follow(forms, state.address, *letter) {
                let mut form = state.form.clone();
                form.push(*letter);
                let lost = u8::from(typed != plain && typed != *letter);
                stack.push(State {
                    address,
                    letters: state.letters + 1,
                    form,
                    lost_marks: state.lost_marks + lost,
                });
            }
        }
    }
    found
}

/// The state that the bytes of a letter lead to.
fn follow(forms: &Fst<Part>, mut address: CompiledAddr, letter: char) -> Option<CompiledAddr> {
    for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
        let node = forms.node(address);
        address = node.transition_addr(node.find_input(byte)?);
    }
    Some(address)
}

impl Lexicon {
    /// Forms of the dictionary that look like `word` once the Polish marks are taken away, the likeliest first.
    ///
    /// `word` is lower case and NFC. For a word typed without Polish letters this restores them (*zolw* ->
    /// *żółw*, *sad* -> *sad* and *sąd*); for a wrongly marked one it finds the right spelling (*żolw* ->
    /// *żółw*). The word itself is among the forms if the dictionary knows it. How much more a form should
    /// count because it was typed exactly so is left to the caller.
    ///
    /// Words of more than 40 letters have no look-alikes; the work for one word is bounded.
    pub fn restore(&self, word: &str, found: &mut Vec<Restoration>) {
        found.clear();
        let letters: Vec<char> = word.chars().take(WORD_LETTERS_MAX + 1).collect();
        if letters.is_empty() || letters.len() > WORD_LETTERS_MAX {
            return;
        }
        let mut weighed: Vec<(f64, String)> = look_alikes(self.forms(), &letters)
            .into_iter()
            .map(|(form, lost_marks)| (self.weight(&form) * LOST_MARK.powi(i32::from(lost_marks)), form))
            .collect();
        weighed.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
        let best = weighed.first().map_or(1.0, |(weight, _)| *weight);
        found.extend(
            weighed.into_iter().map(|(weight, form)| Restoration { form, share: Share::of(weight / best) }),
        );
    }
}
