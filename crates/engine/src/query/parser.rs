//! From tokens to the structure of a query.

use std::vec::IntoIter;

use crate::query::lexer::{Lexer, Operator, Token, TokenKind};
use crate::query::{Clause, DEPTH_MAX, Expression, Fields, NOTES_MAX, Node, Parsed, Sign};

/// Reads a query. Any text is one.
pub(crate) fn parse(text: &str, fields: &dyn Fields) -> Parsed {
    let (tokens, mut syntax, notes) = Lexer::new(text, fields).read();
    let mut notes = Notes(notes);
    let tokens = without_lone_parentheses(tokens, &mut notes);
    let tokens = without_lone_operators(tokens, text, &mut notes);
    let operators = tokens.iter().filter(|token| matches!(token.kind, TokenKind::Operator(_)));
    syntax.extend(operators.map(|token| token.range.clone()));
    syntax.sort_unstable_by_key(|range| range.start);
    let root = Parser { tokens: tokens.into_iter() }.expression();
    Parsed { root, notes: notes.0, syntax }
}

struct Notes(Vec<String>);

impl Notes {
    fn add(&mut self, note: String) {
        if self.0.len() < NOTES_MAX && !self.0.contains(&note) {
            self.0.push(note);
        }
    }
}

/// Drops parentheses without another half, empty ones, and those that stand too deep.
fn without_lone_parentheses(tokens: Vec<Token>, notes: &mut Notes) -> Vec<Token> {
    let mut keep = vec![true; tokens.len()];
    let mut open = Vec::new();
    let mut too_deep = false;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open(_) => open.push(at),
            TokenKind::Close => match open.pop() {
                None => {
                    keep[at] = false;
                    notes.add("`)` was ignored: there is no `(` before it".to_owned());
                }
                Some(start) => {
                    let is_deep = open.len() >= DEPTH_MAX;
                    too_deep |= is_deep;
                    let is_empty = keep.get(start + 1..at).is_some_and(|inside| !inside.contains(&true));
                    if is_deep || is_empty {
                        (keep[start], keep[at]) = (false, false);
                    }
                }
            },
            TokenKind::Item(..) | TokenKind::Operator(_) => {}
        }
    }
    for start in open {
        keep[start] = false;
        notes.add("`(` was ignored: there is no `)` behind it".to_owned());
    }
    if too_deep {
        notes.add(format!("parentheses more than {DEPTH_MAX} deep were ignored"));
    }
    tokens.into_iter().zip(keep).filter_map(|(token, keep)| keep.then_some(token)).collect()
}

/// Turns operators that join nothing into words.
fn without_lone_operators(mut tokens: Vec<Token>, text: &str, notes: &mut Notes) -> Vec<Token> {
    for at in 0..tokens.len() {
        let Some(TokenKind::Operator(operator)) = tokens.get(at).map(|token| token.kind.clone()) else { continue };
        let begins = |at: usize| {
            matches!(tokens.get(at).map(|token| &token.kind), Some(TokenKind::Item(..) | TokenKind::Open(_)))
        };
        let is_not = |at: usize| {
            tokens.get(at).is_some_and(|token| token.kind == TokenKind::Operator(Operator::Not))
        };
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).map(|token| &token.kind);
        let joins = match operator {
            Operator::Not => begins(at + 1),
            Operator::And | Operator::Or => {
                matches!(before, Some(TokenKind::Item(..) | TokenKind::Close))
                    && (begins(at + 1) || is_not(at + 1) && begins(at + 2))
            }
        };
        if let Some(token) = tokens.get_mut(at).filter(|_| !joins) {
            let word = text.get(token.range.clone()).unwrap_or_default();
            notes.add(format!("`{word}` was read as a word: an operator needs something on each side"));
            token.kind = TokenKind::Item(Sign::Plain, Node::Words { field: None, text: token.range.clone() });
        }
    }
    tokens
}

/// Reads balanced tokens; its depth is bounded because theirs is.
struct Parser {
    tokens: IntoIter<Token>,
}

impl Parser {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.as_slice().first().map(|token| &token.kind)
    }

    fn take(&mut self, operator: Operator) -> bool {
        let found = self.peek() == Some(&TokenKind::Operator(operator));
        if found {
            self.tokens.next();
        }
        found
    }

    fn expression(&mut self) -> Expression {
        let mut either = vec![self.and()];
        while self.take(Operator::Or) {
            either.push(self.and());
        }
        joined(either, Expression::Or)
    }

    fn and(&mut self) -> Expression {
        let mut all = vec![self.sequence()];
        while self.take(Operator::And) {
            all.push(self.sequence());
        }
        joined(all, Expression::And)
    }

    fn sequence(&mut self) -> Expression {
        let mut clauses: Vec<Clause> = Vec::new();
        loop {
            let is_excluded = self.take(Operator::Not);
            let signed = |sign| if is_excluded { Sign::Excluded } else { sign };
            match self.peek() {
                Some(TokenKind::Item(..) | TokenKind::Open(_)) => {}
                _ => break,
            }
            let Some(token) = self.tokens.next() else { break };
            match token.kind {
                TokenKind::Item(sign, node) => clauses.push(Clause { sign: signed(sign), node }),
                TokenKind::Open(sign) => {
                    let inside = self.expression();
                    self.tokens.next();
                    match (signed(sign), inside) {
                        // Parentheses that change nothing.
                        (Sign::Plain, Expression::Sequence(inside)) => clauses.extend(inside),
                        (sign, inside) => clauses.push(Clause { sign, node: Node::Group(inside) }),
                    }
                }
                TokenKind::Close | TokenKind::Operator(_) => {}
            }
        }
        Expression::Sequence(clauses)
    }
}

fn joined(mut parts: Vec<Expression>, join: impl FnOnce(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            join(parts)
        }
        None => Expression::Sequence(Vec::new()),
    }
}
