//! How a query was read.

use fiszka_protocol::{Reading, Weighted, WordReading};

use crate::output::columns::columns;
use crate::output::{Style, printable};

const INDENT: &str = "    ";

/// The reading of a query as text: what must hold, and each word with all that counts as finding it.
pub(crate) fn text(read: &Reading, style: &Style) -> String {
    let mut text = format!("{} {}\n", style.dim("read as"), style.bold(&printable(&read.query)));
    let filters =
        read.filters.iter().map(|filter| format!("{} is {}", filter.field, filter.values.join(" or ")));
    for (name, what) in read
        .conditions
        .iter()
        .map(|condition| ("must", condition.clone()))
        .chain(filters.map(|filter| ("filter", filter)))
    {
        text.push_str(&format!("{INDENT}{} {}\n", style.dim(name), printable(&what)));
    }
    let excluded = read.excluded.iter().map(|word| row(word, "not "));
    let rows: Vec<_> = read.words.iter().map(|word| row(word, "")).chain(excluded).collect();
    text.push_str(&columns(&rows, INDENT, style));
    text
}

fn row(word: &WordReading, sign: &str) -> Vec<String> {
    let role = if word.content { "" } else { ", function word" };
    let looked_for = [
        ("forms", listed(&word.forms)),
        ("terms", listed(&word.terms)),
        ("prefix", word.prefix.clone().unwrap_or_default()),
        ("vocabulary", listed(&word.alternatives)),
    ];
    let looked_for: Vec<_> = looked_for
        .into_iter()
        .filter(|(_, what)| !what.is_empty())
        .map(|(name, what)| format!("{name}: {}", printable(&what)))
        .collect();
    vec![
        format!("{sign}{}", printable(&word.text)),
        format!("in {}, rarity {:.2}, weight {:.2}{role}", word.documents, word.rarity, word.weight),
        looked_for.join("; "),
    ]
}

/// Texts with their weights, where these are not 1, and sources.
fn listed(all: &[Weighted]) -> String {
    let one = |one: &Weighted| {
        let weight = if one.weight == 1.0 { String::new() } else { format!(" {:.2}", one.weight) };
        let source = one.source.as_ref().map_or_else(String::new, |source| format!(" ({source})"));
        format!("{}{weight}{source}", one.text)
    };
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}
