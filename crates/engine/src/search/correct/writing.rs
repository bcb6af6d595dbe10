//! How a corrected word is written: a town as the vocabulary has it, another word with the capitals that documents use.

use fiszka_analysis::exact_form;
use fiszka_schema::PlaceKind;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::{Correction, Corrector};
use crate::error::Result;

/// Documents that are looked at for one word.
const DOCUMENTS_MAX: usize = 3;

impl Corrector<'_> {
    /// The exact form as documents write it, in capitals where the typed word was.
    pub(crate) fn written(self, correction: &Correction) -> Result<String> {
        let Correction { typed, meant } = correction;
        let is_shouted = typed.chars().all(|c| !c.is_lowercase()) && typed.chars().nth(1).is_some();
        if is_shouted {
            return Ok(meant.to_uppercase());
        }
        let written = self.in_documents(meant)?;
        let is_capitalised = typed.chars().next().is_some_and(char::is_uppercase);
        Ok(if is_capitalised { capitalised(&written) } else { written })
    }

    fn in_documents(self, form: &str) -> Result<String> {
        let mut cities =
            self.shared.schema.vocabulary().places.iter().filter(|place| place.kind == PlaceKind::City);
        if let Some(city) = cities.find(|city| city.name.to_lowercase() == form) {
            return Ok(city.name.clone());
        }
        let readings = self.shared.analyzer.lexicon().readings(form);
        let (names, words): (Vec<_>, Vec<_>) = readings.partition(|reading| reading.is_name());
        match (names.is_empty(), words.is_empty()) {
            (true, false) => return Ok(form.to_owned()),
            (false, true) => return Ok(capitalised(form)),
            // A word that is also a name, or that no dictionary knows: its documents say which.
            _ => {}
        }
        let exact = self.shared.fields.exact;
        let term = Term::from_field_text(exact, form);
        let mut spellings: Vec<(String, usize)> = Vec::new();
        let mut looked_at = 0;
        for (at, reader) in (0..).zip(self.snapshot.searcher.segment_readers()) {
            let index = reader.inverted_index(exact)?;
            let Some(postings) = index.read_block_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            for &doc in postings.docs().iter().filter(|doc| !reader.is_deleted(**doc)) {
                if looked_at == DOCUMENTS_MAX {
                    break;
                }
                looked_at += 1;
                let stored = self.snapshot.searcher.doc(DocAddress::new(at, doc))?;
                let document = self.shared.stored_document(&stored)?.document;
                for zone in &document.zones {
                    let text = document.text.get(zone.range.clone()).unwrap_or_default();
                    count_spellings(text, form, &mut spellings);
                }
            }
        }
        // At equal counts small letters, which sort behind capitals.
        let best = spellings.into_iter().max_by(|(a, n), (b, m)| n.cmp(m).then_with(|| a.cmp(b)));
        Ok(best.map_or_else(|| form.to_owned(), |(spelling, _)| spelling))
    }
}

/// Counts how a word is written where no sentence begins.
fn count_spellings(text: &str, form: &str, spellings: &mut Vec<(String, usize)>) {
    let mut before_word = "";
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let (between, word) = rest.split_at(start);
        let (word, behind) = word.split_at(word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len()));
        let begins =
            before_word.is_empty() || between.contains(['.', '!', '?', ':', '\n', '„', '"', '–', '•']);
        let mut exact = String::new();
        exact_form(word, &mut exact);
        if exact == form {
            // A capital at the beginning says little.
            let weight = if begins { 1 } else { 4 };
            match spellings.iter_mut().find(|(known, _)| known == word) {
                Some((_, count)) => *count += weight,
                None => spellings.push((word.to_owned(), weight)),
            }
        }
        (before_word, rest) = (word, behind);
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The query with some of its words written otherwise; everything between the words stays.
pub(crate) fn rewrite(query: &str, replacements: &[(String, String)]) -> String {
    let mut rewritten = String::with_capacity(query.len());
    let mut rest = query;
    while !rest.is_empty() {
        let (between, from_word) = rest.split_at(rest.find(char::is_alphanumeric).unwrap_or(rest.len()));
        let end = from_word.find(|c: char| !is_part_of_word(c)).unwrap_or(from_word.len());
        let (word, behind) = from_word.split_at(end);
        let replacement = replacements.iter().find(|(typed, _)| typed == word);
        rewritten.push_str(between);
        rewritten.push_str(replacement.map_or(word, |(_, meant)| meant));
        rest = behind;
    }
    rewritten
}

/// Letters, digits and what belongs to a letter before it: a mark of decomposed text, a soft hyphen.
fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_rewritten() {
        let pairs = [("kot", "kod"), ("le\u{301}s", "las")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        for (query, expected) in [
            ("kot", "kod"),
            (" kot,kotek  „kot” -kot", " kod,kotek  „kod” -kod"),
            ("le\u{301}s i le", "las i le"),
            ("Kot", "Kot"),
            ("", ""),
            ("…", "…"),
        ] {
            assert_eq!(rewrite(query, &pairs), expected, "{query}");
        }
    }

    #[test]
    fn capitals_inside_a_sentence_count_more_than_those_at_its_beginning() {
        for (text, form, expected) in [
            ("Klub działa. Klub rośnie. Nasz klub.", "klub", "klub"),
            ("Nowy dom w Łodzi. Na łodzi.", "łodzi", "Łodzi"),
            ("W MOPS i w MOPS", "mops", "MOPS"),
        ] {
            let mut spellings = Vec::new();
            count_spellings(text, form, &mut spellings);
            let best =
                spellings.iter().max_by_key(|(_, count)| *count).map(|(spelling, _)| spelling.as_str());
            assert!(
                best == Some(expected) || spellings.iter().any(|(s, n)| s == expected && *n >= 4),
                "{spellings:?}"
            );
        }
    }
}
