//! The shipped tables, as the analysis reads them.

use std::collections::HashMap;

use super::*;

/// The dictionary's first reading of each word of a name; `None` when nothing of it is looked for.
fn reading(name: &str, analyzer: &Analyzer) -> Option<String> {
    let mut vocabulary = Vocabulary::default();
    let at = vocabulary.name(name, None, analyzer)?;
    let firsts: Vec<_> = vocabulary.names[at].phrase.iter().filter_map(|terms| terms.first()).collect();
    Some(firsts.iter().map(|term| term.as_str()).collect::<Vec<_>>().join(" "))
}

#[test]
fn every_entry_is_read() {
    let analyzer = Analyzer::new();
    let vocabulary = Schema::builtin().vocabulary();
    let synonyms = vocabulary.synonyms.iter().flat_map(|group| group.head.iter().chain(&group.terms));
    let abbreviations = vocabulary.abbreviations.iter().flat_map(|row| [&row.abbr, &row.expansion]);
    let places = vocabulary.places.iter();
    let places = places.flat_map(|place| [&place.name, &place.adjective].into_iter().chain(&place.inflected));
    let unread: Vec<_> = synonyms
        .chain(abbreviations)
        .chain(places)
        .filter(|name| reading(name, &analyzer).is_none())
        .collect();
    assert!(unread.is_empty(), "{unread:?}");
}

#[test]
fn no_synonym_stands_twice() {
    let analyzer = Analyzer::new();
    let mut twice = Vec::new();
    // Two groups of equals that share a phrase would make a chain of what is not equal.
    let mut equals: HashMap<String, &str> = HashMap::new();
    for group in &Schema::builtin().vocabulary().synonyms {
        let mut here: HashMap<String, &str> = HashMap::new();
        for term in group.head.iter().chain(&group.terms) {
            let Some(read) = reading(term, &analyzer) else { continue };
            if let Some(known) = here.insert(read.clone(), term) {
                twice.push(format!("{}: {term} = {known}", group.name));
            } else if group.relation == Relation::Eq
                && let Some(other) = equals.insert(read, &group.name)
            {
                twice.push(format!("{term}: {} and {other}", group.name));
            }
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}
