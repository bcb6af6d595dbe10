//! From what was typed to the words that are looked for.

use std::ops::Range;

use fiszka_analysis::{Analyzer, Language, Side, Source, Token, WordClass, exact_form, fold, is_plain};
use fiszka_schema::{Schema, StopAction};

use crate::fields::Fields;
use crate::index::folded_prefix;
use crate::query::{self, Node};
use crate::ranking::{Frequency, Ranking};
use crate::search::clauses::{Conditions, Leaves};
use crate::search::condition::Condition;
use crate::search::filter::FieldFilter;
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
    /// Where it first stands in the query, in bytes.
    pub(crate) range: Range<usize>,
    /// Exact forms with the weight of an occurrence, `0.0..=1.0`.
    pub(crate) exact: Vec<(String, f32)>,
    /// Terms of analysis with the weight of an occurrence, `0.0..=1.0`.
    pub(crate) terms: Vec<(String, f32)>,
    /// Folded prefix, for words that are long enough.
    pub(crate) prefix: Option<String>,
    /// How its forms begin, when every form that begins so is meant; the index then says which those are.
    pub(crate) stem: Option<String>,
    /// How much it counts beside a content word's 1.
    pub(crate) weight: f32,
    /// Whether a document has to cover it.
    pub(crate) content: bool,
    /// It counts in the second stage only: a function word that no condition asks for. Such words stand in nearly every
    /// document and decide among the best ones at most.
    pub(crate) late: bool,
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
    fn of(
        token: &Token<'_>,
        wholes: &[Whole],
        schema: &Schema,
        analyzer: &Analyzer,
        ranking: &Ranking,
    ) -> Self {
        let (weight, content) = importance(token, schema, ranking);
        let mut word = Self {
            text: token.text.to_owned(),
            range: token.start..token.end,
            exact: vec![(token.form.to_owned(), 1.0)],
            terms: token.terms.iter().map(|term| (term.text.to_owned(), term.weight)).collect(),
            prefix: folded_prefix(token.form),
            stem: None,
            weight,
            content,
            late: false,
            general_rarity: general_rarity(token.frequency),
            alternatives: Vec::new(),
            plain: is_plain(token.form),
            known: token.class != WordClass::Unknown,
        };
        if !word.known {
            word.add_foreign_stems(analyzer, ranking.word.foreign_stem);
        }
        for whole in wholes {
            word.exact.push((whole.form.clone(), 1.0));
            word.terms.extend(whole.terms.iter().cloned());
        }
        word
    }

    /// Every word that begins so.
    fn beginning(token: &Token<'_>) -> Self {
        let mut stem = String::new();
        exact_form(token.text, &mut stem);
        Self {
            text: format!("{}*", token.text),
            range: token.start..token.end,
            exact: Vec::new(),
            terms: Vec::new(),
            prefix: None,
            stem: Some(stem),
            weight: 1.0,
            content: true,
            late: false,
            general_rarity: 0.0,
            alternatives: Vec::new(),
            plain: is_plain(token.form),
            known: true,
        }
    }

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
    /// The table of the vocabulary that it comes from.
    pub(crate) source: Source,
}

impl Alternative {
    /// The phrase in its first terms.
    pub(crate) fn text(&self) -> String {
        let first: Vec<_> =
            self.phrase.iter().filter_map(|terms| terms.first()).map(String::as_str).collect();
        first.join(" ")
    }
}

/// What a query asks for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    /// Distinct words in the order typed; the score is made of them.
    pub(crate) words: Vec<Word>,
    /// Words that stand in exclusions only.
    pub(crate) excluded: Vec<Word>,
    /// What a document must fulfil to match.
    pub(crate) condition: Condition,
    /// The filters that stand in the text.
    pub(crate) filters: Vec<FieldFilter>,
    /// The text as it was read, in the query language.
    pub(crate) canonical: String,
    /// What was ignored, and why.
    pub(crate) diagnostics: Vec<String>,
}

impl Plan {
    pub(crate) fn new(
        text: &str,
        names: &dyn query::Fields,
        schema: &Schema,
        fields: &Fields,
        analyzer: &Analyzer,
        ranking: &Ranking,
    ) -> Self {
        let parsed = query::parse(text, names);
        let mut reader = WordReader::new(Leaves::of(&parsed.root), schema, analyzer, ranking);
        analyzer
            .analyze(&parsed.words_of(text), Language::Polish, Side::Query, &mut |token| reader.read(token));
        let WordReader { mut words, excluded, leaves, dropped, .. } = reader;
        // A query of function words only still has to find something.
        if !words.iter().any(|word| word.content) {
            for word in &mut words {
                word.content = true;
                word.weight = 1.0;
            }
        }
        let mut conditions = Conditions::new(leaves, text, schema, fields, analyzer, (&words, &excluded));
        let mut condition = conditions.of(&parsed.root);
        let canonical = parsed.canonical(text);
        let mut diagnostics = parsed.notes;
        diagnostics.append(&mut conditions.notes);
        if dropped > 0 {
            diagnostics
                .push(format!("only the first {WORDS_MAX} words were looked for; {dropped} were ignored"));
        }
        let filters = condition.take_filters();
        let asked = condition.words(&words);
        for (at, word) in words.iter_mut().enumerate() {
            word.late = !word.content && !asked.contains(&at);
        }
        Self { words, excluded, condition, filters, canonical, diagnostics }
    }

    /// Forgets what counts nothing in this ranking, so that it is neither read nor seen by the second stage.
    pub(crate) fn forget_worthless(&mut self, levels: &Frequency) {
        for word in &mut self.words {
            word.exact.retain(|(_, weight)| weight * levels.exact > 0.0);
            word.terms.retain(|(_, weight)| weight * levels.term > 0.0);
            word.prefix.take_if(|_| levels.prefix == 0.0);
            word.alternatives.retain(|alternative| alternative.weight > 0.0);
        }
    }

    /// No word of the query has a Polish letter: the person has no Polish keyboard, or does not bother.
    pub(crate) fn is_plain(&self) -> bool {
        self.words.iter().chain(&self.excluded).all(|word| word.plain)
    }
}

/// Makes words of tokens and gives them to the clauses in which they stand.
struct WordReader<'a, 'p> {
    leaves: Leaves<'p>,
    schema: &'a Schema,
    analyzer: &'a Analyzer,
    ranking: &'a Ranking,
    words: Vec<Word>,
    excluded: Vec<Word>,
    /// Those that the token may be a part of. A whole is shown before its parts: who has it has them.
    wholes: Vec<Whole>,
    /// Position of the last word, and whether it is an excluded one.
    last: Option<(usize, bool)>,
    dropped: usize,
}

impl<'a, 'p> WordReader<'a, 'p> {
    fn new(leaves: Leaves<'p>, schema: &'a Schema, analyzer: &'a Analyzer, ranking: &'a Ranking) -> Self {
        Self {
            leaves,
            schema,
            analyzer,
            ranking,
            words: Vec::new(),
            excluded: Vec::new(),
            wholes: Vec::new(),
            last: None,
            dropped: 0,
        }
    }

    fn read(&mut self, token: &Token<'_>) {
        self.wholes.retain(|whole| token.position < whole.end);
        if token.span > 1 {
            self.wholes.push(Whole::of(token));
            return;
        }
        let Some(leaf) = self.leaves.at(token.start) else { return };
        let is_excluded = leaf.is_excluded;
        let words = if is_excluded { &mut self.excluded } else { &mut self.words };
        leaf.add_form(token.position, token.form);
        // Two tokens at one position are one word in two spellings, the more precise first: `60+` and `60`.
        if self.last == Some((token.position, is_excluded))
            && let Some(word) = words.last_mut()
        {
            word.exact.push((token.form.to_owned(), SECOND_SPELLING));
            word.terms
                .extend(token.terms.iter().map(|term| (term.text.to_owned(), SECOND_SPELLING * term.weight)));
            return;
        }
        if let Node::Prefix { .. } = leaf.node {
            if leaf.words.is_empty() && words.len() < WORDS_MAX {
                leaf.words.push(words.len());
                words.push(Word::beginning(token));
                self.last = None;
            }
            return;
        }
        let is_same = |word: &Word| word.exact.iter().any(|(form, _)| form == token.form);
        if let Some(known) = words.iter().position(is_same) {
            leaf.words.push(known);
            return;
        }
        self.last = Some((token.position, is_excluded));
        if words.len() == WORDS_MAX {
            self.dropped += 1;
            return;
        }
        leaf.words.push(words.len());
        words.push(Word::of(token, &self.wholes, self.schema, self.analyzer, self.ranking));
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
pub(crate) fn general_rarity(per_million: f32) -> f32 {
    const MILLIONS: f32 = 1.2;
    (MILLIONS * 1e6 / 120.0 / (MILLIONS * per_million + 1.0)).ln().clamp(0.0, 9.0)
}

/// Words that ask; they say nothing of what is asked for.
const QUESTION_WORDS: [&str; 22] = [
    "co", "czego", "czemu", "czym", "dlaczego", "gdzie", "ile", "ilu", "jak", "jaka", "jaki", "jakie",
    "jakich", "jakim", "kiedy", "kim", "kogo", "komu", "kto", "która", "które", "który",
];

/// What a word counts beside a noun, and whether a document has to cover it.
pub(crate) fn importance(token: &Token<'_>, schema: &Schema, ranking: &Ranking) -> (f32, bool) {
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
