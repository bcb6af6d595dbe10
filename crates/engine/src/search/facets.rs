//! Counting the values of a field over all matches.

use std::collections::HashMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::error::Result;
use crate::fields::{ColumnType, Fields, column};
use crate::search::answer::{Facet, QueryError};
use crate::search::filter::{FieldFilter, Passes, known_fields};

/// More values than this of one field are not given back.
const VALUES_MAX: usize = 100;

/// A facet that is being counted.
pub(crate) struct FacetCount {
    name: String,
    column: String,
    column_type: ColumnType,
    /// Index of the filter on the same field: it does not shrink the field's own counts.
    own_filter: Option<usize>,
    counts: HashMap<String, usize>,
}

/// The facets asked for, by English or query name.
pub(crate) fn facets(
    names: &[String],
    schema: &fiszka_schema::Schema,
    fields: &Fields,
    filters: &[FieldFilter],
) -> std::result::Result<Vec<FacetCount>, QueryError> {
    let facet = |name: &String| {
        let (name, column, column_type) = if fiszka_schema::fold(name) == column::KIND {
            (column::KIND.to_owned(), column::KIND.to_owned(), ColumnType::Text)
        } else {
            let field = schema.field_by_query_name(name).filter(|field| field.facet);
            let Some(column) = field.and_then(|field| fields.column(&field.name)) else {
                let known = known_fields(fields);
                let is_facet = |name: &String| {
                    name == column::KIND || schema.field(name).is_some_and(|field| field.facet)
                };
                let known = known.into_iter().filter(is_facet).collect();
                return Err(QueryError::UnknownField { use_for: "facet", name: name.clone(), known });
            };
            (column.name.clone(), column.column.clone(), column.column_type)
        };
        let own_filter = filters.iter().position(|filter| filter.name == name);
        Ok(FacetCount { name, column, column_type, own_filter, counts: HashMap::new() })
    };
    names.iter().map(facet).collect()
}

enum Values {
    Absent,
    Texts(StrColumn, HashMap<u64, usize>),
    Numbers(Column<i64>, HashMap<i64, usize>, ColumnType),
}

/// Counts the facets over the documents of one segment.
pub(crate) struct SegmentFacets<'f> {
    facets: Vec<(&'f mut FacetCount, Values)>,
}

impl<'f> SegmentFacets<'f> {
    pub(crate) fn new(reader: &SegmentReader, facets: &'f mut [FacetCount]) -> Result<Self> {
        let with_values = |facet: &'f mut FacetCount| {
            let values = match facet.column_type {
                ColumnType::Text => reader
                    .fast_fields()
                    .str(&facet.column)?
                    .map_or(Values::Absent, |column| Values::Texts(column, HashMap::new())),
                other => reader
                    .fast_fields()
                    .column_opt::<i64>(&facet.column)?
                    .map_or(Values::Absent, |column| Values::Numbers(column, HashMap::new(), other)),
            };
            Ok((facet, values))
        };
        Ok(Self { facets: facets.iter_mut().map(with_values).collect::<Result<_>>()? })
    }

    /// Counts a matching document.
    pub(crate) fn count(&mut self, doc: DocId, passes: Passes) {
        for (facet, values) in &mut self.facets {
            let counts = match passes {
                Passes::All => true,
                Passes::AllBut(filter) => facet.own_filter == Some(filter),
                Passes::No => false,
            };
            match values {
                _ if !counts => {}
                Values::Absent => {}
                Values::Texts(column, found) => {
                    column.term_ords(doc).for_each(|value| *found.entry(value).or_default() += 1);
                }
                Values::Numbers(column, found, _) => {
                    column.values_for_doc(doc).for_each(|value| *found.entry(value).or_default() += 1);
                }
            }
        }
    }

    /// Adds the segment's counts to the facets.
    pub(crate) fn finish(self) -> Result<()> {
        for (facet, values) in self.facets {
            match values {
                Values::Absent => {}
                Values::Texts(column, found) => {
                    for (value, count) in found {
                        let mut text = String::new();
                        column.ord_to_str(value, &mut text)?;
                        *facet.counts.entry(text).or_default() += count;
                    }
                }
                Values::Numbers(_, found, column_type) => {
                    for (value, count) in found {
                        let text = match column_type {
                            ColumnType::Day => crate::value::date(value).map(|date| date.year().to_string()),
                            _ => Some(value.to_string()),
                        };
                        *facet.counts.entry(text.unwrap_or_default()).or_default() += count;
                    }
                }
            }
        }
        Ok(())
    }
}

impl FacetCount {
    pub(crate) fn into_facet(self) -> Facet {
        let mut values: Vec<_> = self.counts.into_iter().collect();
        values.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        values.truncate(VALUES_MAX);
        Facet { field: self.name, values }
    }
}
