//! Words of the dictionary.

use fiszka_lexicon::{Class, Classes, Reading, Readings};

use super::Job;
use crate::analyzer::Side;
use crate::class::WordClass;
use crate::scan::{CharKind, Context, char_kind};
use crate::terms::Source;

/// Readings below this share of the best are not indexed.
pub(super) const SHARE_MIN: f32 = 0.05;

/// From this share on a reading is indexed if its lemma is common.
const COMMON_SHARE_MIN: f32 = 0.01;
/// Occurrences in a million words from which on a lemma is common.
const COMMON_PER_MILLION_MIN: f64 = 2.0;

impl Job<'_> {
    /// Adds the readings of a known word. Returns whether there are any.
    pub(super) fn readings(&mut self, form: &str) -> bool {
        let readings = self.lexicon.readings(form);
        if readings.is_empty() {
            return false;
        }
        let keeps_names = self.is_capitalised() || self.setting.side == Side::Query;
        let before_hyphen = self.context.has(Context::BEFORE_HYPHEN);
        let fits = |reading: &Reading<'_>| {
            (keeps_names || !reading.is_name())
                && (before_hyphen || !reading.classes().is_only(Class::CompoundPart))
        };
        let best = |readings: Readings<'_>, fits: &dyn Fn(&Reading<'_>) -> bool| {
            readings.filter(fits).map(|reading| reading.share().value()).fold(0.0, f32::max)
        };
        let best_fitting = best(readings.clone(), &fits);
        // A name in small letters is still that name if it is nothing else.
        let fits_any = |_: &Reading<'_>| true;
        let (fits, best): (&dyn Fn(&Reading<'_>) -> bool, f32) = if best_fitting > 0.0 {
            (&fits, best_fitting)
        } else {
            (&fits_any, best(readings.clone(), &fits_any))
        };
        // Where letters may be missing, rare readings only add to the doubt.
        let keeps_all = self.setting.side == Side::Query && !self.setting.is_plain;
        let share_min = if keeps_all { 0.0 } else { SHARE_MIN };
        let mut is_first = true;
        for reading in readings.filter(|reading| fits(reading)) {
            let share = reading.share().value() / best;
            let is_stem_of_compound = before_hyphen && reading.classes().contains(Class::CompoundPart);
            if share < share_min && !is_stem_of_compound && !self.is_common(&reading, share) {
                continue;
            }
            if std::mem::take(&mut is_first) {
                self.analysis.class = word_class(reading.classes(), reading.is_name());
            }
            self.push_reading(&reading, share.min(1.0));
        }
        true
    }

    pub(super) fn is_capitalised(&self) -> bool {
        self.written.chars().next().is_some_and(|c| char_kind(c) == CharKind::Upper)
    }

    /// Adds the lemma of a reading, and the noun of a verbal noun.
    fn push_reading(&mut self, reading: &Reading<'_>, weight: f32) {
        reading.lemma_into(&mut self.buffers.word);
        self.count_lemma();
        self.push_word(weight, Source::Dictionary);
        if reading.gerund_noun_into(&mut self.buffers.word) {
            self.push_word(weight, Source::Dictionary);
        }
    }

    /// Whether a reading below the share is of so common a word that leaving it out would be noticed: *dalej* is also
    /// *daleko*, *działania* also *działać*.
    fn is_common(&mut self, reading: &Reading<'_>, share: f32) -> bool {
        if share < COMMON_SHARE_MIN || reading.is_name() || self.setting.is_plain {
            return false;
        }
        reading.lemma_into(&mut self.buffers.word);
        let frequency = self.lexicon.lemma_frequency(&self.buffers.word);
        frequency.is_some_and(|frequency| frequency.per_million() >= COMMON_PER_MILLION_MIN)
    }

    /// Notes how frequent the lemma in the word buffer is.
    pub(super) fn count_lemma(&mut self) {
        if let Some(frequency) = self.lexicon.lemma_frequency(&self.buffers.word) {
            #[expect(clippy::cast_possible_truncation, reason = "a frequency needs no more digits")]
            let per_million = frequency.per_million() as f32;
            self.analysis.frequency = self.analysis.frequency.max(per_million);
        }
    }
}

/// The class that ranking sees.
pub(super) fn word_class(classes: Classes, is_name: bool) -> WordClass {
    const ORDER: [(Class, WordClass); 9] = [
        (Class::Noun, WordClass::Noun),
        (Class::Gerund, WordClass::Noun),
        (Class::Adjective, WordClass::Adjective),
        (Class::CompoundPart, WordClass::Adjective),
        (Class::Participle, WordClass::Adjective),
        (Class::Verb, WordClass::Verb),
        (Class::Numeral, WordClass::Numeral),
        (Class::Adverb, WordClass::Adverb),
        (Class::Other, WordClass::Other),
    ];
    const FUNCTION: [Class; 4] = [Class::Preposition, Class::Conjunction, Class::Particle, Class::Pronoun];
    let is_function = FUNCTION.into_iter().any(|class| classes.contains(class));
    let content = ORDER.into_iter().find(|(class, _)| classes.contains(*class)).map(|(_, class)| class);
    match content {
        _ if is_name => WordClass::Name,
        Some(class) if !is_function || class == WordClass::Noun => class,
        _ if is_function => WordClass::Function,
        _ => WordClass::Other,
    }
}
