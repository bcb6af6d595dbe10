//! What both dictionaries are read into.

use fiszka_lexicon::Class;

use crate::tags::Tags;

/// Where an entry was found. The values are bits.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub(crate) enum Source {
    Sgjp = 1,
    Morfologik = 2,
}

/// One form of one lemma, both in lower case.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) form: &'a str,
    pub(crate) lemma: &'a str,
    pub(crate) class: Class,
    pub(crate) tags: Tags,
    pub(crate) source: Source,
    /// The lemma has a capital letter.
    pub(crate) is_name: bool,
    /// The dictionary calls the word dated or rare.
    pub(crate) is_rare: bool,
}

/// An abbreviation as written, without its dot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Short {
    pub(crate) form: String,
    pub(crate) expansion: String,
    pub(crate) needs_dot: bool,
}

/// The class of a tag of either dictionary (`subst:sg:nom:m3`); `None` for what is no word.
pub(crate) fn class_of(tag: &str) -> Option<Class> {
    Some(match tag.split(':').next()? {
        "subst" | "depr" => Class::Noun,
        "adj" | "adjp" | "adjc" => Class::Adjective,
        "adv" => Class::Adverb,
        "verb" | "fin" | "inf" | "praet" | "impt" | "imps" | "cond" | "bedzie" | "winien" | "pred" => {
            Class::Verb
        }
        "ger" => Class::Gerund,
        "pact" | "ppas" | "pcon" | "pant" => Class::Participle,
        "num" => Class::Numeral,
        "ppron12" | "ppron3" | "siebie" => Class::Pronoun,
        "prep" => Class::Preposition,
        "conj" | "comp" => Class::Conjunction,
        "part" | "qub" => Class::Particle,
        "adja" | "pacta" | "numcomp" => Class::CompoundPart,
        "interj" | "burk" | "frag" => Class::Other,
        _ => return None,
    })
}
