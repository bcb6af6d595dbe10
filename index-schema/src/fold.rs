//! One key for all the ways in which people write the same label or name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A key for comparing names: lower case, no diacritics, dashes as `-`, every run of blanks (no-break ones too) as
/// one space, none at the ends; soft hyphens and zero-width characters are gone.
///
/// ```
/// assert_eq!(fiszka_schema::fold("\u{a0}Miejscowość \u{a0}gminy"), "miejscowosc gminy");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            _ if c.is_whitespace() => blank = true,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            _ if is_combining_mark(c) => {}
            _ => {
                if blank && !folded.is_empty() {
                    folded.push(' ');
                }
                blank = false;
                folded.push(match c {
                    'ł' => 'l',
                    '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                    other => other,
                });
            }
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_of_one_name_meet() {
        let cases = [
            ("Województwo", "wojewodztwo"),
            ("WOJEWO\u{301}DZTWO", "wojewodztwo"),
            ("Liczba\u{a0} mieszkan\u{301}ców ", "liczba mieszkancow"),
            ("warmin\u{ad}sko\u{2013}mazurskie", "warminsko-mazurskie"),
            ("Łódź", "lodz"),
            ("ﬁnanse", "finanse"),
            ("İ", "i"),
            ("\u{200b}\u{a0}", ""),
        ];
        for (written, key) in cases {
            assert_eq!(fold(written), key, "{written:?}");
        }
    }
}
