//! Counting the values of a field over all matches.

use std::collections::{BTreeMap, HashMap};

use fiszka_document::has_contacts;
use fiszka_schema::{Schema, fold};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::collation;
use crate::error::Result;
use crate::fields::{ColumnType, Fields, column};
use crate::search::answer::{Facet, FacetValue, Query, QueryError};
use crate::search::buckets::{Buckets, EXPECTED};
use crate::search::field::QueryField;
use crate::search::filter::{Failed, FieldFilter};
use crate::value::{PATH_SEPARATOR, last_step};

/// Values of one field that are given back, unless the query asks for fewer.
const VALUES_MAX: usize = 100;

/// A facet that is being counted.
pub(crate) struct FacetCount<'s> {
    schema: &'s Schema,
    field: QueryField<'s>,
    buckets: Buckets,
    /// The filters on the same column: they do not shrink the field's own counts.
    own: Failed,
    values_max: usize,
    /// Values that hold contacts are not given.
    hides_contacts: bool,
    texts: HashMap<String, usize>,
    numbers: HashMap<i64, usize>,
}

/// The facets asked for, each as `FIELD` or `FIELD:RANGES`. Where contacts are hidden, personal fields have none.
pub(crate) fn facets<'s>(
    query: &Query,
    schema: &'s Schema,
    fields: &'s Fields,
    filters: &[FieldFilter],
    hides_contacts: bool,
) -> std::result::Result<Vec<FacetCount<'s>>, QueryError> {
    let find = |name: &str| {
        let field = QueryField::find(name, schema, fields)?;
        (field.is_countable() && !(hides_contacts && field.is_personal())).then_some(field)
    };
    let mut facets: Vec<FacetCount<'s>> = Vec::with_capacity(query.facets.len());
    for written in &query.facets {
        let (name, ranges) =
            written.split_once(':').map_or((written.as_str(), None), |(name, ranges)| (name, Some(ranges)));
        let field = find(name).ok_or_else(|| {
            let mut known = QueryField::names(fields);
            known.retain(|name| find(name).is_some());
            QueryError::UnknownField { use_for: "facet", name: name.to_owned(), known }
        })?;
        let of_schema = field.schema.map_or(&[][..], |field| &field.ranges);
        let buckets = match field.column_type {
            ColumnType::Text if ranges.is_none() => Some(Buckets::Values),
            ColumnType::Text => None,
            column_type => Buckets::parse(ranges, column_type, of_schema, schema.months()),
        };
        let is_second = facets.iter().any(|known| known.field.name == field.name);
        let buckets = buckets.filter(|_| !is_second).ok_or_else(|| QueryError::InvalidFacet {
            facet: written.clone(),
            expected: if is_second { "each field once" } else { EXPECTED },
        })?;
        facets.push(FacetCount {
            schema,
            field,
            buckets,
            own: Failed::on_column(filters, field.column),
            values_max: query.facet_values_max.unwrap_or(VALUES_MAX),
            hides_contacts,
            texts: HashMap::new(),
            numbers: HashMap::new(),
        });
    }
    Ok(facets)
}

enum Values {
    Absent,
    Texts(StrColumn, HashMap<u64, usize>),
    Numbers(Column<i64>, HashMap<i64, usize>),
}

/// Counts the facets over the documents of one segment.
pub(crate) struct SegmentFacets<'f, 's> {
    facets: Vec<(&'f mut FacetCount<'s>, Values)>,
    /// The values of one document, each once.
    texts: Vec<u64>,
    numbers: Vec<i64>,
}

impl<'f, 's> SegmentFacets<'f, 's> {
    pub(crate) fn new(reader: &SegmentReader, facets: &'f mut [FacetCount<'s>]) -> Result<Self> {
        let with_values = |facet: &'f mut FacetCount<'s>| {
            let columns = reader.fast_fields();
            let values = match facet.field.column_type {
                ColumnType::Text => columns
                    .str(facet.field.column)?
                    .map_or(Values::Absent, |column| Values::Texts(column, HashMap::new())),
                ColumnType::Day | ColumnType::Integer => columns
                    .column_opt::<i64>(facet.field.column)?
                    .map_or(Values::Absent, |column| Values::Numbers(column, HashMap::new())),
            };
            Ok((facet, values))
        };
        let facets = facets.iter_mut().map(with_values).collect::<Result<_>>()?;
        Ok(Self { facets, texts: Vec::new(), numbers: Vec::new() })
    }

    /// Counts a matching document that fails these filters.
    pub(crate) fn count(&mut self, doc: DocId, failed: Failed) {
        for (facet, values) in self.facets.iter_mut().filter(|(facet, _)| failed.is_within(facet.own)) {
            match values {
                Values::Absent => {}
                Values::Texts(column, found) => {
                    self.texts.clear();
                    self.texts.extend(column.term_ords(doc));
                    self.texts.sort_unstable();
                    self.texts.dedup();
                    self.texts.iter().for_each(|value| *found.entry(*value).or_default() += 1);
                }
                Values::Numbers(column, found) => {
                    self.numbers.clear();
                    self.numbers
                        .extend(column.values_for_doc(doc).filter_map(|value| facet.buckets.of(value)));
                    self.numbers.sort_unstable();
                    self.numbers.dedup();
                    self.numbers.iter().for_each(|value| *found.entry(*value).or_default() += 1);
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
                        *facet.texts.entry(text).or_default() += count;
                    }
                }
                Values::Numbers(_, found) => {
                    for (value, count) in found {
                        *facet.numbers.entry(value).or_default() += count;
                    }
                }
            }
        }
        Ok(())
    }
}

impl FacetCount<'_> {
    pub(crate) fn into_facet(self) -> Facet {
        let values = match self.field.column_type {
            ColumnType::Text => self.text_values(),
            column_type => self.buckets.values(&self.numbers, column_type, self.values_max),
        };
        Facet { field: self.field.name.to_owned(), values }
    }

    /// The values with the most documents, at most `values_max`. Spellings that differ in capitals and diacritics only
    /// are one value, as they are to a filter; it is shown as most documents write it.
    fn text_values(&self) -> Vec<FacetValue> {
        let mut merged: BTreeMap<String, (&str, usize, usize)> = BTreeMap::new();
        for (text, &count) in &self.texts {
            let (shown, shown_count, sum) = merged.entry(fold(text)).or_insert((text, count, 0));
            *sum += count;
            if (count, text.as_str()) > (*shown_count, *shown) {
                (*shown, *shown_count) = (text, count);
            }
        }
        let is_given = |text: &str| !(self.hides_contacts && has_contacts(text, self.schema));
        let mut values: Vec<_> = merged
            .into_values()
            .filter(|(text, ..)| is_given(text))
            .map(|(text, _, count)| FacetValue {
                value: text.to_owned(),
                label: self.label(text),
                count,
                children: Vec::new(),
            })
            .collect();
        values.sort_by(by_count);
        values.truncate(self.values_max);
        if self.field.is_path() { tree(values) } else { values }
    }

    /// What a visitor reads for a value.
    fn label(&self, value: &str) -> String {
        let label = match self.field.name {
            column::KIND => self.schema.kind(value).map(|kind| kind.label.as_str()),
            column::LANGUAGE => {
                let languages = self.schema.languages().all();
                languages
                    .iter()
                    .find(|language| language.code == value)
                    .map(|language| language.name.as_str())
            }
            _ if self.field.is_path() => Some(last_step(value)),
            _ => None,
        };
        label.unwrap_or(value).to_owned()
    }
}

/// Most documents first, then in the order of the alphabet. A parent has at least the documents of its children and
/// stands before them.
fn by_count(a: &FacetValue, b: &FacetValue) -> std::cmp::Ordering {
    let depth = |value: &FacetValue| value.value.matches(PATH_SEPARATOR).count();
    (b.count.cmp(&a.count))
        .then_with(|| depth(a).cmp(&depth(b)))
        .then_with(|| collation::compare(&a.value, &b.value))
}

/// Categories under their parents. `values` have each parent before its children, so every child finds it.
fn tree(values: Vec<FacetValue>) -> Vec<FacetValue> {
    let mut roots = Vec::new();
    for value in values {
        let parent = value.value.rsplit_once(PATH_SEPARATOR).map(|(parent, _)| fold(parent));
        match parent.and_then(|parent| find(&mut roots, &parent)) {
            Some(parent) => parent.children.push(value),
            None => roots.push(value),
        }
    }
    roots
}

/// The category of this folded path.
fn find<'v>(values: &'v mut [FacetValue], path: &str) -> Option<&'v mut FacetValue> {
    for value in values {
        let folded = fold(&value.value);
        if folded == path {
            return Some(value);
        }
        if path.strip_prefix(&folded).is_some_and(|rest| rest.starts_with(PATH_SEPARATOR)) {
            return find(&mut value.children, path);
        }
    }
    None
}
