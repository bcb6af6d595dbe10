//! The layout of a dictionary file, shared by the reader and by the builder.
//!
//! All numbers are little-endian. A file is a header, then the sections one after another:
//!
//! | bytes | content |
//! |---|---|
//! | 8 | [`MAGIC`] |
//! | 4 | [`VERSION`] |
//! | 4 | CRC-32 of everything that follows this field |
//! | 16 | fingerprint: the first bytes of the BLAKE3 hash of all sections |
//! | 8 a section | its offset from the start of the file and its length, in bytes |
//!
//! A *set* is a ranked list of readings. It is stored in [`Section::Sets`], an array of 16-bit numbers: the
//! number of readings, then the number of each in [`Section::Readings`]. Its place in that array is the value
//! that the automata hold for a form or a suffix.

use crate::Error;

/// The first bytes of every dictionary.
pub const MAGIC: [u8; 8] = *b"fiszkaLX";

/// The version of this layout. A file of another version is refused.
pub const VERSION: u32 = 1;

/// Length of the fingerprint in bytes.
pub const FINGERPRINT_BYTES: usize = 16;

const CRC_AT: usize = 12;
const FINGERPRINT_AT: usize = 16;
const TABLE_AT: usize = FINGERPRINT_AT + FINGERPRINT_BYTES;

/// Length of the header in bytes.
pub const HEADER_BYTES: usize = TABLE_AT + Section::ALL.len() * 8;

/// The parts of a dictionary, in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Automaton: form -> set.
    Forms,
    /// 16-bit numbers: the sets.
    Sets,
    /// [`ReadingRecord`]s.
    Readings,
    /// For each script the 32-bit place where its record ends in [`Section::ScriptText`].
    ScriptEnds,
    /// Scripts: letters cut in front, letters cut at the end, text appended.
    ScriptText,
    /// Automaton: suffix of a form, its letters in reverse order -> set.
    Suffixes,
    /// Automaton: lemma -> frequency in half octaves.
    Lemmas,
    /// Automaton: form with a look-alike -> frequency in half octaves.
    LookAlikes,
    /// Automaton: abbreviation as written, without its dot -> place in [`Section::Expansions`].
    Abbreviations,
    /// For each abbreviation: number of expansions; for each, bit 0: it needs a dot, the bits above: bucket of
    /// its share; then length, text.
    Expansions,
    /// Automaton: prefixes of compounds.
    Prefixes,
    /// UTF-8: what the dictionary was made from.
    Sources,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 12] = [
        Self::Forms,
        Self::Sets,
        Self::Readings,
        Self::ScriptEnds,
        Self::ScriptText,
        Self::Suffixes,
        Self::Lemmas,
        Self::LookAlikes,
        Self::Abbreviations,
        Self::Expansions,
        Self::Prefixes,
        Self::Sources,
    ];

    /// The name used in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Forms => "section forms",
            Self::Sets => "section sets",
            Self::Readings => "section readings",
            Self::ScriptEnds => "section script ends",
            Self::ScriptText => "section script text",
            Self::Suffixes => "section suffixes",
            Self::Lemmas => "section lemmas",
            Self::LookAlikes => "section look-alikes",
            Self::Abbreviations => "section abbreviations",
            Self::Expansions => "section expansions",
            Self::Prefixes => "section prefixes",
            Self::Sources => "section sources",
        }
    }
}

/// One entry of [`Section::Readings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadingRecord {
    /// Number of the script.
    pub script: u16,
    /// Bits of [`crate::Classes`].
    pub classes: u16,
    /// Bit 0: the reading is a name. Bits 1 to 3: the bucket of its share.
    pub flags: u8,
}

impl ReadingRecord {
    /// Length of a record in bytes.
    pub const BYTES: usize = 5;

    /// The bytes of the record.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; Self::BYTES] {
        let [script_low, script_high] = self.script.to_le_bytes();
        let [classes_low, classes_high] = self.classes.to_le_bytes();
        [script_low, script_high, classes_low, classes_high, self.flags]
    }

    /// The record in these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        let [script_low, script_high, classes_low, classes_high, flags] = bytes;
        Self {
            script: u16::from_le_bytes([script_low, script_high]),
            classes: u16::from_le_bytes([classes_low, classes_high]),
            flags,
        }
    }
}

/// Puts the sections, in the order of [`Section::ALL`], behind a header.
///
/// # Errors
/// [`Error::Damaged`] when the whole would be longer than 4 GiB.
pub fn assemble(
    sections: &[Vec<u8>; Section::ALL.len()],
    fingerprint: [u8; FINGERPRINT_BYTES],
) -> Result<Vec<u8>, Error> {
    let mut file = Vec::with_capacity(HEADER_BYTES + sections.iter().map(Vec::len).sum::<usize>());
    file.extend_from_slice(&MAGIC);
    file.extend_from_slice(&VERSION.to_le_bytes());
    file.extend_from_slice(&[0; 4]);
    file.extend_from_slice(&fingerprint);
    let mut offset = HEADER_BYTES;
    for section in sections {
        for number in [offset, section.len()] {
            let number = u32::try_from(number)
                .map_err(|_overflow| Error::Damaged { part: "header", problem: "cannot hold 4 GiB" })?;
            file.extend_from_slice(&number.to_le_bytes());
        }
        offset += section.len();
    }
    for section in sections {
        file.extend_from_slice(section);
    }
    let crc = crc32fast::hash(file.get(CRC_AT + 4..).unwrap_or_default());
    if let Some(place) = file.get_mut(CRC_AT..CRC_AT + 4) {
        place.copy_from_slice(&crc.to_le_bytes());
    }
    Ok(file)
}

/// What a header says.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) fingerprint: [u8; FINGERPRINT_BYTES],
    /// Start and end of every section; both lie within the file.
    pub(crate) ranges: [(usize, usize); Section::ALL.len()],
}

/// Reads the header. `thorough` compares the checksum too, which touches every page of the file.
pub(crate) fn read_header(file: &[u8], thorough: bool) -> Result<Header, Error> {
    if file.get(..MAGIC.len()) != Some(&MAGIC) {
        return Err(Error::NotADictionary);
    }
    let short = Error::Damaged { part: "header", problem: "is cut short" };
    let number = |at: usize| file.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes));
    let Some(version) = number(MAGIC.len()) else { return Err(short) };
    if version != VERSION {
        return Err(Error::Version { found: version, expected: VERSION });
    }
    let (Some(crc), Some(fingerprint)) =
        (number(CRC_AT), file.get(FINGERPRINT_AT..).and_then(|rest| rest.first_chunk()))
    else {
        return Err(short);
    };
    let mut ranges = [(0, 0); Section::ALL.len()];
    for (index, (range, section)) in ranges.iter_mut().zip(Section::ALL).enumerate() {
        let at = TABLE_AT + index * 8;
        let (Some(offset), Some(length)) = (number(at), number(at + 4)) else { return Err(short) };
        let (start, end) = (offset as usize, offset as usize + length as usize);
        if end > file.len() {
            return Err(Error::Damaged { part: section.name(), problem: "is cut short" });
        }
        *range = (start, end);
    }
    if thorough && crc32fast::hash(file.get(CRC_AT + 4..).unwrap_or_default()) != crc {
        return Err(Error::Damaged { part: "content", problem: "does not match its checksum" });
    }
    Ok(Header { fingerprint: *fingerprint, ranges })
}
