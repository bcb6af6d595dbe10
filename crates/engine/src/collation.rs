//! The order of Polish words: a ą b c ć d e ę …, as in a dictionary.

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

/// The Polish order of the Unicode Collation Algorithm (CLDR, `pl`); `None` only without its compiled-in data.
static POLISH: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(locale!("pl").into(), CollatorOptions::default()).ok());

/// Compares two texts as a dictionary does; texts that are equal there by their letters.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    POLISH.as_ref().map_or(Ordering::Equal, |polish| polish.compare(a, b)).then_with(|| a.cmp(b))
}

/// Bytes that stand in the order of the titles. Quotes and other signs before the first letter do not count.
pub(crate) fn sort_key(title: &str) -> Vec<u8> {
    let from_first_letter = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut key = Vec::new();
    if let Some(polish) = POLISH.as_ref() {
        // Writing to a vector cannot fail.
        let Ok(()) = polish.write_sort_key_to(from_first_letter, &mut key);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_in_the_order_of_the_polish_alphabet() {
        let sorted = [
            "Aleja", "Ąkacja", "bal", "Bąk", "cebula", "Ćma", "dom", "echo", "ęsi", "len", "Lublin", "łan",
            "Łódź", "morze", "nos", "Ńa", "okno", "Ósemka", "sad", "ściana", "zamek", "źrebak", "żaba",
        ];
        for (a, b) in sorted.iter().zip(sorted.iter().skip(1)) {
            assert_eq!(compare(a, b), Ordering::Less, "{a} {b}");
            assert!(sort_key(a) < sort_key(b), "{a} {b}");
        }
    }

    #[test]
    fn signs_before_a_title_do_not_count() {
        assert_eq!(sort_key("„Złota rączka”"), sort_key("- Złota rączka”"));
        assert!(sort_key("„Ala”") < sort_key("Baza"));
        assert!(sort_key("Nowy Targ") < sort_key("Nowyk"));
        assert_eq!(sort_key(""), sort_key("…"));
    }
}
