//! From the bytes of a file to what the writer takes: parsed, cleaned and analysed. Pure, so that it can run on
//! any thread.

use fiszka_analysis::{Analyzer, Language, Side, Tape, ZONE_GAP, fold};
use fiszka_document::{Document, Failure, Limits, SiteShell, SourceFile, Value, clean, parse};
use fiszka_schema::Schema;
use serde::{Deserialize, Serialize};

use crate::fields::{PREFIX_CHARS, ZoneMark};
use crate::index::records::{SourceDiagnostic, SourceState};

/// Size and time of change of a file: what tells a change without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub size_bytes: u64,
    /// Time of the last change in nanoseconds since 1970.
    pub modified_ns: i64,
}

/// A file on its way into the index.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) path: String,
    pub(crate) hash: String,
    pub(crate) state: SourceState,
    pub(crate) documents: Vec<PreparedDocument>,
    pub(crate) diagnostics: Vec<SourceDiagnostic>,
}

impl Prepared {
    /// What became of the file.
    pub fn state(&self) -> SourceState {
        self.state
    }

    /// Parses, cleans and analyses a file. `path` is `CORPUS/relative/path`. A file that is no document becomes
    /// one that says why.
    pub fn from_bytes(
        path: &str,
        bytes: &[u8],
        schema: &Schema,
        analyzer: &Analyzer,
        limits: &Limits,
    ) -> Self {
        let hash = content_hash(bytes);
        let parsed = match parse(&SourceFile { path, bytes }, schema, limits) {
            Ok(parsed) => parsed,
            Err(failure) => return Self::refused(path, hash, &failure),
        };
        let shell = SiteShell::default();
        let mut diagnostics: Vec<SourceDiagnostic> = parsed.diagnostics.into_iter().map(Into::into).collect();
        let mut documents = Vec::with_capacity(parsed.drafts.len());
        for draft in &parsed.drafts {
            let document = clean(draft, &shell, schema);
            diagnostics.extend(document.diagnostics.iter().cloned().map(SourceDiagnostic::from));
            documents.push(PreparedDocument::new(document, schema, analyzer));
        }
        let any = documents.iter().any(|prepared| !prepared.document.empty);
        let state = if any { SourceState::Indexed } else { SourceState::Empty };
        Self { path: path.to_owned(), hash, state, documents, diagnostics }
    }

    /// A file that is no document, and why. `hash` is empty when it was not read.
    pub fn refused(path: &str, hash: String, failure: &Failure) -> Self {
        let diagnostic = SourceDiagnostic {
            code: failure.code().to_owned(),
            message: failure.to_string(),
            hint: Some(failure.hint().to_owned()),
            line: None,
        };
        Self {
            path: path.to_owned(),
            hash,
            state: SourceState::Failed,
            documents: Vec::new(),
            diagnostics: vec![diagnostic],
        }
    }

    /// A single document that is already in hand: what [`Writer::put`](crate::Writer::put) of one's own program
    /// uses when there is no file.
    pub fn from_document(path: &str, document: Document, schema: &Schema, analyzer: &Analyzer) -> Self {
        let state = if document.empty { SourceState::Empty } else { SourceState::Indexed };
        let diagnostics = document.diagnostics.iter().cloned().map(SourceDiagnostic::from).collect();
        Self {
            path: path.to_owned(),
            hash: hex(&document.content_hash()),
            state,
            documents: vec![PreparedDocument::new(document, schema, analyzer)],
            diagnostics,
        }
    }
}

/// The hash by which a file's bytes are told to be the same: BLAKE3 in hexadecimal.
pub fn content_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A document with the tapes of its three term streams.
#[derive(Debug)]
pub(crate) struct PreparedDocument {
    pub(crate) id: String,
    pub(crate) document: Document,
    pub(crate) exact: Tape,
    pub(crate) terms: Tape,
    pub(crate) prefix: Tape,
    pub(crate) zones: Vec<ZoneMark>,
    /// Words of the text; the record does not count.
    pub(crate) words: u64,
}

impl PreparedDocument {
    fn new(document: Document, schema: &Schema, analyzer: &Analyzer) -> Self {
        let mut prepared = Self {
            id: document.id(),
            document,
            exact: Tape::default(),
            terms: Tape::default(),
            prefix: Tape::default(),
            zones: Vec::new(),
            words: 0,
        };
        if prepared.document.empty {
            return prepared;
        }
        // A language that has no stemmer is analysed as Polish, which keeps the forms of unknown words.
        let language = Language::from_code(prepared.document.language(schema)).unwrap_or_default();
        let mut next = 0;
        let document = std::mem::take(&mut prepared.document.zones);
        for zone in &document {
            let text = prepared.document.text.get(zone.range.clone()).unwrap_or_default().to_owned();
            prepared.words += prepared.add_zone(&zone.field, &text, language, &mut next, schema, analyzer);
        }
        prepared.document.zones = document;
        for (name, text) in record_texts(&prepared.document) {
            prepared.add_zone(&name, &text, Language::Polish, &mut next, schema, analyzer);
        }
        prepared
    }

    /// Records the words of a zone from position `next` on and moves `next` behind the gap. Returns how many
    /// positions the zone has.
    fn add_zone(
        &mut self,
        field: &str,
        text: &str,
        language: Language,
        next: &mut usize,
        schema: &Schema,
        analyzer: &Analyzer,
    ) -> u64 {
        let Some(field) = schema.fields().iter().position(|known| known.name == field) else { return 0 };
        if schema.fields().get(field).is_none_or(|field| field.weight == 0.0) {
            return 0;
        }
        let start = *next;
        let mut end = start;
        analyzer.analyze(text, language, Side::Index, &mut |token| {
            let position = start + token.position;
            end = end.max(position + token.span);
            self.exact.push(position, token.form);
            for term in token.terms.iter() {
                self.terms.push(position, term.text);
            }
            if let Some(prefix) = folded_prefix(token.form) {
                self.prefix.push(position, &prefix);
            }
        });
        if let (Ok(field), Ok(end)) = (u8::try_from(field), u32::try_from(end)) {
            self.zones.push(ZoneMark { field, end });
        }
        *next = end + ZONE_GAP;
        (end - start) as u64
    }
}

/// The folded prefix of a word that is long enough to have one.
pub(crate) fn folded_prefix(form: &str) -> Option<String> {
    if form.len() < PREFIX_CHARS {
        return None;
    }
    let folded = fold(form);
    let end = folded.char_indices().nth(PREFIX_CHARS - 1).map(|(at, c)| at + c.len_utf8())?;
    folded.get(..end).map(str::to_owned)
}

/// The values of the record as texts to search in, each with its field.
fn record_texts(document: &Document) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for field in &document.record {
        let mut add = |text: &str| texts.push((field.name.clone(), text.to_owned()));
        match &field.value {
            Value::Contacts(contacts) => {
                for contact in contacts {
                    add(&contact.name);
                    add(&contact.role);
                    contact.phones.iter().for_each(|phone| add(&phone.printed));
                    contact.emails.iter().for_each(|email| add(email));
                }
            }
            Value::Texts(values) => values.iter().for_each(|value| add(value)),
            _ => add(&field.printed),
        }
    }
    texts
}
