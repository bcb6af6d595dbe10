//! Which kind a page is of: by the clues of the schema, never by its topic.

use std::collections::BTreeSet;

use fiszka_schema::{Clue, FieldType, Kind, Schema, Sign, fold};

use crate::draft::Draft;
use crate::identity::host_of;
use crate::notes::Note;
use crate::outline::Outline;
use crate::page::{Page, Role};

/// A kind and why.
pub(crate) struct Verdict<'s> {
    pub(crate) kind: &'s Kind,
    pub(crate) evidence: Vec<String>,
}

/// What the clues are compared with.
pub(crate) struct Facts<'a> {
    pub(crate) draft: &'a Draft,
    pub(crate) page: &'a Page<'a>,
    pub(crate) outline: &'a Outline,
    pub(crate) notes: &'a [Note<'a>],
}

/// Decides: what the source says, else the first kind with enough points, else the kind that takes the rest.
pub(crate) fn decide<'s>(facts: &Facts<'_>, schema: &'s Schema) -> Option<Verdict<'s>> {
    if let Some((kind, name)) =
        facts.draft.kind.as_deref().and_then(|name| Some((named(schema, name)?, name)))
    {
        return Some(Verdict { kind, evidence: vec![format!("the source says `{name}`")] });
    }
    schema.kinds().iter().find_map(|kind| {
        if kind.clues.is_empty() {
            return Some(Verdict { kind, evidence: vec!["no other kind has enough clues".to_owned()] });
        }
        let found: Vec<(u32, String)> = kind
            .clues
            .iter()
            .filter_map(|clue| Some((clue.points, facts.seen(clue, kind, schema)?)))
            .collect();
        let refused = kind
            .clues
            .iter()
            .any(|clue| matches!(&clue.sign, Sign::NotTitle(starts) if facts.title_starts(starts)));
        let points: u32 = found.iter().map(|(points, _)| points).sum();
        (points >= kind.enough && !refused).then(|| {
            let mut evidence: Vec<String> = found.into_iter().map(|(_, seen)| seen).collect();
            evidence.dedup();
            Verdict { kind, evidence }
        })
    })
}

/// The kind that a source names, in English or Polish, in the singular or plural.
fn named<'s>(schema: &'s Schema, name: &str) -> Option<&'s Kind> {
    const STEM: usize = 5;
    let name = fold(name);
    let stem = name.get(..name.len().min(STEM)).filter(|_| name.is_ascii())?;
    schema.kinds().iter().find(|kind| {
        kind.name == name
            || (stem.len() == STEM && fold(&kind.label).split(' ').any(|word| word.starts_with(stem)))
            || (stem.len() == STEM && kind.name.starts_with(stem))
    })
}

impl Facts<'_> {
    /// What was seen of a clue, for people.
    fn seen(&self, clue: &Clue, kind: &Kind, schema: &Schema) -> Option<String> {
        let rows = &self.page.rows;
        match &clue.sign {
            Sign::Line(phrases) => {
                let is_line =
                    |phrase: &&String| rows.iter().any(|row| row.folded.trim_end_matches(':') == **phrase);
                phrases.iter().find(is_line).map(|phrase| format!("a line `{phrase}`"))
            }
            Sign::Start(phrases) => {
                let starts =
                    |phrase: &&String| rows.iter().any(|row| row.folded.starts_with(phrase.as_str()));
                phrases.iter().find(starts).map(|phrase| format!("a line that starts with `{phrase}`"))
            }
            Sign::Words(phrases) => {
                let held = rows.iter().find_map(|row| held_phrase(&row.folded, phrases));
                held.map(|phrase| format!("the words `{phrase}`"))
            }
            Sign::Labels(least) => {
                let labels = self.labels(kind, schema);
                let names: Vec<_> = labels.iter().copied().collect();
                (labels.len() >= *least).then(|| format!("labelled fields: {}", names.join(", ")))
            }
            Sign::Headings(least) => {
                let headings: BTreeSet<_> = rows
                    .iter()
                    .filter(|row| row.words <= HEADING_WORDS_MAX)
                    .map(|row| heading_key(&row.folded))
                    .filter(|key| kind.headings.iter().any(|heading| heading == key))
                    .collect();
                let names: Vec<_> = headings.iter().copied().collect();
                (headings.len() >= *least).then(|| format!("headings: {}", names.join(", ")))
            }
            Sign::Hosts(hosts) => {
                let host = host_of(self.draft.url.as_deref()?)?;
                let below = |known: &&String| host == **known || host.ends_with(&format!(".{known}"));
                hosts.iter().find(below).map(|known| format!("the host `{known}`"))
            }
            Sign::DateNearTitle => {
                let given = self.draft.given.iter().any(|given| given.field == "published");
                let noted = self.notes.iter().any(|note| note.field == "published");
                (given || noted).then(|| "a date of publication".to_owned())
            }
            Sign::NotTitle(_) => None,
        }
    }

    /// The fields that the page labels or names and that only this kind has.
    fn labels<'k>(&self, kind: &'k Kind, schema: &Schema) -> BTreeSet<&'k str> {
        let proves = |name: &str| {
            let others = schema.kinds().iter().filter(|other| other.name != kind.name);
            others.into_iter().all(|other| other.field(name).is_none())
        };
        let content = self.page.rows.iter().filter(|row| !matches!(row.role, Role::Cut(_)));
        let printed = content.filter_map(|row| row.label.as_ref()?.field(kind)).map(|(field, _)| field);
        let named = |field: &&fiszka_schema::Field| {
            self.draft.given.iter().any(|given| given.field == field.name)
                || self.notes.iter().any(|note| note.field == field.name)
        };
        printed
            .chain(kind.fields.iter().filter(named))
            .filter(|field| !field.common && proves(&field.name) && field.field_type != FieldType::Path)
            .map(|field| field.name.as_str())
            .collect()
    }

    fn title_starts(&self, starts: &[String]) -> bool {
        let title = self.page.rows.get(self.outline.title.clone()).and_then(|rows| rows.first());
        title.is_some_and(|row| starts.iter().any(|start| row.folded.starts_with(start.as_str())))
    }
}

/// Longest heading of a kind in words; longer lines are not compared.
pub(crate) const HEADING_WORDS_MAX: usize = 12;

/// A heading without its number and colon: `3. Rezultaty:`.
pub(crate) fn heading_key(folded: &str) -> &str {
    folded
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '))
        .trim_end_matches([':', ' ', '.'])
}

/// The first phrase that stands in a line on word boundaries. Most phrases are one word, so the line is split once
/// and not searched for each.
fn held_phrase<'p>(folded: &str, phrases: &'p [String]) -> Option<&'p String> {
    let is_word = |phrase: &&String| phrase.bytes().all(|b| b.is_ascii_alphanumeric());
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    let word = words.find_map(|word| phrases.iter().filter(is_word).find(|phrase| phrase.as_str() == word));
    word.or_else(|| {
        phrases.iter().filter(|phrase| !is_word(phrase)).find(|phrase| holds_words(folded, phrase))
    })
}

fn holds_words(folded: &str, phrase: &str) -> bool {
    folded.match_indices(phrase).any(|(at, _)| {
        let before = folded.get(..at).and_then(|text| text.chars().next_back());
        let after = folded.get(at + phrase.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
