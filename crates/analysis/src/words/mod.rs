//! From a token to its terms.

mod abbreviation;
mod cache;
mod compound;
mod derive;
mod known;
mod restore;
mod unknown;

use std::collections::HashMap;

use fiszka_lexicon::{Lexicon, Restoration};

pub(crate) use cache::Cache;

use crate::analyzer::Side;
use crate::class::WordClass;
use crate::fold::fold_into;
use crate::form::exact_form;
use crate::language::Language;
use crate::scan::{Context, Kind};
use crate::terms::{Source, Terms};

/// A form is cut to this many bytes: what is longer is no word.
const FORM_BYTES_MAX: usize = 240;
/// Weight of the postal code that five digits of a query may be; most are just a number.
const POSTAL_CODE_WEIGHT: f32 = 0.5;

/// What terms depend on besides the token itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Setting {
    pub(crate) language: Language,
    pub(crate) side: Side,
    /// A query without any Polish letter: whoever typed it may have left them out.
    pub(crate) is_plain: bool,
}

/// What analysis says of a token.
#[derive(Debug, Clone, Default)]
pub(crate) struct Analysis {
    pub(crate) form: String,
    pub(crate) terms: Terms,
    pub(crate) class: WordClass,
    /// Occurrences of the commonest lemma in a million words of general text.
    pub(crate) frequency: f32,
}

/// Buffers that are reused from word to word.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    /// A lemma or another word in the making.
    word: String,
    restorations: Vec<Restoration>,
}

/// Where the terms of Polish words come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Morphology {
    /// Lemmas of the dictionary, guesses for what it does not know.
    Dictionary,
    /// One stem of Snowball, folded.
    Snowball,
}

/// Makes terms. Holds what is the same for every text.
pub(crate) struct Words {
    morphology: Morphology,
    polish: frostem::Stemmer,
    others: HashMap<Language, rust_stemmers::Stemmer>,
}

/// One word on its way to terms.
struct Job<'a> {
    words: &'a Words,
    lexicon: &'a Lexicon,
    /// As written, case and all.
    written: &'a str,
    setting: Setting,
    context: Context,
    buffers: &'a mut Buffers,
    analysis: &'a mut Analysis,
}

impl Words {
    pub(crate) fn new(morphology: Morphology) -> Self {
        let others = Language::ALL.into_iter().filter_map(|language| Some((language, language.stemmer()?)));
        let polish = frostem::Stemmer::new(frostem::Algorithm::Polish);
        Self { morphology, polish, others: others.collect() }
    }

    pub(crate) fn morphology(&self) -> Morphology {
        self.morphology
    }

    /// Writes the analysis of a token over `analysis`. `written` is its text or its normal form.
    pub(crate) fn analyze(
        &self,
        lexicon: &Lexicon,
        written: &str,
        kind: Kind,
        setting: Setting,
        buffers: &mut Buffers,
        analysis: &mut Analysis,
    ) {
        analysis.form.clear();
        analysis.terms.clear();
        analysis.class = WordClass::Unknown;
        analysis.frequency = 0.0;
        exact_form(written, &mut analysis.form);
        analysis.form.truncate(analysis.form.floor_char_boundary(FORM_BYTES_MAX));
        let context = if let Kind::Word(context) = kind { context } else { Context::PLAIN };
        let mut job = Job { words: self, lexicon, written, setting, context, buffers, analysis };
        match kind {
            Kind::Number => job.number(),
            Kind::Verbatim => job.push_form(Source::Form),
            Kind::Abbreviation => job.dotted_abbreviation(),
            Kind::Word(_) if setting.language != Language::Polish => job.foreign(),
            Kind::Compound if setting.language != Language::Polish => job.push_form(Source::Form),
            Kind::Compound => job.compound(),
            Kind::Word(_) => job.word(),
        }
        if job.analysis.terms.is_empty() {
            job.push_form(Source::Form);
        }
        analysis.terms.sort();
    }
}

impl Job<'_> {
    fn push(&mut self, term: &str, weight: f32, source: Source) {
        self.analysis.terms.push_with(weight, source, |text| text.push_str(term));
    }

    /// Adds the term that stands in the word buffer.
    fn push_word(&mut self, weight: f32, source: Source) {
        let word = &self.buffers.word;
        self.analysis.terms.push_with(weight, source, |text| text.push_str(word));
    }

    fn push_form(&mut self, source: Source) {
        let form = &self.analysis.form;
        self.analysis.terms.push_with(1.0, source, |text| text.push_str(form));
    }

    fn number(&mut self) {
        self.analysis.class = WordClass::Number;
        self.push_form(Source::Number);
        if self.setting.side == Side::Query
            && let Some(code) = postal_code(&self.analysis.form)
        {
            self.push(&code, POSTAL_CODE_WEIGHT, Source::Number);
        }
    }

    /// A word of a text in another language: its form, and its stem.
    fn foreign(&mut self) {
        if self.analysis.form.chars().all(char::is_numeric) {
            return self.number();
        }
        let Some(stemmer) = self.words.others.get(&self.setting.language) else { return };
        let Analysis { form, terms, .. } = &mut *self.analysis;
        let stem = stemmer.stem(form);
        terms.push_with(1.0, Source::Stem, |text| text.push_str(&stem));
        terms.push_with(1.0, Source::Form, |text| text.push_str(form));
    }

    fn word(&mut self) {
        // Forms are read while terms are written.
        let form = std::mem::take(&mut self.analysis.form);
        match self.words.morphology {
            Morphology::Dictionary => self.polish_word(&form),
            Morphology::Snowball => self.stemmed(&form),
        }
        self.analysis.form = form;
    }

    /// Letters are folded behind the stemmer, whose rules need them.
    fn stemmed(&mut self, form: &str) {
        self.analysis.class = WordClass::Other;
        let stem = self.words.polish.stem(form);
        self.analysis.terms.push_with(1.0, Source::Stem, |text| fold_into(&stem, text));
    }

    fn polish_word(&mut self, form: &str) {
        if self.context.has(Context::BEFORE_ENDING) {
            // What stands before an apostrophe is the name as it is.
            self.push(form, 1.0, Source::Form);
        }
        let abbreviated = self.abbreviations(form);
        if self.setting.is_plain && !unknown::is_acronym(self.written) && self.restored(form) {
            return;
        }
        if self.readings(form) {
            let derives =
                matches!(self.analysis.class, WordClass::Noun | WordClass::Adjective | WordClass::Name);
            if self.setting.side == Side::Query && derives {
                self.derived();
            }
            return;
        }
        if abbreviated {
            // What stands for several words is its own term.
            if self.analysis.terms.is_empty() {
                self.analysis.class = WordClass::Other;
                self.push(form, 1.0, Source::Form);
            }
            return;
        }
        if form.chars().all(char::is_numeric) {
            self.analysis.class = WordClass::Number;
            self.push(form, 1.0, Source::Number);
        } else if form.contains(|c: char| c.is_numeric()) {
            self.push(form, 1.0, Source::Form);
        } else {
            self.unknown(form);
        }
    }
}

/// The postal code that somebody typed without its hyphen: `62025` is `62-025`.
fn postal_code(form: &str) -> Option<String> {
    let is_code = form.len() == 5 && form.bytes().all(|byte| byte.is_ascii_digit());
    let (district, place) = form.split_at_checked(2).filter(|_| is_code)?;
    Some(format!("{district}-{place}"))
}
