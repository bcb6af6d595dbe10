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
//! The crate does no I/O and cannot fail: any text gives tokens.
//!
//! # Example
//!
//! ```
//! use fiszka_analysis::{Analyzer, Language, Side};
//!
//! let analyzer = Analyzer::new();
//! let mut forms = Vec::new();
//! analyzer.analyze("Mieszkań chronionych w\u{a0}Łodzi", Language::Polish, Side::Index, &mut |token| {
//!     forms.push(token.form.to_owned());
//! });
//! assert_eq!(forms, ["mieszkań", "chronionych", "w", "łodzi"]);
//! ```
//!
//! # With a plain tantivy index
//!
//! [`PolishTokenizer`] implements tantivy's `Tokenizer`. Register it under a name of your own before every
//! open of the index (tantivy stores only the name):
//!
//! ```
//! use fiszka_analysis::{Analyzer, PolishTokenizer, View};
//! use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
//!
//! let mut schema = Schema::builder();
//! let indexing = TextFieldIndexing::default()
//!     .set_tokenizer("polish")
//!     .set_index_option(IndexRecordOption::WithFreqsAndPositions);
//! schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
//! let index = tantivy::Index::create_in_ram(schema.build());
//! index.tokenizers().register("polish", PolishTokenizer::new(Analyzer::new(), View::Terms));
//! ```
//!
//! # Quirks
//!
//! - Several terms may share one position. tantivy's own `QueryParser` turns them into a phrase, an AND:
//!   build a dis-max or a union of them instead.
//! - Positions count tokens, not words: punctuation takes none.

#![warn(missing_docs)]

mod analyzer;
mod fold;
mod form;
mod language;
mod tape;
mod terms;
mod tokenize;
mod tokenizer;

pub use analyzer::{ANALYSIS_VERSION, Analyzer, Side, Token};
pub use fold::{fold, fold_into, is_plain};
pub use form::exact_form;
pub use language::Language;
pub use tape::{Tape, TapeTokenizer, ZONE_GAP};
pub use terms::{Source, Term, Terms};
pub use tokenizer::{PolishTokenizer, View};
