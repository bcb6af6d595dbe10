//! From what was typed to the words that are looked for.

use fiszka_analysis::{Analyzer, Language, Side, Token, WordClass, fold, is_plain};
use fiszka_schema::{Schema, StopAction};

use crate::index::folded_prefix;
use crate::ranking::Ranking;
use crate::search::vocabulary::Phrase;

/// More words than this are not looked for.
pub(crate) const WORDS_MAX: usize = 512;

/// What an occurrence of the less precise spelling of a word counts.
const SECOND_SPELLING: f32 = 0.5;

/// A word of the query with everything that counts as finding it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    /// As typed.
    pub(crate) text: String,
    /// Exact forms with the weight of an occurrence, `0.0..=1.0`.
    pub(crate) exact: Vec<(String, f32)>,
    /// Terms of analysis with the weight of an occurrence, `0.0..=1.0`.
    pub(crate) terms: Vec<(String, f32)>,
    /// Folded prefix, for words that are long enough.
    pub(crate) prefix: Option<String>,
    /// How much it counts beside a content word's 1.
    pub(crate) weight: f32,
    /// Whether a document has to cover it.
    pub(crate) content: bool,
    /// How rare it is in general Polish, `0.0..=9.0`.
    pub(crate) general_rarity: f32,
    /// Phrases that stand for it, by the vocabulary.
    pub(crate) alternatives: Vec<Alternative>,
    /// It was typed without any Polish letter and may stand for words that have some.
    pub(crate) plain: bool,
    /// The dictionary knows it, so analysis has restored its letters already.
    pub(crate) known: bool,
}

impl Word {
    /// Adds the stems of an unknown word in the other languages of the portals: nobody says in which one a query is
    /// written.
    fn add_foreign_stems(&mut self, analyzer: &Analyzer, weight: f32) {
        let Some((form, _)) = self.exact.first().cloned() else { return };
        for language in Language::ALL.into_iter().filter(|language| *language != Language::Polish) {
            analyzer.analyze(&form, language, Side::Query, &mut |token| {
                for term in token.terms.iter() {
                    if !self.terms.iter().any(|(known, _)| known == term.text) {
                        self.terms.push((term.text.to_owned(), weight));
                    }
                }
            });
        }
    }
}

/// A phrase that stands for a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    pub(crate) phrase: Phrase,
    /// Weight of an occurrence.
    pub(crate) weight: f32,
}

/// The query as words.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Plan {
    /// Distinct words in the order typed.
    pub(crate) words: Vec<Word>,
    /// What was ignored, and why.
    pub(crate) diagnostics: Vec<String>,
}

impl Plan {
    pub(crate) fn new(text: &str, schema: &Schema, analyzer: &Analyzer, ranking: &Ranking) -> Self {
        let mut plan = Self::default();
        let mut dropped = 0;
        // A whole (a compound, an address, a number in groups) is shown before its parts: who has it has them.
        let mut wholes: Vec<Whole> = Vec::new();
        let mut last_position = None;
        analyzer.analyze(text, Language::Polish, Side::Query, &mut |token| {
            wholes.retain(|whole| token.position < whole.end);
            if token.span > 1 {
                wholes.push(Whole::of(token));
                return;
            }
            // Two tokens at one position are one word in two spellings, the more precise first: `60+` and `60`.
            if let Some(word) = plan.words.last_mut().filter(|_| last_position == Some(token.position)) {
                word.exact.push((token.form.to_owned(), SECOND_SPELLING));
                word.terms.extend(
                    token.terms.iter().map(|term| (term.text.to_owned(), SECOND_SPELLING * term.weight)),
                );
                return;
            }
            let repeated =
                plan.words.iter().any(|word| word.exact.iter().any(|(form, _)| form == token.form));
            if repeated {
                return;
            }
            last_position = Some(token.position);
            if plan.words.len() == WORDS_MAX {
                dropped += 1;
                return;
            }
            let (weight, content) = importance(token, schema, ranking);
            let mut word = Word {
                text: token.text.to_owned(),
                exact: vec![(token.form.to_owned(), 1.0)],
                terms: token.terms.iter().map(|term| (term.text.to_owned(), term.weight)).collect(),
                prefix: folded_prefix(token.form),
                weight,
                content,
                general_rarity: general_rarity(token.frequency),
                alternatives: Vec::new(),
                plain: is_plain(token.form),
                known: token.class != WordClass::Unknown,
            };
            if !word.known {
                word.add_foreign_stems(analyzer, ranking.word.foreign_stem);
            }
            for whole in &wholes {
                word.exact.push((whole.form.clone(), 1.0));
                word.terms.extend(whole.terms.iter().cloned());
            }
            plan.words.push(word);
        });
        if let Some(note) = quotes(text) {
            plan.diagnostics.push(note);
        }
        if dropped > 0 {
            plan.diagnostics
                .push(format!("only the first {WORDS_MAX} words were looked for; {dropped} were ignored"));
        }
        // A query of function words only still has to find something.
        if !plan.words.iter().any(|word| word.content) {
            for word in &mut plan.words {
                word.content = true;
                word.weight = 1.0;
            }
        }
        plan
    }

    /// How many words a document has to cover.
    pub(crate) fn content_words(&self) -> usize {
        self.words.iter().filter(|word| word.content).count()
    }

    /// No word of the query has a Polish letter: the person has no Polish keyboard, or does not bother.
    pub(crate) fn is_plain(&self) -> bool {
        self.words.iter().all(|word| word.plain)
    }
}

/// What is said about quotes, which are read as blanks.
fn quotes(text: &str) -> Option<String> {
    let straight = text.matches('"').count();
    let opening = text.matches('„').count();
    let closing = text.matches(['”', '“', '"']).count();
    if straight + opening + closing == 0 {
        None
    } else if (opening == 0 && straight % 2 == 1) || (opening > 0 && opening != closing) {
        Some("a quote without its other half was ignored".to_owned())
    } else {
        Some("quotes were ignored: the words of a phrase are looked for one by one".to_owned())
    }
}

/// A compound, address or number in groups, and behind which position it ends.
struct Whole {
    form: String,
    terms: Vec<(String, f32)>,
    end: usize,
}

impl Whole {
    fn of(token: &Token<'_>) -> Self {
        let terms = token.terms.iter().map(|term| (term.text.to_owned(), term.weight));
        Self { form: token.form.to_owned(), terms: terms.collect(), end: token.position + token.span }
    }
}

/// Rarity in general Polish from occurrences in a million words, `0.0..=9.0`: the scale of an idf over documents of
/// 120 words.
fn general_rarity(per_million: f32) -> f32 {
    const MILLIONS: f32 = 1.2;
    (MILLIONS * 1e6 / 120.0 / (MILLIONS * per_million + 1.0)).ln().clamp(0.0, 9.0)
}

/// Words that ask; they say nothing of what is asked for.
const QUESTION_WORDS: [&str; 22] = [
    "co", "czego", "czemu", "czym", "dlaczego", "gdzie", "ile", "ilu", "jak", "jaka", "jaki", "jakie",
    "jakich", "jakim", "kiedy", "kim", "kogo", "komu", "kto", "która", "które", "który",
];

/// What a word counts beside a noun, and whether a document has to cover it.
fn importance(token: &Token<'_>, schema: &Schema, ranking: &Ranking) -> (f32, bool) {
    let weights = &ranking.word;
    let form = token.form;
    let folded = fold(form);
    if QUESTION_WORDS.iter().any(|word| *word == form || fold(word) == folded) {
        return (weights.question_word, false);
    }
    let stop = schema.vocabulary().stop_words.iter().find(|stop| stop.word == form);
    match stop.map(|stop| stop.action) {
        Some(StopAction::Drop | StopAction::Conditional) => return (weights.stop_word, false),
        Some(StopAction::Keep) => return (1.0, true),
        None if form.chars().count() == 1 && !form.chars().all(char::is_numeric) => {
            return (weights.single_letter, false);
        }
        None => {}
    }
    match token.class {
        WordClass::Function => (weights.stop_word, false),
        WordClass::Verb => (weights.verb, true),
        WordClass::Adjective | WordClass::Numeral => (weights.adjective, true),
        WordClass::Adverb => (weights.adverb, true),
        WordClass::Name => (weights.name, true),
        WordClass::Unknown => (weights.unknown, true),
        WordClass::Noun | WordClass::Other | WordClass::Number => (1.0, true),
    }
}
