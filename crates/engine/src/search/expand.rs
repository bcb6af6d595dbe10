//! Forms of the index that differ from a typed one by marks only: `swietlica` finds `świetlica`.

use tantivy_fst::Automaton;

use crate::index::Snapshot;

/// More forms than this are not looked for: a query word has one or two in any corpus.
const FORMS_MAX: usize = 16;

/// The forms of the exact view that fold to `folded`, without `folded` itself, most frequent first.
pub(crate) fn forms_that_fold_to(
    snapshot: &Snapshot,
    exact: tantivy::schema::Field,
    folded: &str,
) -> crate::Result<Vec<String>> {
    let mut forms: Vec<(String, u32)> = Vec::new();
    for reader in snapshot.searcher.segment_readers() {
        let index = reader.inverted_index(exact)?;
        let mut stream = index.terms().search(FoldsTo { folded: folded.as_bytes() }).into_stream()?;
        while let Some((key, info)) = stream.next() {
            let Ok(form) = std::str::from_utf8(key) else { continue };
            if form == folded {
                continue;
            }
            match forms.iter_mut().find(|(known, _)| known == form) {
                Some((_, frequency)) => *frequency += info.doc_freq,
                None => forms.push((form.to_owned(), info.doc_freq)),
            }
        }
    }
    forms.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    forms.truncate(FORMS_MAX);
    Ok(forms.into_iter().map(|(form, _)| form).collect())
}

/// Accepts the words whose Polish letters fold to the given ones.
struct FoldsTo<'q> {
    folded: &'q [u8],
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

    fn accepts(folded: &str, form: &str) -> bool {
        let automaton = FoldsTo { folded: folded.as_bytes() };
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
            assert_eq!(accepts(folded, form), expected, "{folded} {form}");
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
