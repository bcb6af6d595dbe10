//! A compiled dictionary of Polish: [`Lexicon`] says what a form can be a form of.
//!
//! It knows 5.4 million forms of 400 thousand lemmas, which SGJP and Morfologik describe, in 5.6 MB that need no
//! unpacking: opening it takes well under a millisecond and a lookup a quarter of a microsecond.
//!
//! ```
//! use fiszka_lexicon::{Class, Lexicon};
//!
//! let lexicon = Lexicon::embedded();
//! let mut lemma = String::new();
//! for reading in lexicon.readings("czytaniem") {
//!     reading.lemma_into(&mut lemma);
//!     println!("{lemma} {:?} {}", reading.classes(), reading.share().value());
//! }
//!
//! let best = lexicon.readings("krasnymstawie").next().expect("a town");
//! assert_eq!(best.lemma(), "krasnystaw");
//! assert!(best.is_name() && best.classes().contains(Class::Noun));
//! ```
//!
//! # Readings
//! A form has one reading for each lemma, ranked without looking at its context. [`Reading::share`] compares a
//! reading with the best one: an index that keeps the readings above a share of 0.05 has 1.11 terms a word and misses
//! the lemma of one content word in 140. Four kinds of readings deserve a rule of their own:
//! - [`Reading::is_name`]: known with a capital letter only. Leave such readings out for a word written in lower case,
//!   and compare the rest with the best of the rest: *polski* is then an adjective, no longer a form of *Polska*.
//! - [`Class::CompoundPart`]: *społeczno* is *społeczny* in front of a hyphen, there whatever its share is.
//! - [`Class::Gerund`]: *czytaniem* is a form of *czytać*, and [`Reading::gerund_noun_into`] gives *czytanie*.
//! - Abbreviations are no readings: [`Lexicon::abbreviation`] has them apart, because most are such only in front of a
//!   dot. Prefer the likeliest expansions (a share of 0.3).
//!
//! # Unknown words
//! [`Lexicon::guess`] goes by the ending of a word; its rules were learned from all forms of the dictionary.
//! [`Lexicon::strip_prefix`] finds the known part of a compound.
//!
//! ```
//! # use fiszka_lexicon::Lexicon;
//! let lexicon = Lexicon::embedded();
//! assert!(lexicon.readings("mekatronikowcom").is_empty());
//! assert_eq!(lexicon.guess("mekatronikowcom").next().map(|guess| guess.lemma()), Some("mekatronikowiec".to_owned()));
//! ```
//!
//! # Missing letters
//! [`Lexicon::restore`] walks the same automaton and lets each letter match its Polish variants as well.
//!
//! ```
//! # use fiszka_lexicon::Lexicon;
//! let mut found = Vec::new();
//! Lexicon::embedded().restore("zolw", &mut found);
//! assert_eq!(found[0].form, "żółw");
//! ```
//!
//! # Quirks
//! - Words are asked for in lower case, in NFC, with straight apostrophes. Nothing is normalised here.
//! - Lemmas are in lower case too, names included: the lemma of *Łodzi* is *łódź*, town and boat alike.
//! - A word is not always a form of itself: *Szopienice* is listed, *Szopienic* is not its lemma.
//! - Where both dictionaries know a form, only lemmas are kept that both give; this takes away more errors than lemmas.
//! - A lemma is a word, not a meaning: *zamek* in a door and *zamek* on a hill are one.
//!
//! # Where the dictionary comes from
//! `data/lexicon.bin` is compiled into the program (feature `embedded`, on by default); [`Lexicon::open`] maps one from
//! disk instead. The example `build_lexicon` makes it from the packages of SGJP and Morfologik, byte for byte the
//! same each time; [`format`](mod@format) describes the file. Both dictionaries are under the BSD 2-Clause License, see
//! `data/LICENSES`.

#![warn(missing_docs)]

mod abbreviation;
mod data;
mod error;
mod fold;
pub mod format;
mod frequency;
mod lexicon;
mod reading;
mod restore;
mod script;
mod search;
mod tables;

pub use abbreviation::{Abbreviation, Abbreviations};
pub use error::Error;
pub use fold::fold;
pub use frequency::Frequency;
pub use lexicon::Lexicon;
pub use reading::{Class, Classes, Reading, Readings, Share};
pub use restore::Restoration;
