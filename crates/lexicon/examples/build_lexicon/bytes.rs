//! Reading numbers and texts out of a byte slice, with every bound checked.

use crate::Result;

/// A place in a byte slice that moves on as things are read.
pub(crate) struct Bytes<'a> {
    bytes: &'a [u8],
    pub(crate) at: usize,
}

impl<'a> Bytes<'a> {
    pub(crate) const fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(length).ok_or("a length is beyond all bounds")?;
        let taken =
            self.bytes.get(self.at..end).ok_or_else(|| format!("input ends at byte {}", self.bytes.len()))?;
        self.at = end;
        Ok(taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8> {
        let taken =
            self.bytes.get(self.at).copied().ok_or_else(|| format!("input ends at byte {}", self.at))?;
        self.at += 1;
        Ok(taken)
    }

    /// A big-endian number of so many bytes.
    pub(crate) fn big_endian(&mut self, length: usize) -> Result<usize> {
        Ok(self.take(length)?.iter().fold(0, |number, byte| (number << 8) | usize::from(*byte)))
    }

    /// A text that ends with a zero byte.
    pub(crate) fn zero_terminated(&mut self) -> Result<&'a str> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte == 0).ok_or("a text has no end")?;
        let text = std::str::from_utf8(self.take(length)?)?;
        self.at += 1;
        Ok(text)
    }
}
