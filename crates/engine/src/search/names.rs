//! What a query may ask for by name: the fields of the schema and the values that the index holds.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use fiszka_analysis::Analyzer;
use fiszka_schema::{FieldType, Schema, fold};

use crate::fields::{ColumnType, Fields};
use crate::index::Snapshot;
use crate::query::{NamedField, Reads};
use crate::search::field::QueryField;
use crate::search::filter::{field_filter, is_near};
use crate::value::last_step;

/// The fields of an index.
pub(crate) struct Names<'i> {
    schema: &'i Schema,
    fields: &'i Fields,
    analyzer: &'i Analyzer,
    /// Without one the values are not known, only the fields.
    snapshot: Option<&'i Snapshot>,
    /// Folded values of the text columns that were asked for.
    values: RefCell<HashMap<String, HashSet<String>>>,
}

impl<'i> Names<'i> {
    pub(crate) fn new(
        schema: &'i Schema,
        fields: &'i Fields,
        analyzer: &'i Analyzer,
        snapshot: Option<&'i Snapshot>,
    ) -> Self {
        Self { schema, fields, analyzer, snapshot, values: RefCell::default() }
    }

    /// Whether some document has this value in a text column.
    fn is_in_index(&self, column: QueryField<'_>, value: &str) -> bool {
        let mut known = self.values.borrow_mut();
        let values = known.entry(column.name.to_owned()).or_insert_with(|| self.values_of(column.column));
        values.contains(&fold(value))
    }

    /// The folded values of a text column. What cannot be read holds none: the value is then looked for as words.
    fn values_of(&self, column: &str) -> HashSet<String> {
        let mut values = HashSet::new();
        let readers = self.snapshot.map(|snapshot| snapshot.searcher.segment_readers());
        for reader in readers.into_iter().flatten() {
            let Ok(Some(column)) = reader.fast_fields().str(column) else { continue };
            let Ok(mut terms) = column.dictionary().stream() else { continue };
            while terms.advance() {
                let value = fold(&String::from_utf8_lossy(terms.key()));
                values.insert(last_step(&value).to_owned());
                values.insert(value);
            }
        }
        values
    }
}

impl crate::query::Fields for Names<'_> {
    fn named(&self, name: &str) -> Option<NamedField> {
        if is_near(name) {
            return Some(NamedField { name: name.to_owned(), is_text: false });
        }
        let field = self.schema.field_by_query_name(name);
        match field.filter(|field| field.field_type == FieldType::Text) {
            Some(field) => Some(NamedField { name: field.name.clone(), is_text: true }),
            None => {
                let column = QueryField::find(name, self.schema, self.fields);
                let is_text = column.is_none();
                let name = column.map(|column| column.name).or(field.map(|field| field.name.as_str()))?;
                Some(NamedField { name: name.to_owned(), is_text })
            }
        }
    }

    fn reads(&self, field: &str, value: &str) -> Reads {
        if is_near(field) {
            let is_place = field_filter(field, value, self.schema, self.fields, self.analyzer).is_ok();
            return if is_place { Reads::Known } else { Reads::No };
        }
        let Some(column) = QueryField::find(field, self.schema, self.fields) else { return Reads::No };
        let is_value = field_filter(field, value, self.schema, self.fields, self.analyzer).is_ok();
        match self.schema.field(column.name).map(|field| field.field_type) {
            _ if !is_value => Reads::No,
            Some(FieldType::Voivodeship) if self.schema.voivodeships().recognise(value).is_none() => {
                Reads::No
            }
            Some(FieldType::UnitType) if self.schema.unit_types().meant_by(value).is_empty() => Reads::No,
            Some(FieldType::Voivodeship | FieldType::UnitType) => Reads::Known,
            Some(_) if column.column_type == ColumnType::Text && !self.is_in_index(column, value) => {
                Reads::Maybe
            }
            Some(FieldType::Integer) if !has_grouped_digits(value) => Reads::No,
            _ => Reads::Known,
        }
    }
}

/// Whether blanks stand between groups of three digits only: `300 000`, not `2013 300`.
fn has_grouped_digits(value: &str) -> bool {
    value.split("..").all(|number| {
        let mut groups =
            number.split_whitespace().skip_while(|group| !group.contains(|c: char| c.is_ascii_digit()));
        groups.next();
        groups.all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::has_grouped_digits;

    #[test]
    fn blanks_split_thousands() {
        for (value, expected) in [
            ("300 000", true),
            ("> 300 000", true),
            ("10 000..50 000", true),
            ("300 2013", false),
            ("5", true),
        ] {
            assert_eq!(has_grouped_digits(value), expected, "{value}");
        }
    }
}
