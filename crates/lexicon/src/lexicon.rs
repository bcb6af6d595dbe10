//! The dictionary itself.

use std::fmt;
use std::path::Path;

use fst::raw::Fst;

use crate::abbreviation::Abbreviations;
use crate::data::{Data, Part};
use crate::error::Error;
use crate::format::{self, FINGERPRINT_BYTES, Section};
use crate::frequency::Frequency;
use crate::reading::Readings;
use crate::tables::Tables;

/// Longest suffix that the guesser looks at, in letters.
const SUFFIX_LETTERS_MAX: usize = 7;
/// Fewest letters that must be left when a prefix is taken off a compound.
const REST_LETTERS_MIN: usize = 3;

/// A compiled dictionary. Opened once, shared by all threads.
///
/// Every method expects words in lower case and NFC, except [`Lexicon::abbreviation`].
pub struct Lexicon {
    forms: Fst<Part>,
    suffixes: Fst<Part>,
    lemmas: Fst<Part>,
    look_alikes: Fst<Part>,
    abbreviations: Fst<Part>,
    prefixes: Fst<Part>,
    tables: Tables,
    expansions: Part,
    sources: Part,
    fingerprint: [u8; FINGERPRINT_BYTES],
}

impl Lexicon {
    /// The dictionary that is compiled into the program. Nothing is copied or decompressed.
    #[cfg(feature = "embedded")]
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: std::sync::LazyLock<Lexicon> = std::sync::LazyLock::new(|| {
            let bytes = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/lexicon.bin"));
            Lexicon::read(&Data::Static(bytes), false).unwrap_or_else(|error| {
                unreachable!("the embedded dictionary opens, tests check it: {error}")
            })
        });
        &EMBEDDED
    }

    /// Maps a dictionary file into memory and compares its checksum (about a millisecond).
    ///
    /// The file must not be written to while it is in use: replace it by rename. The checksum finds damage; a
    /// file made to deceive is not defended against, so take one only from where programs are taken from.
    ///
    /// # Errors
    /// [`Error::Io`] when the file cannot be mapped, else as [`Lexicon::from_bytes`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::read(&Data::map(path.as_ref())?, true)
    }

    /// Reads a dictionary from memory.
    ///
    /// # Errors
    /// [`Error::NotADictionary`], [`Error::Version`], or [`Error::Damaged`] when a byte has changed.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Error> {
        Self::read(&Data::Heap(bytes.into()), true)
    }

    fn read(data: &Data, thorough: bool) -> Result<Self, Error> {
        let header = format::read_header(data.bytes(), thorough)?;
        let part = |section: Section| data.part(header.ranges[section as usize]);
        let automaton = |section: Section| {
            Fst::new(part(section))
                .map_err(|_cause| Error::Damaged { part: section.name(), problem: "is no automaton" })
        };
        Ok(Self {
            forms: automaton(Section::Forms)?,
            suffixes: automaton(Section::Suffixes)?,
            lemmas: automaton(Section::Lemmas)?,
            look_alikes: automaton(Section::LookAlikes)?,
            abbreviations: automaton(Section::Abbreviations)?,
            prefixes: automaton(Section::Prefixes)?,
            tables: Tables {
                sets: part(Section::Sets),
                readings: part(Section::Readings),
                script_ends: part(Section::ScriptEnds),
                script_text: part(Section::ScriptText),
            },
            expansions: part(Section::Expansions),
            sources: part(Section::Sources),
            fingerprint: header.fingerprint,
        })
    }

    /// The readings of a form, the likeliest first; none for an unknown word.
    #[must_use]
    pub fn readings<'a>(&'a self, form: &'a str) -> Readings<'a> {
        let set = self.forms.get(form).and_then(|place| self.tables.set(place.value()));
        Readings::new(form, &self.tables, set.unwrap_or_default())
    }

    /// Whether the dictionary knows the form. Cheaper than asking for readings only by their number.
    #[must_use]
    pub fn contains(&self, form: &str) -> bool {
        self.forms.contains_key(form)
    }

    /// What an unknown word may be a form of, the likeliest first: at most three readings without classes.
    ///
    /// The longest known suffix of one to seven letters decides. Its rules were learned from the dictionary.
    #[must_use]
    pub fn guess<'a>(&'a self, form: &'a str) -> Readings<'a> {
        let set = self.longest_suffix(form).and_then(|place| self.tables.set(place));
        Readings::new(form, &self.tables, set.unwrap_or_default())
    }

    fn longest_suffix(&self, form: &str) -> Option<u64> {
        let mut node = self.suffixes.root();
        let mut output = 0;
        let mut longest = None;
        for letter in form.chars().rev().take(SUFFIX_LETTERS_MAX) {
            for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                let Some(index) = node.find_input(byte) else { return longest };
                let transition = node.transition(index);
                output += transition.out.value();
                node = self.suffixes.node(transition.addr);
            }
            if node.is_final() {
                longest = Some(output + node.final_output().value());
            }
        }
        longest
    }

    /// How frequent a lemma is in general text; `None` if it is rarer than the scale begins, or unknown.
    #[must_use]
    pub fn lemma_frequency(&self, lemma: &str) -> Option<Frequency> {
        self.lemmas.get(lemma).map(|output| Frequency::from_output(output.value()))
    }

    /// What an abbreviation stands for. `short` is as written, without its dot: case matters (*Ap* is the
    /// Apocalypse), so ask for the lower-case word as well at the start of a sentence.
    #[must_use]
    pub fn abbreviation(&self, short: &str) -> Abbreviations<'_> {
        self.abbreviations
            .get(short)
            .and_then(|place| self.expansions.bytes().get(usize::try_from(place.value()).ok()?..))
            .map_or_else(Abbreviations::default, Abbreviations::from_record)
    }

    /// Whether the text is a prefix that makes compounds: *arcy*, *wideo*, *euro*.
    #[must_use]
    pub fn is_prefix(&self, text: &str) -> bool {
        self.prefixes.contains_key(text)
    }

    /// The rest of an unknown compound: the known word of three letters or more that is left when the longest
    /// possible prefix is taken off. *wideopokaz* -> *pokaz*.
    #[must_use]
    pub fn strip_prefix<'a>(&self, form: &'a str) -> Option<&'a str> {
        let mut node = self.prefixes.root();
        let mut found = None;
        for (at, byte) in form.bytes().enumerate() {
            if node.is_final()
                && let Some(rest) = form.get(at..)
                && rest.chars().nth(REST_LETTERS_MIN - 1).is_some()
                && self.contains(rest)
            {
                found = Some(rest);
            }
            let Some(index) = node.find_input(byte) else { break };
            node = self.prefixes.node(node.transition_addr(index));
        }
        found
    }

    /// Identifies the content: two dictionaries with the same fingerprint give the same answers.
    #[must_use]
    pub const fn fingerprint(&self) -> [u8; FINGERPRINT_BYTES] {
        self.fingerprint
    }

    /// What the dictionary was made from, one source a line.
    #[must_use]
    pub fn sources(&self) -> &str {
        std::str::from_utf8(self.sources.bytes()).unwrap_or_default()
    }

    /// Number of forms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether there is no form at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    pub(crate) const fn forms(&self) -> &Fst<Part> {
        &self.forms
    }

    /// How frequent a form is, above 0: its own count where it has look-alikes, else what its lemmas suggest.
    pub(crate) fn weight(&self, form: &str) -> f64 {
        /// A form that was never seen: far below the lowest count, so that lemmas only order such forms.
        const UNSEEN: f64 = 1e-4;
        let seen = self
            .look_alikes
            .get(form)
            .map_or(0.0, |output| Frequency::from_output(output.value()).per_million());
        let mut lemma = String::new();
        let by_lemma = self
            .readings(form)
            .map(|reading| {
                reading.lemma_into(&mut lemma);
                let frequency = self.lemma_frequency(&lemma).map_or(0.01, Frequency::per_million);
                frequency * f64::from(reading.share().value())
            })
            .fold(0.0, f64::max);
        seen + UNSEEN + by_lemma * UNSEEN
    }
}

impl fmt::Debug for Lexicon {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Lexicon").field("forms", &self.len()).finish_non_exhaustive()
    }
}
