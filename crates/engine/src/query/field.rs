//! Fields in a query: `name:value`, `name:"words"`, `name:>300 000`, `name:luty 2021`.

use std::ops::Range;

use crate::query::lexer::{Lexer, is_quote, shortened};
use crate::query::{CLAUSES_MAX, NamedField, Node, Reads, Sign};

/// Words that one value may have.
const VALUE_WORDS_MAX: usize = 6;

impl Lexer<'_> {
    /// Reads what stands behind `name:`. Says `false`, and why, when it is to be read as words.
    pub(super) fn field(&mut self, sign: Sign, field: &NamedField, start: usize, behind: usize) -> bool {
        let name = self.slice(start..behind);
        if self.clauses >= CLAUSES_MAX {
            self.note(format!(
                "only {CLAUSES_MAX} phrases, fields and prefixes count; the others were read as words"
            ));
            return false;
        }
        let quoted = if self.peek(behind).is_some_and(is_quote) {
            self.at = behind;
            let phrase = self.phrase().filter(|phrase| self.has_words(phrase.text.clone()));
            self.at = start;
            phrase
        } else {
            None
        };
        let value = match &quoted {
            Some(phrase) => phrase.text.clone(),
            None => self.value(field, behind),
        };
        if value.is_empty() {
            self.note(format!(
                "`{name}` was read as a word: the value goes right behind it, as in `{name}value`"
            ));
            return false;
        }
        let reads = if field.is_text {
            Reads::Maybe
        } else {
            self.fields.reads(&field.name, self.slice(value.clone()))
        };
        match reads {
            Reads::Known => {
                let end = quoted.map_or(value.end, |phrase| phrase.end);
                self.syntax.push(start..end);
                self.clause(sign, Node::Value { field: field.name.clone(), value }, start..end);
            }
            Reads::Maybe => {
                self.syntax.push(start..behind);
                let asked = Some(field.name.clone());
                match quoted {
                    Some(phrase) => self.phrase_clause(sign, asked, phrase, start),
                    None => {
                        let end = value.end;
                        self.clause(sign, Node::Words { field: asked, text: value }, start..end);
                    }
                }
            }
            Reads::No => {
                let written = shortened(self.slice(value));
                self.note(format!("`{name}{written}` was read as words: that is no value of the field"));
                return false;
            }
        }
        true
    }

    /// The longest known value that begins here, else one word.
    fn value(&mut self, field: &NamedField, start: usize) -> Range<usize> {
        let mut first = None;
        let mut known = None;
        let mut end = start;
        for _ in 0..VALUE_WORDS_MAX {
            let inner = self.inner;
            end = self.word_end(end);
            self.inner = inner;
            let value = self.slice(start..end).trim_end_matches([',', ';', '.', '!', '?']);
            let value = start..start + value.len();
            if value.is_empty() {
                break;
            }
            if self.fields.reads(&field.name, self.slice(value.clone())) == Reads::Known {
                known = Some(value.clone());
            }
            first.get_or_insert(value);
            let rest = self.slice(end..self.text.len());
            let blanks = rest.len() - rest.trim_start().len();
            end += blanks;
            let goes_on = self.peek(end).is_some_and(|c| !is_quote(c) && !matches!(c, '(' | ')' | '-' | '+'));
            if blanks == 0 || !goes_on {
                break;
            }
        }
        known.or(first).unwrap_or(start..start)
    }

    /// `name:value`, and neither an address nor a colon that ends a phrase.
    pub(super) fn looks_like_field(&self, behind: usize) -> bool {
        self.peek(behind).is_some_and(|c| c.is_alphanumeric() || is_quote(c) || matches!(c, '<' | '>'))
    }
}

/// A name of a field: letters, and `_` between them.
pub(super) fn is_name(name: &str) -> bool {
    name.chars().count() > 1 && name.chars().all(|c| c.is_alphabetic() || c == '_')
}
