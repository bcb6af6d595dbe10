//! Mistyped words: which word of the index is meant by a word that neither the index nor the dictionary knows.
//!
//! A word is *correctable* when it has 4 to 32 letters of the Latin alphabet, is no acronym and no known place, and
//! when neither an exact form nor a term of it stands in the index and the dictionary does not know it. Words of the
//! index within one edit, or two from 8 letters on, are candidates. With `n` documents that hold a candidate's lemma
//! and its cost `c` ([`distance`]), the best has the highest
//!
//! ```text
//! ln(1 + n) - decay · c  (+ 1 if the dictionary knows it)
//! ```
//!
//! which is the noisy channel (Kernighan, Church and Gale 1990) with round constants, see `ranking.toml`.

mod distance;
mod offer;
mod writing;

use std::collections::{BTreeMap, HashMap};

use fiszka_analysis::lexicon::fold as fold_letter;
use fiszka_analysis::{Analyzer, Language, Side, Token, fold};
use fiszka_schema::Schema;
use tantivy::Term;
use tantivy_fst::Automaton as _;

use self::distance::{LETTERS_MAX, State, Typed};
pub(crate) use self::offer::Offer;
use self::writing::rewrite;
use crate::error::Result;
use crate::index::{Shared, Snapshot, folded_prefix};
use crate::ranking::Ranking;
use crate::search::plan::{Word, general_rarity, importance};

/// From so many letters on a word may have one edit, and from so many two.
const ONE_EDIT_LETTERS_MIN: usize = 4;
const TWO_EDITS_LETTERS_MIN: usize = 8;
/// Shortest word that is meant by another, in letters.
const MEANT_LETTERS_MIN: usize = 3;
/// Words of one query for which another is looked for; each costs a walk of the dictionaries of terms.
const LOOKED_FOR_MAX: usize = 4;
/// Words of the index that are compared with a typed one.
const COMPARED_MAX: usize = 4_096;
/// Lemmas that a corrected word may stand for.
const READINGS_MAX: usize = 3;
/// Forms of one lemma that are looked for.
const FORMS_MAX: usize = 4;
/// Letters that an ending may have.
const STEM_CUT_LETTERS_MAX: usize = 3;
/// Longest acronym, in letters.
const ACRONYM_LETTERS_MAX: usize = 7;

/// A word that was read otherwise than typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Correction {
    /// As typed.
    pub(crate) typed: String,
    /// The exact form that is meant.
    pub(crate) meant: String,
}

/// A word that may be meant: the forms of one lemma that are near the typed word.
#[derive(Debug, Clone, PartialEq)]
struct Reading {
    /// The likeliest first; never empty.
    forms: Vec<Form>,
    /// How likely it is, as a logarithm.
    likelihood: f32,
    /// What the likeliest mistake costs.
    cost: f32,
    /// Documents that hold the lemma.
    documents: u32,
}

/// An exact form.
#[derive(Debug, Clone, PartialEq)]
struct Form {
    text: String,
    likelihood: f32,
}

/// Finds out what is meant.
#[derive(Clone, Copy)]
pub(crate) struct Corrector<'s> {
    pub(crate) shared: &'s Shared,
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) ranking: &'s Ranking,
}

impl Corrector<'_> {
    /// Lets each correctable word stand for what is meant as well, at a lower weight.
    pub(crate) fn correct(self, words: &mut [Word]) -> Result<Vec<Correction>> {
        let mut corrections = Vec::new();
        let is_shouted = is_shouted(words);
        let mut looked_for = 0;
        for word in words {
            if word.known || !self.is_correctable(word, is_shouted) || self.is_indexed(word)? {
                continue;
            }
            if looked_for == LOOKED_FOR_MAX {
                break;
            }
            looked_for += 1;
            let Some((form, _)) = word.exact.first().cloned() else { continue };
            let readings = self.readings(&form, is_capitalised(&word.text) && !is_shouted)?;
            let meant = readings.first().and_then(|reading| reading.forms.first());
            if let Some(meant) = meant.map(|form| form.text.clone()) {
                self.add_readings(word, &readings);
                corrections.push(Correction { typed: word.text.clone(), meant });
            }
        }
        Ok(corrections)
    }

    /// Whether the word is of the sort that can be mistyped for another.
    fn is_correctable(self, word: &Word, is_shouted: bool) -> bool {
        let Some((form, _)) = word.exact.first() else { return false };
        let letters = form.chars().count();
        let capitals = word.text.chars().filter(|c| c.is_uppercase()).count();
        let is_acronym = capitals >= 2 && letters <= ACRONYM_LETTERS_MAX && !is_shouted;
        // The whole whose part it is: an address or a signature, but not a compound.
        let is_code = |whole: &str| whole.contains(|c: char| !c.is_alphabetic() && c != '-');
        let is_part_of_code = word.exact.iter().any(|(whole, _)| is_code(whole));
        (ONE_EDIT_LETTERS_MIN..=LETTERS_MAX).contains(&letters)
            && form.chars().all(|c| fold_letter(c).is_ascii_lowercase())
            && !is_acronym
            && !is_part_of_code
            && !is_place(form, &self.shared.schema)
    }

    /// Whether any document holds the word in any reading. A stem of another language that leaves little of the word
    /// is no reading of it.
    fn is_indexed(self, word: &Word) -> Result<bool> {
        let fields = &self.shared.fields;
        let letters = |text: &str| text.chars().count();
        let typed = word.exact.first().map_or(0, |(form, _)| letters(form));
        let exact = word.exact.iter().map(|(form, _)| (fields.exact, form));
        let terms = word.terms.iter().map(|(term, _)| (fields.terms, term));
        let terms = terms.filter(|(_, term)| letters(term) + STEM_CUT_LETTERS_MAX >= typed);
        for (field, text) in exact.chain(terms) {
            if self.snapshot.searcher.doc_freq(&Term::from_field_text(field, text))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What may be meant by a word in lower case, the likeliest first. A name may have one edit only: two surnames are
    /// often two edits apart.
    fn readings(self, form: &str, is_name: bool) -> Result<Vec<Reading>> {
        let weights = &self.ranking.correction;
        let typed = Typed::new(form, self.shared.schema.spelling());
        let edits = if form.chars().count() < TWO_EDITS_LETTERS_MIN || is_name { 1 } else { 2 };
        let lexicon = self.shared.analyzer.lexicon();
        let mut by_lemma: HashMap<String, Option<Reading>> = HashMap::new();
        for (near, documents) in self.near(&typed, edits)? {
            let cost = typed.cost(&near, weights);
            if near == form || cost > weights.cost_max || near.chars().nth(MEANT_LETTERS_MIN - 1).is_none() {
                continue;
            }
            let lemma = lemma(&near, &self.shared.analyzer);
            let known = if lexicon.contains(&near) { 1.0 } else { 0.0 };
            let likelihood = |documents: u32| (documents as f32).ln_1p() - weights.decay * cost + known;
            let meant = Form { likelihood: likelihood(documents), text: near };
            match by_lemma.get_mut(&lemma) {
                Some(Some(reading)) => {
                    reading.cost = reading.cost.min(cost);
                    reading.likelihood = reading.likelihood.max(likelihood(reading.documents));
                    reading.forms.push(meant);
                }
                Some(None) => {}
                None => {
                    let term = Term::from_field_text(self.shared.fields.terms, &lemma);
                    let of_lemma = self.snapshot.searcher.doc_freq(&term)?;
                    let documents = u32::try_from(of_lemma).unwrap_or(u32::MAX).max(documents);
                    let reading =
                        Reading { likelihood: likelihood(documents), forms: vec![meant], cost, documents };
                    by_lemma.insert(lemma, Some(reading).filter(|reading| reading.documents > 0));
                }
            }
        }
        let mut readings: Vec<Reading> = by_lemma.into_values().flatten().collect();
        for reading in &mut readings {
            reading
                .forms
                .sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood).then_with(|| a.text.cmp(&b.text)));
            reading.forms.truncate(FORMS_MAX);
        }
        readings.sort_by(|a, b| {
            let forms = |reading: &Reading| reading.forms.first().map(|form| form.text.clone());
            b.likelihood.total_cmp(&a.likelihood).then_with(|| forms(a).cmp(&forms(b)))
        });
        readings.truncate(READINGS_MAX);
        Ok(readings)
    }

    /// Words of the exact view within so many edits, with their documents, and words of the dictionary within one: of
    /// a lemma that documents hold, the form that is meant may be in none.
    fn near(self, typed: &Typed<'_>, edits: u8) -> Result<BTreeMap<String, u32>> {
        let mut found: BTreeMap<String, u32> = BTreeMap::new();
        for reader in self.snapshot.searcher.segment_readers() {
            let index = reader.inverted_index(self.shared.fields.exact)?;
            let mut stream = index.terms().search(typed.within(edits)).into_stream()?;
            while let Some((key, info)) = stream.next() {
                let Ok(form) = std::str::from_utf8(key) else { continue };
                // Nobody who types letters means an address or a number.
                if !form.chars().all(|c| c.is_alphabetic() || c == '-') {
                    continue;
                }
                if let Some(documents) = found.get_mut(form) {
                    *documents += info.doc_freq;
                } else if found.len() < COMPARED_MAX {
                    found.insert(form.to_owned(), info.doc_freq);
                }
            }
        }
        let within = typed.within(1);
        let accept = |state: &State, byte: u8| {
            let next = within.accept(state, byte);
            within.can_match(&next).then_some(next)
        };
        self.shared.analyzer.lexicon().search(
            within.start(),
            accept,
            |state| within.is_match(state),
            |form| {
                if found.len() < COMPARED_MAX && !found.contains_key(form) {
                    found.insert(form.to_owned(), 0);
                }
            },
        );
        Ok(found)
    }

    fn add_readings(self, word: &mut Word, readings: &[Reading]) {
        let weights = &self.ranking.correction;
        let best = readings.first().map_or(0.0, |reading| reading.likelihood);
        for (at, reading) in readings.iter().enumerate() {
            let share = (reading.likelihood - best).exp();
            if share < weights.share_min {
                break;
            }
            let weight = weights.weight * share;
            for (form_at, Form { text: form, .. }) in reading.forms.iter().enumerate() {
                word.exact.push((form.clone(), weight));
                self.shared.analyzer.analyze(form, Language::Polish, Side::Query, &mut |token| {
                    if at == 0 && form_at == 0 {
                        self.adopt(word, token);
                    }
                    for term in token.terms.iter() {
                        if !word.terms.iter().any(|(known, _)| known == term.text) {
                            word.terms.push((term.text.to_owned(), weight * term.weight));
                        }
                    }
                });
            }
        }
    }

    /// Gives a word the importance of the one that is meant.
    fn adopt(self, word: &mut Word, meant: &Token<'_>) {
        (word.weight, _) = importance(meant, &self.shared.schema, self.ranking);
        word.general_rarity = general_rarity(meant.frequency);
        word.prefix = folded_prefix(meant.form);
    }
}

/// The likeliest base form.
fn lemma(form: &str, analyzer: &Analyzer) -> String {
    let mut lemma = String::new();
    analyzer.analyze(form, Language::Polish, Side::Index, &mut |token| {
        if let Some(term) = token.terms.iter().next().filter(|_| lemma.is_empty()) {
            term.text.clone_into(&mut lemma);
        }
    });
    lemma
}

/// Whether a query is written in capitals throughout, and not for its acronyms.
fn is_shouted(words: &[Word]) -> bool {
    words.iter().all(|word| !word.text.contains(char::is_lowercase))
        && words.iter().any(|word| word.text.chars().count() > ACRONYM_LETTERS_MAX)
}

fn is_capitalised(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a word in lower case names a place that the vocabulary knows: it is never read as another one.
fn is_place(form: &str, schema: &Schema) -> bool {
    let folded = fold(form);
    schema.vocabulary().places.iter().any(|place| {
        let names = [&place.name, &place.adjective].into_iter().chain(&place.inflected);
        names.flat_map(|name| name.split([' ', '-'])).any(|name| fold(&name.to_lowercase()) == folded)
    })
}
