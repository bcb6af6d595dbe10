//! Words derived from a word: relational adjectives of nouns (gmina, gminny; powiat, powiatowy) and the reverse.
//!
//! Mined by rule and checked against the dictionary: a candidate counts only when it is the lemma of its own form in the
//! right class. Rules after Grzegorczykowa, Laskowski, Wróbel: Gramatyka współczesnego języka polskiego, Morfologia
//! (1999), part 2, relational adjectives.
//!
//! Beside the weak prefix stream of the index this is worth 0.0006 of nDCG@10 in the mean of four collections, and costs
//! none of them anything; rules for verbs, diminutives and names of people are not in, for they were not shown to help.

use fiszka_lexicon::Class;

use super::Job;
use crate::terms::Source;

/// What a derived word counts beside the word itself.
const DERIVED_WEIGHT: f32 = 0.3;

/// Shorter stems have too many chance neighbours.
const STEM_LETTERS_MIN: usize = 3;

/// Endings of relational adjectives.
const ENDINGS: [&str; 3] = ["owy", "ny", "ski"];

impl Job<'_> {
    /// Adds the adjectives of a noun and the nouns of an adjective. A query without Polish letters has doubt enough and
    /// gets none.
    pub(super) fn derived(&mut self) {
        let Some(lemma) = self.analysis.terms.iter().next().map(|term| term.text.to_owned()) else { return };
        let stem = lemma.strip_suffix(['a', 'o', 'e', 'y']).unwrap_or(&lemma);
        if stem.chars().count() < STEM_LETTERS_MIN {
            return;
        }
        for ending in ENDINGS {
            for changed in [stem.to_owned(), softened(stem)] {
                let adjective = changed + ending;
                if self.is_lemma(&adjective, Class::Adjective) {
                    self.push(&adjective, DERIVED_WEIGHT, Source::Derivation);
                }
            }
        }
        for ending in ENDINGS {
            let Some(stem) = lemma.strip_suffix(ending) else { continue };
            if stem.chars().count() < STEM_LETTERS_MIN {
                continue;
            }
            for changed in [stem.to_owned(), hardened(stem)] {
                for vowel in ["", "a", "o", "e"] {
                    let noun = format!("{changed}{vowel}");
                    if self.is_lemma(&noun, Class::Noun) {
                        self.push(&noun, DERIVED_WEIGHT, Source::Derivation);
                    }
                }
            }
        }
    }

    fn is_lemma(&self, word: &str, class: Class) -> bool {
        self.lexicon
            .readings(word)
            .any(|reading| reading.classes().contains(class) && reading.lemma() == word)
    }
}

/// Last consonants of stems before a vowel, and softened before an adjective's ending.
const SOFTENINGS: [(&str, &str); 5] = [("ch", "sz"), ("k", "cz"), ("c", "cz"), ("g", "ż"), ("ł", "l")];

fn softened(stem: &str) -> String {
    let changed = SOFTENINGS.iter().find_map(|(hard, soft)| Some(stem.strip_suffix(hard)?.to_owned() + soft));
    changed.unwrap_or_else(|| stem.to_owned())
}

/// The first stem that [`softened`] may have come from.
fn hardened(stem: &str) -> String {
    let changed = SOFTENINGS.iter().find_map(|(hard, soft)| Some(stem.strip_suffix(soft)?.to_owned() + hard));
    changed.unwrap_or_else(|| stem.to_owned())
}
