//! What Fiszka knows about the documents of a portal, as data.
//!
//! A *kind* of document (`practice`, `news`, `other`) is one TOML file: how its pages are told from others, its
//! fields, how each field is typed and weighted, the labels under which pages print it and the names by which
//! people ask for it. Beside the kinds stand tables: abbreviations, synonyms, places, stop words, confusions of letters, voivodeships,
//! types of local-government units, towns on the map, month names, the phrases and classes of a site's shell, languages, signs of wrong
//! encodings, parameters of addresses, labels of telephones, and the keys of front matter and JSON. The files are compiled in; a portal can lay a folder of its own over them ([`Schema::load`]) and so add a
//! kind, a label or a synonym without writing Rust.
//!
//! ```
//! use fiszka_schema::Schema;
//!
//! let schema = Schema::builtin();
//! let field = schema.field_by_query_name("Województwo").expect("a field of practices");
//! assert_eq!(field.name, "voivodeship");
//! assert_eq!(schema.voivodeships().recognise("woj. slaskie").map(|v| v.name.as_str()), Some("śląskie"));
//! ```
//!
//! Everything is read once into checked tables: a name used with two types, an unknown clue or a row with a missing
//! column is an [`Error`] that names the file, the line and the remedy.
#![warn(missing_docs)]

mod documents;
mod error;
mod fold;
mod kind;
mod languages;
mod mojibake;
mod places;
mod schema;
mod spelling;
mod table;
mod towns;
mod vocabulary;
mod web;

pub use documents::{
    DocumentKeys, KeyMeaning, Months, Phrase, PhraseAction, PhraseMatch, ShellPhrases, Site, Sites,
};
pub use error::Error;
pub use fold::fold;
pub use kind::{Clue, Field, FieldType, Kind, Sign};
pub use languages::{Language, Languages};
pub use mojibake::{Mojibake, MojibakeTable};
pub use places::{UnitType, UnitTypes, Voivodeship, Voivodeships};
pub use schema::Schema;
pub use spelling::{Confusion, Spelling};
pub use towns::{Town, Towns};
pub use vocabulary::{
    Abbreviation, Place, PlaceKind, Relation, StopAction, StopWord, SynonymGroup, Vocabulary,
};
pub use web::{ContactLabels, HtmlClasses, ViewParameters};
