//! What a document offers for suggestions besides its record: its title, the phrases it is about, and the programmes it
//! names. They are found while the document is analysed and kept in one column, so that the list of suggestions of a
//! commit is made without reading any text.

use fiszka_analysis::{Token, WordClass};
use fiszka_document::{Document, Redaction};
use fiszka_schema::Schema;

/// Longest title that is offered, in bytes.
const TITLE_BYTES_MAX: usize = 200;
/// Words of each zone in which phrases are looked for.
const ZONE_WORDS_MAX: usize = 80;
/// Phrases and programmes of one document.
const PHRASES_MAX: usize = 48;
const PROGRAMMES_MAX: usize = 8;
/// Bounds of the name of a programme, in characters.
const PROGRAMME_CHARS: std::ops::RangeInclusive<usize> = 4..=60;
/// Shortest word at either end of a phrase, in letters.
const END_LETTERS_MIN: usize = 3;
/// Zones whose beginnings say what a document is about.
const PHRASE_ZONES: [&str; 4] = ["title", "abstract", "section", "body"];
/// Beginnings of the words before a quoted name that make it the name of a programme.
const PROGRAMME_WORDS: [&str; 2] = ["program", "projek"];
/// How many words before the quotation may be one of them.
const PROGRAMME_WORDS_BEFORE: usize = 2;

/// Between the parts of a value of the column.
const SEPARATOR: char = '\u{1f}';

/// One value of the column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Offered<'v> {
    Title(&'v str),
    /// A phrase in one of its forms.
    Phrase {
        /// The base forms of its words, the same for every form.
        key: &'v str,
        /// As it stands in the text, in small letters but for names.
        text: &'v str,
        /// Whether its first noun stands in its base form.
        is_base: bool,
    },
    Programme(&'v str),
}

impl<'v> Offered<'v> {
    pub(crate) fn encode(&self) -> String {
        match self {
            Self::Title(text) => format!("t{SEPARATOR}{text}"),
            Self::Programme(text) => format!("g{SEPARATOR}{text}"),
            Self::Phrase { key, text, is_base } => {
                format!("p{SEPARATOR}{key}{SEPARATOR}{}{SEPARATOR}{text}", u8::from(*is_base))
            }
        }
    }

    /// `None` for what no version of this program has written.
    pub(crate) fn decode(value: &'v str) -> Option<Self> {
        let (mark, rest) = value.split_once(SEPARATOR)?;
        match mark {
            "t" => Some(Self::Title(rest)),
            "g" => Some(Self::Programme(rest)),
            "p" => {
                let (key, rest) = rest.split_once(SEPARATOR)?;
                let (is_base, text) = rest.split_once(SEPARATOR)?;
                Some(Self::Phrase { key, text, is_base: is_base == "1" })
            }
            _ => None,
        }
    }
}

/// A word that a phrase may hold.
#[derive(Debug, Clone)]
struct Word {
    end: usize,
    lemma: String,
    text: String,
    /// It may stand at either end of a phrase.
    is_content: bool,
    is_noun: bool,
}

/// Gathers the phrases of a document from its tokens.
#[derive(Debug, Default)]
pub(crate) struct PhraseReader {
    last: Vec<Word>,
    found: Vec<String>,
    /// Contacts in the zone that is read: a name that is printed below many pages is no phrase of them.
    contacts: Redaction,
}

impl PhraseReader {
    /// Whether phrases are looked for in a zone of this field.
    pub(crate) fn wants(field: &str) -> bool {
        PHRASE_ZONES.contains(&field)
    }

    /// Begins with another zone, which has this text.
    pub(crate) fn begin(&mut self, text: &str, schema: &Schema) {
        self.last.clear();
        self.contacts = Redaction::of_text(text, schema);
    }

    /// Reads the next token of a zone with this text.
    pub(crate) fn read(&mut self, token: &Token<'_>, text: &str) {
        if token.position >= ZONE_WORDS_MAX || self.found.len() >= PHRASES_MAX {
            return;
        }
        let between = self.last.last().and_then(|word| text.get(word.end..token.start));
        if !matches!(between, Some(" " | "\u{a0}")) || token.span > 1 {
            self.last.clear();
        }
        let is_word =
            token.text.chars().all(char::is_alphabetic) && !self.contacts.hides(&(token.start..token.end));
        let Some(lemma) = token.terms.iter().next().filter(|_| is_word && token.span == 1) else {
            self.last.clear();
            return;
        };
        let is_long = token.form.chars().nth(END_LETTERS_MIN - 1).is_some();
        let is_content = matches!(
            token.class,
            WordClass::Noun | WordClass::Name | WordClass::Adjective | WordClass::Unknown
        );
        let keeps_capitals =
            token.class == WordClass::Name || token.text.chars().skip(1).any(char::is_uppercase);
        self.last.push(Word {
            end: token.end,
            lemma: lemma.text.to_owned(),
            text: if keeps_capitals { token.text.to_owned() } else { token.form.to_owned() },
            is_content: is_content && is_long,
            is_noun: token.class == WordClass::Noun,
        });
        for length in [2, 3] {
            let Some(words) = self.last.len().checked_sub(length).and_then(|start| self.last.get(start..))
            else {
                continue;
            };
            let ends = [words.first(), words.last()].into_iter().flatten().all(|word| word.is_content);
            if ends && words.iter().any(|word| word.is_noun) {
                self.found.push(phrase(words));
            }
        }
        if self.last.len() == 3 {
            self.last.remove(0);
        }
    }

    /// The values of the column for a document.
    pub(crate) fn finish(mut self, document: &Document) -> Vec<String> {
        let title = document.title().split_whitespace().collect::<Vec<_>>().join(" ");
        if !title.is_empty() && title.len() <= TITLE_BYTES_MAX {
            self.found.push(Offered::Title(&title).encode());
        }
        for zone in &document.zones {
            let text = document.text.get(zone.range.clone()).unwrap_or_default();
            self.found.extend(programmes(text).map(|name| Offered::Programme(name).encode()));
        }
        self.found.sort_unstable();
        self.found.dedup();
        self.found
    }
}

fn phrase(words: &[Word]) -> String {
    let join = |part: fn(&Word) -> &str| words.iter().map(part).collect::<Vec<_>>().join(" ");
    let noun = words.iter().find(|word| word.is_noun);
    let is_base = noun.is_some_and(|noun| noun.text == noun.lemma);
    Offered::Phrase { key: &join(|word| &word.lemma), text: &join(|word| &word.text), is_base }.encode()
}

/// The quoted names behind *program* or *projekt*: *program „Ciepły dom”*.
fn programmes(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.match_indices(['„', '"', '«']).filter_map(|(at, quote)| {
        let before = text.get(..at)?;
        let name = text.get(at + quote.len()..)?;
        let name = name.get(..name.find(['”', '“', '"', '»', '\n', '„'])?)?.trim();
        let is_programme = before.split_whitespace().rev().take(PROGRAMME_WORDS_BEFORE).any(|word| {
            let word = word.to_lowercase();
            PROGRAMME_WORDS.iter().any(|beginning| word.starts_with(beginning))
        });
        (is_programme && PROGRAMME_CHARS.contains(&name.chars().count())).then_some(name)
    });
    quoted.take(PROGRAMMES_MAX)
}

#[cfg(test)]
mod tests {
    use fiszka_analysis::{Analyzer, Language, Side};

    use super::*;

    #[test]
    fn values_survive_the_column() {
        for offered in [
            Offered::Title("Klub: seniora"),
            Offered::Programme("Ciepły dom"),
            Offered::Phrase { key: "rada senior", text: "rady seniorów", is_base: false },
        ] {
            assert_eq!(Offered::decode(&offered.encode()), Some(offered));
        }
        assert_eq!(Offered::decode("x"), None);
    }

    #[test]
    fn phrases_are_neighbours_with_nouns_in_one_sentence() {
        let text = "Mieszkania chronione w Chełmie. Bus na telefon, szybko jedzie; karta dużej rodziny 2013";
        let mut reader = PhraseReader::default();
        Analyzer::new().analyze(text, Language::Polish, Side::Index, &mut |token| reader.read(token, text));
        let texts: Vec<_> = reader
            .found
            .iter()
            .filter_map(|value| match Offered::decode(value)? {
                Offered::Phrase { text, .. } => Some(text),
                _ => None,
            })
            .collect();
        assert_eq!(
            texts,
            ["mieszkania chronione", "bus na telefon", "karta dużej", "dużej rodziny", "karta dużej rodziny"]
        );
    }

    #[test]
    fn a_quoted_name_behind_its_word_is_a_programme() {
        for (text, expected) in [
            (
                "Dotacja z programu „Ciepły dom\" i projektu \"Wnuczek w sieci\".",
                &["Ciepły dom", "Wnuczek w sieci"][..],
            ),
            ("Program wieloletni „Senior+”", &["Senior+"]),
            ("Spektakl „Dziady” i program dla wszystkich „Tak”", &[]),
            ("program „bez końca", &[]),
        ] {
            assert_eq!(programmes(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
