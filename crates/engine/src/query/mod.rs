//! The query language: from what was typed to clauses with their place in the text.
//!
//! ```text
//! query    = and (("OR" | "LUB") and)*
//! and      = sequence ("AND" sequence)*
//! sequence = ([ "+" | "-" | "NOT" | "NIE" ] item)+
//! item     = word | word "*" | phrase | field ":" (value | phrase) | "(" query ")"
//! phrase   = quote words quote [ "~" moves ]
//! ```
//!
//! Reading never fails. What breaks a rule (a quote without its other half, an operator without an operand, a field
//! that does not exist) is read as plain words, and a note says so. Signs count only where a person means them: a
//! hyphen inside a word, `+48` before a telephone number, `12:30`, `art. 5:` and addresses are plain text.
//!
//! This room knows neither the index nor analysis: what fields there are it is told by [`Fields`].

mod field;
mod lexer;
mod parser;
mod print;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use parser::parse;

/// Groups may stand in groups this deep; beyond it their parentheses are ignored.
const DEPTH_MAX: usize = 8;

/// More phrases, prefixes and fields than this are read as plain words.
const CLAUSES_MAX: usize = 64;

/// More notes than this are not given.
const NOTES_MAX: usize = 16;

/// Most moves that a phrase may allow: fewer than the words between two zones.
pub(crate) const MOVES_MAX: u32 = 50;

/// A query in parts. Ranges are bytes of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parsed {
    pub(crate) root: Expression,
    /// What was ignored or read otherwise than typed, and why.
    pub(crate) notes: Vec<String>,
    /// The parts of the text that are no words to look for: operators, names of fields, values of filters. In order.
    syntax: Vec<Range<usize>>,
}

/// How clauses are joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expression {
    /// Clauses side by side.
    Sequence(Vec<Clause>),
    /// All of them must match.
    And(Vec<Expression>),
    /// One of them must match.
    Or(Vec<Expression>),
}

/// What stands before a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Nothing.
    Plain,
    /// `+`: it must be there.
    Required,
    /// `-` or `NOT`: it must not be there.
    Excluded,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) sign: Sign,
    pub(crate) node: Node,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// Plain text; one word in most cases. With a field only its text counts.
    Words { field: Option<String>, text: Range<usize> },
    /// The words between two quotes, which may be moved this often.
    Phrase { field: Option<String>, text: Range<usize>, moves: u32 },
    /// How words begin.
    Prefix { stem: Range<usize> },
    /// A value of a field.
    Value { field: String, value: Range<usize> },
    /// A query in parentheses.
    Group(Expression),
}

/// What a query may ask for by name.
pub(crate) trait Fields {
    /// The field that is called so.
    fn named(&self, name: &str) -> Option<NamedField>;

    /// Whether a text is a value of a field.
    fn reads(&self, field: &str, value: &str) -> Reads;
}

/// A field that a query names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedField {
    /// Its name in the schema.
    pub(crate) name: String,
    /// It is text, so words are looked for in it; others are compared with a value.
    pub(crate) is_text: bool,
}

/// How sure it is that a text is a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reads {
    /// It cannot be one.
    No,
    /// It is text like any other: its words are looked for in the field.
    Maybe,
    /// It is one.
    Known,
}

impl Parsed {
    /// The text with blanks for everything that is no word to look for: every word stands where it stood.
    pub(crate) fn words_of(&self, text: &str) -> String {
        let mut words = String::with_capacity(text.len());
        let mut at = 0;
        for range in &self.syntax {
            words.push_str(text.get(at..range.start).unwrap_or_default());
            // A sign that joins nothing, so that the words around it stay apart.
            words.extend(std::iter::repeat_n(';', range.len()));
            at = range.end;
        }
        words.push_str(text.get(at..).unwrap_or_default());
        words
    }
}
