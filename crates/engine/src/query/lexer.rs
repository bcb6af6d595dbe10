//! From characters to clauses, operators and parentheses, still without structure.

use std::ops::Range;

use crate::query::field::is_name;
use crate::query::{CLAUSES_MAX, Fields, MOVES_MAX, NOTES_MAX, Node, Sign};

/// Shortest stem of a prefix in letters.
const STEM_CHARS_MIN: usize = 2;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    Item(Sign, Node),
    Open(Sign),
    Close,
    Operator(Operator),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

/// A phrase as typed.
pub(super) struct Quoted {
    /// What stands between the quotes.
    pub(super) text: Range<usize>,
    pub(super) moves: u32,
    /// Where the moves begin, behind the quote.
    pub(super) moves_at: usize,
    pub(super) end: usize,
}

pub(super) struct Lexer<'q> {
    pub(super) text: &'q str,
    pub(super) fields: &'q dyn Fields,
    pub(super) at: usize,
    tokens: Vec<Token>,
    pub(super) syntax: Vec<Range<usize>>,
    notes: Vec<String>,
    /// Opening parentheses inside words, whose other halves are plain text too.
    pub(super) inner: usize,
    /// Phrases, prefixes and fields so far.
    pub(super) clauses: usize,
    /// Polish operators count: some word has a small letter.
    is_mixed: bool,
    /// Closing quotes that do not stand in the rest of the text.
    missing: Vec<char>,
}

impl<'q> Lexer<'q> {
    pub(super) fn new(text: &'q str, fields: &'q dyn Fields) -> Self {
        Self {
            text,
            fields,
            at: 0,
            tokens: Vec::new(),
            syntax: Vec::new(),
            notes: Vec::new(),
            inner: 0,
            clauses: 0,
            is_mixed: text.chars().any(char::is_lowercase),
            missing: Vec::new(),
        }
    }

    /// The tokens, what is no word to look for, and the notes.
    pub(super) fn read(mut self) -> (Vec<Token>, Vec<Range<usize>>, Vec<String>) {
        while let Some(c) = self.peek(self.at) {
            let start = self.at;
            let after = start + c.len_utf8();
            if c.is_whitespace() {
                self.at = after;
            } else if c == '(' {
                self.push(TokenKind::Open(Sign::Plain), start..after);
            } else if c == ')' {
                if self.inner > 0 {
                    self.inner -= 1;
                    self.at = after;
                } else {
                    self.push(TokenKind::Close, start..after);
                }
            } else if let Some(sign) = self.sign(c) {
                self.signed(sign, after);
            } else if !self.item(Sign::Plain) {
                self.at = after;
            }
        }
        (self.tokens, self.syntax, self.notes)
    }

    pub(super) fn peek(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &'q str {
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn has_words(&self, range: Range<usize>) -> bool {
        self.slice(range).contains(char::is_alphanumeric)
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    fn push(&mut self, kind: TokenKind, range: Range<usize>) {
        self.at = range.end;
        self.tokens.push(Token { kind, range });
    }

    pub(super) fn note(&mut self, note: String) {
        if self.notes.len() < NOTES_MAX && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Whether a sign stands here that a person means: behind a blank and right before what it is about.
    fn sign(&self, c: char) -> Option<Sign> {
        let sign = match c {
            '+' => Sign::Required,
            '-' => Sign::Excluded,
            _ => return None,
        };
        let before = self.before(self.at);
        if before.is_some_and(|before| !before.is_whitespace() && before != '(') {
            return None;
        }
        let next = self.peek(self.at + 1)?;
        let is_number = next.is_ascii_digit();
        // +48 begins a telephone number; a number behind a number is the end of a range.
        let behind_number = self
            .text
            .get(..self.at)
            .is_some_and(|text| text.trim_end().ends_with(|c: char| c.is_ascii_digit()));
        let counts = match sign {
            Sign::Required => !is_number,
            _ => !is_number || !behind_number,
        };
        (counts && (next.is_alphanumeric() || next == '(' || closing(next).is_some())).then_some(sign)
    }

    fn signed(&mut self, sign: Sign, after: usize) {
        let start = self.at;
        self.at = after;
        if self.peek(after) == Some('(') {
            self.push(TokenKind::Open(sign), start..after + 1);
        } else {
            self.item(sign);
        }
    }

    /// Reads a phrase, a field or a word; `false` when there is nothing but a sign that says nothing.
    fn item(&mut self, sign: Sign) -> bool {
        let start = self.at;
        if let Some(c) = self.peek(start).filter(|c| is_quote(*c)) {
            if let Some(phrase) = self.phrase() {
                if self.has_words(phrase.text.clone()) {
                    self.phrase_clause(sign, None, phrase, start);
                } else {
                    self.note("a phrase without words was ignored".to_owned());
                    self.at = phrase.end;
                }
                return true;
            }
            self.note(format!("`{c}` was ignored: the other quote of the phrase is missing"));
            return false;
        }
        let end = self.word_end(start);
        let word = self.slice(start..end);
        if let Some((name, _)) = word.split_once(':').filter(|(name, _)| is_name(name)) {
            let colon = start + name.len();
            if let Some(field) = self.fields.named(name) {
                if self.field(sign, &field, start, colon + 1) {
                    return true;
                }
            } else if self.looks_like_field(colon + 1) {
                self.note(format!("`{name}:` was read as a word: there is no field `{name}`"));
            }
        }
        self.word(sign, start, end);
        true
    }

    pub(super) fn phrase_clause(&mut self, sign: Sign, field: Option<String>, phrase: Quoted, start: usize) {
        self.syntax.push(phrase.moves_at..phrase.end);
        let node = Node::Phrase { field, text: phrase.text, moves: phrase.moves };
        self.clause(sign, node, start..phrase.end);
    }

    pub(super) fn clause(&mut self, sign: Sign, node: Node, range: Range<usize>) {
        self.clauses += 1;
        self.push(TokenKind::Item(sign, node), range);
    }

    /// Where the word ends that begins here: at a blank, a closing parenthesis or a phrase.
    pub(super) fn word_end(&mut self, start: usize) -> usize {
        let mut before = None;
        for (at, c) in self.slice(start..self.text.len()).char_indices() {
            let is_phrase = is_quote(c) && before.is_some_and(|before: char| !before.is_alphanumeric());
            if c.is_whitespace() || is_phrase || (c == ')' && self.inner == 0) {
                return start + at;
            }
            match c {
                '(' => self.inner += 1,
                ')' => self.inner -= 1,
                _ => {}
            }
            before = Some(c);
        }
        self.text.len()
    }

    fn word(&mut self, sign: Sign, start: usize, end: usize) {
        let word = self.slice(start..end);
        let range = start..end;
        if sign == Sign::Plain
            && let Some(operator) = self.operator(word)
        {
            self.push(TokenKind::Operator(operator), range);
            return;
        }
        if let Some(c) = word.chars().find(|c| is_quote(*c)) {
            self.note(format!(
                "`{c}` was ignored: a phrase begins and ends with a quote outside of its words"
            ));
        }
        if let Some(stem) = self.stem(word) {
            let stem = start..start + stem.len();
            self.clause(sign, Node::Prefix { stem }, range);
            return;
        }
        if word.contains(char::is_alphanumeric) {
            self.push(TokenKind::Item(sign, Node::Words { field: None, text: range.clone() }), range);
        } else {
            self.at = end;
        }
    }

    fn operator(&self, word: &str) -> Option<Operator> {
        match word {
            "AND" => Some(Operator::And),
            "OR" => Some(Operator::Or),
            "NOT" => Some(Operator::Not),
            "LUB" if self.is_mixed => Some(Operator::Or),
            "NIE" if self.is_mixed => Some(Operator::Not),
            _ => None,
        }
    }

    /// The stem of `stem*`.
    fn stem(&mut self, word: &str) -> Option<&'q str> {
        let word = word.trim_end_matches([',', ';', '.', '?', '!']);
        let stem = word.strip_suffix('*')?;
        if stem.is_empty() || !stem.ends_with(char::is_alphanumeric) {
            return None;
        }
        let is_word = stem.chars().all(char::is_alphanumeric);
        if !is_word || stem.chars().count() < STEM_CHARS_MIN || self.clauses >= CLAUSES_MAX {
            self.note(format!(
                "the `*` of `{}` was ignored: it goes behind at least {STEM_CHARS_MIN} letters or digits",
                shortened(word)
            ));
            return None;
        }
        let start = self.at;
        Some(self.slice(start..start + stem.len()))
    }

    /// The phrase that begins here.
    pub(super) fn phrase(&mut self) -> Option<Quoted> {
        let open = self.peek(self.at)?;
        let closing = closing(open)?;
        if self.before(self.at).is_some_and(char::is_alphanumeric) {
            return None;
        }
        let start = self.at + open.len_utf8();
        let rest = self.slice(start..self.text.len());
        let found = if closing.iter().all(|c| self.missing.contains(c)) { None } else { rest.find(closing) };
        let Some(length) = found else {
            self.missing.extend(closing);
            return None;
        };
        let inside = start..start + length;
        if self.clauses >= CLAUSES_MAX {
            self.note(format!(
                "only {CLAUSES_MAX} phrases, fields and prefixes count; the others were read as words"
            ));
            return None;
        }
        let close = self.peek(inside.end)?.len_utf8();
        let moves_at = inside.end + close;
        let (mut moves, mut end) = (0, moves_at);
        if let Some(rest) = self.slice(end..self.text.len()).strip_prefix('~') {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 {
                let written = rest.get(..digits).unwrap_or_default();
                let asked = written.parse::<u32>().unwrap_or(u32::MAX);
                moves = asked.min(MOVES_MAX);
                if asked > MOVES_MAX {
                    self.note(format!(
                        "`~{}` was read as `~{MOVES_MAX}`, which is the most",
                        shortened(written)
                    ));
                }
                end += 1 + digits;
            }
        }
        Some(Quoted { text: inside, moves, moves_at, end })
    }
}

/// What ends a phrase that this quote begins.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' => Some(&['"', '”']),
        '„' => Some(&['”', '“', '"']),
        '“' => Some(&['”', '“', '"']),
        '”' => Some(&['”']),
        '«' => Some(&['»']),
        '»' => Some(&['«']),
        _ => None,
    }
}

pub(super) fn is_quote(c: char) -> bool {
    closing(c).is_some()
}

/// A part of the query for a note.
pub(super) fn shortened(text: &str) -> String {
    const CHARS_MAX: usize = 40;
    match text.char_indices().nth(CHARS_MAX) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
