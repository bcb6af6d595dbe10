//! From the bytes of a file to what the writer takes, in two pure steps that any thread can do: parsed, then cleaned
//! and analysed. Between them the writer [counts](crate::Writer::count) which lines the pages of a site share.

use std::collections::BTreeMap;

use fiszka_analysis::{Analyzer, Language, Side, Tape, ZONE_GAP, fold};
use fiszka_document::{
    Coordinates, Document, Draft, Failure, Identity, Limits, PageLines, SiteShell, SiteShells, Sketch,
    SourceFile, Value, clean, merge, parse,
};
use fiszka_schema::Schema;
use serde::{Deserialize, Serialize};

use crate::fields::{PREFIX_CHARS, ZoneMark};
use crate::index::phrases::PhraseReader;
use crate::index::records::{SourceDiagnostic, SourceState};

/// Size and time of change of a file: what tells a change without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub size_bytes: u64,
    /// Time of the last change in nanoseconds since 1970.
    pub modified_ns: i64,
}

/// A file that was read, before it is known which of its lines belong to the sites around its pages.
#[derive(Debug)]
pub struct ParsedFile {
    pub(crate) path: String,
    pub(crate) lines: Vec<PageLines>,
    hash: String,
    drafts: Vec<Draft>,
    diagnostics: Vec<SourceDiagnostic>,
    failed: bool,
}

impl ParsedFile {
    /// Parses a file. `path` is `CORPUS/relative/path`. A file that is no document becomes one that says why.
    pub fn from_bytes(path: &str, bytes: &[u8], schema: &Schema, limits: &Limits) -> Self {
        let hash = content_hash(bytes);
        match parse(&SourceFile { path, bytes }, schema, limits) {
            Ok(parsed) => Self {
                path: path.to_owned(),
                lines: parsed.drafts.iter().map(|draft| PageLines::of(draft, schema)).collect(),
                hash,
                drafts: parsed.drafts,
                diagnostics: parsed.diagnostics.into_iter().map(Into::into).collect(),
                failed: false,
            },
            Err(failure) => Self::refused(path, hash, &failure),
        }
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
            lines: Vec::new(),
            hash,
            drafts: Vec::new(),
            diagnostics: vec![diagnostic],
            failed: true,
        }
    }

    /// Bytes of text in its pages.
    pub fn text_bytes(&self) -> usize {
        self.drafts.iter().map(|draft| draft.text().len()).sum()
    }

    /// Lets go of the text of its pages: the file has to be read again to be prepared.
    pub fn forget_text(&mut self) {
        self.drafts = Vec::new();
    }

    /// The shells of its pages, one for each. The pages have to be [counted](crate::Writer::count) before.
    pub fn shells(&self, sites: &SiteShells<'_>) -> Vec<SiteShell> {
        self.lines.iter().map(|lines| sites.shell(lines)).collect()
    }

    /// Takes the shells off its pages, one for each page, and analyses them.
    pub fn prepare(&self, shells: &[SiteShell], schema: &Schema, analyzer: &Analyzer) -> Prepared {
        let mut diagnostics = self.diagnostics.clone();
        let mut documents = Vec::with_capacity(self.drafts.len());
        let no_shell = SiteShell::default();
        for (at, draft) in self.drafts.iter().enumerate() {
            let document = clean(draft, shells.get(at).unwrap_or(&no_shell), schema);
            diagnostics.extend(document.diagnostics.iter().cloned().map(SourceDiagnostic::from));
            documents.push(document);
        }
        let documents = joined(documents, schema);
        let state = match documents.iter().any(|document| !document.empty) {
            _ if self.failed => SourceState::Failed,
            true => SourceState::Indexed,
            false => SourceState::Empty,
        };
        let content = content_of(&documents);
        let prepare = |document| PreparedDocument::new(document, schema, analyzer);
        Prepared {
            path: self.path.clone(),
            hash: self.hash.clone(),
            state,
            content,
            documents: documents.into_iter().map(prepare).collect(),
            diagnostics,
            lines: self.lines.clone(),
            shells: shells.iter().map(SiteShell::fingerprint).collect(),
        }
    }
}

/// A file on its way into the index.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) path: String,
    pub(crate) hash: String,
    pub(crate) state: SourceState,
    /// Hash of what the documents say.
    pub(crate) content: String,
    pub(crate) documents: Vec<PreparedDocument>,
    pub(crate) diagnostics: Vec<SourceDiagnostic>,
    /// The lines of its pages that their sites may share; none of a file that stands by itself.
    pub(crate) lines: Vec<PageLines>,
    /// The [fingerprints](SiteShell::fingerprint) of the shells that were taken off, one for each of `lines`.
    pub(crate) shells: Vec<u64>,
}

impl Prepared {
    /// What became of the file.
    pub fn state(&self) -> SourceState {
        self.state
    }

    /// Parses, cleans and analyses a file that stands by itself: its lines are compared with no other page's, and
    /// only what the page itself shows to be shell is cut. See [`ParsedFile`] for the pages of a site.
    pub fn from_bytes(
        path: &str,
        bytes: &[u8],
        schema: &Schema,
        analyzer: &Analyzer,
        limits: &Limits,
    ) -> Self {
        let alone = ParsedFile { lines: Vec::new(), ..ParsedFile::from_bytes(path, bytes, schema, limits) };
        alone.prepare(&[], schema, analyzer)
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
            content: content_of(std::slice::from_ref(&document)),
            documents: vec![PreparedDocument::new(document, schema, analyzer)],
            diagnostics,
            lines: Vec::new(),
            shells: Vec::new(),
        }
    }
}

/// Documents of one file that have one identity, as one.
fn joined(documents: Vec<Document>, schema: &Schema) -> Vec<Document> {
    let mut ids: BTreeMap<Identity, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<Document>> = Vec::with_capacity(documents.len());
    for document in documents {
        let at = *ids.entry(document.identity.clone()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(document),
            None => groups.push(vec![document]),
        }
    }
    let join = |mut group: Vec<Document>| match group.len() {
        1 => group.pop(),
        _ => merge(&group, schema).map(|merged| merged.document),
    };
    groups.into_iter().filter_map(join).collect()
}

fn content_of(documents: &[Document]) -> String {
    let mut hasher = blake3::Hasher::new();
    for document in documents {
        hasher.update(document.id().as_bytes());
        hasher.update(&document.content_hash());
    }
    hasher.finalize().to_hex().to_string()
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
    /// The phrases that it offers to who types.
    pub(crate) phrases: PhraseReader,
    /// Words of the text; the record does not count.
    pub(crate) words: u64,
    /// ISO 639-1 code of the language of the text.
    pub(crate) language: String,
    /// Where the document's place lies, if that is known.
    pub(crate) place: Option<Coordinates>,
    pub(crate) sketch: Sketch,
}

impl PreparedDocument {
    pub(crate) fn new(document: Document, schema: &Schema, analyzer: &Analyzer) -> Self {
        let mut prepared = Self {
            id: document.id(),
            document,
            exact: Tape::default(),
            terms: Tape::default(),
            prefix: Tape::default(),
            zones: Vec::new(),
            phrases: PhraseReader::default(),
            words: 0,
            language: String::new(),
            place: None,
            sketch: Sketch::default(),
        };
        if prepared.document.empty {
            return prepared;
        }
        prepared.sketch = Sketch::of(&prepared.document);
        // A language that has no stemmer is analysed as Polish, which keeps the forms of unknown words.
        prepared.language = prepared.document.language(schema).to_owned();
        let language = Language::from_code(&prepared.language).unwrap_or_default();
        prepared.place = place(&prepared.document, schema);
        let mut next = 0;
        let document = std::mem::take(&mut prepared.document.zones);
        for zone in &document {
            let text = prepared.document.text.get(zone.range.clone()).unwrap_or_default().to_owned();
            prepared.words += prepared.add_zone(&zone.field, &text, language, &mut next, schema, analyzer);
        }
        prepared.document.zones = document;
        for (name, text) in record_texts(&prepared.document, schema) {
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
        let offers_phrases = PhraseReader::wants(field);
        if offers_phrases {
            self.phrases.begin(text, schema);
        }
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
            if offers_phrases {
                self.phrases.read(token, text);
            }
        });
        if let (Ok(field), Ok(end)) = (u8::try_from(field), u32::try_from(end)) {
            self.zones.push(ZoneMark { field, end });
        }
        *next = end + ZONE_GAP;
        (end - start) as u64
    }
}

/// Where a document's place lies: as the record says, else as the table of towns knows the record's town.
fn place(document: &Document, schema: &Schema) -> Option<Coordinates> {
    let of_record = document.record.iter().find_map(|field| match field.value {
        Value::Coordinates(place) => Some(place),
        _ => None,
    });
    let printed = |name: &str| {
        document.field(name).map(|field| match &field.value {
            Value::Keyword(normal) => normal.as_str(),
            _ => field.printed.as_str(),
        })
    };
    of_record.or_else(|| {
        let town = schema.towns().find(printed("town")?, printed("county"), printed("voivodeship"))?;
        Coordinates::new(town.latitude, town.longitude)
    })
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

/// The values of the record as texts to search in, each with its field. A date stands there in words, as questions
/// name it: `9 maja 2013`.
fn record_texts(document: &Document, schema: &Schema) -> Vec<(String, String)> {
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
            Value::Date(date) => {
                let month = schema.months().genitive(date.month()).unwrap_or_default();
                add(&format!("{} {month} {}", date.day(), date.year()));
            }
            _ => add(&field.printed),
        }
    }
    texts
}
