//! The analyser: one pass over a text.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use fiszka_lexicon::Lexicon;
use fiszka_schema::{Months, Schema};

use crate::class::WordClass;
use crate::fold::has_polish_letter;
use crate::language::Language;
use crate::scan::{Knowledge, Scanner, Unit};
use crate::terms::{Source, Terms};
use crate::words::{Buffers, Cache, Morphology, Setting, Words};

/// Raised whenever the terms of any text change: an index made with another version is rebuilt.
pub const ANALYSIS_VERSION: u32 = 4;

/// Most scratch spaces that are kept between texts: one for each thread that analyses at the same time.
const IDLE_MAX: usize = 32;

/// Which side of a search is analysed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// A document: the terms to store.
    Index,
    /// A query: the terms to look for.
    Query,
}

/// One token of a text.
///
/// A compound, an address or a number in groups is shown as a *whole* and then as its parts. The whole stands at
/// the position of its first part and covers [`span`](Self::span) positions.
#[derive(Debug)]
pub struct Token<'t> {
    /// The word as it stands in the text.
    pub text: &'t str,
    /// Byte offset of its first character in the text.
    pub start: usize,
    /// Byte offset behind its last character in the text.
    pub end: usize,
    /// Which word of the text it is, from 0. Never falls from token to token.
    pub position: usize,
    /// How many positions it covers: 1, or as many as the parts of a whole.
    pub span: usize,
    /// The exact form: lower case, NFKC. Of a number or date the normal form, of an acronym or a foreign name with
    /// an ending behind a hyphen or an apostrophe what stands before it.
    pub form: &'t str,
    /// The terms of analysis, best first; never empty.
    pub terms: &'t Terms,
    /// What kind of word it is.
    pub class: WordClass,
    /// How often its commonest lemma occurs in a million words of general Polish; 0 if it is rare or unknown.
    pub frequency: f32,
}

/// Turns text into tokens and terms. Cheap to clone; one serves all threads.
#[derive(Clone)]
pub struct Analyzer {
    inner: Arc<Inner>,
}

struct Inner {
    dictionary: Dictionary,
    months: &'static Months,
    words: Words,
    idle: Mutex<Vec<Scratch>>,
}

enum Dictionary {
    Embedded(&'static Lexicon),
    Given(Arc<Lexicon>),
}

/// What one pass needs and the next can use again.
#[derive(Default)]
struct Scratch {
    unit: Unit,
    cache: Cache,
    buffers: Buffers,
}

impl Analyzer {
    /// The analyser with its rules and data compiled in.
    pub fn new() -> Self {
        Self::from_parts(Dictionary::Embedded(Lexicon::embedded()), Morphology::Dictionary)
    }

    /// The analyser with Snowball's stems in place of the dictionary's lemmas: for measuring what these are worth. The
    /// dictionary still tells where a compound or an abbreviation ends.
    pub fn with_snowball() -> Self {
        Self::from_parts(Dictionary::Embedded(Lexicon::embedded()), Morphology::Snowball)
    }

    /// An analyser with a dictionary of one's own, such as a file that is mapped into memory.
    pub fn with_lexicon(lexicon: Arc<Lexicon>) -> Self {
        Self::from_parts(Dictionary::Given(lexicon), Morphology::Dictionary)
    }

    fn from_parts(dictionary: Dictionary, morphology: Morphology) -> Self {
        let months = Schema::builtin().months();
        let words = Words::new(morphology);
        Self { inner: Arc::new(Inner { dictionary, months, words, idle: Mutex::default() }) }
    }

    /// The dictionary.
    pub fn lexicon(&self) -> &Lexicon {
        match &self.inner.dictionary {
            Dictionary::Embedded(lexicon) => lexicon,
            Dictionary::Given(lexicon) => lexicon,
        }
    }

    /// Names the rules and the dictionary. Analysers with the same fingerprint give every text the same terms: an
    /// index made with another one is rebuilt.
    pub fn fingerprint(&self) -> String {
        let mut fingerprint = format!("analysis {ANALYSIS_VERSION}, lexicon ");
        for byte in self.lexicon().fingerprint() {
            fingerprint.push_str(&format!("{byte:02x}"));
        }
        if self.inner.words.morphology() == Morphology::Snowball {
            fingerprint.push_str(", Snowball");
        }
        fingerprint
    }

    /// Shows every token of `text` to `visit`, in order.
    pub fn analyze(&self, text: &str, language: Language, side: Side, visit: &mut dyn FnMut(&Token<'_>)) {
        let is_plain = side == Side::Query && language == Language::Polish && !has_polish_letter(text);
        let setting = Setting { language, side, is_plain };
        let lexicon = self.lexicon();
        let words = &self.inner.words;
        self.with_scratch(|Scratch { unit, cache, buffers }| {
            let mut scanner = Scanner::new(text, self.knowledge());
            let mut extended = Terms::default();
            while let Some(position) = scanner.next(unit) {
                for piece in unit.pieces() {
                    let source = unit.source(piece, text);
                    let analysis = cache.get_or_analyze(source, piece.kind, setting, |analysis| {
                        words.analyze(lexicon, source, piece.kind, setting, buffers, analysis);
                    });
                    let mut terms = &analysis.terms;
                    // A date in a document is also its month and its year; who asks for a date means that day.
                    if side == Side::Index && unit.also(piece).next().is_some() {
                        extended.clone_from(terms);
                        for term in unit.also(piece) {
                            extended.push_with(1.0, Source::Number, |text| text.push_str(term));
                        }
                        terms = &extended;
                    }
                    visit(&Token {
                        text: text.get(piece.range.clone()).unwrap_or_default(),
                        start: piece.range.start,
                        end: piece.range.end,
                        position: position + piece.offset,
                        span: piece.span,
                        form: &analysis.form,
                        terms,
                        class: analysis.class,
                        frequency: analysis.frequency,
                    });
                }
            }
        });
    }

    /// Shows the position of every token and where it stands in the text, without computing any term: for
    /// highlights of positions that an index gave. The tokens are those of [`analyze`](Self::analyze),
    /// in any language.
    pub fn positions(&self, text: &str, visit: &mut dyn FnMut(usize, Range<usize>)) {
        self.with_scratch(|Scratch { unit, .. }| {
            let mut scanner = Scanner::new(text, self.knowledge());
            while let Some(position) = scanner.next(unit) {
                unit.pieces().iter().for_each(|piece| visit(position + piece.offset, piece.range.clone()));
            }
        });
    }

    fn knowledge(&self) -> Knowledge<'_> {
        Knowledge { lexicon: self.lexicon(), months: self.inner.months }
    }

    /// Lends a scratch space that no other thread uses.
    fn with_scratch(&self, work: impl FnOnce(&mut Scratch)) {
        let idle = || self.inner.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = idle().pop().unwrap_or_default();
        work(&mut scratch);
        let mut idle = idle();
        if idle.len() < IDLE_MAX {
            idle.push(scratch);
        }
    }
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Analyzer").field("fingerprint", &self.fingerprint()).finish_non_exhaustive()
    }
}
