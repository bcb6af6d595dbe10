//! A document without the contacts that it holds: what a portal gives that does not want to give them.
//!
//! Hidden are the fields that the schema marks [personal](fiszka_schema::Field::personal) with the lines that print
//! them, lines under their labels elsewhere, and e-mail addresses and telephone numbers wherever they stand. In the
//! place of each is a [`MASK`]. Names in running text stay, and so do paths and addresses of pages.

use std::borrow::Cow;
use std::ops::Range;

use fiszka_schema::Schema;

use crate::contact_details::contact_details;
use crate::document::{Diagnostic, Document, RecordField, Value};
use crate::labels::Label;

/// What stands in the place of something hidden.
pub const MASK: &str = "[…]";

/// The parts of one text that are hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redaction {
    /// Bytes of the text, on character boundaries, in order and apart.
    hidden: Vec<Range<usize>>,
}

impl Redaction {
    /// What is hidden of a document's text.
    pub fn of(document: &Document, schema: &Schema) -> Self {
        let is_personal = |name: &str| schema.field(name).is_some_and(|field| field.personal);
        let text = document.text.as_str();
        let zones = document.zones.iter();
        let mut hidden: Vec<Range<usize>> =
            zones.filter(|zone| is_personal(&zone.field)).map(|zone| zone.range.clone()).collect();
        for field in document.record.iter().filter(|field| is_personal(&field.name)) {
            hidden.extend(field.range.clone());
            // A second page of the document may print the record again.
            let again = text.match_indices(&field.printed).map(|(at, same)| at..at + same.len());
            hidden.extend(again.filter(|range| !is_kept(range, document)));
        }
        hidden.extend(Self::of_text(text, schema).hidden);
        Self::joining(hidden)
    }

    /// What is hidden of a text wherever it stands: e-mail addresses, telephone numbers and what stands behind a label of
    /// contacts.
    pub fn of_text(text: &str, schema: &Schema) -> Self {
        let details = contact_details(text, schema.contact_labels());
        Self::joining(details.into_iter().chain(labelled(text, schema)).collect())
    }

    fn joining(mut hidden: Vec<Range<usize>>) -> Self {
        hidden.retain(|range| !range.is_empty());
        hidden.sort_by_key(|range| range.start);
        hidden.dedup_by(|later, earlier| {
            let touches = later.start <= earlier.end;
            if touches {
                earlier.end = earlier.end.max(later.end);
            }
            touches
        });
        Self { hidden }
    }

    /// Whether any of a range is hidden.
    pub fn hides(&self, range: &Range<usize>) -> bool {
        let behind = self.hidden.partition_point(|hidden| hidden.end <= range.start);
        self.hidden.get(behind).is_some_and(|hidden| hidden.start < range.end)
    }

    /// Where a range of the text stands in the text with its masks. What begins in a hidden part begins behind its
    /// mask, what ends in one ends behind it.
    pub fn range(&self, range: &Range<usize>) -> Range<usize> {
        self.place(range.start)..self.place(range.end)
    }

    fn place(&self, at: usize) -> usize {
        let before = self.hidden.iter().take_while(|hidden| hidden.start < at);
        let (mut taken, mut put) = (0, 0);
        for hidden in before {
            taken += hidden.end.min(at) - hidden.start;
            put += MASK.len();
        }
        at - taken + put
    }

    /// The text with its masks.
    pub fn text(&self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut end = 0;
        for hidden in &self.hidden {
            masked.push_str(text.get(end..hidden.start).unwrap_or_default());
            masked.push_str(MASK);
            end = hidden.end;
        }
        masked.push_str(text.get(end..).unwrap_or_default());
        masked
    }

    /// The document that this was made [of](Self::of), without what is hidden.
    pub fn apply(&self, document: Document, schema: &Schema) -> Document {
        let is_personal = |name: &str| schema.field(name).is_some_and(|field| field.personal);
        let mut document = document;
        document.text = self.text(&document.text);
        document.zones.iter_mut().for_each(|zone| zone.range = self.range(&zone.range));
        document.cuts.iter_mut().for_each(|cut| cut.range = self.range(&cut.range));
        document.record.retain(|field| !is_personal(&field.name));
        for RecordField { printed, value, range, .. } in &mut document.record {
            mask(printed, schema);
            mask_value(value, schema);
            *range = range.as_ref().map(|range| self.range(range));
        }
        document.diagnostics.iter_mut().for_each(mask_quotes);
        document
    }
}

/// A text that belongs to no document, a title or a query, without [what is hidden](Redaction::of_text) of it.
pub fn without_contacts<'t>(text: &'t str, schema: &Schema) -> Cow<'t, str> {
    let redaction = Redaction::of_text(text, schema);
    if redaction.hidden.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(redaction.text(text)) }
}

/// Whether anything is hidden of such a text.
pub fn has_contacts(text: &str, schema: &Schema) -> bool {
    !Redaction::of_text(text, schema).hidden.is_empty()
}

/// What stands on a line behind the label of a personal field, or on the next line where the label stands alone: pages
/// print it outside records too.
fn labelled<'t>(text: &'t str, schema: &'t Schema) -> impl Iterator<Item = Range<usize>> + 't {
    let (mut start, mut is_below) = (0, false);
    text.split_inclusive('\n').filter_map(move |line| {
        let line_start = start;
        start += line.len();
        let line = line.trim_end();
        let label = Label::of(line);
        let value = label.and_then(|label| {
            schema.kinds().iter().find_map(|kind| {
                let (field, value) = label.field(kind)?;
                field.personal.then_some(value)
            })
        });
        let was_below = std::mem::replace(&mut is_below, value == Some(line.len()));
        let value = value.or_else(|| was_below.then(|| line.len() - line.trim_start().len()))?;
        Some(line_start + value..line_start + line.len())
    })
}

fn is_kept(range: &Range<usize>, document: &Document) -> bool {
    document.zones.iter().any(|zone| zone.range.start < range.end && range.start < zone.range.end)
}

fn mask(text: &mut String, schema: &Schema) {
    if let Cow::Owned(masked) = without_contacts(text, schema) {
        *text = masked;
    }
}

fn mask_value(value: &mut Value, schema: &Schema) {
    match value {
        Value::Text(text) | Value::Keyword(text) => mask(text, schema),
        Value::Path(texts) | Value::Urls(texts) | Value::Texts(texts) => {
            texts.iter_mut().for_each(|text| mask(text, schema));
        }
        Value::Contacts(contacts) => {
            for contact in contacts {
                mask(&mut contact.name, schema);
                mask(&mut contact.role, schema);
                contact.phones.clear();
                contact.emails.clear();
            }
        }
        Value::Date(_) | Value::Integer(_) | Value::Coordinates(_) => {}
    }
}

/// A diagnostic quotes what the page prints, whatever field it is of.
fn mask_quotes(diagnostic: &mut Diagnostic) {
    let message = &mut diagnostic.message;
    if let (Some(first), Some(last)) = (message.find('`'), message.rfind('`'))
        && first < last
    {
        message.replace_range(first + 1..last, MASK);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn places_follow_the_text(parts in prop::collection::vec(("[a-zł]{0,6}", any::<bool>()), 1..8)) {
            let mut text = String::new();
            let mut ranges = Vec::new();
            for (part, is_hidden) in &parts {
                ranges.push((text.len()..text.len() + part.len(), *is_hidden));
                text.push_str(part);
            }
            let hidden = ranges.iter().filter(|(_, is_hidden)| *is_hidden).map(|(range, _)| range.clone());
            let redaction = Redaction::joining(hidden.collect());
            let masked = redaction.text(&text);
            for (range, is_hidden) in &ranges {
                let part = masked.get(redaction.range(range)).expect("on character boundaries");
                if !is_hidden {
                    prop_assert_eq!(Some(part), text.get(range.clone()));
                }
            }
            prop_assert_eq!(redaction.range(&(0..text.len())), 0..masked.len());
        }
    }
}
