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
    let mut folding = Folding { folded: String::with_capacity(text.len()), blank: false };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = rest.bytes().take_while(u8::is_ascii_graphic).count();
        let (head, tail) = rest.split_at_checked(run.max(c.len_utf8())).unwrap_or((rest, ""));
        rest = tail;
        match c {
            _ if run > 0 => folding.push(head),
            ' ' | '\t' | '\n' | '\r' | '\u{a0}' => folding.blank = true,
            'Ą' | 'ą' => folding.push("a"),
            'Ć' | 'ć' => folding.push("c"),
            'Ę' | 'ę' => folding.push("e"),
            'Ł' | 'ł' => folding.push("l"),
            'Ń' | 'ń' => folding.push("n"),
            'Ó' | 'ó' => folding.push("o"),
            'Ś' | 'ś' => folding.push("s"),
            'Ź' | 'ź' | 'Ż' | 'ż' => folding.push("z"),
            _ => std::iter::once(c).nfkd().flat_map(char::to_lowercase).for_each(|c| folding.add(c)),
        }
    }
    folding.folded.make_ascii_lowercase();
    folding.folded
}

struct Folding {
    folded: String,
    /// Blanks stand before what comes next.
    blank: bool,
}

impl Folding {
    /// Adds a character that is decomposed and in lower case.
    fn add(&mut self, c: char) {
        match c {
            _ if c.is_whitespace() => self.blank = true,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            _ if is_combining_mark(c) => {}
            'ł' => self.push("l"),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => self.push("-"),
            _ => self.push(c.encode_utf8(&mut [0; 4])),
        }
    }

    fn push(&mut self, text: &str) {
        if self.blank && !self.folded.is_empty() {
            self.folded.push(' ');
        }
        self.blank = false;
        self.folded.push_str(text);
    }
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
            ("ZAŻÓŁĆ GĘŚLĄ JAŹŃ zażółć gęślą jaźń", "zazolc gesla jazn zazolc gesla jazn"),
            ("Große Straße, Příliš\tčeské\r\n№ 5 ½", "große straße, prilis ceske no 5 1⁄2"),
            ("ﬁnanse", "finanse"),
            ("İ", "i"),
            ("\u{200b}\u{a0}", ""),
        ];
        for (written, key) in cases {
            assert_eq!(fold(written), key, "{written:?}");
        }
    }
}
