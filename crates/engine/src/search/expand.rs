//! Forms of the index that differ from a typed one by marks only (`swietlica` finds `świetlica`), and those that begin
//! as typed (`senior*`).

use std::collections::HashMap;

use tantivy::schema::Field;
use tantivy_fst::Automaton;

use crate::index::Snapshot;

/// More forms than this are not looked for: a query word has one or two in any corpus.
const FORMS_MAX: usize = 16;

/// Most forms that a prefix stands for.
pub(crate) const PREFIX_FORMS_MAX: usize = 64;

/// The forms of the exact view that fold to `folded`, without `folded` itself, most frequent first.
pub(crate) fn forms_that_fold_to(
    snapshot: &Snapshot,
    exact: Field,
    folded: &str,
) -> crate::Result<Vec<String>> {
    let mut forms = forms(snapshot, exact, FoldsTo { folded: folded.as_bytes(), goes_on: false })?;
    forms.retain(|form| form != folded);
    forms.truncate(FORMS_MAX);
    Ok(forms)
}

/// The forms of the exact view that begin with `stem`, whose letters may miss their marks; most frequent first, and
/// how many there are beyond the bound.
pub(crate) fn forms_that_begin_with(
    snapshot: &Snapshot,
    exact: Field,
    stem: &str,
) -> crate::Result<(Vec<String>, usize)> {
    let mut forms = forms(snapshot, exact, FoldsTo { folded: stem.as_bytes(), goes_on: true })?;
    let more = forms.len().saturating_sub(PREFIX_FORMS_MAX);
    forms.truncate(PREFIX_FORMS_MAX);
    Ok((forms, more))
}

/// The forms that an automaton accepts, most frequent first.
fn forms(snapshot: &Snapshot, exact: Field, accepted: FoldsTo<'_>) -> crate::Result<Vec<String>> {
    let mut frequencies: HashMap<String, u32> = HashMap::new();
    for reader in snapshot.searcher.segment_readers() {
        let index = reader.inverted_index(exact)?;
        let mut stream = index.terms().search(accepted).into_stream()?;
        while let Some((key, info)) = stream.next() {
            if let Ok(form) = std::str::from_utf8(key) {
                *frequencies.entry(form.to_owned()).or_default() += info.doc_freq;
            }
        }
    }
    let mut forms: Vec<_> = frequencies.into_iter().collect();
    forms.sort_unstable_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    Ok(forms.into_iter().map(|(form, _)| form).collect())
}

/// Accepts the words whose Polish letters fold to the given ones, or that begin so.
#[derive(Clone, Copy)]
struct FoldsTo<'q> {
    folded: &'q [u8],
    /// Anything may follow.
    goes_on: bool,
}

/// How many letters are read, and the first byte of a Polish letter that is half read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    Letters(usize),
    Half(usize, u8),
    Dead,
}

/// The Polish letters that fold to a plain one, in UTF-8.
fn marked(plain: u8) -> &'static [&'static [u8; 2]] {
    match plain {
        b'a' => &[b"\xc4\x85"],
        b'c' => &[b"\xc4\x87"],
        b'e' => &[b"\xc4\x99"],
        b'l' => &[b"\xc5\x82"],
        b'n' => &[b"\xc5\x84"],
        b'o' => &[b"\xc3\xb3"],
        b's' => &[b"\xc5\x9b"],
        b'z' => &[b"\xc5\xba", b"\xc5\xbc"],
        _ => &[],
    }
}

impl Automaton for FoldsTo<'_> {
    type State = Read;

    fn start(&self) -> Read {
        Read::Letters(0)
    }

    fn is_match(&self, state: &Read) -> bool {
        *state == Read::Letters(self.folded.len())
    }

    fn can_match(&self, state: &Read) -> bool {
        *state != Read::Dead
    }

    fn accept(&self, state: &Read, byte: u8) -> Read {
        let expected = |at: usize| self.folded.get(at).copied();
        match *state {
            Read::Letters(at) if self.goes_on && at == self.folded.len() => *state,
            Read::Letters(at) => match expected(at) {
                Some(plain) if plain == byte => Read::Letters(at + 1),
                Some(plain) if marked(plain).iter().any(|[lead, _]| *lead == byte) => Read::Half(at, byte),
                _ => Read::Dead,
            },
            Read::Half(at, lead) => match expected(at) {
                Some(plain) if marked(plain).contains(&&[lead, byte]) => Read::Letters(at + 1),
                _ => Read::Dead,
            },
            Read::Dead => Read::Dead,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(folded: &str, form: &str, goes_on: bool) -> bool {
        let automaton = FoldsTo { folded: folded.as_bytes(), goes_on };
        let end = form.bytes().fold(automaton.start(), |state, byte| automaton.accept(&state, byte));
        automaton.is_match(&end)
    }

    #[test]
    fn marks_may_be_missing_and_nothing_else() {
        for (folded, form, expected) in [
            ("zolw", "żółw", true),
            ("zolw", "źołw", true),
            ("zolw", "zolw", true),
            ("zolw", "żółwi", false),
            ("zolwie", "żółw", false),
            ("sad", "sąd", true),
            ("sad", "sed", false),
            ("школа", "школа", true),
            ("", "", true),
        ] {
            assert_eq!(accepts(folded, form, false), expected, "{folded} {form}");
        }
    }

    #[test]
    fn words_go_on_behind_a_prefix() {
        for (stem, form, expected) in [
            ("swiet", "świetlicami", true),
            ("święt", "święto", true),
            ("święt", "świetlica", false),
            ("senior", "senior", true),
            ("senior", "seni", false),
        ] {
            assert_eq!(accepts(stem, form, true), expected, "{stem} {form}");
        }
    }

    #[test]
    fn the_table_agrees_with_folding() {
        for plain in b'a'..=b'z' {
            for letter in marked(plain) {
                let letter = std::str::from_utf8(*letter).unwrap();
                assert_eq!(fiszka_analysis::fold(letter).as_bytes(), [plain], "{letter}");
            }
        }
    }
}
