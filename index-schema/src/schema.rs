//! The whole schema, read from the compiled-in files and a portal's own.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::sync::OnceLock;

use crate::documents::{DocumentKeys, Months, ShellPhrases, Sites};
use crate::error::Error;
use crate::fold::fold;
use crate::kind::{self, Field, FieldType, Kind, ReadKind};
use crate::languages::Languages;
use crate::mojibake::MojibakeTable;
use crate::places::{UnitTypes, Voivodeships};
use crate::spelling::Spelling;
use crate::table::Source;
use crate::towns::Towns;
use crate::vocabulary::{self, Vocabulary};
use crate::web::{ContactLabels, HtmlClasses, ViewParameters};

/// Everything that is known about kinds, fields and words, checked.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    kinds: Vec<Kind>,
    fields: Vec<Field>,
    query_names: HashMap<String, usize>,
    known_values: HashMap<String, HashSet<String>>,
    vocabulary: Vocabulary,
    spelling: Spelling,
    voivodeships: Voivodeships,
    unit_types: UnitTypes,
    towns: Towns,
    months: Months,
    shell_phrases: ShellPhrases,
    document_keys: DocumentKeys,
    sites: Sites,
    languages: Languages,
    mojibake: MojibakeTable,
    view_parameters: ViewParameters,
    html_classes: HtmlClasses,
    contact_labels: ContactLabels,
    index_text: String,
    query_text: String,
}

/// File names, relative to the schema folder, with their contents.
type Files = BTreeMap<String, String>;

macro_rules! compiled_in {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $name)))),*]
    };
}

const BUILTIN: [(&str, &str); 21] = compiled_in![
    "practice.toml",
    "news.toml",
    "other.toml",
    "contact-labels.tsv",
    "document-keys.tsv",
    "html-classes.tsv",
    "languages.tsv",
    "mojibake.tsv",
    "months.tsv",
    "shell-phrases.tsv",
    "sites.tsv",
    "towns.tsv",
    "unit-types.tsv",
    "view-parameters.tsv",
    "voivodeships.tsv",
    "vocabulary/abbreviations.tsv",
    "vocabulary/confusions.tsv",
    "vocabulary/keyboard.tsv",
    "vocabulary/place-adjectives.tsv",
    "vocabulary/stopwords.tsv",
    "vocabulary/synonyms.tsv",
];

/// Largest schema file that is read.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

impl Schema {
    /// The schema that ships with Fiszka.
    ///
    /// # Panics
    /// Never: the files are part of the program, and the tests read them.
    pub fn builtin() -> &'static Schema {
        static SCHEMA: OnceLock<Schema> = OnceLock::new();
        SCHEMA.get_or_init(|| Self::from_files(&builtin_files()).expect("the compiled-in schema is valid"))
    }

    /// The schema that ships with Fiszka with the files of a folder laid over it: a file of the same name replaces
    /// the shipped one, any other `.toml` file adds a kind. Tables keep the names of the shipped ones; in `vocabulary`
    /// a file such as `synonyms-portal.tsv` adds its rows to those of `synonyms.tsv`.
    ///
    /// # Errors
    /// When the folder or a file cannot be read, a `.tsv` file has a name that no table has, or a file breaks its
    /// rules; the error names the file, the line and the remedy.
    pub fn load(dir: &Path) -> Result<Self, Error> {
        let mut files = builtin_files();
        overlay(&mut files, dir, "")?;
        let vocabulary = dir.join("vocabulary");
        if vocabulary.is_dir() {
            overlay(&mut files, &vocabulary, "vocabulary/")?;
        }
        Self::from_files(&files)
    }

    fn from_files(files: &Files) -> Result<Self, Error> {
        let mut schema = Self::default();
        for (file, text) in files.iter().filter(|(name, _)| name.ends_with(".toml")) {
            schema.add_kind(file, kind::read(Source { file, text })?)?;
        }
        schema.kinds.sort_by(|a, b| b.precedence.cmp(&a.precedence).then_with(|| a.name.cmp(&b.name)));

        let table = |file: &'static str| Source { file, text: files.get(file).map_or("", String::as_str) };
        schema.months = Months::read(table("months.tsv"))?;
        schema.voivodeships = Voivodeships::read(table("voivodeships.tsv"))?;
        schema.unit_types = UnitTypes::read(table("unit-types.tsv"))?;
        schema.towns = Towns::read(table("towns.tsv"))?;
        schema.shell_phrases = ShellPhrases::read(table("shell-phrases.tsv"))?;
        schema.sites = Sites::read(table("sites.tsv"))?;
        schema.mojibake = MojibakeTable::read(table("mojibake.tsv"))?;
        schema.view_parameters = ViewParameters::read(table("view-parameters.tsv"))?;
        schema.html_classes = HtmlClasses::read(table("html-classes.tsv"))?;
        schema.contact_labels = ContactLabels::read(table("contact-labels.tsv"))?;
        schema.languages = Languages::read(table("languages.tsv"))?;
        schema.document_keys = DocumentKeys::read(table("document-keys.tsv"))?;
        schema.vocabulary = Vocabulary {
            abbreviations: rows_of(files, "vocabulary/abbreviations", vocabulary::abbreviations)?,
            synonyms: rows_of(files, "vocabulary/synonyms", vocabulary::synonyms)?,
            places: rows_of(files, "vocabulary/place-adjectives", vocabulary::places)?,
            stop_words: rows_of(files, "vocabulary/stopwords", vocabulary::stop_words)?,
        };
        schema.spelling =
            Spelling::read(table("vocabulary/confusions.tsv"), table("vocabulary/keyboard.tsv"))?;
        schema.check_references()?;
        let (query, index): (Vec<_>, Vec<_>) =
            files.iter().partition(|(name, _)| name.starts_with("vocabulary/"));
        schema.index_text = canonical(&index);
        schema.query_text = canonical(&query);
        Ok(schema)
    }

    fn add_kind(&mut self, file: &str, read: ReadKind) -> Result<(), Error> {
        if self.kinds.iter().any(|kind| kind.name == read.kind.name) {
            let reason = format!("there is another kind `{}`", read.kind.name);
            return Err(Error::invalid(
                file,
                1,
                reason,
                "name each kind once; a file of the same name replaces a kind",
            ));
        }
        for (field, &line) in read.kind.fields.iter().zip(&read.field_lines) {
            let known = self.known_values.entry(field.name.clone()).or_default();
            known.extend(field.values.iter().map(|value| fold(value)));
            if let Some(known) = self.fields.iter_mut().find(|known| known.name == field.name) {
                known.personal |= field.personal;
                if known.field_type != field.field_type {
                    let reason = format!("field `{}` has another type in another kind", field.name);
                    return Err(Error::invalid(file, line, reason, "give it the same type, or another name"));
                }
            } else {
                self.fields.push(field.clone());
            }
            let index = self.fields.iter().position(|known| known.name == field.name).unwrap_or_default();
            for name in std::iter::once(&field.name).chain(&field.query_names) {
                if self.query_names.insert(fold(name), index).is_some_and(|other| other != index) {
                    let reason = format!("`{name}` already asks for another field");
                    return Err(Error::invalid(file, line, reason, "choose another query name"));
                }
            }
        }
        self.kinds.push(read.kind);
        Ok(())
    }

    fn check_references(&self) -> Result<(), Error> {
        if self.kinds.last().is_none_or(|kind| !kind.clues.is_empty()) {
            let reason = "no kind takes the pages that no other kind takes";
            return Err(Error::invalid(
                "other.toml",
                1,
                reason,
                "keep one kind of lowest precedence without clues",
            ));
        }
        if let Some(name) = self.document_keys.fields().find(|name| self.field(name).is_none()) {
            let reason = format!("no kind has a field `{name}`");
            return Err(Error::invalid(
                "document-keys.tsv",
                1,
                reason,
                "add the field to a kind, or remove its row",
            ));
        }
        let rest = self
            .fields
            .iter()
            .filter_map(|field| field.rest.as_ref())
            .find(|name| self.field(name).is_none());
        if let Some(name) = rest {
            let reason = format!("`rest` names the field `{name}`, which no kind has");
            return Err(Error::invalid("practice.toml", 1, reason, "add the field, or remove `rest`"));
        }
        Ok(())
    }

    /// The kinds, highest precedence first; the last one takes what no other takes.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The kind of this name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// The fields of all kinds, each name once. Where kinds differ in more than the type, the first in the order of
    /// file names counts; what is [personal](Field::personal) in one is so in all.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that a query or a filter asks for: by its name or one of its query names, whatever the capitals
    /// and diacritics.
    pub fn field_by_query_name(&self, name: &str) -> Option<&Field> {
        self.query_names.get(&fold(name)).and_then(|&index| self.fields.get(index))
    }

    /// Whether a folded text is one of the values that are [known beforehand](Field::values) for a field of this name
    /// in any kind.
    pub fn is_known_value(&self, field: &str, folded: &str) -> bool {
        self.known_values.get(field).is_some_and(|values| values.contains(folded))
    }

    /// The normal forms that a visitor means by a value of a keyword field: `SLASKIE` and `Śląsk` mean `śląskie`,
    /// `powiat` means both types of powiat. A value that no table knows is given back as it is.
    pub fn keywords(&self, field: &Field, written: &str) -> Vec<String> {
        let known = match field.field_type {
            FieldType::Voivodeship => {
                self.voivodeships.recognise(written).map(|v| v.name.clone()).into_iter().collect()
            }
            FieldType::UnitType => self.unit_types.meant_by(written).iter().map(|t| t.name.clone()).collect(),
            _ => Vec::new(),
        };
        if known.is_empty() { vec![written.to_owned()] } else { known }
    }

    /// Abbreviations, synonyms, places and stop words.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// How words are mistyped.
    pub fn spelling(&self) -> &Spelling {
        &self.spelling
    }

    /// The sixteen voivodeships.
    pub fn voivodeships(&self) -> &Voivodeships {
        &self.voivodeships
    }

    /// The types of local-government units.
    pub fn unit_types(&self) -> &UnitTypes {
        &self.unit_types
    }

    /// Towns and where they lie.
    pub fn towns(&self) -> &Towns {
        &self.towns
    }

    /// Names of months.
    pub fn months(&self) -> &Months {
        &self.months
    }

    /// The phrases of a site's shell.
    pub fn shell_phrases(&self) -> &ShellPhrases {
        &self.shell_phrases
    }

    /// The keys of front matter and JSON.
    pub fn document_keys(&self) -> &DocumentKeys {
        &self.document_keys
    }

    /// Sites whose addresses carry the id of an article.
    pub fn sites(&self) -> &Sites {
        &self.sites
    }

    /// The signs of text read in a wrong encoding.
    pub fn mojibake(&self) -> &MojibakeTable {
        &self.mojibake
    }

    /// Parameters of addresses that make no other page.
    pub fn view_parameters(&self) -> &ViewParameters {
        &self.view_parameters
    }

    /// Classes of HTML elements that name parts of the shell.
    pub fn html_classes(&self) -> &HtmlClasses {
        &self.html_classes
    }

    /// Words before telephone numbers and e-mail addresses.
    pub fn contact_labels(&self) -> &ContactLabels {
        &self.contact_labels
    }

    /// Languages by their commonest words.
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// All that shapes the index: when this text differs from the one an index was built with, the index must be
    /// built anew.
    pub fn index_fingerprint_text(&self) -> String {
        self.index_text.clone()
    }

    /// All that shapes queries only: a difference takes effect at once.
    pub fn query_fingerprint_text(&self) -> String {
        self.query_text.clone()
    }
}

fn builtin_files() -> Files {
    BUILTIN.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect()
}

/// The tables of the vocabulary, without their ending.
const VOCABULARY: [&str; 4] = [
    "vocabulary/abbreviations",
    "vocabulary/place-adjectives",
    "vocabulary/stopwords",
    "vocabulary/synonyms",
];

/// Whether a file adds rows to a table of the vocabulary: `synonyms-portal.tsv` to `synonyms.tsv`.
fn adds_to_vocabulary(name: &str) -> bool {
    VOCABULARY.iter().any(|table| is_part_of(name, table))
}

fn is_part_of(name: &str, table: &str) -> bool {
    name.strip_prefix(table).is_some_and(|rest| rest == ".tsv" || rest.starts_with('-'))
}

/// The rows of a table and of the files that add to it, in the order of their names.
fn rows_of<T>(
    files: &Files,
    table: &str,
    read: impl Fn(Source<'_>) -> Result<Vec<T>, Error>,
) -> Result<Vec<T>, Error> {
    let mut rows = Vec::new();
    for (file, text) in files.iter().filter(|(name, _)| is_part_of(name, table)) {
        rows.append(&mut read(Source { file, text })?);
    }
    Ok(rows)
}

/// Lays the schema files of a folder over `files`, their names prefixed.
fn overlay(files: &mut Files, dir: &Path, prefix: &str) -> Result<(), Error> {
    let failed = |source| Error::Read { path: dir.to_owned(), source };
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let is_kind = prefix.is_empty() && name.ends_with(".toml") && name != "Cargo.toml";
        if !is_kind && !name.ends_with(".tsv") {
            continue;
        }
        let name = format!("{prefix}{name}");
        if !is_kind && !files.contains_key(&name) && !adds_to_vocabulary(&name) {
            let tables: Vec<_> =
                files.keys().filter(|name| name.ends_with(".tsv")).map(String::as_str).collect();
            let reason = format!("no table has this name; the tables are {}", tables.join(", "));
            return Err(Error::invalid(&name, 1, reason, "rename the file, or remove it"));
        }
        files.insert(name, read_text(&path)?);
    }
    Ok(())
}

fn read_text(path: &Path) -> Result<String, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut text = String::new();
    File::open(path).map_err(failed)?.take(FILE_BYTES_MAX + 1).read_to_string(&mut text).map_err(failed)?;
    if text.len() as u64 > FILE_BYTES_MAX {
        return Err(Error::TooLarge { path: path.to_owned(), limit_bytes: FILE_BYTES_MAX });
    }
    Ok(text)
}

/// The files one after another without comments and empty lines, which change nothing.
fn canonical(files: &[(&String, &String)]) -> String {
    let mut canonical = String::new();
    for (name, text) in files {
        canonical.push_str("== ");
        canonical.push_str(name);
        canonical.push('\n');
        for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            canonical.push_str(line);
            canonical.push('\n');
        }
    }
    canonical
}

#[cfg(test)]
mod tests;
