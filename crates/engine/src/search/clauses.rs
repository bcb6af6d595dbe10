//! From the clauses of a query and the words in them to its conditions.

use std::ops::Range;

use fiszka_analysis::Analyzer;
use fiszka_schema::Schema;

use crate::fields::Fields;
use crate::query::{Clause, Expression, Node, Sign};
use crate::search::condition::{Condition, Phrase};
use crate::search::filter::field_filter;
use crate::search::plan::Word;

/// A part of the query that holds words or a value, with the words that analysis found in it.
#[derive(Debug)]
pub(crate) struct Leaf<'p> {
    pub(crate) node: &'p Node,
    /// It stands below an exclusion.
    pub(crate) is_excluded: bool,
    range: Range<usize>,
    /// Indexes of its words, in order: of the excluded ones or of those asked for.
    pub(crate) words: Vec<usize>,
    /// The exact forms at each of its positions.
    pub(crate) slots: Vec<(usize, Vec<String>)>,
}

/// The leaves of a query in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Leaves<'p> {
    leaves: Vec<Leaf<'p>>,
    /// The leaf that was asked for last.
    at: usize,
}

impl<'p> Leaves<'p> {
    pub(crate) fn of(root: &'p Expression) -> Self {
        let mut leaves = Self::default();
        leaves.add(root, false);
        leaves
    }

    fn add(&mut self, expression: &'p Expression, is_excluded: bool) {
        let clauses = match expression {
            Expression::Sequence(clauses) => clauses,
            Expression::And(parts) | Expression::Or(parts) => {
                return parts.iter().for_each(|part| self.add(part, is_excluded));
            }
        };
        for clause in clauses {
            let is_excluded = is_excluded || clause.sign == Sign::Excluded;
            let range = match &clause.node {
                Node::Group(inside) => {
                    self.add(inside, is_excluded);
                    continue;
                }
                Node::Words { text: range, .. }
                | Node::Phrase { text: range, .. }
                | Node::Prefix { stem: range }
                | Node::Value { value: range, .. } => range.clone(),
            };
            self.leaves.push(Leaf {
                node: &clause.node,
                is_excluded,
                range,
                words: Vec::new(),
                slots: Vec::new(),
            });
        }
    }

    /// The leaf at a byte of the text. Bytes must not fall from call to call.
    pub(crate) fn at(&mut self, byte: usize) -> Option<&mut Leaf<'p>> {
        while self.leaves.get(self.at).is_some_and(|leaf| leaf.range.end <= byte) {
            self.at += 1;
        }
        self.leaves.get_mut(self.at).filter(|leaf| leaf.range.contains(&byte))
    }
}

impl Leaf<'_> {
    /// Notes a form at a position.
    pub(crate) fn add_form(&mut self, position: usize, form: &str) {
        match self.slots.last_mut().filter(|(last, _)| *last == position) {
            Some((_, forms)) => forms.push(form.to_owned()),
            None => self.slots.push((position, vec![form.to_owned()])),
        }
    }
}

/// Makes conditions of clauses. Takes the leaves in the order in which they were collected.
pub(crate) struct Conditions<'p> {
    leaves: std::vec::IntoIter<Leaf<'p>>,
    text: &'p str,
    schema: &'p Schema,
    fields: &'p Fields,
    analyzer: &'p Analyzer,
    asked: &'p [Word],
    excluded: &'p [Word],
    /// How many exclusions stand around the clause that is read.
    exclusions: usize,
    /// What was ignored, and why.
    pub(crate) notes: Vec<String>,
}

impl<'p> Conditions<'p> {
    pub(crate) fn new(
        leaves: Leaves<'p>,
        text: &'p str,
        schema: &'p Schema,
        fields: &'p Fields,
        analyzer: &'p Analyzer,
        (asked, excluded): (&'p [Word], &'p [Word]),
    ) -> Self {
        let leaves = leaves.leaves.into_iter();
        Self { leaves, text, schema, fields, analyzer, asked, excluded, exclusions: 0, notes: Vec::new() }
    }

    /// The condition of a whole query.
    pub(crate) fn of(&mut self, expression: &Expression) -> Condition {
        match expression {
            Expression::And(parts) => Condition::all(parts.iter().map(|part| self.of(part)).collect()),
            Expression::Or(parts) => Condition::Any(parts.iter().map(|part| self.of(part)).collect()),
            Expression::Sequence(clauses) => self.sequence(clauses),
        }
    }

    fn sequence(&mut self, clauses: &[Clause]) -> Condition {
        let mut conditions = Conjunction::default();
        for clause in clauses {
            if clause.sign == Sign::Excluded {
                self.exclusions += 1;
                conditions.excluded.extend(self.exclusion(clause));
                self.exclusions -= 1;
            } else {
                self.clause(clause, &mut conditions);
            }
        }
        conditions.finish(if self.exclusions > 0 { self.excluded } else { self.asked })
    }

    fn exclusion(&mut self, clause: &Clause) -> Option<Condition> {
        let mut inner = Conjunction::default();
        self.clause(clause, &mut inner);
        let words: Vec<_> = inner.words.iter().filter_map(|word| self.excluded.get(*word)).collect();
        if inner.required.is_empty() && words.iter().all(|word| !word.content) {
            if !words.is_empty() {
                let words: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
                let words = words.join(" ");
                self.notes.push(format!("`{words}` was not excluded: pages have function words anyway"));
            }
            return None;
        }
        Some(Condition::Not(Box::new(inner.finish(self.excluded))))
    }

    fn clause(&mut self, clause: &Clause, conditions: &mut Conjunction) {
        if let Node::Group(inside) = &clause.node {
            conditions.required.push(self.of(inside));
            return;
        }
        let Some(leaf) = self.leaves.next() else { return };
        let field_at = |field: &Option<String>| {
            field.as_ref().and_then(|name| self.schema.fields().iter().position(|known| known.name == *name))
        };
        match leaf.node {
            Node::Words { field: Some(_), .. } => {
                let Node::Words { field, .. } = leaf.node else { return };
                if let Some(field) = field_at(field) {
                    let within = leaf.words.iter().map(|word| Condition::Within { word: *word, field });
                    conditions.required.extend(within);
                    conditions.granted.extend(&leaf.words);
                }
            }
            Node::Words { .. } | Node::Prefix { .. } if clause.sign == Sign::Required => {
                conditions.required.extend(leaf.words.iter().map(|word| Condition::Word(*word)));
                conditions.granted.extend(&leaf.words);
            }
            Node::Words { .. } | Node::Prefix { .. } => conditions.words.extend(&leaf.words),
            Node::Phrase { field, text, moves } if !leaf.slots.is_empty() => {
                conditions.required.push(Condition::Phrase(Phrase {
                    text: self.text.get(text.clone()).unwrap_or_default().to_owned(),
                    slots: leaf.slots.into_iter().map(|(_, forms)| forms).collect(),
                    moves: *moves,
                    field: field_at(field),
                }));
                conditions.granted.extend(&leaf.words);
            }
            Node::Value { field, value } => {
                let value = self.text.get(value.clone()).unwrap_or_default();
                // The parser has asked whether it can be read.
                let filter = field_filter(field, value, self.schema, self.fields, self.analyzer);
                conditions.required.extend(filter.ok().map(Condition::Filter));
            }
            Node::Phrase { .. } | Node::Group(_) => {}
        }
    }
}

/// The clauses that stand side by side.
#[derive(Debug, Default)]
struct Conjunction {
    /// Plain words.
    words: Vec<usize>,
    /// Words that a required condition finds.
    granted: Vec<usize>,
    required: Vec<Condition>,
    excluded: Vec<Condition>,
}

impl Conjunction {
    fn finish(self, words: &[Word]) -> Condition {
        let Self { words: plain, granted, required, excluded } = self;
        let any_content = plain.iter().any(|word| words.get(*word).is_some_and(|word| word.content));
        let mut all = Vec::with_capacity(1 + required.len() + excluded.len());
        // Function words decide only when nothing else does.
        if any_content || (!plain.is_empty() && required.is_empty()) {
            all.push(Condition::Cover { words: plain, granted });
        }
        all.extend(required);
        all.extend(excluded);
        Condition::all(all)
    }
}
