//! How a query was read, in its own language.

use crate::query::{Clause, Expression, Node, Parsed, Sign};

impl Parsed {
    /// The query as it was read: operators in English, every group in parentheses. Reading it again gives the same.
    pub(crate) fn canonical(&self, text: &str) -> String {
        expression(&self.root, text)
    }
}

fn expression(of: &Expression, text: &str) -> String {
    let joined = |parts: &[Expression], operator: &str| {
        let parts: Vec<_> = parts
            .iter()
            .map(|part| match part {
                Expression::Or(_) => format!("({})", expression(part, text)),
                _ => expression(part, text),
            })
            .collect();
        parts.join(operator)
    };
    match of {
        Expression::Sequence(clauses) => {
            clauses.iter().map(|of| clause(of, text)).collect::<Vec<_>>().join(" ")
        }
        Expression::And(parts) => joined(parts, " AND "),
        Expression::Or(parts) => joined(parts, " OR "),
    }
}

fn clause(of: &Clause, text: &str) -> String {
    let slice = |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap_or_default();
    let prefix =
        |field: &Option<String>| field.as_ref().map_or_else(String::new, |field| format!("{field}:"));
    let sign = match of.sign {
        Sign::Plain => "",
        Sign::Required => "+",
        Sign::Excluded => "-",
    };
    let node = match &of.node {
        Node::Words { field, text } => format!("{}{}", prefix(field), slice(text)),
        Node::Phrase { field, text, moves: 0 } => format!("{}\"{}\"", prefix(field), slice(text)),
        Node::Phrase { field, text, moves } => format!("{}\"{}\"~{moves}", prefix(field), slice(text)),
        Node::Prefix { stem } => format!("{}*", slice(stem)),
        Node::Value { field, value } => match slice(value) {
            value if value.contains(char::is_whitespace) => format!("{field}:\"{value}\""),
            value => format!("{field}:{value}"),
        },
        Node::Group(inside) => format!("({})", expression(inside, text)),
    };
    format!("{sign}{node}")
}
