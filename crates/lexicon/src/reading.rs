//! Readings: what a form can be a form of.

use std::fmt;

use crate::format::ReadingRecord;
use crate::script::Script;
use crate::tables::Tables;

/// Part of speech, as coarse as the rules of indexing and ranking need it.
///
/// Proper names are nouns (or adjectives); see [`Reading::is_name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
pub enum Class {
    /// Noun: `subst`, `depr`.
    Noun = 1 << 0,
    /// Adjective: `adj`, `adjp` (po *polsku*), `adjc` (*wart*).
    Adjective = 1 << 1,
    /// Adverb: `adv`.
    Adverb = 1 << 2,
    /// Finite form, infinitive, impersonal form or predicative: `fin`, `inf`, `praet`, `imps`, `pred`...
    Verb = 1 << 3,
    /// Verbal noun in -nie or -cie as a form of its verb: `ger`. See [`Reading::gerund_noun_into`].
    Gerund = 1 << 4,
    /// Participle as a form of its verb: `pact`, `ppas`, `pcon`, `pant`.
    Participle = 1 << 5,
    /// Numeral: `num`.
    Numeral = 1 << 6,
    /// Personal or reflexive pronoun: `ppron12`, `ppron3`, `siebie`.
    Pronoun = 1 << 7,
    /// Preposition: `prep`.
    Preposition = 1 << 8,
    /// Conjunction: `conj`, `comp`.
    Conjunction = 1 << 9,
    /// Particle: `part`, `qub`.
    Particle = 1 << 10,
    /// First part of a hyphenated compound (*społeczno*-gospodarczy): `adja`, `pacta`, `numcomp`.
    CompoundPart = 1 << 11,
    /// Interjections, parts of phrases and the like.
    Other = 1 << 12,
}

impl Class {
    /// Every class, the order being that of [`Classes::iter`].
    pub const ALL: [Self; 13] = [
        Self::Noun,
        Self::Adjective,
        Self::Adverb,
        Self::Verb,
        Self::Gerund,
        Self::Participle,
        Self::Numeral,
        Self::Pronoun,
        Self::Preposition,
        Self::Conjunction,
        Self::Particle,
        Self::CompoundPart,
        Self::Other,
    ];

    /// The English name, in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Noun => "noun",
            Self::Adjective => "adjective",
            Self::Adverb => "adverb",
            Self::Verb => "verb",
            Self::Gerund => "gerund",
            Self::Participle => "participle",
            Self::Numeral => "numeral",
            Self::Pronoun => "pronoun",
            Self::Preposition => "preposition",
            Self::Conjunction => "conjunction",
            Self::Particle => "particle",
            Self::CompoundPart => "compound part",
            Self::Other => "other",
        }
    }
}

/// The classes that a form has as a form of one lemma: *koło* is a noun and a preposition.
///
/// Empty for a guessed reading.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Classes(u16);

impl Classes {
    /// The bits, one for each [`Class`].
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The classes of these bits; unknown bits are dropped.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits & ((Class::Other as u16) << 1).wrapping_sub(1))
    }

    /// Whether the form can be of this class.
    #[must_use]
    pub const fn contains(self, class: Class) -> bool {
        self.0 & class as u16 != 0
    }

    /// Whether the form is of this class and of no other.
    #[must_use]
    pub const fn is_only(self, class: Class) -> bool {
        self.0 == class as u16
    }

    /// Whether nothing is known: a guess.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The classes one by one.
    pub fn iter(self) -> impl Iterator<Item = Class> {
        Class::ALL.into_iter().filter(move |class| self.contains(*class))
    }

    /// Both together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl From<Class> for Classes {
    fn from(class: Class) -> Self {
        Self(class as u16)
    }
}

impl fmt::Debug for Classes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}

/// How likely a reading is, as a share of the form's best reading, on a coarse scale.
///
/// Shares of one form can be divided by one another: where the best reading is ruled out (a name in a word
/// without a capital letter), compare the rest with the best of the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share(u8);

impl Share {
    /// The share of the best reading: 1.
    pub const BEST: Self = Self(0);

    /// Lower bound of each bucket; a share below all of them falls into the bucket after the last.
    const BOUNDS: [f64; 7] = [0.999, 0.5, 0.2, 0.05, 0.01, 0.002, 0.0004];
    const VALUES: [f32; 8] = [1.0, 0.7, 0.32, 0.1, 0.022, 0.0045, 0.0009, 0.0002];

    /// The bucket of a share, 0 to 1.
    #[must_use]
    pub fn of(share: f64) -> Self {
        // At most 7, so nothing is lost.
        #[expect(clippy::cast_possible_truncation, reason = "at most the number of bounds")]
        Self(Self::BOUNDS.iter().take_while(|bound| share < **bound).count() as u8)
    }

    /// The number of the bucket, 0 (the best) to 7.
    #[must_use]
    pub const fn bucket(self) -> u8 {
        self.0
    }

    /// The share of this bucket's number; numbers above 7 count as 7.
    #[must_use]
    pub const fn from_bucket(bucket: u8) -> Self {
        if bucket > 7 { Self(7) } else { Self(bucket) }
    }

    /// A typical value of the bucket, above 0 and at most 1.
    #[must_use]
    pub fn value(self) -> f32 {
        Self::VALUES.get(usize::from(self.0)).copied().unwrap_or(0.0)
    }
}

/// One reading of a form: a lemma, and what the form is to it.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    form: &'a str,
    script: Script<'a>,
    record: ReadingRecord,
}

impl<'a> Reading<'a> {
    /// Writes the lemma, in lower case, over `lemma`.
    pub fn lemma_into(&self, lemma: &mut String) {
        lemma.clear();
        self.script.apply(self.form, lemma);
    }

    /// The lemma, in lower case. Where many are needed, [`Reading::lemma_into`] saves the allocation.
    #[must_use]
    pub fn lemma(&self) -> String {
        let mut lemma = String::new();
        self.lemma_into(&mut lemma);
        lemma
    }

    /// What the form can be as a form of this lemma. Empty for a guess.
    #[must_use]
    pub const fn classes(&self) -> Classes {
        Classes::from_bits(self.record.classes)
    }

    /// Whether the dictionaries know the form in this reading with a capital letter only.
    #[must_use]
    pub const fn is_name(&self) -> bool {
        self.record.flags & 1 != 0
    }

    /// How likely the reading is, compared with the form's best.
    #[must_use]
    pub const fn share(&self) -> Share {
        Share::from_bucket((self.record.flags >> 1) & 7)
    }

    /// Writes the verbal noun, if this is a reading as a gerund, over `noun`: *czytaniem* -> *czytanie*.
    ///
    /// Dictionaries list few verbal nouns by themselves; the others are known as forms of the verb only. A
    /// search for the noun should find them too. Returns whether there is one.
    pub fn gerund_noun_into(&self, noun: &mut String) -> bool {
        noun.clear();
        self.classes().contains(Class::Gerund) && gerund_noun(self.form, noun)
    }
}

impl fmt::Debug for Reading<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reading")
            .field("form", &self.form)
            .field("lemma", &self.lemma())
            .field("classes", &self.classes())
            .field("is_name", &self.is_name())
            .field("share", &self.share().value())
            .finish()
    }
}

/// Writes the nominative of a verbal noun. Its stem ends in *ni* or *ci*; the genitive plural in *ń* or *ć*.
fn gerund_noun(form: &str, noun: &mut String) -> bool {
    if let Some(stem) = form.strip_suffix('ń') {
        noun.push_str(stem);
        noun.push_str("nie");
        return true;
    }
    if let Some(stem) = form.strip_suffix('ć') {
        noun.push_str(stem);
        noun.push_str("cie");
        return true;
    }
    for ending in ["em", "om", "ami", "ach", "e", "a", "u"] {
        if let Some(stem) = form.strip_suffix(ending)
            && (stem.ends_with("ni") || stem.ends_with("ci"))
        {
            noun.push_str(stem);
            noun.push('e');
            return true;
        }
    }
    false
}

/// The readings of a form, the likeliest first.
#[derive(Clone, Debug)]
pub struct Readings<'a> {
    form: &'a str,
    tables: &'a Tables,
    numbers: &'a [u8],
}

impl<'a> Readings<'a> {
    pub(crate) const fn new(form: &'a str, tables: &'a Tables, numbers: &'a [u8]) -> Self {
        Self { form, tables, numbers }
    }

    /// Whether there are none (left).
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

impl<'a> Iterator for Readings<'a> {
    type Item = Reading<'a>;

    fn next(&mut self) -> Option<Reading<'a>> {
        let (number, rest) = self.numbers.split_first_chunk()?;
        self.numbers = rest;
        let record = self.tables.reading(u16::from_le_bytes(*number))?;
        Some(Reading { form: self.form, script: self.tables.script(record.script)?, record })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.numbers.len() / 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gerunds_have_a_nominative() {
        let cases = [
            ("czytanie", "czytanie"),
            ("czytania", "czytanie"),
            ("czytaniu", "czytanie"),
            ("czytaniem", "czytanie"),
            ("czytań", "czytanie"),
            ("czytaniom", "czytanie"),
            ("czytaniach", "czytanie"),
            ("czytaniami", "czytanie"),
            ("przyjęć", "przyjęcie"),
            ("przyjęciem", "przyjęcie"),
            ("nieczytania", "nieczytanie"),
        ];
        for (form, expected) in cases {
            let mut noun = String::new();
            assert!(gerund_noun(form, &mut noun), "{form}");
            assert_eq!(noun, expected, "{form}");
        }
        assert!(!gerund_noun("kot", &mut String::new()));
    }

    #[test]
    fn shares_fall_into_the_bucket_of_their_value() {
        for bucket in 0..8 {
            let share = Share::from_bucket(bucket);
            assert_eq!(Share::of(f64::from(share.value())), share, "bucket {bucket}");
        }
        assert!(Share::of(0.05).value() >= 0.05, "what is within 5 % must stay so");
        assert!(Share::of(0.049).value() < 0.05);
        assert_eq!(Share::of(0.0), Share::from_bucket(7));
    }

    #[test]
    fn classes_are_a_set() {
        let classes = Classes::from(Class::Noun).union(Class::Preposition.into());
        assert_eq!(classes.iter().collect::<Vec<_>>(), [Class::Noun, Class::Preposition]);
        assert!(classes.contains(Class::Noun) && !classes.is_only(Class::Noun));
        assert_eq!(Classes::from_bits(u16::MAX).iter().count(), Class::ALL.len());
    }
}
