//! The whole of a compound with hyphens.

use fiszka_lexicon::Class;

use super::Job;
use crate::class::WordClass;
use crate::form::exact_form;
use crate::terms::Source;

impl Job<'_> {
    /// The base form of the whole: the lemma of every part, joined. *Kędzierzynie-Koźlu* -> *kędzierzyn-koźle*,
    /// *społeczno-gospodarczych* -> *społeczno-gospodarczy*.
    pub(super) fn compound(&mut self) {
        let written = self.written;
        let parts = written.split('-').count();
        let mut lemma = String::with_capacity(written.len() + 8);
        let mut form = String::new();
        let mut source = Source::Dictionary;
        for (index, part) in written.split('-').enumerate() {
            form.clear();
            exact_form(part, &mut form);
            if index > 0 {
                lemma.push('-');
            }
            if !self.push_part(&form, index + 1 < parts, &mut lemma) {
                source = Source::Guess;
                self.push_guess(&form, &mut lemma);
            }
        }
        self.analysis.class = WordClass::Other;
        // What follows a number is often no word by itself: 30-lecie is not of summers.
        let begins_with_number = written.starts_with(|c: char| c.is_ascii_digit());
        if source == Source::Guess || parts > 2 || begins_with_number {
            self.push_form(Source::Form);
        }
        self.push(&lemma, 1.0, source);
        // e-usługa is also written eusługa.
        if lemma.find('-') == Some(1) && parts == 2 {
            let joined = lemma.replace('-', "");
            self.push(&joined, 1.0, source);
        }
    }

    /// Appends what an unknown part is most likely a form of.
    fn push_guess(&mut self, form: &str, lemma: &mut String) {
        match self.lexicon.guess(form).next() {
            Some(guess) => {
                guess.lemma_into(&mut self.buffers.word);
                lemma.push_str(&self.buffers.word);
            }
            None => lemma.push_str(form),
        }
    }

    /// Appends the lemma of a part. A first part that is only the stem of an adjective stays as it is.
    fn push_part(&mut self, form: &str, is_first: bool, lemma: &mut String) -> bool {
        let lexicon = self.lexicon;
        let is_stem = |classes: fiszka_lexicon::Classes| classes.contains(Class::CompoundPart);
        if is_first && lexicon.readings(form).any(|reading| is_stem(reading.classes())) {
            lemma.push_str(form);
            return true;
        }
        match lexicon.readings(form).find(|reading| !is_stem(reading.classes())) {
            Some(reading) => {
                reading.lemma_into(&mut self.buffers.word);
                lemma.push_str(&self.buffers.word);
                true
            }
            None => {
                form.bytes().all(|byte| byte.is_ascii_digit()) && {
                    lemma.push_str(form);
                    true
                }
            }
        }
    }
}
