//! The languages of the portals.

use rust_stemmers::{Algorithm, Stemmer};

/// The language of a document. Polish is analysed by our own rules, the others by their Snowball stemmers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Polish, and every text of which nothing else is known.
    #[default]
    Polish,
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Russian.
    Russian,
    /// Spanish.
    Spanish,
}

impl Language {
    /// Every language, in the order of the portals' language switchers.
    pub const ALL: [Self; 6] =
        [Self::Polish, Self::English, Self::French, Self::German, Self::Russian, Self::Spanish];

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Polish => "pl",
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Russian => "ru",
            Self::Spanish => "es",
        }
    }

    /// The language of an ISO 639-1 code, in lower case.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The Snowball stemmer of a language other than Polish.
    pub(crate) fn stemmer(self) -> Option<Stemmer> {
        let algorithm = match self {
            Self::Polish => return None,
            Self::English => Algorithm::English,
            Self::German => Algorithm::German,
            Self::French => Algorithm::French,
            Self::Russian => Algorithm::Russian,
            Self::Spanish => Algorithm::Spanish,
        };
        Some(Stemmer::create(algorithm))
    }
}
