//! Folding: one plain letter for every accented one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a lower-case text: marks are stripped and letters without a decomposition (`ł`, `ø`, `đ`, `ß`)
/// become their plain letters.
///
/// ```
/// assert_eq!(fiszka_analysis::fold("świętokrzyskie łódź"), "swietokrzyskie lodz");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// [`fold`], appended to `folded`.
pub fn fold_into(text: &str, folded: &mut String) {
    for c in text.chars() {
        match c {
            '\0'..='\x7f' => folded.push(c),
            'ą' => folded.push('a'),
            'ć' => folded.push('c'),
            'ę' => folded.push('e'),
            'ł' => folded.push('l'),
            'ń' => folded.push('n'),
            'ó' => folded.push('o'),
            'ś' => folded.push('s'),
            'ź' | 'ż' => folded.push('z'),
            'đ' | 'ð' => folded.push('d'),
            'ø' => folded.push('o'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            _ => folded.extend(std::iter::once(c).nfd().filter(|part| !is_combining_mark(*part))),
        }
    }
}

/// Whether the text is its own folded form: a word typed without Polish letters, or one that has none.
pub fn is_plain(text: &str) -> bool {
    text.is_ascii() || fold(text) == text
}

/// Whether there is any Polish letter, composed or decomposed, in either case.
pub(crate) fn has_polish_letter(text: &str) -> bool {
    !text.is_ascii() && text.nfc().any(|c| "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_every_polish_letter_and_the_ones_without_decomposition() {
        for (text, folded) in [
            ("ąćęłńóśźż", "acelnoszz"),
            ("a\u{328}c\u{301}e\u{328}", "ace"),
            ("straße", "strasse"),
            ("přerov", "prerov"),
            ("київ", "киів"),
            ("60+", "60+"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn polish_letters_are_seen_however_they_are_written() {
        for text in ["łuk", "ŻAK", "a\u{328}", "O\u{301}w"] {
            assert!(has_polish_letter(text), "{text}");
        }
        for text in ["zolw", "café", "cafe\u{301}", "школа", ""] {
            assert!(!has_polish_letter(text), "{text}");
        }
    }

    #[test]
    fn plain_means_no_letter_would_change() {
        assert!(is_plain("swietlica"));
        assert!(is_plain("школа"));
        assert!(!is_plain("świetlica"));
    }
}
