//! From tokens to the structure of a query.

use std::ops::Range;
use std::vec::IntoIter;

use crate::query::lexer::{Lexer, Operator, Token, TokenKind};
use crate::query::{Clause, DEPTH_MAX, Expression, Fields, NOTES_MAX, Node, Parsed, Sign};

/// Reads a query. Any text is one.
pub(crate) fn parse(text: &str, fields: &dyn Fields) -> Parsed {
    let (tokens, mut syntax, notes) = Lexer::new(text, fields).read();
    let mut notes = Notes(notes);
    let tokens = without_lone_parentheses(tokens, &mut notes);
    let tokens = without_lone_operators(tokens, text, &mut syntax, &mut notes);
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

/// Drops operators that join nothing; in a query that has nothing else they are words.
fn without_lone_operators(
    tokens: Vec<Token>,
    text: &str,
    syntax: &mut Vec<Range<usize>>,
    notes: &mut Notes,
) -> Vec<Token> {
    let has_items = tokens.iter().any(|token| matches!(token.kind, TokenKind::Item(..)));
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let TokenKind::Operator(operator) = token.kind else {
            kept.push(token.clone());
            continue;
        };
        let kind = |at: usize| tokens.get(at).map(|token| &token.kind);
        let begins = |at: usize| matches!(kind(at), Some(TokenKind::Item(..) | TokenKind::Open(_)));
        let joins = match operator {
            Operator::Not => begins(at + 1),
            Operator::And | Operator::Or => {
                let is_not = kind(at + 1) == Some(&TokenKind::Operator(Operator::Not));
                matches!(kept.last().map(|token| &token.kind), Some(TokenKind::Item(..) | TokenKind::Close))
                    && (begins(at + 1) || (is_not && begins(at + 2)))
            }
        };
        let range = token.range.clone();
        if joins {
            syntax.push(range);
            kept.push(token.clone());
        } else if has_items {
            let word = text.get(range.clone()).unwrap_or_default();
            notes.add(format!("`{word}` was ignored: an operator needs something on each side"));
            syntax.push(range);
        } else {
            let words = Node::Words { field: None, text: range.clone() };
            kept.push(Token { kind: TokenKind::Item(Sign::Plain, words), range });
        }
    }
    kept
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
