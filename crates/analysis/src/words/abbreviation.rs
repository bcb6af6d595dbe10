//! What abbreviations stand for.

use fiszka_lexicon::Abbreviation;
use unicode_normalization::UnicodeNormalization as _;

use super::Job;
use crate::class::WordClass;
use crate::scan::Context;
use crate::terms::Source;

/// Expansions below this share of the likeliest are left out: they are more often wrong than readings.
const SHARE_MIN: f32 = 0.3;
/// Longest abbreviation of the dictionary, in bytes.
const BYTES_MAX: usize = 12;
/// Behind a number `w.` is a century.
const CENTURY: (&str, &str) = ("w", "wiek");

impl Job<'_> {
    /// Adds what the word stands for if it is an abbreviation here. Returns whether it is one.
    pub(super) fn abbreviations(&mut self, form: &str) -> bool {
        if form.len() > BYTES_MAX {
            return false;
        }
        let before_dot = self.context.has(Context::BEFORE_DOT);
        let after_number = self.context.has(Context::AFTER_NUMBER);
        if before_dot && after_number && form == CENTURY.0 {
            self.push(CENTURY.1, 1.0, Source::Abbreviation);
            return true;
        }
        // A single letter is a unit behind a number only: `5 m`, but not `m`.
        let written: String = self.written.nfc().collect();
        let is_letter = form.chars().nth(1).is_none();
        let may_lack_dot = after_number || !is_letter;
        // A capital letter with a dot is somebody's initial.
        let is_initial = is_letter && written != form;
        if is_initial || !before_dot && !may_lack_dot {
            return false;
        }
        let lexicon = self.lexicon;
        let keys = [written.as_str(), form];
        let keys = keys.get(usize::from(written == form)..).unwrap_or_default();
        let all = || keys.iter().flat_map(|key| lexicon.abbreviation(key));
        // A unit behind its number needs no dot, and a dot there ends the sentence.
        let is_unit = after_number && all().any(|abbreviation| !abbreviation.needs_dot);
        let fits = |abbreviation: &Abbreviation<'_>| match abbreviation.needs_dot {
            true => before_dot && !is_unit,
            false => may_lack_dot,
        };
        let best = all().filter(fits).map(|abbreviation| abbreviation.share.value()).fold(0.0, f32::max);
        for abbreviation in all().filter(fits) {
            let share = abbreviation.share.value() / best;
            if share >= if is_letter { 1.0 } else { SHARE_MIN } {
                self.push_expansion(abbreviation.expansion, share);
            }
        }
        best > 0.0
    }

    /// Adds the lemma of an expansion of one word.
    fn push_expansion(&mut self, expansion: &str, weight: f32) {
        let lower = expansion.to_lowercase();
        if lower.contains(|c: char| !c.is_alphabetic()) || lower.chars().nth(1).is_none() {
            return;
        }
        match self.lexicon.readings(&lower).next() {
            Some(reading) => reading.lemma_into(&mut self.buffers.word),
            None => self.buffers.word.clone_from(&lower),
        }
        self.push_word(weight, Source::Abbreviation);
        self.analysis.class = WordClass::Other;
    }

    /// An abbreviation with dots inside is its own term: *m.in*, *p.n.e*.
    pub(super) fn dotted_abbreviation(&mut self) {
        self.analysis.class = WordClass::Other;
        self.push_form(Source::Form);
    }
}
