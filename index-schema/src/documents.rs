//! Tables for reading pages: months, the phrases of a site's shell, keys of front matter and JSON, sites.

use std::collections::{HashMap, HashSet};

use aho_corasick::AhoCorasick;

use crate::error::Error;
use crate::fold::fold;
use crate::table::{Source, list, rows};

/// Names of months.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Months {
    names: HashMap<String, i8>,
    romans: HashMap<String, i8>,
    genitives: HashMap<i8, String>,
}

impl Months {
    /// The month (1 to 12) with this name: nominative, genitive or short, with or without diacritics and capitals.
    pub fn by_name(&self, name: &str) -> Option<i8> {
        self.names.get(fold(name).trim_end_matches('.')).copied()
    }

    /// The month with this Roman numeral.
    pub fn by_roman(&self, numeral: &str) -> Option<i8> {
        self.romans.get(&fold(numeral)).copied()
    }

    /// The name of a month (1 to 12) as dates write it: `maja`.
    pub fn genitive(&self, month: i8) -> Option<&str> {
        self.genitives.get(&month).map(String::as_str)
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let mut months = Self::default();
        for row in rows(source, ["number", "nominative", "genitive", "roman", "short", "other"])? {
            let [number, nominative, genitive, roman, short, other] = row.cells;
            let number = match number.parse() {
                Ok(number @ 1..=12) => number,
                _ => {
                    return Err(
                        row.invalid(format!("`{number}` is no month"), "number the months from 1 to 12")
                    );
                }
            };
            let names = [nominative, genitive, short].into_iter().map(str::to_owned).chain(list(other));
            for name in names.filter(|name| !name.is_empty()) {
                if months.names.insert(fold(&name), number).is_some_and(|known| known != number) {
                    return Err(row.invalid(format!("`{name}` names two months"), "keep it with one month"));
                }
            }
            months.romans.insert(fold(roman), number);
            months.genitives.insert(number, genitive.to_owned());
        }
        Ok(months)
    }
}

/// How a phrase of the shell is compared with a line. Both are folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhraseMatch {
    /// The line is the phrase.
    Line,
    /// The line starts with the phrase.
    Start,
    /// The phrase stands somewhere in the line, which has no more than forty words.
    Contains,
    /// The line has three words or more and all of them stand in the phrase: a language switcher.
    Words,
}

/// What a line with the phrase takes out of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhraseAction {
    /// The line itself, wherever it stands.
    Line,
    /// The line itself, if it stands above the content.
    Head,
    /// The line and the short lines below it: titles of other pages.
    List,
    /// The line and everything below it, once the content has begun.
    Rest,
}

/// A phrase of a site's shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The phrase, folded.
    pub text: String,
    /// How it is compared.
    pub matching: PhraseMatch,
    /// What it takes out.
    pub action: PhraseAction,
    /// Why, in snake case: `menu`, `comments`, `languages`, ...
    pub reason: String,
}

/// The phrases of a site's shell.
#[derive(Clone, Debug, Default)]
pub struct ShellPhrases {
    lines: HashMap<String, Phrase>,
    others: Vec<Phrase>,
    /// Finds those of the others that may stand anywhere in a line, all in one pass.
    contained: Option<AhoCorasick>,
    /// Their places among the others.
    contained_at: Vec<usize>,
    /// Places of those that lines start with, by their first byte.
    starts: HashMap<u8, Vec<usize>>,
    /// Places of those that list words, with the words.
    words: Vec<(usize, HashSet<String>)>,
}

impl ShellPhrases {
    /// The phrase that a folded line carries.
    pub fn find(&self, folded: &str) -> Option<&Phrase> {
        const WORDS_MAX: usize = 40;
        if folded.is_empty() {
            return None;
        }
        if let Some(phrase) = self.lines.get(folded) {
            return Some(phrase);
        }
        if folded.split(' ').nth(WORDS_MAX).is_some() {
            return None;
        }
        let starts = folded.as_bytes().first().and_then(|first| self.starts.get(first)).into_iter().flatten();
        let start = starts.copied().find(|&index| {
            self.others.get(index).is_some_and(|phrase| folded.starts_with(phrase.text.as_str()))
        });
        let words = self.words.iter().find(|(_, words)| all_words_in(folded, words)).map(|(index, _)| *index);
        let contained = self.contained.as_ref().and_then(|automaton| {
            let matches = automaton.find_overlapping_iter(folded);
            matches.filter_map(|found| self.contained_at.get(found.pattern().as_usize()).copied()).min()
        });
        // The first in the table counts.
        let first = [start, words, contained].into_iter().flatten().min()?;
        self.others.get(first)
    }

    /// Every phrase, in no particular order.
    pub fn all(&self) -> impl Iterator<Item = &Phrase> {
        self.lines.values().chain(&self.others)
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let mut table = Self::default();
        for row in rows(source, ["phrase", "match", "action", "reason"])? {
            let [phrase, matching, action, reason] = row.cells;
            let matching = match matching {
                "line" => PhraseMatch::Line,
                "start" => PhraseMatch::Start,
                "contains" => PhraseMatch::Contains,
                "words" => PhraseMatch::Words,
                other => {
                    let reason = format!("unknown way to match `{other}`");
                    return Err(row.invalid(reason, "use line, start, contains or words"));
                }
            };
            let action = match action {
                "line" => PhraseAction::Line,
                "head" => PhraseAction::Head,
                "list" => PhraseAction::List,
                "rest" => PhraseAction::Rest,
                other => {
                    return Err(
                        row.invalid(format!("unknown action `{other}`"), "use line, head, list or rest")
                    );
                }
            };
            let text = fold(phrase);
            if text.is_empty() {
                return Err(row.invalid("the phrase is missing", "give the phrase as pages print it"));
            }
            let phrase = Phrase { text, matching, action, reason: reason.to_owned() };
            if matching == PhraseMatch::Line {
                table.lines.insert(phrase.text.clone(), phrase);
            } else {
                table.others.push(phrase);
            }
        }
        for (index, phrase) in table.others.iter().enumerate() {
            match (phrase.matching, phrase.text.bytes().next()) {
                (PhraseMatch::Start, Some(first)) => table.starts.entry(first).or_default().push(index),
                (PhraseMatch::Words, _) => {
                    table.words.push((index, phrase.text.split(' ').map(str::to_owned).collect()));
                }
                _ => {}
            }
        }
        let contained = || {
            let others = table.others.iter().enumerate();
            others.filter(|(_, phrase)| phrase.matching == PhraseMatch::Contains)
        };
        let automaton = AhoCorasick::new(contained().map(|(_, phrase)| phrase.text.as_str()));
        let too_many = |error: aho_corasick::BuildError| {
            Error::invalid(source.file, 1, error.to_string(), "give fewer or shorter phrases")
        };
        let contained_at = contained().map(|(index, _)| index).collect();
        table.contained = Some(automaton.map_err(too_many)?);
        table.contained_at = contained_at;
        Ok(table)
    }
}

fn all_words_in(line: &str, words: &HashSet<String>) -> bool {
    const FEWEST: usize = 3;
    let mut count = 0;
    for word in line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.contains(word) {
            return false;
        }
        count += 1;
    }
    count >= FEWEST
}

/// What a key of front matter or JSON means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyMeaning {
    /// A field of the schema, by name.
    Field(String),
    /// The name of the document's kind.
    Kind,
    /// The record's own id.
    Id,
    /// The page's address.
    Url,
    /// Degrees north, a part of the field of type [`Coordinates`](crate::FieldType::Coordinates).
    Latitude,
    /// Degrees east.
    Longitude,
    /// Nothing that concerns a reader: identifiers of a template, flags of the editor.
    Ignored,
}

/// The alias table of keys, Polish and English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentKeys {
    keys: HashMap<String, KeyMeaning>,
}

impl DocumentKeys {
    /// What a key means. Capitals, diacritics, `_`, `-` and blanks make no difference.
    pub fn meaning(&self, key: &str) -> Option<&KeyMeaning> {
        self.keys.get(&key_of(key))
    }

    /// The names of fields that keys may mean.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.keys.values().filter_map(|meaning| match meaning {
            KeyMeaning::Field(name) => Some(name.as_str()),
            _ => None,
        })
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let mut table = Self::default();
        for row in rows(source, ["meaning", "keys"])? {
            let [meaning, keys] = row.cells;
            let meaning = match meaning {
                "@kind" => KeyMeaning::Kind,
                "@id" => KeyMeaning::Id,
                "@url" => KeyMeaning::Url,
                "@latitude" => KeyMeaning::Latitude,
                "@longitude" => KeyMeaning::Longitude,
                "@ignored" => KeyMeaning::Ignored,
                field => KeyMeaning::Field(field.to_owned()),
            };
            for key in list(keys) {
                if table.keys.insert(key_of(&key), meaning.clone()).is_some_and(|known| known != meaning) {
                    return Err(row.invalid(format!("key `{key}` means two things"), "keep it in one row"));
                }
            }
        }
        Ok(table)
    }
}

fn key_of(key: &str) -> String {
    let mut folded = fold(key);
    folded.retain(|c| !matches!(c, '_' | '-' | ' ' | ':' | '.'));
    folded
}

/// A site whose addresses carry the id of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its host, without `www.`.
    pub host: String,
    /// Hosts that serve the same pages.
    pub mirrors: Vec<String>,
    /// The parameter of the query part that holds the article's id.
    pub article_parameter: String,
    /// The parameter that numbers the pages of an article, from 1; empty when an article has one page.
    pub part_parameter: String,
}

/// Sites whose addresses carry the id of an article, so that several pages of one article become one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sites {
    all: Vec<Site>,
}

impl Sites {
    /// The site that serves this host.
    pub fn by_host(&self, host: &str) -> Option<&Site> {
        let host = host.strip_prefix("www.").unwrap_or(host);
        self.all.iter().find(|site| site.host == host || site.mirrors.iter().any(|mirror| mirror == host))
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let all = rows(source, ["host", "mirrors", "article_parameter", "part_parameter"])?
            .iter()
            .map(|row| {
                let [host, mirrors, article_parameter, part_parameter] = row.cells;
                if host.is_empty() || article_parameter.is_empty() {
                    return Err(
                        row.invalid("the host or the parameter is missing", "give both, or remove the line")
                    );
                }
                Ok(Site {
                    host: host.to_owned(),
                    mirrors: list(mirrors),
                    article_parameter: article_parameter.to_owned(),
                    part_parameter: part_parameter.to_owned(),
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { all })
    }
}
