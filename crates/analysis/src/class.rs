//! Classes of words, as ranking weighs them.

/// What kind of word a token is, by its likeliest reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WordClass {
    /// A common noun, or the verbal noun of a verb.
    Noun,
    /// A proper name.
    Name,
    /// A form of a verb.
    Verb,
    /// An adjective or a participle.
    Adjective,
    /// An adverb.
    Adverb,
    /// A numeral in letters.
    Numeral,
    /// A preposition, conjunction, particle or pronoun: it carries no meaning of its own.
    Function,
    /// An interjection, a single letter, an abbreviation and the like.
    Other,
    /// A word that the dictionary does not know, an acronym or an address.
    #[default]
    Unknown,
    /// A number or a date in digits.
    Number,
}

impl WordClass {
    /// The English name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Noun => "noun",
            Self::Name => "name",
            Self::Verb => "verb",
            Self::Adjective => "adjective",
            Self::Adverb => "adverb",
            Self::Numeral => "numeral",
            Self::Function => "function",
            Self::Other => "other",
            Self::Unknown => "unknown",
            Self::Number => "number",
        }
    }
}
