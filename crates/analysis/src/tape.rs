//! A tape: the analysis of a document as one string for each view, and the tokenizer that plays it.
//!
//! A tantivy `Tokenizer` sees a bare `&str`: no language, no field part, no second view. So a document is
//! analysed once, before it reaches tantivy, and each view is handed over as a tape that only has to be
//! decoded. On a tape every term stands behind a control character that moves the position; no term holds
//! one, because words hold letters, digits and marks only.

use tantivy_tokenizer_api::{Token, TokenStream, Tokenizer};

/// How many positions lie between two zones of a document, so that no phrase and no window spans them.
pub const ZONE_GAP: usize = 100;

const NEXT: char = '\n';
const SAME: char = '\t';
const ZONE: char = '\u{c}';

/// The terms of one view, with their positions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tape {
    text: String,
    /// Position of the last term; `None` before the first.
    position: Option<usize>,
}

impl Tape {
    /// Adds a term at a position that is not smaller than the last one's.
    pub fn push(&mut self, position: usize, term: &str) {
        debug_assert!(!term.contains([NEXT, SAME, ZONE]), "a term holds no control character");
        debug_assert!(self.position.is_none_or(|last| last <= position), "positions do not fall");
        let mut last = match self.position {
            Some(last) if last == position => {
                self.text.push(SAME);
                self.text.push_str(term);
                return;
            }
            last => last.map_or(0, |last| last + 1),
        };
        while last + ZONE_GAP <= position {
            self.text.push(ZONE);
            last += ZONE_GAP;
        }
        for _ in last..=position {
            self.text.push(NEXT);
        }
        self.text.push_str(term);
        self.position = Some(position);
    }

    /// The tape as the text of a tantivy field.
    pub fn into_text(self) -> String {
        self.text
    }
}

/// Plays a [`Tape`] to tantivy. Offsets are zero: highlights come from the analysis, not from the index.
#[derive(Debug, Clone, Default)]
pub struct TapeTokenizer;

impl Tokenizer for TapeTokenizer {
    type TokenStream<'a> = TapeStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TapeStream<'a> {
        TapeStream { rest: text, next_position: 0, token: Token::default() }
    }
}

/// The stream of a [`TapeTokenizer`].
#[derive(Debug)]
pub struct TapeStream<'a> {
    rest: &'a str,
    next_position: usize,
    token: Token,
}

impl TokenStream for TapeStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let mut chars = self.rest.chars();
            match chars.next() {
                Some(NEXT) => self.next_position += 1,
                Some(ZONE) => self.next_position += ZONE_GAP,
                Some(SAME) => {}
                _ => return false,
            }
            let rest = chars.as_str();
            let end = rest.find([NEXT, SAME, ZONE]).unwrap_or(rest.len());
            let (term, rest) = rest.split_at(end);
            self.rest = rest;
            if !term.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(term);
                self.token.position = self.next_position - 1;
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn play(tape: Tape) -> Vec<(usize, String)> {
        let text = tape.into_text();
        let mut tokenizer = TapeTokenizer;
        let mut stream = tokenizer.token_stream(&text);
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push((stream.token().position, stream.token().text.clone()));
        }
        terms
    }

    proptest! {
        #[test]
        fn a_tape_plays_what_was_recorded(steps in prop::collection::vec((0_usize..350, "[a-ząęół0-9+.@]{1,12}"), 0..60)) {
            let mut position = 0;
            let recorded: Vec<_> = steps.into_iter().map(|(step, term)| { position += step; (position, term) }).collect();
            let mut tape = Tape::default();
            for (position, term) in &recorded {
                tape.push(*position, term);
            }
            prop_assert_eq!(play(tape), recorded);
        }
    }
}
