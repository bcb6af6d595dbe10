//! The flat tables behind the automata: sets, readings, scripts.

use crate::data::Part;
use crate::format::ReadingRecord;
use crate::script::Script;

/// The tables of one dictionary, as they lie in the file. Every access is checked: a damaged file gives
/// missing readings, not a panic.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) sets: Part,
    pub(crate) readings: Part,
    pub(crate) script_ends: Part,
    pub(crate) script_text: Part,
}

impl Tables {
    /// The 16-bit numbers of the readings of the set at this place.
    pub(crate) fn set(&self, place: u64) -> Option<&[u8]> {
        let at = usize::try_from(place).ok()?.checked_mul(2)?;
        let (count, rest) = self.sets.bytes().get(at..)?.split_first_chunk()?;
        rest.get(..usize::from(u16::from_le_bytes(*count)) * 2)
    }

    pub(crate) fn reading(&self, number: u16) -> Option<ReadingRecord> {
        let at = usize::from(number) * ReadingRecord::BYTES;
        self.readings.bytes().get(at..)?.first_chunk().map(|bytes| ReadingRecord::from_bytes(*bytes))
    }

    pub(crate) fn script(&self, number: u16) -> Option<Script<'_>> {
        let ends = self.script_ends.bytes();
        let end_of = |number: usize| {
            ends.get(number * 4..)?.first_chunk().map(|end| u32::from_le_bytes(*end) as usize)
        };
        let number = usize::from(number);
        let start = if number == 0 { 0 } else { end_of(number - 1)? };
        Script::from_record(self.script_text.bytes().get(start..end_of(number)?)?)
    }
}
