//! What characters are to the scanner, and runs of them.

use unicode_normalization::char::is_combining_mark;

use crate::form::is_invisible;

/// What a character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CharKind {
    /// Blanks, punctuation, symbols.
    Break,
    Lower,
    Upper,
    /// `0` to `9`.
    Digit,
    /// Letters without case and digits of other kinds.
    Other,
    /// Marks and invisible characters: they belong to the word that they follow and say nothing of it.
    Silent,
}

impl CharKind {
    /// Whether a word can begin with it.
    pub(crate) fn begins_word(self) -> bool {
        !matches!(self, Self::Break | Self::Silent)
    }
}

pub(crate) fn kind(c: char) -> CharKind {
    match c {
        'a'..='z' => CharKind::Lower,
        'A'..='Z' => CharKind::Upper,
        '0'..='9' => CharKind::Digit,
        '\0'..='\x7f' => CharKind::Break,
        'ą' | 'ć' | 'ę' | 'ł' | 'ń' | 'ó' | 'ś' | 'ź' | 'ż' => CharKind::Lower,
        'Ą' | 'Ć' | 'Ę' | 'Ł' | 'Ń' | 'Ó' | 'Ś' | 'Ź' | 'Ż' => CharKind::Upper,
        _ => rare_kind(c),
    }
}

fn rare_kind(c: char) -> CharKind {
    if is_combining_mark(c) || is_invisible(c) {
        CharKind::Silent
    } else if !c.is_alphanumeric() || is_apostrophe(c) {
        CharKind::Break
    } else if c.is_lowercase() {
        CharKind::Lower
    } else if c.to_lowercase().next() != Some(c) {
        // Title case counts as upper case: decomposed it begins with a capital letter.
        CharKind::Upper
    } else {
        CharKind::Other
    }
}

/// Every character that is written for an apostrophe; one of them counts as a letter elsewhere.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '′')
}

/// The character that joins words into one, in its plain form.
pub(crate) fn joiner(c: char) -> Option<char> {
    match c {
        '.' | '/' | '@' | ':' | '_' | ',' => Some(c),
        '-' | '\u{2010}'..='\u{2014}' | '\u{2212}' => Some('-'),
        c if is_apostrophe(c) => Some('\''),
        _ => None,
    }
}

/// A blank within a line.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}')
}

pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

/// Whether a word begins at this place.
pub(crate) fn word_begins_at(text: &str, at: usize) -> bool {
    char_at(text, at).is_some_and(|c| kind(c).begins_word())
}

/// Where the next word begins.
pub(crate) fn next_start(text: &str, mut at: usize) -> Option<usize> {
    loop {
        let c = char_at(text, at)?;
        if kind(c).begins_word() {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Letters, digits and what belongs to them, without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Run {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) digits: usize,
    pub(crate) uppers: usize,
    pub(crate) lowers: usize,
    pub(crate) others: usize,
    /// Where a capital letter first follows a small one.
    pub(crate) glue: Option<usize>,
}

impl Run {
    /// The run that begins at `start`.
    pub(crate) fn at(text: &str, start: usize) -> Self {
        let mut run = Self { start, end: start, ..Self::default() };
        let mut after_lower = false;
        while let Some(c) = char_at(text, run.end) {
            match kind(c) {
                CharKind::Break => break,
                CharKind::Silent => {}
                CharKind::Lower => {
                    run.lowers += 1;
                    after_lower = true;
                }
                CharKind::Upper => {
                    if after_lower && run.glue.is_none() {
                        run.glue = Some(run.end);
                    }
                    run.uppers += 1;
                    after_lower = false;
                }
                CharKind::Digit => {
                    run.digits += 1;
                    after_lower = false;
                }
                CharKind::Other => {
                    run.others += 1;
                    after_lower = false;
                }
            }
            run.end += c.len_utf8();
        }
        run
    }

    /// The run at `start`, if a word begins there.
    pub(crate) fn try_at(text: &str, start: usize) -> Option<Self> {
        word_begins_at(text, start).then(|| Self::at(text, start))
    }

    /// Letters and digits; marks do not count.
    pub(crate) fn len(&self) -> usize {
        self.digits + self.letters()
    }

    pub(crate) fn letters(&self) -> usize {
        self.uppers + self.lowers + self.others
    }

    /// Whether it holds nothing but `0` to `9`.
    pub(crate) fn is_number(&self) -> bool {
        self.digits == self.end - self.start
    }

    pub(crate) fn is_upper(&self) -> bool {
        self.uppers == self.len()
    }

    pub(crate) fn is_lower(&self) -> bool {
        self.lowers == self.len()
    }

    pub(crate) fn text<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<&str> {
        let mut at = 0;
        std::iter::from_fn(|| {
            let run = Run::at(text, next_start(text, at)?);
            at = run.end;
            Some(run.text(text))
        })
        .collect()
    }

    #[test]
    fn runs_hold_letters_digits_and_marks() {
        for (text, expected) in [
            ("Plac Zamkowy\u{a0}1", vec!["Plac", "Zamkowy", "1"]),
            ("„Senior”, czyli 60+", vec!["Senior", "czyli", "60"]),
            ("Lo\u{301}dz\u{301}", vec!["Lo\u{301}dz\u{301}"]),
            ("prze\u{ad}mysł", vec!["prze\u{ad}mysł"]),
            ("=\u{338}b \u{feff}c", vec!["b", "c"]),
            ("\u{ad} – \u{301}", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(runs(text), expected, "{text}");
        }
    }

    #[test]
    fn a_run_knows_its_letters() {
        let text = "społecznychW3";
        let run = Run::at(text, 0);
        assert_eq!((run.lowers, run.uppers, run.digits, run.glue), (11, 1, 1, Some("społecznych".len())));
    }
}
