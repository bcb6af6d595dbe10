//! The analysis as a tokenizer of a plain tantivy index.

use tantivy_tokenizer_api::{Token, TokenStream, Tokenizer};

use crate::analyzer::{Analyzer, Side};
use crate::language::Language;

/// Which of the two views of a text a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The exact forms, one a position.
    Exact,
    /// The terms of analysis; a position may have several.
    Terms,
}

/// Analyses text for one tantivy field. See the [crate's front page](crate) for how to register it.
#[derive(Debug, Clone)]
pub struct PolishTokenizer {
    analyzer: Analyzer,
    view: View,
}

impl PolishTokenizer {
    /// A tokenizer for a field that holds `view`.
    pub fn new(analyzer: Analyzer, view: View) -> Self {
        Self { analyzer, view }
    }
}

impl Tokenizer for PolishTokenizer {
    type TokenStream<'a> = PolishTokenStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PolishTokenStream {
        let mut tokens = Vec::new();
        self.analyzer.analyze(text, Language::Polish, Side::Index, &mut |token| {
            let mut push = |text: &str| {
                tokens.push(Token {
                    offset_from: token.start,
                    offset_to: token.end,
                    position: token.position,
                    text: text.to_owned(),
                    position_length: 1,
                });
            };
            match self.view {
                View::Exact => push(token.form),
                View::Terms => token.terms.iter().for_each(|term| push(term.text)),
            }
        });
        PolishTokenStream { tokens: tokens.into_iter(), token: Token::default() }
    }
}

/// The stream of a [`PolishTokenizer`].
#[derive(Debug)]
pub struct PolishTokenStream {
    tokens: std::vec::IntoIter<Token>,
    token: Token,
}

impl TokenStream for PolishTokenStream {
    fn advance(&mut self) -> bool {
        match self.tokens.next() {
            Some(token) => {
                self.token = token;
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
