//! The analyser: one pass over a text.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::form::exact_form;
use crate::language::Language;
use crate::terms::{Source, Terms};
use crate::tokenize::words;

/// Raised whenever the terms of any text change: an index made with another version is rebuilt.
pub const ANALYSIS_VERSION: u32 = 1;

/// A word longer than this is no word: it keeps its position, and its form is cut to this many bytes.
const FORM_BYTES_MAX: usize = 240;

/// Which side of a search is analysed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A document: the terms to store.
    Index,
    /// A query: the terms to look for.
    Query,
}

/// One token of a text.
#[derive(Debug)]
pub struct Token<'t> {
    /// The word as it stands in the text.
    pub text: &'t str,
    /// Byte offset of its first character in the text.
    pub start: usize,
    /// Byte offset behind its last character in the text.
    pub end: usize,
    /// Which token of the text it is, from 0.
    pub position: usize,
    /// The exact form: lower case, NFKC.
    pub form: &'t str,
    /// The terms of analysis, best first; never empty.
    pub terms: &'t Terms,
}

/// Turns text into tokens and terms. Cheap to clone; one serves all threads.
#[derive(Clone)]
pub struct Analyzer {
    stemmers: Arc<Stemmers>,
}

struct Stemmers {
    polish: frostem::Stemmer,
    others: HashMap<Language, rust_stemmers::Stemmer>,
}

impl Analyzer {
    /// The analyser with its rules and data compiled in.
    pub fn new() -> Self {
        let others = Language::ALL.into_iter().filter_map(|language| Some((language, language.stemmer()?)));
        let polish = frostem::Stemmer::new(frostem::Algorithm::Polish);
        Self { stemmers: Arc::new(Stemmers { polish, others: others.collect() }) }
    }

    /// Shows every token of `text` to `visit`, in order.
    pub fn analyze(&self, text: &str, language: Language, side: Side, visit: &mut dyn FnMut(&Token<'_>)) {
        let _ = side;
        let mut form = String::new();
        let mut terms = Terms::default();
        for (position, range) in words(text).enumerate() {
            let word = text.get(range.clone()).unwrap_or_default();
            form.clear();
            exact_form(word, &mut form);
            form.truncate(form.floor_char_boundary(FORM_BYTES_MAX));
            terms.clear();
            self.terms(&form, language, &mut terms);
            visit(&Token {
                text: word,
                start: range.start,
                end: range.end,
                position,
                form: &form,
                terms: &terms,
            });
        }
    }

    /// Shows the position of every token and where it stands in the text, without computing any term: for
    /// highlights of positions that an index gave.
    pub fn positions(&self, text: &str, language: Language, visit: &mut dyn FnMut(usize, Range<usize>)) {
        let _ = language;
        words(text).enumerate().for_each(|(position, range)| visit(position, range));
    }

    fn terms(&self, form: &str, language: Language, terms: &mut Terms) {
        if form.chars().all(char::is_numeric) {
            terms.push_with(1.0, Source::Number, |text| text.push_str(form));
            return;
        }
        let stem = match self.stemmers.others.get(&language) {
            Some(stemmer) => stemmer.stem(form),
            None => self.stemmers.polish.stem(form).into(),
        };
        terms.push_with(1.0, Source::Stem, |text| text.push_str(if stem.is_empty() { form } else { &stem }));
    }
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Analyzer").field("version", &ANALYSIS_VERSION).finish_non_exhaustive()
    }
}
