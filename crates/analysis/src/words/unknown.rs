//! Words that the dictionary does not know.

use super::Job;
use super::known::SHARE_MIN;
use crate::analyzer::Side;
use crate::scan::{CharKind, char_kind};
use crate::terms::Source;

/// What a lemma that is found behind a prefix weighs beside the whole word.
const REST_WEIGHT: f32 = 0.5;
/// What the best guess weighs beside the form.
const GUESS_WEIGHT: f32 = 0.9;
/// What the stem weighs beside the form.
const STEM_WEIGHT: f32 = 0.5;
const GUESSES_MAX: usize = 2;
/// Longest acronym, in letters: what is longer in capitals alone is a word of a headline.
const ACRONYM_LETTERS_MAX: usize = 7;
/// Mark of a Snowball stem among terms.
const STEM_MARK: char = '~';
const NEGATION: &str = "nie";
/// Shortest word that is looked for behind *nie*, in letters.
const NEGATED_LETTERS_MIN: usize = 4;

impl Job<'_> {
    pub(super) fn unknown(&mut self, form: &str) {
        if is_acronym(self.written) {
            self.push(form, 1.0, Source::Form);
            if self.setting.is_plain {
                self.corrected(form);
            }
            return;
        }
        if self.behind_prefix(form) {
            return;
        }
        self.push(form, 1.0, Source::Form);
        let mut letters = form.chars();
        if letters.next().is_none() || letters.next().is_none() {
            return;
        }
        let guesses = self.lexicon.guess(form);
        for guess in guesses.take(GUESSES_MAX) {
            guess.lemma_into(&mut self.buffers.word);
            self.push_word(GUESS_WEIGHT * guess.share().value(), Source::Guess);
        }
        let stem = self.words.polish.stem(form);
        self.analysis.terms.push_with(STEM_WEIGHT, Source::Stem, |text| {
            text.push(STEM_MARK);
            text.push_str(&stem);
        });
        if self.setting.side == Side::Query {
            self.corrected(form);
        }
    }

    /// *nie-* or another known prefix before a known word: the whole by the lemma of the rest, and that lemma.
    fn behind_prefix(&mut self, form: &str) -> bool {
        let negated = form.strip_prefix(NEGATION).filter(|rest| {
            rest.chars().nth(NEGATED_LETTERS_MIN - 1).is_some() && self.lexicon.contains(rest)
        });
        let Some(rest) = negated.or_else(|| self.lexicon.strip_prefix(form)) else { return false };
        let prefix = form.strip_suffix(rest).unwrap_or_default();
        let lexicon = self.lexicon;
        let common = lexicon.readings(rest).filter(|reading| !reading.is_name());
        let mut found = false;
        for reading in common.filter(|reading| reading.share().value() >= SHARE_MIN) {
            let lemma = reading.lemma();
            let weight = reading.share().value();
            self.analysis.terms.push_with(weight, Source::Dictionary, |text| {
                text.push_str(prefix);
                text.push_str(&lemma);
            });
            self.push(&lemma, weight * REST_WEIGHT, Source::Dictionary);
            found = true;
        }
        found
    }
}

/// Capitals for the most part and short: *GOPS*, *MOSiR*, *PZERiI*, *OzN*. A letter of a script without capitals, which
/// may be written in several pieces, makes no acronym.
pub(super) fn is_acronym(written: &str) -> bool {
    let (mut capitals, mut letters) = (0, 0);
    for c in written.chars() {
        match char_kind(c) {
            CharKind::Upper => {
                capitals += 1;
                letters += 1;
            }
            CharKind::Lower => letters += 1,
            CharKind::Other => return false,
            CharKind::Digit | CharKind::Break | CharKind::Silent => {}
        }
    }
    letters <= ACRONYM_LETTERS_MAX && capitals >= 2 && capitals * 2 >= letters
}
