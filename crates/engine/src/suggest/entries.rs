//! What a commit has to suggest, read from columns and from the vocabulary.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use fiszka_document::has_contacts;
use fiszka_schema::PlaceKind;
use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;

use crate::error::Result;
use crate::fields::column;
use crate::index::{Offered, Segment, Shared, Snapshot};
use crate::search::{VOCABULARY_SPACING, find_phrase, phrase_of};
use crate::suggest::{Suggestion, SuggestionKind};
use crate::value::last_step;

/// A phrase that fewer documents have is not suggested.
const PHRASE_DOCUMENTS_MIN: u32 = 3;
/// A phrase is left out when a longer one that holds it is in this share of its documents.
const LONGER_SHARE_MIN: f64 = 0.7;
/// Fields of the record whose values are places, as they are and behind a word.
const PLACE_FIELDS: [(&str, &str); 3] =
    [("town", ""), ("voivodeship", "województwo "), ("county", "powiat ")];
const CATEGORY_FIELD: &str = "category";
/// The group of abbreviations that are funds and programmes.
const PROGRAMME_GROUP: &str = "fundusze i programy";

/// Everything to suggest, in no order; a text may stand under several kinds.
pub(super) fn entries(shared: &Shared, snapshot: &Snapshot) -> Result<Vec<Suggestion>> {
    let mut entries = Vec::new();
    let mut add = |text: &str, kind, count| {
        // Nobody wants to search for a telephone number because others' titles have one.
        if count > 0 && !has_contacts(text, &shared.schema) {
            entries.push(Suggestion { text: text.to_owned(), kind, count });
        }
    };
    for (field, prefix) in PLACE_FIELDS {
        for (value, count) in field_values(shared, snapshot, field)? {
            add(&format!("{prefix}{value}"), SuggestionKind::Place, count);
        }
    }
    let mut categories: HashMap<&str, u32> = HashMap::new();
    let values = field_values(shared, snapshot, CATEGORY_FIELD)?;
    for (value, count) in &values {
        *categories.entry(last_step(value)).or_default() += count;
    }
    categories.into_iter().for_each(|(category, count)| add(category, SuggestionKind::Category, count));
    let vocabulary = shared.schema.vocabulary();
    for place in vocabulary.places.iter().filter(|place| place.kind == PlaceKind::City) {
        add(&place.name, SuggestionKind::Place, documents_with(shared, snapshot, &place.name)?);
    }
    for row in vocabulary.abbreviations.iter().filter(|row| row.group == PROGRAMME_GROUP) {
        add(&row.expansion, SuggestionKind::Programme, documents_with(shared, snapshot, &row.expansion)?);
        if !row.case_sensitive {
            add(&row.abbr, SuggestionKind::Programme, documents_with(shared, snapshot, &row.abbr)?);
        }
    }
    offered(snapshot, &mut add)?;
    Ok(entries)
}

/// The values of a field of the record with their documents.
fn field_values(shared: &Shared, snapshot: &Snapshot, field: &str) -> Result<Vec<(String, u32)>> {
    let Some(column) = shared.fields.column(field) else { return Ok(Vec::new()) };
    Tally::of(snapshot, &column.column)?.values(1)
}

/// How many documents hold a name in any inflection.
fn documents_with(shared: &Shared, snapshot: &Snapshot, name: &str) -> Result<u32> {
    let Some(phrase) = phrase_of(name, &shared.analyzer) else { return Ok(0) };
    let mut count = 0;
    for (reader, segment) in snapshot.searcher.segment_readers().iter().zip(&snapshot.segments) {
        find_phrase(reader, shared.fields.terms, &phrase, VOCABULARY_SPACING, None, &mut |doc, _| {
            count += u32::from(segment.is_result(doc));
        })?;
    }
    Ok(count)
}

/// Titles, programmes and frequent phrases.
fn offered(snapshot: &Snapshot, add: &mut impl FnMut(&str, SuggestionKind, u32)) -> Result<()> {
    #[derive(Default)]
    struct Forms {
        count: u32,
        /// Whether it is a base form, how many documents have it, and the form.
        best: (bool, u32, String),
    }
    let mut phrases: HashMap<String, Forms> = HashMap::new();
    for (value, count) in Tally::of(snapshot, column::SUGGESTIONS)?.values(1)? {
        match Offered::decode(&value) {
            Some(Offered::Title(text)) => add(text, SuggestionKind::Title, count),
            Some(Offered::Programme(text)) => add(text, SuggestionKind::Programme, count),
            Some(Offered::Phrase { key, text, is_base }) => {
                let forms = phrases.entry(key.to_owned()).or_default();
                forms.count += count;
                // Values come in the order of letters, so of equal forms the first stays.
                if (is_base, count) > (forms.best.0, forms.best.1) {
                    forms.best = (is_base, count, text.to_owned());
                }
            }
            None => {}
        }
    }
    phrases.retain(|_, forms| forms.count >= PHRASE_DOCUMENTS_MIN);
    let mut covered = HashSet::new();
    for (key, forms) in &phrases {
        for part in [key.split_once(' ').map(|(_, rest)| rest), key.rsplit_once(' ').map(|(rest, _)| rest)] {
            let whole = part.and_then(|part| Some((part, phrases.get(part)?.count)));
            if let Some((part, count)) = whole
                && f64::from(forms.count) >= LONGER_SHARE_MIN * f64::from(count)
            {
                covered.insert(part);
            }
        }
    }
    for (_, forms) in phrases.iter().filter(|(key, _)| !covered.contains(key.as_str())) {
        add(&forms.best.2, SuggestionKind::Phrase, forms.count);
    }
    Ok(())
}

/// The values of a text column over all segments, counted by their hashes so that rare ones cost no memory for text.
struct Tally {
    columns: Vec<(StrColumn, Vec<u32>)>,
    counts: HashMap<u64, u32>,
}

impl Tally {
    fn of(snapshot: &Snapshot, name: &str) -> Result<Self> {
        let mut this = Self { columns: Vec::new(), counts: HashMap::new() };
        for (reader, segment) in snapshot.searcher.segment_readers().iter().zip(&snapshot.segments) {
            if let Some((column, of_values)) = count(reader, segment, name)? {
                let mut values = column.dictionary().stream()?;
                let mut at = 0;
                while values.advance() {
                    if let Some(count) = of_values.get(at).filter(|count| **count > 0) {
                        *this.counts.entry(hash(values.key())).or_default() += count;
                    }
                    at += 1;
                }
                drop(values);
                this.columns.push((column, of_values));
            }
        }
        Ok(this)
    }

    /// The values that at least so many documents have.
    fn values(mut self, documents_min: u32) -> Result<Vec<(String, u32)>> {
        let mut found = Vec::new();
        for (column, of_values) in &self.columns {
            let mut values = column.dictionary().stream()?;
            let mut at = 0;
            while values.advance() {
                let is_used = of_values.get(at).is_some_and(|count| *count > 0);
                at += 1;
                // Each value is given once: by the first segment that has it.
                let count = if is_used { self.counts.remove(&hash(values.key())) } else { None };
                if let (Some(count), Ok(text)) = (count, std::str::from_utf8(values.key()))
                    && count >= documents_min
                {
                    found.push((text.to_owned(), count));
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// How many documents of a segment have each value of a column.
fn count(reader: &SegmentReader, segment: &Segment, name: &str) -> Result<Option<(StrColumn, Vec<u32>)>> {
    let Some(column) = reader.fast_fields().str(name)? else { return Ok(None) };
    let mut counts = vec![0; column.dictionary().num_terms()];
    for (doc, _) in (0..).zip(&segment.lengths).filter(|(_, length)| **length > 0.0) {
        for value in column.term_ords(doc) {
            if let Some(count) = usize::try_from(value).ok().and_then(|value| counts.get_mut(value)) {
                *count += 1;
            }
        }
    }
    Ok(Some((column, counts)))
}

fn hash(value: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
