//! All that a corpus says of one document: the pages of one practice, a later crawl, a feed's stub.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use fiszka_schema::Schema;

use crate::document::{Cut, CutReason, Document, RecordField, Zone};
use crate::identity::part_of;
use crate::record::integer;

/// One document made of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The document.
    pub document: Document,
    /// Which of the given documents stand in it, its beginning first. The others are older copies of these, or
    /// excerpts.
    pub pages: Vec<usize>,
}

/// Makes one document of several that have one [identity](Document::identity); none of none. Their order counts only
/// between equal ones: the first of them stands in the document.
///
/// - The pages of one practice (`Skrót i Metryka`, `Pełna prezentacja`, `Załączniki`) are put one behind the other, a
///   blank line between them. The title counts once, and so does a field of the record that two pages print alike.
/// - Of two copies of one page the later crawl counts: the one whose visitor counter is higher, which was updated
///   later, which says more.
/// - A [stub](Document::is_stub) gives way to a page; what it alone knows, such as the day of publication, goes into
///   the record of the page.
pub fn merge(documents: &[Document], schema: &Schema) -> Option<Merged> {
    let (stubs, pages): (Vec<_>, Vec<_>) =
        documents.iter().enumerate().partition(|(_, document)| document.is_stub());
    let best = |documents: Vec<(usize, &'_ Document)>| {
        let mut parts: BTreeMap<u32, (usize, Document)> = BTreeMap::new();
        for (at, document) in documents {
            let part = document.url.as_deref().map_or(1, |url| part_of(url, schema));
            if parts.get(&part).is_none_or(|(_, known)| standing(document) > standing(known)) {
                parts.insert(part, (at, document.clone()));
            }
        }
        parts.into_values()
    };
    let stub = best(stubs).next();
    let mut parts = best(pages);
    let Some((first, mut document)) = parts.next() else {
        return stub.map(|(at, document)| Merged { document, pages: vec![at] });
    };
    let mut pages = vec![first];
    for (at, part) in parts {
        pages.push(at);
        append(&mut document, part);
    }
    if let Some((_, stub)) = stub {
        complete(&mut document, stub);
    }
    Some(Merged { document, pages })
}

/// Which of two copies counts: the greater one. The last part makes the order total.
fn standing(document: &Document) -> impl Ord + use<> {
    let counters = document.cuts.iter().filter(|cut| cut.reason == CutReason::Counter);
    let numbers = counters.filter_map(|cut| {
        document.text.get(cut.range.clone())?.lines().find_map(|line| integer(line.trim()))
    });
    let kept: usize = document.zones.iter().map(|zone| zone.range.len()).sum();
    (
        !document.empty,
        numbers.max(),
        document.updated,
        kept,
        Reverse(document.url.clone()),
        document.text.clone(),
    )
}

/// Puts a further page of an article behind the ones before.
fn append(merged: &mut Document, page: Document) {
    const GAP: &str = "\n\n";
    let offset = merged.text.len() + GAP.len();
    let shifted = |range: &Range<usize>| range.start + offset..range.end + offset;
    merged.text.push_str(GAP);
    merged.text.push_str(&page.text);
    let titled = !merged.title().is_empty();
    for zone in &page.zones {
        let range = shifted(&zone.range);
        if zone.field == "title" && titled {
            merged.cuts.push(Cut { range, reason: CutReason::Structure });
        } else {
            merged.zones.push(Zone { field: zone.field.clone(), range });
        }
    }
    merged.cuts.extend(page.cuts.iter().map(|cut| Cut { range: shifted(&cut.range), reason: cut.reason }));
    let known: HashSet<(String, String)> =
        merged.record.iter().map(|field| (field.name.clone(), field.printed.clone())).collect();
    let (repeated, new): (Vec<_>, Vec<_>) = page
        .record
        .into_iter()
        .partition(|field| known.contains(&(field.name.clone(), field.printed.clone())));
    merged.record.extend(new.into_iter().map(|field| {
        let range = field.range.as_ref().map(shifted);
        RecordField { range, ..field }
    }));
    // A value that both pages print is cut from the second, unless its line is kept or cut already.
    let zones = page.zones.iter().map(|zone| &zone.range);
    let mut taken: Vec<Range<usize>> =
        zones.chain(page.cuts.iter().map(|cut| &cut.range)).map(shifted).collect();
    taken.sort_by_key(|range| range.start);
    let mut repeated: Vec<_> =
        repeated.iter().filter_map(|field| field.range.as_ref().map(shifted)).collect();
    repeated.sort_by_key(|range| range.start);
    let mut end = 0;
    for range in repeated {
        let before = taken.partition_point(|taken| taken.start < range.end);
        let free = taken.get(..before).and_then(<[_]>::last).is_none_or(|taken| taken.end <= range.start);
        if free && range.start >= end {
            end = range.end;
            merged.cuts.push(Cut { range, reason: CutReason::Structure });
        }
    }
    merged.cuts.sort_by_key(|cut| cut.range.start);
    for diagnostic in page.diagnostics {
        if !merged.diagnostics.contains(&diagnostic) {
            merged.diagnostics.push(diagnostic);
        }
    }
    merged.published = merged.published.or(page.published);
    merged.published_time = merged.published_time.or(page.published_time);
    merged.updated = merged.updated.max(page.updated);
    merged.empty &= page.empty;
}

/// Adds to a page what its stub alone knows.
fn complete(page: &mut Document, stub: Document) {
    if page.published.is_none() {
        page.published = stub.published;
        page.published_time = stub.published_time;
    }
    page.updated = page.updated.or(stub.updated);
    let missing = |field: &RecordField| page.record.iter().all(|known| known.name != field.name);
    let missing: Vec<_> = stub.record.into_iter().filter(missing).collect();
    page.record.extend(missing.into_iter().map(|field| RecordField { range: None, ..field }));
}
