//! The constants of the ranking, read from `ranking.toml`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// Every constant of matching and ranking. There is one set for every collection.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    /// Saturation, length and the levels of agreement.
    pub frequency: Frequency,
    /// How rare a word is.
    pub rarity: RarityWeights,
    /// What kinds of query words count.
    pub word: WordWeights,
    /// What the vocabulary adds.
    pub vocabulary: VocabularyWeights,
    /// The second stage.
    pub dependence: Dependence,
    /// What news gains by being new.
    pub recency: Recency,
    /// Which documents match at all.
    pub matching: Matching,
    /// Which words are meant by mistyped ones.
    pub correction: CorrectionWeights,
}

/// How often a word stands in a document, and on which level it agrees.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Frequency {
    /// Saturation of BM25.
    pub k1: f32,
    /// Length normalisation of BM25, `0.0..=1.0`.
    pub b: f32,
    /// Weight of an occurrence of the exact form.
    pub exact: f32,
    /// Weight of an occurrence of a term of analysis.
    pub term: f32,
    /// Weight of an occurrence of the folded prefix.
    pub prefix: f32,
    /// What a document gains that holds nothing of a word but its prefix, as a share of the word's weight and rarity.
    pub prefix_alone: f32,
    /// Weight of an exact form that agrees only after folding.
    pub folded: f32,
    /// The same when the typed word itself stands in the index.
    pub folded_beside_typed: f32,
}

/// Where the rarity of a word comes from.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RarityWeights {
    /// Share of general Polish, `0.0..=1.0`; the rest is the index.
    pub general: f32,
}

/// Weights of query words beside a noun's 1.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WordWeights {
    /// A function word.
    pub stop_word: f32,
    /// A word that asks: kto, gdzie, ile.
    pub question_word: f32,
    /// A single letter.
    pub single_letter: f32,
    /// A form of a verb.
    pub verb: f32,
    /// An adjective, a participle or a numeral in letters.
    pub adjective: f32,
    /// An adverb.
    pub adverb: f32,
    /// A proper name.
    pub name: f32,
    /// A word that the dictionary does not know.
    pub unknown: f32,
    /// An occurrence of the stem of such a word in a document of another language.
    pub foreign_stem: f32,
}

/// Weights of an occurrence of a phrase that the vocabulary gives for a word.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct VocabularyWeights {
    /// A synonym.
    pub equal: f32,
    /// A related term.
    pub related: f32,
    /// Something particular for the general word that was asked.
    pub particular: f32,
    /// The long form of an abbreviation, or the abbreviation of a long form.
    pub abbreviation: f32,
    /// Another name or the adjective of a place.
    pub place: f32,
    /// Share that counts in a document which has the word itself as well.
    pub beside_word: f32,
    /// Most content words of a query that it is used for.
    pub words_max: usize,
}

/// The second stage: where the words stand.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Dependence {
    /// How many documents it looks at.
    pub documents: usize,
    /// Length of the lead in words.
    pub lead_words: u32,
    /// A word this far from the start of the text counts 1 / (1 + ln 2) as early.
    pub early_words: f32,
    /// Length of a window in words.
    pub window_words: u32,
    /// The longest step of a run in words.
    pub step_words: u32,
    /// Weight of words that stand early.
    pub early: f32,
    /// Weight of near pairs.
    pub pairs: f32,
    /// Weight of the heaviest window.
    pub window: f32,
    /// Weight of what the title or lead covers.
    pub lead: f32,
    /// Weight of what the title covers.
    pub title: f32,
    /// Weight of the heaviest chain of query words in order.
    pub run: f32,
}

/// What documents gain by being new, when the query names the day it is asked on.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Recency {
    /// Names of the kinds of documents that age.
    pub kinds: Vec<String>,
    /// What a document of today gains, as a share of the weight of the query's content words.
    pub share: f32,
    /// After so many days the gain is half of it.
    pub half_life_days: f32,
}

/// The match set.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Matching {
    /// Share of the query's weight that a document's words must cover.
    pub covered_min: f32,
    /// Up to this many content words, all must be there.
    pub all_words_max: usize,
}

/// Which words of the index are meant by mistyped ones. A whole edit costs about 1.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionWeights {
    /// Cost of a wrong letter.
    pub edit: f32,
    /// Cost of a missing or extra letter.
    pub single: f32,
    /// The same where the letter stands doubled.
    pub doubled: f32,
    /// Cost of two letters exchanged.
    pub swapped: f32,
    /// Cost of a key beside the right one.
    pub neighbour: f32,
    /// Cost of a missing or wrong Polish mark.
    pub mark: f32,
    /// Cost that a wrong first letter adds.
    pub first_letter: f32,
    /// What a correction may cost.
    pub cost_max: f32,
    /// By which power of e a cost of 1 makes a word less likely.
    pub decay: f32,
    /// Weight of an occurrence of a corrected word, `0.0..=1.0`.
    pub weight: f32,
    /// Corrections that are less likely than this share of the best are left out, `0.0..=1.0`.
    pub share_min: f32,
}

impl Ranking {
    /// Reads the constants from TOML of the shape of `ranking.toml`.
    ///
    /// # Errors
    ///
    /// When a constant is missing, unknown or of the wrong type; the message names the line.
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// These constants with others in place of some of them: `changes` has the shape of `ranking.toml`, with
    /// anything left out.
    ///
    /// # Errors
    ///
    /// When a constant is unknown or of the wrong type.
    pub fn with_changes(&self, changes: &toml::Table) -> Result<Self, toml::de::Error> {
        let mut constants = self.to_table();
        for (section, change) in changes {
            match (constants.get_mut(section), change) {
                (Some(toml::Value::Table(known)), toml::Value::Table(change)) => known.extend(change.clone()),
                _ => drop(constants.insert(section.clone(), change.clone())),
            }
        }
        constants.try_into()
    }

    /// The constants as a table of the shape of `ranking.toml`.
    ///
    /// # Panics
    ///
    /// Never: sections of numbers are a table.
    pub fn to_table(&self) -> toml::Table {
        let mut table = toml::Table::try_from(self).expect("sections of numbers are a table");
        let sections = table.iter_mut().filter_map(|(_, section)| section.as_table_mut());
        for (_, value) in sections.flatten() {
            // The shortest number that reads as the same constant: 0.55, not 0.550000011920929.
            #[expect(clippy::cast_possible_truncation, reason = "constants have this precision")]
            let short = value.as_float().and_then(|number| (number as f32).to_string().parse().ok());
            if let Some(short) = short {
                *value = toml::Value::Float(short);
            }
        }
        table
    }

    /// The shipped constants.
    ///
    /// # Panics
    ///
    /// Never: the compiled-in file is read by a test.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Ranking> = LazyLock::new(|| {
            Ranking::from_toml(include_str!("../ranking.toml")).expect("the compiled-in constants are valid")
        });
        &SHIPPED
    }
}

#[cfg(test)]
mod tests {
    use super::Ranking;

    #[test]
    fn changes_replace_what_they_name() {
        let shipped = Ranking::shipped();
        let changed = |text: &str| shipped.with_changes(&text.parse().expect(text));
        assert_eq!(changed(""), Ok(shipped.clone()));
        let other = changed("[frequency]\nk1 = 2\n[dependence]\ndocuments = 0").expect("both are known");
        assert_eq!((other.frequency.k1, other.frequency.b), (2.0, shipped.frequency.b));
        assert_eq!((other.dependence.documents, other.dependence.title), (0, shipped.dependence.title));
        for (text, named) in [
            ("[frequency]\nk3 = 2", "k3"),
            ("[speed]\nk1 = 2", "speed"),
            ("[frequency]\nk1 = 'two'", "two"),
            ("frequency = 2", "frequency"),
        ] {
            let message = changed(text).expect_err(text).to_string();
            assert!(message.contains(named), "{text}: {message}");
        }
    }

    #[test]
    fn the_shipped_constants_can_be_read() {
        assert!(Ranking::shipped().dependence.documents > 0);
    }
}
