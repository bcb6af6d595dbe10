//! The vocabulary of local government: tables that widen a query.

use crate::error::Error;
use crate::table::{Source, list, rows};

/// Abbreviations, synonyms, places and stop words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// `MOPS` and what it stands for.
    pub abbreviations: Vec<Abbreviation>,
    /// Words and phrases that mean the same or nearly so.
    pub synonyms: Vec<SynonymGroup>,
    /// Towns, voivodeships, regions and countries with their adjectives and other names.
    pub places: Vec<Place>,
    /// Function words and what a query does with them.
    pub stop_words: Vec<StopWord>,
}

/// A short form and one thing it stands for. An abbreviation with two meanings has two rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// The short form as written: `MOPS`, `woj.`, `M-GOPS`.
    pub abbr: String,
    /// The long form, in the nominative.
    pub expansion: String,
    /// The subject it belongs to, in Polish.
    pub group: String,
    /// It stands for several things, so it needs a neighbour to be understood.
    pub ambiguous: bool,
    /// In lower case it is a common word (`pal`, `bo`), so only capitals count, and the long form does not stand for
    /// it.
    pub case_sensitive: bool,
}

/// How the terms of a group stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// They mean the same, both ways.
    Eq,
    /// They are related: a low weight.
    Rel,
    /// The general finds the particular, not the other way round.
    Hypo,
}

/// A group of terms. A term may have several words and then matches as a phrase, in any case form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SynonymGroup {
    /// Its name in the table.
    pub name: String,
    /// How its terms stand to one another.
    pub relation: Relation,
    /// The general terms of a [`Relation::Hypo`] group; empty in the others.
    pub head: Vec<String>,
    /// The terms; of a [`Relation::Hypo`] group the particular ones.
    pub terms: Vec<String>,
}

/// What sort of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// One of the sixteen voivodeships.
    Voivodeship,
    /// A town with municipal rights.
    City,
    /// A part of a town.
    District,
    /// A land with a name but no office of its own: Podhale, Kaszuby.
    Region,
    /// A country, with its people and its foreign names.
    Country,
}

/// A place with the words derived from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// Its name in the nominative; of a voivodeship the neuter adjective.
    pub name: String,
    /// The adjective in the masculine singular: `chełmski`.
    pub adjective: String,
    /// Other words for it: forms that no rule makes (`Krasnymstawie`, `Krasnegostawu`), of a voivodeship the names of
    /// its region, of a country its people and its foreign names.
    pub inflected: Vec<String>,
}

/// What a bag-of-words query does with a function word. The index keeps them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StopAction {
    /// Left out, unless the query has no other words or stands in quotes.
    Drop,
    /// Never left out: `nie`, `bez`, `lat`.
    Keep,
    /// Kept in phrases, beside a number and in names, otherwise left out.
    Conditional,
}

/// A word that may be left out of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopWord {
    /// The word in lower case.
    pub word: String,
    /// What a query does with it.
    pub action: StopAction,
}

pub(crate) fn abbreviations(source: Source<'_>) -> Result<Vec<Abbreviation>, Error> {
    rows(source, ["abbr", "expansion", "group", "ambiguous", "case_sensitive"])?
        .iter()
        .map(|row| {
            let [abbr, expansion, group, ambiguous, case_sensitive] = row.cells;
            let flag = |cell: &str| match cell {
                "yes" => Ok(true),
                "no" => Ok(false),
                other => Err(row.invalid(format!("`{other}` is neither yes nor no"), "write yes or no")),
            };
            if abbr.is_empty() || expansion.is_empty() {
                return Err(row.invalid("a short or long form is missing", "give both, or remove the line"));
            }
            Ok(Abbreviation {
                abbr: abbr.to_owned(),
                expansion: expansion.to_owned(),
                group: group.to_owned(),
                ambiguous: flag(ambiguous)?,
                case_sensitive: flag(case_sensitive)?,
            })
        })
        .collect()
}

pub(crate) fn synonyms(source: Source<'_>) -> Result<Vec<SynonymGroup>, Error> {
    rows(source, ["group", "type", "terms", "note"])?
        .iter()
        .map(|row| {
            let [name, relation, terms, _] = row.cells;
            let relation = match relation {
                "eq" => Relation::Eq,
                "rel" => Relation::Rel,
                "hypo" => Relation::Hypo,
                other => {
                    return Err(row.invalid(format!("unknown relation `{other}`"), "use eq, rel or hypo"));
                }
            };
            let (head, terms) = match (relation, terms.split_once('>')) {
                (Relation::Hypo, Some((head, terms))) => (list(head), list(terms)),
                (Relation::Hypo, None) => {
                    return Err(
                        row.invalid("a hypo group has no `>`", "write GENERAL > PARTICULAR; PARTICULAR")
                    );
                }
                (_, Some(_)) => {
                    return Err(row.invalid("only a hypo group may have `>`", "set its type to hypo"));
                }
                (_, None) => (Vec::new(), list(terms)),
            };
            if head.len() + terms.len() < 2 {
                return Err(row.invalid("a group needs two terms", "split the terms by `;`"));
            }
            Ok(SynonymGroup { name: name.to_owned(), relation, head, terms })
        })
        .collect()
}

pub(crate) fn places(source: Source<'_>) -> Result<Vec<Place>, Error> {
    rows(source, ["kind", "name", "adjective", "inflected_or_region", "note_or_misspellings"])?
        .iter()
        .map(|row| {
            let [kind, name, adjective, inflected, _] = row.cells;
            let kind = match kind {
                "voiv" => PlaceKind::Voivodeship,
                "city" => PlaceKind::City,
                "district" => PlaceKind::District,
                "region" => PlaceKind::Region,
                "country" => PlaceKind::Country,
                other => {
                    return Err(row.invalid(
                        format!("unknown kind of place `{other}`"),
                        "use voiv, city, district, region or country",
                    ));
                }
            };
            Ok(Place {
                kind,
                name: name.to_owned(),
                adjective: adjective.to_owned(),
                inflected: list(&inflected.replace(", ", ";")),
            })
        })
        .collect()
}

pub(crate) fn stop_words(source: Source<'_>) -> Result<Vec<StopWord>, Error> {
    rows(source, ["word", "action", "why"])?
        .iter()
        .map(|row| {
            let [word, action, _] = row.cells;
            let action = match action {
                "drop" => StopAction::Drop,
                "keep" => StopAction::Keep,
                "conditional" => StopAction::Conditional,
                other => {
                    return Err(
                        row.invalid(format!("unknown action `{other}`"), "use drop, keep or conditional")
                    );
                }
            };
            Ok(StopWord { word: word.to_owned(), action })
        })
        .collect()
}
