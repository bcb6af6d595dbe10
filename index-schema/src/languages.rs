//! Languages by their commonest words.

use std::collections::HashMap;

use crate::error::Error;
use crate::table::{Source, list, rows};

/// A language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// ISO 639-1 code: `pl`.
    pub code: String,
    /// Its own name.
    pub name: String,
}

/// Languages and the words that show them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Languages {
    all: Vec<Language>,
    words: HashMap<String, Vec<usize>>,
}

impl Languages {
    /// All languages; the first is the one of a text that shows no other.
    pub fn all(&self) -> &[Language] {
        &self.all
    }

    /// Places in [`all`](Self::all) of the languages that a word shows. The word is given in lower case.
    pub fn of_word(&self, word: &str) -> &[usize] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let mut table = Self::default();
        for row in rows(source, ["code", "name", "words"])? {
            let [code, name, words] = row.cells;
            let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
            if !is_code || table.all.iter().any(|known| known.code == code) {
                let reason = format!("`{code}` is no code of a language, or stands twice");
                return Err(row.invalid(reason, "use each code of ISO 639-1 once, such as `pl`"));
            }
            for word in list(words) {
                table.words.entry(word).or_default().push(table.all.len());
            }
            table.all.push(Language { code: code.to_owned(), name: name.to_owned() });
        }
        Ok(table)
    }
}
