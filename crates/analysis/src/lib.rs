//! Polish text to search terms.
//!
//! The principal type is the [`Analyzer`]. It reads a text once, from left to right, and shows every
//! [`Token`]: where it stands in the original text (byte offsets), its *exact form* (lower case, NFKC)
//! and its *terms*, what an index stores so that any inflected form finds any other.
//!
//! Three ideas carry the crate:
//!
//! - **Two views.** A token has one exact form and one or more terms, all at one position. An index that
//!   keeps both answers phrases and proximity on either view and can prefer the words as they were typed.
//! - **Original offsets.** Normal forms are computed beside the text, never in it. `start..end` of a token
//!   always slices the text that was given, on character boundaries.
//! - **One function for both sides.** Documents and queries go through the same [`Analyzer::analyze`]; what
//!   differs is the [`Side`].
//!
//! The crate does no I/O and cannot fail: any text gives tokens. All of its data is compiled in.
//!
//! # What happens to a word
//!
//! ```
//! use fiszka_analysis::{Analyzer, Language, Side};
//!
//! fn terms(text: &str, side: Side) -> Vec<String> {
//!     let mut terms = Vec::new();
//!     Analyzer::new().analyze(text, Language::Polish, side, &mut |token| {
//!         terms.extend(token.terms.iter().map(|term| term.text.to_owned()));
//!     });
//!     terms
//! }
//!
//! // A word of the dictionary becomes its base forms. Not the word as written: that is the token's form.
//! assert_eq!(terms("Krasnymstawie", Side::Index), ["krasnystaw"]);
//! assert_eq!(terms("ludźmi", Side::Index), ["człowiek"]);
//! // A compound is shown as a whole and in its parts; numbers and dates have one normal form.
//! assert_eq!(terms("społeczno-gospodarczych", Side::Index), ["społeczno-gospodarczy", "społeczny", "gospodarczy"]);
//! assert_eq!(terms("344 336", Side::Index)[0], terms("344.336", Side::Index)[0]);
//! assert_eq!(terms("31 października 2014", Side::Index)[0], "2014-10-31");
//! // A word that no dictionary knows is its form, what it may be a form of, and a stem with a mark.
//! assert_eq!(terms("mopsikobusem", Side::Index), ["mopsikobusem", "mopsikobus", "~mopsikobus"]);
//! // A query typed without Polish letters gets them back.
//! assert_eq!(terms("swietlica", Side::Query), ["świetlica"]);
//! ```
//!
//! 1. **Tokens.** Letters, digits and marks make a word. Rules know addresses, numbers in groups of digits,
//!    telephone numbers, dates in every written form, act numbers and signatures, abbreviations with dots inside,
//!    compounds with hyphens, acronyms and foreign names with endings (*GOPS-u*, *Duffy'ego*), words that were
//!    broken at the end of a line, and words that lost the blank between them.
//! 2. **Readings.** The dictionary ([`lexicon`]) gives every base form with its share of the best. A document is
//!    indexed with those of 5 % and more, and with rarer ones of common words; a query looks for all of them with
//!    their weights. Names count for words with a capital letter only, the stem of a compound adjective before a
//!    hyphen only, the expansion of an abbreviation before its dot only. A verbal noun is both verb and noun.
//! 3. **Unknown words** are *nie* or another prefix before a known word, or an acronym, or else their form, up to
//!    two guesses and a Snowball stem behind `~`.
//! 4. **Letters.** In a query that has no Polish letter at all each word may stand for those that have some.
//!
//! # With a plain tantivy index
//!
//! [`PolishTokenizer`] implements tantivy's `Tokenizer`. Register it under a name of your own before every
//! open of the index (tantivy stores only the name), and make a query of the terms of [`Side::Query`]:
//!
//! ```
//! use fiszka_analysis::{Analyzer, Language, PolishTokenizer, Side, View};
//! use tantivy::collector::Count;
//! use tantivy::query::{BooleanQuery, DisjunctionMaxQuery, Query, TermQuery};
//! use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
//! use tantivy::{Index, IndexWriter, Term, doc};
//!
//! # fn main() -> tantivy::Result<()> {
//! let analyzer = Analyzer::new();
//! let mut schema = Schema::builder();
//! let indexing = TextFieldIndexing::default()
//!     .set_tokenizer("polish")
//!     .set_index_option(IndexRecordOption::WithFreqsAndPositions);
//! let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
//! let index = Index::create_in_ram(schema.build());
//! index.tokenizers().register("polish", PolishTokenizer::new(analyzer.clone(), View::Terms));
//!
//! let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000)?;
//! writer.add_document(doc!(body => "Świetlice dla dzieci w Krasnymstawie"))?;
//! writer.commit()?;
//!
//! // Each word: the best of its terms. All words must be found.
//! let mut words: Vec<Box<dyn Query>> = Vec::new();
//! analyzer.analyze("swietlica krasnystaw", Language::Polish, Side::Query, &mut |token| {
//!     let term = |text| Term::from_field_text(body, text);
//!     let terms = token.terms.iter().map(|found| TermQuery::new(term(found.text), IndexRecordOption::WithFreqs));
//!     words.push(Box::new(DisjunctionMaxQuery::new(terms.map(|query| Box::new(query) as _).collect())));
//! });
//! let found = index.reader()?.searcher().search(&BooleanQuery::intersection(words), &Count)?;
//! assert_eq!(found, 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Quirks
//!
//! - Several terms may share one position. tantivy's own `QueryParser` turns them into a phrase, an AND:
//!   build a dis-max or a union of them instead.
//! - A whole and its parts are separate tokens; [`Token::span`] says how many positions the whole covers. In a
//!   query they are alternatives: the whole, or all of its parts.
//! - Positions count words: punctuation takes none.
//! - Every thread that analyses keeps a cache of up to 65,536 words, at most some 16 MB, in the [`Analyzer`].

#![warn(missing_docs)]

mod analyzer;
mod class;
mod fold;
mod form;
mod language;
mod scan;
mod tape;
mod terms;
mod tokenizer;
mod words;

pub use analyzer::{ANALYSIS_VERSION, Analyzer, Side, Token};
pub use class::WordClass;
pub use fiszka_lexicon as lexicon;
pub use fold::{fold, fold_into, is_plain};
pub use form::exact_form;
pub use language::Language;
pub use tape::{Tape, TapeTokenizer, ZONE_GAP};
pub use terms::{Source, Term, Terms};
pub use tokenizer::{PolishTokenizer, View};
