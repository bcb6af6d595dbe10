//! Polish letters and what they look like without their marks.

/// The letter without its Polish mark: *ł* -> *l*. Other letters stay. Expects lower case, NFC.
#[must_use]
pub const fn fold(letter: char) -> char {
    match letter {
        'ą' => 'a',
        'ć' => 'c',
        'ę' => 'e',
        'ł' => 'l',
        'ń' => 'n',
        'ó' => 'o',
        'ś' => 's',
        'ź' | 'ż' => 'z',
        other => other,
    }
}

/// The Polish letters that fold to this one.
pub(crate) const fn marked(letter: char) -> &'static [char] {
    match letter {
        'a' => &['ą'],
        'c' => &['ć'],
        'e' => &['ę'],
        'l' => &['ł'],
        'n' => &['ń'],
        'o' => &['ó'],
        's' => &['ś'],
        'z' => &['ź', 'ż'],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_and_marking_are_inverse() {
        for letter in "ąćęłńóśźż".chars() {
            assert!(marked(fold(letter)).contains(&letter), "{letter}");
            assert_eq!(fold(fold(letter)), fold(letter));
        }
        for letter in "bdfghijkmprtuwy-'ß".chars() {
            assert_eq!((fold(letter), marked(letter)), (letter, [].as_slice()));
        }
    }
}
