//! The fields that a question can name: those of the schema and a few that every document has.

use fiszka_schema::{Field, FieldType, Schema, fold};

use crate::fields::{ColumnType, Fields, column};

/// A field with the column that holds its values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QueryField<'a> {
    pub(crate) name: &'a str,
    pub(crate) column: &'a str,
    pub(crate) column_type: ColumnType,
    /// The field of the schema, unless every document has it whatever its kind.
    pub(crate) schema: Option<&'a Field>,
}

/// Name, column, type and other names of the fields that every document has.
const COMMON: [(&str, &str, ColumnType, &[&str]); 4] = [
    (column::KIND, column::KIND, ColumnType::Text, &["rodzaj"]),
    ("year", column::PUBLISHED, ColumnType::Day, &["rok"]),
    (column::PUBLISHED, column::PUBLISHED, ColumnType::Day, &[]),
    (column::LANGUAGE, column::LANGUAGE, ColumnType::Text, &["jezyk"]),
];

impl<'a> QueryField<'a> {
    /// The field that is asked for by its name or another name, whatever the capitals and diacritics.
    pub(crate) fn find(name: &str, schema: &'a Schema, fields: &'a Fields) -> Option<Self> {
        let field = schema.field_by_query_name(name);
        let folded = field.map_or_else(|| fold(name), |field| field.name.clone());
        if let Some(&(name, column, column_type, _)) =
            COMMON.iter().find(|(name, _, _, others)| *name == folded || others.contains(&folded.as_str()))
        {
            return Some(Self { name, column, column_type, schema: None });
        }
        let field = field?;
        let column = fields.column(&field.name)?;
        Some(Self {
            name: &column.name,
            column: &column.column,
            column_type: column.column_type,
            schema: Some(field),
        })
    }

    /// The names of all fields that can be filtered by.
    pub(crate) fn names(fields: &Fields) -> Vec<String> {
        let common = COMMON.iter().map(|(name, ..)| (*name).to_owned());
        let of_schema = fields.columns.iter().map(|column| column.name.clone());
        common.chain(of_schema.filter(|name| !COMMON.iter().any(|(known, ..)| known == name))).collect()
    }

    /// Whether its values can be counted: facets of the schema, and whatever falls into ranges.
    pub(crate) fn is_countable(&self) -> bool {
        self.column_type != ColumnType::Text || self.schema.is_none_or(|field| field.facet)
    }

    /// Whether its values are about people.
    pub(crate) fn is_personal(&self) -> bool {
        self.schema.is_some_and(|field| field.personal)
    }

    /// Whether its values are categories with their parents.
    pub(crate) fn is_path(&self) -> bool {
        self.schema.is_some_and(|field| field.field_type == FieldType::Path)
    }
}
