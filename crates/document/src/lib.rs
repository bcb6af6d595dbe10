//! File bytes to documents: what a page of a portal says, what its record states, and what is only the site around it.
//!
//! A portal's folder is a dump. One file is the text of a page with the menu of the site above it and its sponsors
//! below; the next is HTML in windows-1250; a third is an export with forty news items in it. This crate makes
//! [`Document`]s of them, in two pure steps:
//!
//! ```text
//! bytes --parse--> drafts --clean--> documents
//!                            ^
//!                        site shell
//! ```
//!
//! [`parse`] knows formats and encodings: text, HTML, Markdown with YAML or TOML front matter, JSON and JSON Lines,
//! RSS and Atom, PDF, Word and OpenDocument. [`clean()`] knows pages: it finds the kind, the title, the record, the
//! date, and takes off the shell. The lines that the pages of a site share ([`SiteShell`]) can only be known from all
//! of them, so they are an argument, and a source whose shell changed is cleaned again. [`ShellCounts`] counts them as
//! pages come and go; [`PageLines`] is what it needs to know of a page.
//!
//! Several sources may speak of one document, and several documents may say the same. [`merge()`] makes one document of
//! all that have one identity: the pages of a practice, a stub and its page, two crawls. [`Sketch`] tells how much two
//! documents have in common. Both give the same result in whatever order the documents come.
//!
//! ```
//! use fiszka_document::{Limits, SiteShell, SourceFile, Value, clean, parse};
//! use fiszka_schema::Schema;
//!
//! let page = "\
//! Strona główna
//! » Pomoc społeczna
//! 1.583.801
//! gości odwiedziło nas
//!
//! \u{a0}Usługi społeczne : Pomoc społeczna
//! Klub sąsiada
//!
//! .: \u{a0} Skrót i Metryka -> Pełna prezentacja \u{a0} :.
//!
//! Sąsiedzi spotykają się co wtorek.
//!
//! Metryka praktyki
//! Data wprowadzenia do BDP:\u{a0}\u{a0}2013-06-28
//! Miejscowość:\u{a0}\u{a0}Lublin
//! Województwo:\u{a0}\u{a0}lubelskie
//! Liczba mieszkańców:\u{a0}\u{a0}344.336
//!
//! .: \u{a0} Skrót i Metryka -> Pełna prezentacja \u{a0} :.
//!
//! Wsparcie udzielone przez Norwegię";
//!
//! let schema = Schema::builtin();
//! let file = SourceFile { path: "practices/klub.txt", bytes: page.as_bytes() };
//! let parsed = parse(&file, schema, &Limits::default())?;
//! let document = clean(&parsed.drafts[0], &SiteShell::default(), schema);
//!
//! assert_eq!(document.kind, "practice");
//! assert_eq!(document.title(), "Klub sąsiada");
//! assert_eq!(document.zone_text("abstract").next(), Some("Sąsiedzi spotykają się co wtorek."));
//! assert_eq!(document.field("population").map(|field| &field.value), Some(&Value::Integer(344_336)));
//! assert_eq!(document.published.map(|day| day.to_string()).as_deref(), Some("2013-06-28"));
//! # Ok::<(), fiszka_document::Failure>(())
//! ```
//!
//! # Rules
//!
//! - **The text is never changed.** [`Document::text`] is what the page says. [Zones](Document::zones) are the parts
//!   that are kept, [cuts](Document::cuts) the parts that are not, each with its reason; every line is in a zone, in
//!   a cut, or in the record. Normal forms stand beside printed ones.
//! - **Comparing is another matter.** Labels, phrases, lines and values are compared [folded](fiszka_schema::fold):
//!   compatibility forms (NFKD), no diacritics, no capitals, blanks of all kinds as one, soft hyphens and zero-width
//!   characters gone. So a page in NFC and one in NFD give the same record, and each is shown as it was written. Who
//!   indexes the text brings it to NFC for its terms.
//! - **A damaged text stays damaged.** Letters that look as if they were read in a wrong encoding are reported
//!   (`mojibake`), and so are bytes that are no text (`invalid_bytes`); what was meant is not guessed.
//! - **A date without a day counts as the first day of its month or year**, so that its document has a place in time;
//!   `partial_date` says so. A day without a year takes the year of the page's address or metadata, never of the
//!   shell's clock, and without one it is no date.
//! - **Fields lie.** A town calls itself `gmina wiejska`, a page was updated before it was entered. What stands there
//!   is stored, and a [`Diagnostic`] says what is odd.
//! - **The kind is known by its form**, by the clues of the schema, never by its topic: news about good practices is
//!   news.
//! - **A document keeps its [`Identity`]** while its counter runs: its address, else the site's id of the article,
//!   else its path.
//! - **Nothing fails as a whole for a part**: a broken record of an export is reported, and the others are read.
//! - **No input panics.** Sizes are bounded by [`Limits`].
//!
//! Labels, phrases, months, languages, signs of wrong encodings, aliases of keys: all are data of `fiszka-schema`.
#![warn(missing_docs)]

mod attachments;
mod checks;
mod clean;
mod contact_details;
mod dates;
mod document;
mod draft;
mod encoding;
mod error;
mod format;
mod hash;
mod identity;
mod kind;
mod labels;
mod language;
mod limits;
mod merge;
mod mojibake;
mod notes;
mod outline;
mod page;
mod record;
mod redaction;
mod shell;
mod site;
mod sketch;

pub use attachments::attachment_key;
pub use clean::clean;
pub use document::{
    Contact, Coordinates, Cut, CutReason, Diagnostic, Document, Phone, RecordField, Value, Zone,
};
pub use draft::{Draft, Parsed, SourceFile};
pub use error::Failure;
pub use format::{Format, parse};
pub use identity::Identity;
pub use limits::Limits;
pub use merge::{Merged, merge};
pub use redaction::{MASK, Redaction, has_contacts, without_contacts};
pub use shell::SiteShell;
pub use site::{PageLines, ShellCounts, SiteShells};
pub use sketch::{Relation, SKETCH_NUMBERS_MAX, Sketch};
