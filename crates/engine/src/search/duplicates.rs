//! Documents that say the same are shown once, the others listed below it.
//!
//! Only the first [`CANDIDATES_MAX`] of the ranking are compared, whatever page is asked for, so that pages neither
//! repeat nor miss a hit: the ranking is folded first and cut into pages after. A group stands where its first document
//! ranks. Nothing of it is stored, so when the shown document goes, the next takes its place.
//!
//! Two documents are one group when their sketches are [the same](Relation::Same), or when one is a feed's excerpt that
//! stands in the other. Comparing all pairs would cost more than the search; documents that share none of their lowest
//! hashes are not compared, unless one is an excerpt, which may be a small part of its page.

use fiszka_document::{Document, Relation, SKETCH_NUMBERS_MAX, Sketch};
use fiszka_schema::Schema;

use crate::index::Snapshot;
use crate::search::rank::Candidate;

/// Candidates that are compared with one another.
pub(crate) const CANDIDATES_MAX: usize = 100;

/// Lowest hashes of a sketch that bring candidates together. Two texts with a similarity of 0.85 share none of them once
/// in some thousands.
const PROBES: usize = 4;

/// Earlier candidates with the same hash that one is compared with.
const PARTNERS_MAX: usize = 4;

/// Candidates that say the same, best first.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) first: Candidate,
    pub(crate) others: Vec<Candidate>,
}

/// Puts the best candidates that say the same into groups; the rest stands alone. The order stays.
pub(crate) fn fold(found: Vec<Candidate>, snapshot: &Snapshot) -> Vec<Group> {
    let window = found.get(..found.len().min(CANDIDATES_MAX)).unwrap_or_default();
    let partners = partners(window, snapshot);
    let mut groups: Vec<Group> = Vec::with_capacity(found.len());
    // By candidate of the window the group that it is the first of.
    let mut leads: Vec<Option<usize>> = vec![None; window.len()];
    for (at, candidate) in found.into_iter().enumerate() {
        let earlier = partners.get(at).map(Vec::as_slice).unwrap_or_default();
        let group = earlier.iter().filter_map(|&other| leads.get(other).copied().flatten()).find(|&group| {
            groups.get(group).is_some_and(|group| say_the_same(&group.first, &candidate, snapshot))
        });
        match group.and_then(|group| groups.get_mut(group)) {
            Some(group) => group.others.push(candidate),
            None => {
                if let Some(lead) = leads.get_mut(at) {
                    *lead = Some(groups.len());
                }
                groups.push(Group { first: candidate, others: Vec::new() });
            }
        }
    }
    groups
}

/// For each candidate the earlier ones that it may say the same as, in order.
fn partners(window: &[Candidate], snapshot: &Snapshot) -> Vec<Vec<usize>> {
    let mut partners = vec![Vec::new(); window.len()];
    let mut probes: Vec<(u64, usize)> = Vec::with_capacity(window.len() * PROBES);
    let mut stubs = Vec::new();
    for (at, candidate) in window.iter().enumerate() {
        let Some(segment) = snapshot.segments.get(candidate.segment) else { continue };
        let mut numbers = segment.sketches.values_for_doc(candidate.doc);
        let head = numbers.next().and_then(|head| u32::try_from(head).ok()).unwrap_or(0);
        let [shingles, ..] = head.to_le_bytes();
        probes.extend(numbers.take(PROBES.min(usize::from(shingles))).map(|hash| (hash, at)));
        if Sketch::is_stub_head(head) {
            stubs.push(at);
        }
    }
    probes.sort_unstable();
    for run in probes.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        for (place, (_, later)) in run.iter().enumerate().skip(1) {
            let earlier = run.iter().take(place.min(PARTNERS_MAX)).map(|(_, earlier)| *earlier);
            if let Some(partners) = partners.get_mut(*later) {
                partners.extend(earlier);
            }
        }
    }
    for stub in stubs {
        for (at, partners) in partners.iter_mut().enumerate() {
            match at {
                _ if at > stub => partners.push(stub),
                _ if at == stub => partners.extend(0..stub),
                _ => {}
            }
        }
    }
    for partners in &mut partners {
        partners.sort_unstable();
        partners.dedup();
    }
    partners
}

fn say_the_same(a: &Candidate, b: &Candidate, snapshot: &Snapshot) -> bool {
    let sketch = |candidate: &Candidate| {
        let numbers = snapshot.segments.get(candidate.segment).map(|segment| {
            let numbers = segment.sketches.values_for_doc(candidate.doc).take(SKETCH_NUMBERS_MAX);
            numbers.map(|number| u32::try_from(number).unwrap_or(0)).collect::<Vec<_>>()
        });
        Sketch::from_numbers(&numbers.unwrap_or_default())
    };
    let (a, b) = (sketch(a), sketch(b));
    match a.relation(&b) {
        Relation::Same => true,
        Relation::ExcerptOf => a.is_stub(),
        Relation::HasExcerpt => b.is_stub(),
        Relation::Related | Relation::Different => false,
    }
}

/// Which document of a group is shown: lower is better. The full page comes before a feed's excerpt of it, and a
/// practice before news of it, as the kinds stand in the schema.
pub(crate) fn standing(document: &Document, schema: &Schema) -> (bool, usize) {
    let kind = schema.kinds().iter().position(|kind| kind.name == document.kind).unwrap_or(usize::MAX);
    (document.is_stub(), kind)
}
