//! Fiszka: full-text search for Polish local-government pages.
//!
//! An [`Index`] is a folder. The one process that [opens it for writing](Index::open) gets a [`Writer`]; any
//! number of threads ask a [`Searcher`]. Four ideas carry the library:
//!
//! - **The files are the truth, the index is a cache.** Every file of a corpus is a [`Source`] of the index:
//!   its stamp, its hash, what became of it. A commit holds sources and documents together, so no second
//!   data base can disagree, and a file that failed is known too.
//! - **A document is what a page says.** The crate [`document`] parses the bytes of a file; its text is stored
//!   once, as extracted, and snippets and highlights are slices of it.
//! - **Three streams, one score.** A document's words are indexed as exact forms, as terms of analysis and as
//!   folded prefixes. A query word is looked for in all three and has one rarity; where the words stand decides
//!   among the best ([`Ranking`]).
//! - **One schema as data.** The crate [`schema`] says which kinds and fields there are; filters, facets and
//!   zones follow from it.
//!
//! # Example
//!
//! ```
//! use std::sync::Arc;
//!
//! use fiszka::document::Limits;
//! use fiszka::{Analyzer, Index, Opened, Prepared, Query, Schema, Stamp};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let (schema, analyzer) = (Arc::new(Schema::builtin().clone()), Analyzer::new());
//! let Opened { index, mut writer, .. } = Index::open(folder.path(), schema.clone(), analyzer.clone())?;
//!
//! let page = "Klub seniora przy ulicy Lipowej\n\n15 lutego 2021\n\nW klubie spotykają się seniorzy z całej dzielnicy.";
//! let file = Prepared::from_bytes("portal/klub.txt", page.as_bytes(), &schema, &analyzer, &Limits::default());
//! writer.put(file, Stamp::default(), 0)?;
//! writer.commit()?;
//! writer.publish()?;
//!
//! let searcher = index.searcher().expect("there is a commit");
//! let answer = searcher.search(&Query { text: "kluby dla seniorów".into(), limit: 10, ..Query::default() })?;
//! assert_eq!(answer.total, 1);
//! assert_eq!(answer.hits[0].document.title(), "Klub seniora przy ulicy Lipowej");
//! # Ok(())
//! # }
//! ```
//!
//! `examples/embed.rs` is a longer program to start from.
//!
//! # What matches
//!
//! A document matches when its words cover at least half of the query's weight (the rarities of its content
//! words); a query of one or two content words needs them all. Function words never count. `total`, facets and
//! sorts by date see the matches only. When nothing matches, the best partial matches are given and
//! [`Answer::weak`] is set; what is asked for with signs, such as a phrase, is never relaxed.
//!
//! # Pages of a site
//!
//! A line that many pages of one site share is menu or footer, and only all pages together tell which. So the pages of
//! a batch are parsed first ([`ParsedFile`]) and [counted](Writer::count), then prepared with the
//! [shells](Writer::shells) of their sites, and what [`Writer::take_stale`] names is put again. The index follows from
//! the set of files, in whatever order they came. A page that stands by itself is [`Prepared::from_bytes`].
//!
//! # The query language
//!
//! [`Query::text`] is what a person typed. Nothing in it is an error: what cannot be read as meant is read as plain
//! words or ignored, and [`Answer::diagnostics`] says so.
//!
//! | typed | asks for |
//! |---|---|
//! | `klub seniora` | the words, in any form |
//! | `"klub seniora"`, `„klub seniora”` | exactly these forms side by side in one zone; case and diacritics do not matter |
//! | `"klub seniora"~2` | the same after at most two moves of a word |
//! | `+klub`, `-remont`, `NOT remont` | must be there, must not be there |
//! | `a b AND c d`, `a b OR c d`, `LUB`, `NIE` | both sides, either side; words side by side bind first, `OR` last |
//! | `(a OR b) c` | a group |
//! | `miejscowość:Nowy Targ`, `voivodeship:śląskie` | a filter, as [`Query::filters`] are |
//! | `mieszkańcy:>300000`, `data:2012..2014`, `data:luty 2021` | a range |
//! | `tytuł:klub`, `tytuł:"klub seniora"` | words in the text of one field |
//! | `senior*` | forms that begin so, the most frequent 64 of them |
//!
//! A sign only adds a condition: the plain words beside it follow the rule above, and words of phrases and behind `+`
//! count as found. A query of exclusions or filters only gives what is left, newest first. All words that are asked
//! for score, wherever they stand in the query. `LUB` and `NIE` are operators only where some word has a small letter.
//!
//! # Spelling
//!
//! A word that neither the index nor the dictionary knows is read as what was probably meant; [`Answer::did_you_mean`]
//! has the whole query in its right spelling, and [`Answer::corrected`] says whether the hits are those of it. A word of
//! the index is never read as another one. `docs/suggest.md` has the rules.
//!
//! # Quirks
//!
//! - What is put becomes visible with [`Writer::commit`]; a first generation only with [`Writer::publish`].
//! - Files that name the same document (one canonical address, say) become one document with the commit; see
//!   [`document::merge`](fiszka_document::merge()).
//! - Scores of two queries cannot be compared.

#![warn(missing_docs)]

mod collation;
mod error;
mod fields;
mod index;
mod query;
mod ranking;
mod search;
mod suggest;
mod value;

pub use error::{Error, Result};
pub use fiszka_analysis::{self as analysis, Analyzer};
pub use fiszka_document as document;
pub use fiszka_schema::{self as schema, Schema};
pub use index::{
    Commit, Index, Opened, ParsedFile, Prepared, Source, SourceDiagnostic, SourceState, Stamp, Writer,
    content_hash,
};
pub use ranking::{
    CorrectionWeights, Dependence, Frequency, Matching, Ranking, RarityWeights, Recency, VocabularyWeights,
    WordWeights,
};
pub use search::{
    Answer, Expansion, Expansions, Explanation, Facet, FacetValue, Filter, FilterReading, Hit, Query,
    QueryError, Reading, Reference, ScorePart, Searcher, Shown, Snippet, Sort, StoredId, Weighted,
    WordReading,
};
pub use suggest::{Suggester, Suggestion, SuggestionKind};
pub use value::to_json as value_to_json;
