//! Words of a query whose Polish letters were left out or mistaken.

use super::Job;
use super::known::word_class;
use crate::fold::is_plain;
use crate::terms::Source;

/// What a restored word weighs if the word as typed means nothing.
const RESTORED_WEIGHT: f32 = 0.8;
/// What it weighs beside a word that is known as typed: *sąd* for *sad*.
const BESIDE_KNOWN_WEIGHT: f32 = 0.4;
/// What it weighs beside a word with some Polish letter, or in a query that has them.
const CORRECTED_WEIGHT: f32 = 0.6;
/// Restored readings below this share of the best are left out.
const RESTORED_SHARE_MIN: f32 = 0.08;
/// A known word in small letters that is rarer than this beside what it may stand for was not meant: *laka*,
/// a form of *lak*, for *łąka*.
const TYPED_SHARE_MIN: f32 = 0.05;
/// The same for a word that is its own base form, as people type them: *lubin*, not only *łubin*.
const BASE_FORM_SHARE_MIN: f32 = 0.0005;

impl Job<'_> {
    /// The words that a word of a query without Polish letters may stand for. Returns whether that is all there
    /// is to say of it.
    pub(super) fn restored(&mut self, form: &str) -> bool {
        if !is_plain(form) {
            return false;
        }
        self.find_look_alikes(form);
        let typed = self.buffers.restorations.iter().find(|restoration| restoration.form == form);
        let share = typed.map_or(0.0, |typed| typed.share.value());
        let share_min = match () {
            () if self.is_capitalised() => 0.0,
            () if self.is_base_form(form) => BASE_FORM_SHARE_MIN,
            () => TYPED_SHARE_MIN,
        };
        let is_known = share >= share_min && self.readings(form);
        let weight = if is_known { BESIDE_KNOWN_WEIGHT } else { RESTORED_WEIGHT };
        self.push_look_alikes(form, weight) || is_known
    }

    fn is_base_form(&mut self, form: &str) -> bool {
        let lemma = &mut self.buffers.word;
        self.lexicon.readings(form).any(|reading| {
            reading.lemma_into(lemma);
            lemma == form
        })
    }

    /// Adds the words of the dictionary that an unknown word may stand for.
    pub(super) fn corrected(&mut self, form: &str) {
        self.find_look_alikes(form);
        self.push_look_alikes(form, CORRECTED_WEIGHT);
    }

    fn find_look_alikes(&mut self, form: &str) {
        self.lexicon.restore(form, &mut self.buffers.restorations);
    }

    /// Adds the lemmas of the words that differ from `form` in Polish letters, the best at `weight`.
    fn push_look_alikes(&mut self, form: &str, weight: f32) -> bool {
        let restorations = std::mem::take(&mut self.buffers.restorations);
        let lexicon = self.lexicon;
        let mut found = false;
        for restoration in restorations.iter().filter(|restoration| restoration.form != form) {
            for reading in lexicon.readings(&restoration.form) {
                let share = restoration.share.value() * reading.share().value();
                if share < RESTORED_SHARE_MIN {
                    continue;
                }
                if self.analysis.terms.is_empty() {
                    self.analysis.class = word_class(reading.classes(), reading.is_name());
                }
                reading.lemma_into(&mut self.buffers.word);
                self.count_lemma();
                self.push_word(weight * share, Source::Dictionary);
                found = true;
            }
        }
        self.buffers.restorations = restorations;
        found
    }
}
