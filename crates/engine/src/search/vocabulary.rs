//! The vocabulary of the schema, as the analysis sees it: which words of a query stand for which phrases.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use fiszka_analysis::{Analyzer, Language, Side, Source, WordClass};
use fiszka_schema::{Relation, Schema};

use crate::ranking::VocabularyWeights;
use crate::search::plan::{Alternative, Word};

/// A phrase: for each of its positions the terms that may stand there.
pub(crate) type Phrase = Arc<[Vec<String>]>;

/// A longer entry of the vocabulary than this is not used.
const PHRASE_WORDS_MAX: usize = 8;

/// A word that the dictionary lacks stands for itself, not for what its prefix or ending hides: `teleopieka` is no
/// `opieka`. Its readings of less weight are not looked at.
const UNKNOWN_READING_MIN: f32 = 0.6;

/// Which sort of entry leads to an alternative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Synonym(Relation),
    Abbreviation,
    Place,
}

/// One way to name something.
#[derive(Debug)]
struct Name {
    phrase: Phrase,
    /// The letters that the query must have typed in capitals, if it must.
    capitals: Option<String>,
    /// The other names that it leads to.
    others: Vec<(usize, Link)>,
}

/// The analysed vocabulary.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    names: Vec<Name>,
    /// Each phrase once, so that names share it.
    phrases: HashSet<Phrase>,
    /// Names by a term of their first position.
    by_first: HashMap<String, Vec<usize>>,
}

impl Vocabulary {
    pub(crate) fn new(schema: &Schema, analyzer: &Analyzer) -> Self {
        let mut this = Self::default();
        let vocabulary = schema.vocabulary();
        let needs_capitals =
            |name: &str| vocabulary.abbreviations.iter().any(|row| row.case_sensitive && row.abbr == name);
        for group in &vocabulary.synonyms {
            let mut name = |name: &String| {
                let capitals = needs_capitals(name).then(|| name.clone());
                this.name(name, capitals, analyzer)
            };
            let heads: Vec<_> = group.head.iter().filter_map(&mut name).collect();
            let terms: Vec<_> = group.terms.iter().filter_map(&mut name).collect();
            let link = Link::Synonym(group.relation);
            match group.relation {
                // The general finds the particular, not the other way round.
                Relation::Hypo => heads.iter().for_each(|head| this.link(*head, &terms, link)),
                Relation::Eq | Relation::Rel => terms.iter().for_each(|term| this.link(*term, &terms, link)),
            }
        }
        for row in &vocabulary.abbreviations {
            // Abbreviations with a dot belong to the analysis.
            if row.abbr.ends_with('.') || row.abbr.chars().all(char::is_lowercase) {
                continue;
            }
            let capitals = row.case_sensitive.then(|| row.abbr.clone());
            let short = this.name(&row.abbr, capitals, analyzer);
            let long = this.name(&row.expansion, None, analyzer);
            if let (Some(short), Some(long)) = (short, long) {
                this.link(short, &[long], Link::Abbreviation);
                this.link(long, &[short], Link::Abbreviation);
            }
        }
        for place in &vocabulary.places {
            let spellings = [&place.name, &place.adjective].into_iter().chain(&place.inflected);
            let names: Vec<_> = spellings.filter_map(|name| this.name(name, None, analyzer)).collect();
            names.iter().for_each(|name| this.link(*name, &names, Link::Place));
        }
        for (at, name) in this.names.iter().enumerate().filter(|(_, name)| !name.others.is_empty()) {
            for term in name.phrase.first().into_iter().flatten() {
                this.by_first.entry(term.clone()).or_default().push(at);
            }
        }
        this
    }

    /// Adds to each word of a query that is not too long the phrases that stand for it or for an entry it is part of.
    pub(crate) fn widen(&self, words: &mut [Word], weights: &VocabularyWeights) {
        if words.iter().filter(|word| word.content).count() > weights.words_max {
            return;
        }
        let mut found: Vec<(std::ops::Range<usize>, &Name)> = Vec::new();
        for start in 0..words.len() {
            for &at in readings(&words[start]).filter_map(|term| self.by_first.get(term)).flatten() {
                let name = &self.names[at];
                let span = start..start + name.phrase.len();
                if words.get(span.clone()).is_some_and(|words| name.is_spelled_by(words)) {
                    found.push((span, name));
                }
            }
        }
        for (span, name) in found {
            for &(other, link) in &name.others {
                let phrase = &self.names[other].phrase;
                let weight = link.weight(weights);
                for word in &mut words[span.clone()] {
                    match word.alternatives.iter_mut().find(|known| Arc::ptr_eq(&known.phrase, phrase)) {
                        Some(known) => known.weight = known.weight.max(weight),
                        None => word.alternatives.push(Alternative {
                            phrase: Arc::clone(phrase),
                            weight,
                            source: link.source(),
                        }),
                    }
                }
            }
        }
    }

    fn name(&mut self, name: &str, capitals: Option<String>, analyzer: &Analyzer) -> Option<usize> {
        let phrase = phrase_of(name, analyzer)?;
        let phrase = self.phrases.get(&phrase).cloned().unwrap_or(phrase);
        self.phrases.insert(Arc::clone(&phrase));
        self.names.push(Name { phrase, capitals, others: Vec::new() });
        Some(self.names.len() - 1)
    }

    fn link(&mut self, from: usize, to: &[usize], link: Link) {
        // What is a common word without its capitals leads to others, but nothing leads to it: the terms of a text
        // have no capitals, so `budżet obywatelski` would find each `bo`.
        let findable =
            |to: &Name| to.capitals.is_none() && !Arc::ptr_eq(&to.phrase, &self.names[from].phrase);
        let others: Vec<_> =
            to.iter().filter(|to| findable(&self.names[**to])).map(|to| (*to, link)).collect();
        self.names[from].others.extend(others);
    }
}

/// The phrase that a name makes in any inflection; none of a name without words, or with too many.
pub(crate) fn phrase_of(name: &str, analyzer: &Analyzer) -> Option<Phrase> {
    let mut phrase: Vec<Vec<String>> = Vec::new();
    let mut next = 0;
    analyzer.analyze(name, Language::Polish, Side::Index, &mut |token| {
        // Where a whole stands beside its parts, the parts make the phrase.
        if token.span == 1 && token.position >= next {
            let unknown = token.class == WordClass::Unknown;
            let terms = token.terms.iter().filter(|term| !unknown || term.weight >= UNKNOWN_READING_MIN);
            phrase.push(terms.map(|term| term.text.to_owned()).collect());
            next = token.position + 1;
        }
    });
    let is_usable =
        !phrase.is_empty() && phrase.len() <= PHRASE_WORDS_MAX && !phrase.iter().any(Vec::is_empty);
    is_usable.then(|| phrase.into())
}

impl Link {
    /// What an expansion over it is said to come from.
    fn source(self) -> Source {
        match self {
            Self::Synonym(_) => Source::Synonym,
            Self::Abbreviation => Source::Abbreviation,
            Self::Place => Source::Derivation,
        }
    }

    /// What one occurrence of a phrase counts to which it leads.
    fn weight(self, weights: &VocabularyWeights) -> f32 {
        match self {
            Self::Synonym(Relation::Eq) => weights.equal,
            Self::Synonym(Relation::Rel) => weights.related,
            Self::Synonym(Relation::Hypo) => weights.particular,
            Self::Abbreviation => weights.abbreviation,
            Self::Place => weights.place,
        }
    }
}

/// What a word of the query may be.
fn readings(word: &Word) -> impl Iterator<Item = &String> {
    let terms = word.terms.iter().filter(|(_, weight)| word.known || *weight >= UNKNOWN_READING_MIN);
    terms.map(|(term, _)| term)
}

impl Name {
    fn is_spelled_by(&self, words: &[Word]) -> bool {
        let same = |(terms, word): (&Vec<String>, &Word)| readings(word).any(|term| terms.contains(term));
        let capitals = self.capitals.as_ref();
        capitals.is_none_or(|capitals| words.iter().any(|word| word.text.starts_with(capitals.as_str())))
            && self.phrase.iter().zip(words).all(same)
    }
}

#[cfg(test)]
mod tests;
