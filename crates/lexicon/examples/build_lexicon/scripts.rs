//! The tables of scripts, readings and sets, filled as they are met and numbered by how often they are.

use std::collections::HashMap;
use std::hash::Hash;

use fiszka_lexicon::format::ReadingRecord;
use fiszka_lexicon::{Classes, Share};

use crate::Result;

/// How to make a lemma of a form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EditScript {
    pub(crate) cut_front: u8,
    pub(crate) cut_end: u8,
    pub(crate) append: String,
}

impl EditScript {
    /// The shortest script; it cuts in front only *nie*, *naj* or *nienaj*.
    pub(crate) fn between(form: &str, lemma: &str) -> Result<Self> {
        let mut best = Self::with_front(form, lemma, 0)?;
        for front in ["nie", "naj", "nienaj"] {
            if let Some(rest) = form.strip_prefix(front) {
                let other = Self::with_front(rest, lemma, u8::try_from(front.len())?)?;
                if other.length() < best.length() {
                    best = other;
                }
            }
        }
        Ok(best)
    }

    /// `form` is what is left behind the letters cut in front.
    fn with_front(form: &str, lemma: &str, cut_front: u8) -> Result<Self> {
        let shared = form.chars().zip(lemma.chars()).take_while(|(left, right)| left == right).count();
        Ok(Self {
            cut_front,
            cut_end: u8::try_from(form.chars().count() - shared)?,
            append: lemma.chars().skip(shared).collect(),
        })
    }

    fn length(&self) -> usize {
        usize::from(self.cut_front) + usize::from(self.cut_end) + self.append.chars().count()
    }
}

/// A reading before its script has a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ReadingKey {
    pub(crate) script: EditScript,
    pub(crate) classes: Classes,
    pub(crate) flags: u8,
}

impl ReadingKey {
    pub(crate) fn new(script: EditScript, classes: Classes, is_name: bool, share: Share) -> Self {
        Self { script, classes, flags: u8::from(is_name) | (share.bucket() << 1) }
    }
}

/// Counts things and numbers them, the most frequent first.
#[derive(Debug)]
pub(crate) struct Census<T> {
    counts: HashMap<T, u32>,
}

impl<T> Default for Census<T> {
    fn default() -> Self {
        Self { counts: HashMap::new() }
    }
}

impl<T: Eq + Hash + Ord + Clone> Census<T> {
    pub(crate) fn add(&mut self, thing: &T, times: u32) {
        if let Some(count) = self.counts.get_mut(thing) {
            *count += times;
        } else {
            self.counts.insert(thing.clone(), times);
        }
    }

    pub(crate) fn into_ranked(self) -> Vec<(T, u32)> {
        let mut ranked: Vec<(T, u32)> = self.counts.into_iter().collect();
        ranked.sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        ranked
    }
}

/// A ranked list of readings.
pub(crate) type Set = Vec<ReadingKey>;

/// The finished tables, as bytes of their sections, and where each set lies.
#[derive(Debug, Default)]
pub(crate) struct SetTables {
    pub(crate) sets: Vec<u8>,
    pub(crate) readings: Vec<u8>,
    pub(crate) script_ends: Vec<u8>,
    pub(crate) script_text: Vec<u8>,
    pub(crate) places: HashMap<Set, u64>,
    pub(crate) script_count: usize,
    pub(crate) reading_count: usize,
}

impl SetTables {
    /// Frequent sets get low places, which keeps the automaton of the forms small.
    pub(crate) fn build(sets: Census<Set>) -> Result<Self> {
        let sets = sets.into_ranked();
        let mut scripts = Census::default();
        let mut readings = Census::default();
        for (set, count) in &sets {
            for reading in set {
                scripts.add(&reading.script, *count);
                readings.add(reading, *count);
            }
        }
        let mut tables = Self::default();
        let mut script_numbers = HashMap::new();
        for (script, _) in scripts.into_ranked() {
            tables.script_text.extend([script.cut_front, script.cut_end]);
            tables.script_text.extend_from_slice(script.append.as_bytes());
            tables.script_ends.extend(u32::try_from(tables.script_text.len())?.to_le_bytes());
            script_numbers.insert(script, u16::try_from(tables.script_count)?);
            tables.script_count += 1;
        }
        let mut reading_numbers = HashMap::new();
        for (reading, _) in readings.into_ranked() {
            let script = script_numbers[&reading.script];
            let record = ReadingRecord { script, classes: reading.classes.bits(), flags: reading.flags };
            tables.readings.extend(record.to_bytes());
            reading_numbers.insert(reading, u16::try_from(tables.reading_count)?);
            tables.reading_count += 1;
        }
        for (set, _) in sets {
            let place = u64::try_from(tables.sets.len() / 2)?;
            tables.sets.extend(u16::try_from(set.len())?.to_le_bytes());
            for reading in &set {
                tables.sets.extend(reading_numbers[reading].to_le_bytes());
            }
            tables.places.insert(set, place);
        }
        Ok(tables)
    }
}
