//! Grammatical tags, as fine as telling readings apart needs them.
//!
//! How likely a reading is depends on what it says about the form: *tak* as a particle is everything that a
//! particle can be, as a form of *taka* it would be a genitive plural, which few tokens of a noun are.

use std::ops::Range;

/// Tags as bits, one for each cell that [`Tags::parse`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tags(u128);

/// Number of cells.
pub(crate) const CELLS: usize = 100;

/// Seven cases of the singular, seven of the plural; so for all that is declined.
const NOUN: u32 = 0;
const ADJECTIVE: u32 = 14;
const COMPARATIVE: u32 = 28;
const SUPERLATIVE: u32 = 29;
const OTHER_ADJECTIVE: u32 = 30;
/// Positive, comparative, superlative.
const ADVERB: u32 = 31;
/// Three persons of the singular, three of the plural; so for the past tense.
const FINITE: u32 = 34;
const PAST: u32 = 40;
const IMPERATIVE: u32 = 46;
const INFINITIVE: u32 = 47;
const IMPERSONAL: u32 = 48;
const CONDITIONAL: u32 = 49;
const OTHER_VERB: u32 = 50;
const ADVERBIAL_PARTICIPLE: u32 = 51;
const GERUND: u32 = 52;
const ACTIVE_PARTICIPLE: u32 = 66;
const PASSIVE_PARTICIPLE: u32 = 80;
const NUMERAL: u32 = 94;
const PRONOUN: u32 = 95;
const PREPOSITION: u32 = 96;
const CONJUNCTION: u32 = 97;
const PARTICLE: u32 = 98;
const OTHER: u32 = 99;

/// Cells of one kind of word: their tokens are shared out among them.
const KINDS: [Range<usize>; 10] =
    [0..14, 14..31, 31..34, 34..94, 94..95, 95..96, 96..97, 97..98, 98..99, 99..100];

const CASES: [&str; 7] = ["nom", "gen", "dat", "acc", "inst", "loc", "voc"];
const NUMBERS: [&str; 2] = ["sg", "pl"];
const PERSONS: [&str; 3] = ["pri", "sec", "ter"];
const DEGREES: [&str; 3] = ["pos", "com", "sup"];

impl Tags {
    /// Reads a tag of either dictionary: `subst:sg:nom.acc:m3`, `verb:fin:sg:ter:imperf`.
    pub(crate) fn parse(tag: &str) -> Self {
        let tag = tag.strip_prefix("verb:").unwrap_or(tag);
        let (kind, features) = tag.split_once(':').unwrap_or((tag, ""));
        let has = |feature: &str| features.split([':', '.']).any(|other| other == feature);
        // One bit for each feature of the list that the tag has.
        let each = |list: &[&str], first: u32| -> u128 {
            (0..).zip(list).filter(|(_, feature)| has(feature)).map(|(index, _)| 1 << (first + index)).sum()
        };
        let numbers =
            || (0..).zip(NUMBERS).filter(|(_, number)| has(number)).map(|(index, _): (u32, _)| index);
        let each_number =
            |first: u32, step: u32| -> u128 { numbers().map(|index| 1 << (first + index * step)).sum() };
        let declined = |first: u32| -> u128 { numbers().map(|index| each(&CASES, first + index * 7)).sum() };
        let personal =
            |first: u32| -> u128 { numbers().map(|index| each(&PERSONS, first + index * 3)).sum() };
        Self(match kind {
            "subst" | "depr" => declined(NOUN),
            "adj" if has("com") => 1 << COMPARATIVE,
            "adj" if has("sup") => 1 << SUPERLATIVE,
            "adj" => declined(ADJECTIVE),
            "adja" | "pacta" | "adjp" | "adjc" | "numcomp" => 1 << OTHER_ADJECTIVE,
            "adv" => match each(&DEGREES, ADVERB) {
                0 => 1 << ADVERB,
                degrees => degrees,
            },
            "fin" => personal(FINITE),
            // The third person of the past has no ending, and no tag in SGJP.
            "praet" if !PERSONS.iter().any(|person| has(person)) => each_number(PAST + 2, 3),
            "praet" => personal(PAST),
            "impt" => 1 << IMPERATIVE,
            "inf" => 1 << INFINITIVE,
            "imps" => 1 << IMPERSONAL,
            "cond" | "pot" => 1 << CONDITIONAL,
            "ger" => declined(GERUND),
            "pact" => declined(ACTIVE_PARTICIPLE),
            "ppas" => declined(PASSIVE_PARTICIPLE),
            "pcon" | "pant" => 1 << ADVERBIAL_PARTICIPLE,
            "bedzie" | "winien" | "pred" => 1 << OTHER_VERB,
            "num" => 1 << NUMERAL,
            "ppron12" | "ppron3" | "siebie" => 1 << PRONOUN,
            "prep" => 1 << PREPOSITION,
            "conj" | "comp" => 1 << CONJUNCTION,
            "part" | "qub" => 1 << PARTICLE,
            _ => 1 << OTHER,
        })
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The cells of the tags.
    pub(crate) fn cells(self) -> impl Iterator<Item = usize> {
        (0..CELLS).filter(move |cell| self.0 >> cell & 1 != 0)
    }
}

/// Divides the tokens of every kind of word by their sum; kinds without tokens stay even.
pub(crate) fn normalise(cells: &mut [f64; CELLS]) {
    for kind in KINDS {
        if let Some(cells) = cells.get_mut(kind) {
            let sum: f64 = cells.iter().sum();
            for cell in cells {
                *cell = if sum > 0.0 { *cell / sum } else { 1.0 };
            }
        }
    }
}
