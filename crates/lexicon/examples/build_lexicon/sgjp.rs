//! Reads SGJP, the grammatical dictionary of Polish, out of Morfeusz 2.
//!
//! The dictionary is an automaton inside `libmorfeusz2.so`. Its block begins with [`MAGIC`] (the last two bytes
//! are the version of the format and the encoding of the automaton), then its length. The library holds a
//! second, smaller block for the generator; the analyser's is the longest. Numbers are big-endian.
//!
//! - 256 bytes give each frequent label its short number, one more byte ends the table; states follow.
//! - A state: one byte (bit 7: accepting; else the number of transitions, 127: the next byte holds it), then for
//!   an accepting state its data (16-bit length), then the transitions.
//! - A transition: one byte (six bits of short label, 0: the next byte is the label; two bits: number of bytes of
//!   the offset), the offset from the end of the transition to its target.
//! - Data: groups of readings, one for each type of segment.
//!
//! After the automaton: 32 bits, identifier, copyright, name of the tag set, and the tables of tags, names and
//! qualifiers.

use std::collections::BTreeSet;

use crate::Result;
use crate::bytes::Bytes;
use crate::entry::{Entry, Short, Source, class_of};
use crate::tags::Tags;

pub(crate) const MAGIC: [u8; 6] = [0x8f, 0xc2, 0xbc, 0x1b, 21, 1];

/// Qualifiers of words that a text rather does not mean.
const RARE: [&str; 7] = ["daw.", "przest.", "rzad.", "arch.", "gwar.", "indyw.", "niepopr."];

/// What SGJP knows besides inflection.
#[derive(Debug, Default)]
pub(crate) struct Extras {
    /// The identifier of the dictionary, which holds its date.
    pub(crate) id: String,
    pub(crate) abbreviations: BTreeSet<Short>,
    pub(crate) prefixes: BTreeSet<String>,
    /// Written forms in the automaton.
    pub(crate) segments: usize,
}

/// Gives every entry of the dictionary in `library` to `sink`.
pub(crate) fn read(library: &[u8], sink: &mut impl FnMut(&Entry<'_>)) -> Result<Extras> {
    let block = longest_block(library).ok_or("no dictionary of Morfeusz 2 in the library")?;
    let mut head = Bytes::new(block, MAGIC.len());
    let length = head.big_endian(4)?;
    let automaton = head.take(length)?;
    head.take(4)?;
    let id = head.zero_terminated()?.to_owned();
    head.zero_terminated()?;
    head.zero_terminated()?;
    let tags = table(&mut head)?;
    let names = table(&mut head)?;
    let qualifiers = table(&mut head)?;
    let rare = qualifiers
        .iter()
        .map(|text| text.split(['|', ',', '_']).any(|qualifier| RARE.contains(&qualifier)))
        .collect();
    let mut reader =
        Reader { tags, names: names.len(), rare, extras: Extras { id, ..Extras::default() }, sink };
    reader.walk(automaton)?;
    Ok(reader.extras)
}

fn longest_block(library: &[u8]) -> Option<&[u8]> {
    let mut longest = None;
    let mut at = 0;
    while let Some(window) = library.get(at..at + MAGIC.len() + 4) {
        if window.starts_with(&MAGIC)
            && let Ok(length) = Bytes::new(window, MAGIC.len()).big_endian(4)
        {
            longest = longest.max(Some((length, at)));
            at += MAGIC.len() + 4 + length;
        } else {
            at += 1;
        }
    }
    library.get(longest?.1..)
}

/// A table of texts: their number, then the number and the text of each.
fn table(bytes: &mut Bytes<'_>) -> Result<Vec<String>> {
    let count = bytes.big_endian(2)?;
    let mut texts = Vec::new();
    for _ in 0..count {
        let index = bytes.big_endian(2)?;
        if texts.len() <= index {
            texts.resize(index + 1, String::new());
        }
        bytes.zero_terminated()?.clone_into(&mut texts[index]);
    }
    Ok(texts)
}

/// Which letters are capitals.
fn case_pattern(bytes: &mut Bytes<'_>) -> Result<Vec<bool>> {
    match bytes.u8()? {
        0 => Ok(Vec::new()),
        1 => Ok(vec![true; usize::from(bytes.u8()?)]),
        2 => {
            let mut pattern = Vec::new();
            for _ in 0..bytes.u8()? {
                let index = usize::from(bytes.u8()?);
                if pattern.len() <= index {
                    pattern.resize(index + 1, false);
                }
                pattern[index] = true;
            }
            Ok(pattern)
        }
        kind => Err(format!("case pattern of unknown kind {kind}").into()),
    }
}

/// A text with its capital letters put back.
fn capitalised(text: &str, pattern: &[bool]) -> String {
    let mut written = String::new();
    for (index, letter) in text.chars().enumerate() {
        if pattern.get(index) == Some(&true) {
            written.extend(letter.to_uppercase());
        } else {
            written.push(letter);
        }
    }
    written
}

/// A reading as the automaton stores it.
struct Raw {
    form: Vec<bool>,
    prefix_cut: usize,
    suffix_cut: usize,
    suffix: String,
    lemma: Vec<bool>,
    tag: usize,
    qualifiers: usize,
}

struct Reader<'s, S> {
    tags: Vec<String>,
    names: usize,
    rare: Vec<bool>,
    extras: Extras,
    sink: &'s mut S,
}

impl<S: FnMut(&Entry<'_>)> Reader<'_, S> {
    fn walk(&mut self, automaton: &[u8]) -> Result<()> {
        let mut labels = [0; 64];
        for (label, short) in (0..=u8::MAX).zip(automaton) {
            if *short != 0 {
                *labels.get_mut(usize::from(*short)).ok_or("a short label is beyond 63")? = label;
            }
        }
        let states = automaton.get(257..).ok_or("the automaton has no states")?;
        let mut word = Vec::new();
        // Offset of a state, the length of the word that leads to it without its last byte, that byte.
        let mut stack = vec![(0, 0, None)];
        while let Some((offset, length, label)) = stack.pop() {
            word.truncate(length);
            word.extend(label);
            let mut bytes = Bytes::new(states, offset);
            let flags = bytes.u8()?;
            let transitions = match flags & 127 {
                127 => bytes.u8()?,
                count => count,
            };
            if flags & 128 != 0 {
                let length = bytes.big_endian(2)?;
                let end = bytes.at + length;
                self.segment(std::str::from_utf8(&word)?, &mut bytes, end)?;
                bytes.at = end;
            }
            for _ in 0..transitions {
                let flags = bytes.u8()?;
                let label = match labels[usize::from(flags >> 2)] {
                    _ if flags >> 2 == 0 => bytes.u8()?,
                    label => label,
                };
                let offset = bytes.big_endian(usize::from(flags & 3))?;
                stack.push((bytes.at + offset, word.len(), Some(label)));
            }
        }
        Ok(())
    }

    /// The data of an accepting state.
    fn segment(&mut self, word: &str, bytes: &mut Bytes<'_>, end: usize) -> Result<()> {
        self.extras.segments += 1;
        while bytes.at < end {
            let _segment_type = bytes.u8()?;
            let length = bytes.big_endian(2)?;
            let group_end = bytes.at + length;
            let compression = bytes.u8()?;
            if compression & 0b1100_0000 == 0 {
                for _ in 0..bytes.u8()? {
                    case_pattern(bytes)?;
                }
            }
            while bytes.at < group_end {
                let raw = self.raw_reading(compression, bytes)?;
                self.reading(word, &raw)?;
            }
        }
        Ok(())
    }

    fn raw_reading(&self, compression: u8, bytes: &mut Bytes<'_>) -> Result<Raw> {
        // Two bits each for form and lemma: all lower case, first letter a capital, or a pattern that follows.
        let pattern = |lower: u8, title: u8, bytes: &mut Bytes<'_>| {
            if compression & lower != 0 {
                Ok(Vec::new())
            } else if compression & title != 0 {
                Ok(vec![true])
            } else {
                case_pattern(bytes)
            }
        };
        let form = pattern(128, 64, bytes)?;
        let prefix_cut = usize::from(match compression & 15 {
            15 => bytes.u8()?,
            cut => cut,
        });
        let suffix_cut = usize::from(bytes.u8()?);
        let suffix = bytes.zero_terminated()?.to_owned();
        let lemma = pattern(32, 16, bytes)?;
        let tag = bytes.big_endian(2)?;
        if usize::from(bytes.u8()?) >= self.names {
            return Err("a reading has an unknown class of names".into());
        }
        Ok(Raw { form, prefix_cut, suffix_cut, suffix, lemma, tag, qualifiers: bytes.big_endian(2)? })
    }

    fn reading(&mut self, word: &str, raw: &Raw) -> Result<()> {
        let letters = word.chars().count();
        let kept = letters
            .checked_sub(raw.prefix_cut + raw.suffix_cut)
            .ok_or_else(|| format!("{word}: the lemma cuts more than there is"))?;
        let mut lemma: String = word.chars().skip(raw.prefix_cut).take(kept).collect();
        lemma.push_str(&raw.suffix);
        // The pattern counts from the start of the form, before the prefix is cut.
        let pattern = raw.lemma.get(raw.prefix_cut..).unwrap_or_default();
        let tag = self.tags.get(raw.tag).ok_or_else(|| format!("{word}: a reading has an unknown tag"))?;
        match tag.split(':').next() {
            Some("brev") => {
                let needs_dot = !tag.ends_with("npun");
                let form = capitalised(word, &raw.form);
                let expansion = capitalised(&lemma, pattern).replace('_', " ");
                self.extras.abbreviations.insert(Short { form, expansion, needs_dot });
            }
            Some("prefa" | "prefs") => {
                self.extras.prefixes.insert(word.to_owned());
            }
            _ => {
                let Some(class) = class_of(tag) else { return Ok(()) };
                // After the colon stands what tells homonyms apart.
                let lemma = lemma.split(':').next().unwrap_or_default();
                let is_name = pattern.contains(&true) || lemma.contains(char::is_uppercase);
                let lemma = lemma.to_lowercase();
                if !lemma.is_empty() && !lemma.contains('_') {
                    let is_rare = self.rare.get(raw.qualifiers).copied().unwrap_or(false);
                    let (lemma, tags, source) = (lemma.as_str(), Tags::parse(tag), Source::Sgjp);
                    (self.sink)(&Entry { form: word, lemma, class, tags, source, is_name, is_rare });
                }
            }
        }
        Ok(())
    }
}
