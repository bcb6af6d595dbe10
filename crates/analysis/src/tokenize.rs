//! Where the words are.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::form::is_invisible;

/// Whether a character is part of a word: a letter, a digit, a mark, or something invisible.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)
}

/// The words of a text as byte ranges, in order. A word holds at least one letter or digit.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            while chars.next_if(|(_, c)| !is_word(*c)).is_some() {}
            let &(start, _) = chars.peek()?;
            let mut end = start;
            let mut has_letter = false;
            while let Some((at, c)) = chars.next_if(|(_, c)| is_word(*c)) {
                end = at + c.len_utf8();
                has_letter |= c.is_alphanumeric();
            }
            if has_letter {
                return Some(start..end);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_digits_and_marks() {
        for (text, expected) in [
            ("Plac Zamkowy\u{a0}1", vec!["Plac", "Zamkowy", "1"]),
            ("„Senior”, czyli 60+", vec!["Senior", "czyli", "60"]),
            ("Lo\u{301}dz\u{301}", vec!["Lo\u{301}dz\u{301}"]),
            ("prze\u{ad}mysł", vec!["prze\u{ad}mysł"]),
            ("\u{ad} – \u{301}", vec![]),
            ("", vec![]),
        ] {
            let found: Vec<_> = words(text).map(|range| text.get(range).unwrap()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
