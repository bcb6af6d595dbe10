//! Edit scripts: how to make a lemma of a form.

/// Cut letters in front, cut letters at the end, append a text.
///
/// *nieczytający* -> *czytać* cuts three letters in front (nie) and four at the end, and appends *ć*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Script<'a> {
    pub(crate) cut_front: u8,
    pub(crate) cut_end: u8,
    pub(crate) append: &'a str,
}

impl<'a> Script<'a> {
    /// Reads a record of the script table.
    pub(crate) fn from_record(record: &'a [u8]) -> Option<Self> {
        let (&[cut_front, cut_end], append) = record.split_first_chunk()?;
        Some(Self { cut_front, cut_end, append: std::str::from_utf8(append).ok()? })
    }

    /// Appends the lemma of `form`. A form too short for the script, as happens in guesses,
    /// is its own lemma.
    pub(crate) fn apply(&self, form: &str, lemma: &mut String) {
        match self.kept(form) {
            Some(kept) if !(kept.is_empty() && self.append.is_empty()) => {
                lemma.push_str(kept);
                lemma.push_str(self.append);
            }
            _ => lemma.push_str(form),
        }
    }

    fn kept<'f>(&self, form: &'f str) -> Option<&'f str> {
        let mut letters = form.chars();
        for _ in 0..self.cut_front {
            letters.next()?;
        }
        for _ in 0..self.cut_end {
            letters.next_back()?;
        }
        Some(letters.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_cut_letters_not_bytes() {
        let cases = [
            (0, 0, "", "kot", "kot"),
            (0, 1, "a", "żółć", "żóła"),
            (3, 4, "ć", "nieczytający", "czytać"),
            (0, 4, "dobry", "lepszy", "ledobry"),
            (0, 9, "x", "kot", "kot"),
            (2, 2, "", "kot", "kot"),
        ];
        for (cut_front, cut_end, append, form, expected) in cases {
            let mut lemma = String::new();
            Script { cut_front, cut_end, append }.apply(form, &mut lemma);
            assert_eq!(lemma, expected, "{form}");
        }
    }
}
