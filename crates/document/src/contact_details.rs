//! E-mail addresses and telephone numbers wherever they stand in a text.
//!
//! An address is known by its sign between a name and a host with a dot, also written `(at)`. A number is known by a
//! label before it (`tel.`, `fax`, the [table](ContactLabels) of the schema), by the code of a country, or by its
//! groups of digits: nine in all, or seven as three, two and two. An amount (`125 000 000 zł`) is no number, nor is a
//! date, a postal code or a bank account.

use std::ops::Range;

use fiszka_schema::{ContactLabels, fold};

/// How the sign of an address is written.
const AT_SIGNS: [&str; 5] = ["@", "(at)", "[at]", "(małpa)", "[małpa]"];
/// Blanks on either side of that sign.
const AT_BLANKS_MAX: usize = 2;
/// Longest label before a number, in bytes, with the signs behind it.
const LABEL_BYTES_MAX: usize = 32;
/// Fewest digits behind a label.
const LABELLED_DIGITS_MIN: usize = 5;
/// Characters between two groups of digits.
const JOINER_CHARS_MAX: usize = 3;
/// Digits of a number with the code of its country.
const INTERNATIONAL_DIGITS: std::ops::RangeInclusive<usize> = 9..=15;
/// What stands between two numbers behind one label.
const BETWEEN_NUMBERS: [&str; 8] = [",", ";", "/", "|", "i", "oraz", "lub", "albo"];
/// Before an extension, which may be short.
const EXTENSION: &str = "wew";
/// Words behind an amount, folded.
const AMOUNT_WORDS: [&str; 14] = [
    "zl",
    "zloty",
    "zlote",
    "zlotych",
    "pln",
    "eur",
    "euro",
    "usd",
    "tys",
    "tysiecy",
    "mln",
    "milionow",
    "mld",
    "miliardow",
];

/// The places of all addresses and numbers, in bytes of the text. An address may begin with a number.
pub(crate) fn contact_details(text: &str, labels: &ContactLabels) -> Vec<Range<usize>> {
    let mut found = emails(text);
    found.extend(phones(text, labels));
    found
}

fn emails(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, sign) in AT_SIGNS.iter().flat_map(|sign| text.match_indices(sign)) {
        let (Some(before), Some(behind)) = (text.get(..at), text.get(at + sign.len()..)) else { continue };
        let name_end = before.trim_end_matches(is_blank);
        let name = name_end
            .trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%'));
        let host = behind.trim_start_matches(is_blank);
        let blanks = (before.len() - name_end.len()).max(behind.len() - host.len());
        let host_end =
            host.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(host.len());
        let length = host.get(..host_end).unwrap_or_default().trim_end_matches(['.', '-']).len();
        let is_host = |host: &str| {
            let (_, top) = host.rsplit_once('.').unwrap_or_default();
            top.chars().filter(|c| c.is_alphabetic()).nth(1).is_some()
        };
        let has_name = name_end.len() > name.len() && blanks <= AT_BLANKS_MAX * '\u{a0}'.len_utf8();
        if has_name && host.get(..length).is_some_and(is_host) {
            found.push(name.len()..text.len() - host.len() + length);
        }
    }
    found
}

fn phones(text: &str, labels: &ContactLabels) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // Where the last labelled number ended: the next one may share its label.
    let mut labelled_end = None;
    let mut at = 0;
    while let Some(digits) = Digits::next(text, at) {
        at = digits.end;
        let before = text.get(..digits.start).unwrap_or_default();
        let between = labelled_end.and_then(|end| before.get(end..));
        let shared = between.filter(|between| between.len() <= LABEL_BYTES_MAX).map(fold);
        let shared = shared.as_deref().map(|between| between.trim_matches([' ', '.', ':', '(']));
        let is_extension = shared == Some(EXTENSION);
        let is_labelled = digits.count() >= LABELLED_DIGITS_MIN
            && (has_label(before, labels)
                || shared.is_some_and(|between| BETWEEN_NUMBERS.contains(&between)));
        if is_labelled || is_extension {
            labelled_end = Some(digits.end);
        } else if digits.are_a_phone(text) {
            labelled_end = None;
        } else {
            continue;
        }
        let is_signed = before.ends_with('+') || before.ends_with('(') && digits.close_a_bracket(text);
        found.push(digits.start - usize::from(is_signed)..digits.end);
    }
    found
}

/// Groups of digits with signs between them that may stand in a number.
struct Digits {
    start: usize,
    end: usize,
    groups: Vec<usize>,
}

impl Digits {
    /// The first digits from `at` on.
    fn next(text: &str, at: usize) -> Option<Self> {
        let start = at + text.get(at..)?.find(|c: char| c.is_ascii_digit())?;
        let mut digits = Self { start, end: start, groups: Vec::new() };
        loop {
            let rest = text.get(digits.end..)?;
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            digits.groups.push(length);
            digits.end += length;
            let behind = rest.get(length..)?;
            let joiner = behind.find(|c: char| !is_joiner(c)).unwrap_or(behind.len());
            let (joiner, next) = behind.split_at_checked(joiner)?;
            let joins = !joiner.is_empty() && joiner.chars().count() <= JOINER_CHARS_MAX && joiner != " / ";
            if !(joins && next.starts_with(|c: char| c.is_ascii_digit())) {
                return Some(digits);
            }
            digits.end += joiner.len();
        }
    }

    fn count(&self) -> usize {
        self.groups.iter().sum()
    }

    fn open_a_bracket(&self, text: &str) -> bool {
        text.get(self.start..self.end).is_some_and(|text| text.contains('('))
    }

    fn end_in_a_year(&self, text: &str) -> bool {
        let last = self.groups.last().and_then(|length| text.get(self.end - length..self.end));
        last.is_some_and(|last| last.len() == 4 && (last.starts_with("19") || last.starts_with("20")))
    }

    fn close_a_bracket(&self, text: &str) -> bool {
        text.get(self.start..self.end).is_some_and(|text| text.contains(')')) && !self.open_a_bracket(text)
    }

    /// Whether they are a number by their form alone.
    fn are_a_phone(&self, text: &str) -> bool {
        let before = text.get(..self.start).unwrap_or_default();
        let is_international =
            before.ends_with('+') || text.get(self.start..).is_some_and(|text| text.starts_with("00"));
        let is_in_a_code =
            before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '=' | '_' | '#' | '&' | ','));
        let fits = match self.groups.as_slice() {
            _ if is_international => INTERNATIONAL_DIGITS.contains(&self.count()) && self.groups.len() > 1,
            // A bracket begins something else, and a year ends a signature.
            _ if self.open_a_bracket(text) || self.end_in_a_year(text) => false,
            [9] | [3, 2, 2] => true,
            // Two groups of two begin a date.
            [2, 2, ..] => false,
            [first, rest @ ..] if rest.iter().all(|group| (2..=7).contains(group)) => {
                let code = text.get(self.start..self.start + first).unwrap_or_default();
                match self.count() {
                    9 => matches!(first, 2 | 3),
                    10 => matches!(first, 1 | 3 | 4) && code.starts_with('0'),
                    11 => code == "48",
                    _ => false,
                }
            }
            _ => false,
        };
        let is_amount = !is_international && is_amount(text.get(self.end..).unwrap_or_default());
        fits && !is_in_a_code && !is_amount
    }
}

/// Whether what stands behind digits makes them an amount.
fn is_amount(behind: &str) -> bool {
    let mut chars = behind.chars();
    if chars.next() == Some(',') && chars.next().is_some_and(|c| c.is_ascii_digit()) {
        return true;
    }
    let word = behind.trim_start_matches(is_blank);
    let end = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
    let word = fold(word.get(..end).unwrap_or_default());
    AMOUNT_WORDS.contains(&word.as_str())
}

/// Whether a text ends in a label of telephone numbers.
fn has_label(before: &str, labels: &ContactLabels) -> bool {
    let start = before.ceil_char_boundary(before.len().saturating_sub(LABEL_BYTES_MAX));
    let end = before.get(start..).unwrap_or_default();
    let end =
        fold(end.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '(' | '+' | '-')));
    labels.phone.iter().any(|label| {
        let rest = end.strip_suffix(label.as_str());
        rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    })
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

fn is_joiner(c: char) -> bool {
    is_blank(c) || matches!(c, '-' | '‑' | '–' | '.' | '/' | '(' | ')')
}

#[cfg(test)]
mod tests {
    use fiszka_schema::Schema;
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut ranges = contact_details(text, Schema::builtin().contact_labels());
        ranges.sort_by_key(|range| range.start);
        ranges.into_iter().map(|range| text.get(range).unwrap()).collect()
    }

    #[test]
    fn addresses_and_numbers_are_found_as_pages_print_them() {
        for (text, expected) in [
            ("e@mail: Anna.Nowacka@mops.example", &["Anna.Nowacka@mops.example"][..]),
            ("mailto:um_klonowo@a-b.example, pisz.", &["um_klonowo@a-b.example"]),
            ("pisz na klub @ klonowo.example.", &["klub @ klonowo.example"]),
            (
                "klub(at)klonowo.example, klub [małpa] klonowo.example",
                &["klub(at)klonowo.example", "klub [małpa] klonowo.example"],
            ),
            ("tel. 81 555 01 20", &["81 555 01 20"]),
            ("tel. 725 161463", &["725 161463"]),
            ("(82) 555 22 50, 12\u{a0}555 21 37", &["(82) 555 22 50", "12\u{a0}555 21 37"]),
            ("77 555-28-76 oraz 74/855 29 97", &["77 555-28-76", "74/855 29 97"]),
            ("+48 (22) 555 33 30", &["+48 (22) 555 33 30"]),
            ("+48 12 555 21 37, 0048 12 555 21 37", &["+48 12 555 21 37", "0048 12 555 21 37"]),
            ("zadzwoń: 725161463!", &["725161463"]),
            ("012 555 21 37; 0 12 555 21 37", &["012 555 21 37", "0 12 555 21 37"]),
            ("tel./fax: 555 21 37, 555 21 38 lub 19115", &["555 21 37", "555 21 38", "19115"]),
            ("tel. 41 555 09 85 wew. 14", &["41 555 09 85", "14"]),
            ("pod numerem 555-21-37", &["555-21-37"]),
            ("albo 81 555 4137", &["81 555 4137"]),
            ("725 161 463 złożą wniosek", &["725 161 463"]),
            ("Telefon\u{a0}(81)5550120", &["(81)5550120"]),
            ("tel. 81 555 01 20.klub@klonowo.example", &["81 555 01 20", "20.klub@klonowo.example"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn other_numbers_and_signs_are_left() {
        for text in [
            "e@mail: brak, BeSTI@ i @klonowo",
            "410.755,12 zł, 1.917.490 tys. zł, 125 000 000 zł, 125.000.000,50",
            "31.10.2014 10:18, 05.06.2013 12:00, 2013-06-28 10:07:30, 12.06.13 120 osób",
            "lata 2011-2012 i 2013, 26 czerwca 2020 r.",
            "20-109 Lublin, ul. Lipowa 12/14, 38.271 mieszkańców",
            "konto 12 3456 7890 1234 5678 9012 3456",
            "NIP 712-234-56-78, KRS 0000123456",
            "https://klonowo.example/artykul/123456789 i ?id=123456789",
            "uchwała nr XII/123/2013, wózek dla 120 30 osób",
            "tel. 112",
            "znak RzP-DPR.450.46.2024, udział 219 (70-80%), razem 26 889 148,00 41 360 309,70",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    proptest! {
        #[test]
        fn ranges_are_parts_of_the_text(text in "[a-zł@.+() 0-9/\u{a0},:\n-]{0,60}") {
            for range in contact_details(&text, Schema::builtin().contact_labels()) {
                prop_assert!(text.get(range).is_some_and(|found| !found.is_empty()));
            }
        }
    }

    /// A page of figures below a labelled number must not be read anew for each of them.
    #[test]
    fn many_numbers_take_no_longer_each() {
        let text = format!("tel. 81 555 01 20\n{}", "rok 17;\n".repeat(30_000));
        assert_eq!(found(&text), ["81 555 01 20"]);
    }
}
