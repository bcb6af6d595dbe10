//! Reads the dictionary of Morfologik, an automaton in the format CFSA2.
//!
//! Header: `\fsa`, the version 0xc6, 16 bits of flags, the number of frequent labels, these labels. Then the arcs,
//! the first of which leads to the root. An arc: one byte (bit 7: the target follows the last arc of this state;
//! bit 6: last arc of its state; bit 5: accepting; else the number of a frequent label, 0: the next byte is the
//! label), then, without bit 7, the address of its target in groups of seven bits, lowest first; 0 is no target.
//!
//! An accepted sequence is `form;lemma;tags`, the lemma as a script: the bytes to cut in front and at the end, as
//! letters from `A`, and the text to append. 255 in either place cuts everything.

use crate::Result;
use crate::bytes::Bytes;
use crate::entry::{Entry, Source, class_of};
use crate::tags::Tags;

pub(crate) const MAGIC: [u8; 5] = *b"\\fsa\xc6";
pub(crate) const SEPARATOR: u8 = b';';
const FLAG_NUMBERS: usize = 1 << 8;
const TARGET_NEXT: u8 = 1 << 7;
const LAST: u8 = 1 << 6;
const ACCEPTING: u8 = 1 << 5;
const LABEL_MASK: u8 = 31;

/// Longest accepted sequence in bytes: a cycle in a damaged file must end somewhere.
const SEQUENCE_BYTES_MAX: usize = 4096;

struct Arc {
    flags: u8,
    label: u8,
    target: usize,
    end: usize,
}

struct Automaton<'a> {
    labels: &'a [u8],
    arcs: &'a [u8],
}

impl Automaton<'_> {
    fn arc(&self, at: usize) -> Result<Arc> {
        let mut bytes = Bytes::new(self.arcs, at);
        let flags = bytes.u8()?;
        let label = match usize::from(flags & LABEL_MASK) {
            0 => bytes.u8()?,
            index => *self.labels.get(index).ok_or("an arc has an unknown label")?,
        };
        let mut target = 0;
        if flags & TARGET_NEXT == 0 {
            for shift in (0..63).step_by(7) {
                let byte = bytes.u8()?;
                target |= usize::from(byte & 127) << shift;
                if byte & 128 == 0 {
                    break;
                }
            }
        }
        Ok(Arc { flags, label, target, end: bytes.at })
    }

    fn arcs_of(&self, state: usize) -> Result<Vec<Arc>> {
        let mut arcs: Vec<Arc> = Vec::new();
        loop {
            let arc = self.arc(arcs.last().map_or(state, |arc| arc.end))?;
            let is_last = arc.flags & LAST != 0;
            arcs.push(arc);
            if is_last {
                break;
            }
        }
        let after_state = arcs.last().map_or(state, |arc| arc.end);
        for arc in arcs.iter_mut().filter(|arc| arc.flags & TARGET_NEXT != 0) {
            arc.target = after_state;
        }
        Ok(arcs)
    }
}

/// Gives every entry of the dictionary to `sink`; the number of accepted sequences.
pub(crate) fn read(dictionary: &[u8], sink: &mut impl FnMut(&Entry<'_>)) -> Result<usize> {
    let mut head = Bytes::new(dictionary, 0);
    if head.take(MAGIC.len())? != MAGIC {
        return Err("the dictionary of Morfologik is not in the format CFSA2".into());
    }
    if head.big_endian(2)? & FLAG_NUMBERS != 0 {
        return Err("automata with numbers are not supported".into());
    }
    let label_count = usize::from(head.u8()?);
    let labels = head.take(label_count)?;
    let automaton = Automaton { labels, arcs: dictionary.get(head.at..).unwrap_or_default() };

    let mut count = 0;
    let mut sequence = Vec::new();
    let root = automaton.arcs_of(0)?.first().map_or(0, |arc| arc.target);
    let mut stack: Vec<(usize, Arc)> =
        automaton.arcs_of(root)?.into_iter().rev().map(|arc| (0, arc)).collect();
    while let Some((length, arc)) = stack.pop() {
        sequence.truncate(length);
        sequence.push(arc.label);
        if sequence.len() > SEQUENCE_BYTES_MAX {
            return Err("the automaton of Morfologik has a cycle".into());
        }
        if arc.flags & ACCEPTING != 0 {
            count += 1;
            entry(&sequence, sink)?;
        }
        if arc.target != 0 {
            let length = sequence.len();
            stack.extend(automaton.arcs_of(arc.target)?.into_iter().rev().map(|arc| (length, arc)));
        }
    }
    Ok(count)
}

fn entry(sequence: &[u8], sink: &mut impl FnMut(&Entry<'_>)) -> Result<()> {
    let malformed = || format!("malformed entry {}", sequence.escape_ascii());
    let mut parts = sequence.splitn(3, |byte| *byte == SEPARATOR);
    let (Some(form), Some(script), Some(tags)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(malformed().into());
    };
    let Some((&[front, end], append)) = script.split_first_chunk() else { return Err(malformed().into()) };
    let kept = match (front.wrapping_sub(b'A'), end.wrapping_sub(b'A')) {
        (u8::MAX, _) | (_, u8::MAX) => &[][..],
        (front, end) => form
            .len()
            .checked_sub(usize::from(end))
            .and_then(|end| form.get(usize::from(front)..end))
            .ok_or_else(malformed)?,
    };
    let lemma = String::from_utf8([kept, append].concat())?;
    let is_name = lemma.contains(char::is_uppercase);
    let (form, lemma) = (std::str::from_utf8(form)?.to_lowercase(), lemma.to_lowercase());
    if lemma.is_empty() || lemma.contains(' ') {
        return Ok(());
    }
    for tag in std::str::from_utf8(tags)?.split('+') {
        // Abbreviations are taken from SGJP, which says what they stand for more carefully.
        if let Some(class) = class_of(tag) {
            let (tags, source) = (Tags::parse(tag), Source::Morfologik);
            sink(&Entry { form: &form, lemma: &lemma, class, tags, source, is_name, is_rare: false });
        }
    }
    Ok(())
}
