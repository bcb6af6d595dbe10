//! How words are mistyped: what the correction of queries weighs its candidates by.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::table::{Source, rows};

/// Letters that are typed for one another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spelling {
    /// Groups of letters that people confuse.
    pub confusions: Vec<Confusion>,
    neighbours: BTreeMap<char, String>,
}

/// Two groups of one to three letters of which either is typed for the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Confusion {
    /// The one: `rz`.
    pub a: String,
    /// The other: `ż`.
    pub b: String,
    /// What the confusion costs beside a whole edit, above 0 and at most 1.
    pub cost: f32,
}

/// Longest group of letters in a confusion.
const GROUP_LETTERS_MAX: usize = 3;

impl Spelling {
    /// Whether the keys of two plain letters touch each other.
    pub fn are_neighbours(&self, a: char, b: char) -> bool {
        self.neighbours.get(&a).is_some_and(|keys| keys.contains(b))
    }

    pub(crate) fn read(confusions: Source<'_>, keyboard: Source<'_>) -> Result<Self, Error> {
        let mut spelling = Self::default();
        for row in rows(confusions, ["a", "b", "cost", "why"])? {
            let [a, b, cost, _] = row.cells;
            let is_group = |group: &str| (1..=GROUP_LETTERS_MAX).contains(&group.chars().count());
            if !is_group(a) || !is_group(b) || a == b {
                return Err(row.invalid(
                    format!("`{a}` and `{b}` are no two groups of letters"),
                    "give two different groups of one to three letters",
                ));
            }
            let Some(cost) = cost.parse().ok().filter(|cost| *cost > 0.0 && *cost <= 1.0) else {
                return Err(
                    row.invalid(format!("`{cost}` is no cost"), "give a number above 0 and at most 1")
                );
            };
            spelling.confusions.push(Confusion { a: a.to_owned(), b: b.to_owned(), cost });
        }
        for row in rows(keyboard, ["key", "neighbours"])? {
            let [key, neighbours] = row.cells;
            let (Some(letter), 1) = (key.chars().next(), key.chars().count()) else {
                return Err(row.invalid(format!("`{key}` is no letter"), "give one letter a row"));
            };
            spelling.neighbours.insert(letter, neighbours.to_owned());
        }
        Ok(spelling)
    }
}

#[cfg(test)]
mod tests {
    use crate::Schema;

    #[test]
    fn keys_are_neighbours_both_ways() {
        let spelling = Schema::builtin().spelling();
        for a in 'a'..='z' {
            assert!(!spelling.are_neighbours(a, a), "{a}");
            for b in 'a'..='z' {
                assert_eq!(spelling.are_neighbours(a, b), spelling.are_neighbours(b, a), "{a} {b}");
            }
        }
        assert!(spelling.are_neighbours('o', 'p') && !spelling.are_neighbours('a', 'p'));
    }

    #[test]
    fn a_confusion_stands_once() {
        let confusions = &Schema::builtin().spelling().confusions;
        for (at, one) in confusions.iter().enumerate() {
            let twice = confusions.iter().take(at).find(|other| {
                (&other.a, &other.b) == (&one.a, &one.b) || (&other.a, &other.b) == (&one.b, &one.a)
            });
            assert_eq!(twice, None);
        }
    }
}
