//! The exact form of a word: what the exact view of an index holds.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Soft hyphen, zero-width characters and the byte order mark: shown or not, they change no word.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Appends the exact form of `text` to `form`: invisible characters dropped, NFKC, lower case, NFC.
///
/// The last step matters: lower-casing can leave a sequence that composes (`İ`).
pub fn exact_form(text: &str, form: &mut String) {
    if text.is_ascii() {
        form.extend(text.chars().map(|c| c.to_ascii_lowercase()));
    } else if is_nfkc_quick(text.chars()) == IsNormalized::Yes && !text.contains(is_invisible) {
        form.extend(text.chars().flat_map(char::to_lowercase));
    } else {
        let compatible = text.chars().filter(|c| !is_invisible(*c)).nfkc();
        form.extend(compatible.flat_map(char::to_lowercase).nfc());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_for_every_way_to_write_a_word() {
        for (text, expected) in [
            ("Łódź", "łódź"),
            ("ŁO\u{301}DZ\u{301}", "łódź"),
            ("wy\u{ad}trwa\u{200b}łość", "wytrwałość"),
            ("ﬁnansowy", "finansowy"),
            ("ＭＯＰＳ", "mops"),
            ("m²", "m2"),
        ] {
            let mut form = String::new();
            exact_form(text, &mut form);
            assert_eq!(form, expected, "{text}");
        }
    }
}
