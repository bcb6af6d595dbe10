//! The constants of the ranking, read from `ranking.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// Every constant of matching and ranking. There is one set for every collection.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
    /// Which documents match at all.
    pub matching: Matching,
}

/// How often a word stands in a document, and on which level it agrees.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
    /// Weight of an exact form that agrees only after folding.
    pub folded: f32,
    /// The same when the typed word itself stands in the index.
    pub folded_beside_typed: f32,
}

/// Where the rarity of a word comes from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RarityWeights {
    /// Share of general Polish, `0.0..=1.0`; the rest is the index.
    pub general: f32,
}

/// Weights of query words beside a noun's 1.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
}

/// The second stage: where the words stand.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dependence {
    /// How many documents it looks at.
    pub documents: usize,
    /// Length of the lead in words.
    pub lead_words: u32,
    /// Reach of a neighbour in words.
    pub window_words: u32,
    /// Weight of neighbouring query words in order.
    pub ordered: f32,
    /// Weight of near pairs.
    pub pairs: f32,
    /// Weight of what the title or lead covers.
    pub lead: f32,
    /// Weight of what the title covers.
    pub title: f32,
    /// Weight of the heaviest chain of query words in order.
    pub run: f32,
}

/// The match set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matching {
    /// Share of the query's weight that a document's words must cover.
    pub covered_min: f32,
    /// Up to this many content words, all must be there.
    pub all_words_max: usize,
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
    fn the_shipped_constants_can_be_read() {
        assert!(Ranking::shipped().dependence.documents > 0);
    }
}
