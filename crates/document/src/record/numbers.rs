//! Whole numbers, telephone numbers and postal codes.

/// A whole number whose thousands may be split by dots, commas or blanks: `344.336`, `38 271`, `12`. A sign between
/// other digits than groups of three is not a thousands sign, so a date is no number.
pub(crate) fn integer(printed: &str) -> Option<i64> {
    const DIGITS_MAX: usize = 15;
    let printed = printed.trim();
    let mut groups = printed.split(is_thousands_sign);
    let first = groups.next()?;
    let mut digits = String::from(first);
    let mut grouped = false;
    for group in groups {
        grouped = true;
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    let well_formed = digits.bytes().all(|b| b.is_ascii_digit()) && (1..=DIGITS_MAX).contains(&digits.len());
    (well_formed && (!grouped || (1..=3).contains(&first.len()))).then(|| digits.parse().ok())?
}

fn is_thousands_sign(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | ',' | '\'')
}

/// A Polish telephone number as `+48` and nine digits; an extension (`wew. 14`) is no part of it.
pub(crate) fn phone(printed: &str) -> Option<String> {
    let outer = printed.split("wew").next()?;
    let digits: String = outer.chars().filter(char::is_ascii_digit).collect();
    let national = match digits.len() {
        9 => Some(digits.as_str()),
        10 => digits.strip_prefix('0'),
        11 => digits.strip_prefix("48"),
        12 => digits.strip_prefix("048"),
        13 => digits.strip_prefix("0048"),
        _ => None,
    }?;
    Some(format!("+48{national}"))
}

/// A postal code, `NN-NNN`, and what stands behind it.
pub(crate) fn postal_code(printed: &str) -> Option<(String, &str)> {
    let printed = printed.trim();
    let digit = |c: &char| c.is_ascii_digit();
    let mut rest = printed.chars();
    let first: String = rest.by_ref().take(2).filter(digit).collect();
    let behind =
        rest.as_str().trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '‑'));
    let mut rest = behind.chars();
    let second: String = rest.by_ref().take(3).filter(digit).collect();
    let rest = rest.as_str();
    if first.len() != 2 || second.len() != 3 || rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    Some((format!("{first}-{second}"), rest.trim_matches(|c: char| c.is_whitespace() || c == ',')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers() {
        let cases = [
            ("344.336", Some(344_336)),
            ("38.271", Some(38_271)),
            ("38,271", Some(38_271)),
            ("38 271", Some(38_271)),
            ("38\u{a0}271", Some(38_271)),
            ("38\u{202f}271", Some(38_271)),
            ("1.583.801", Some(1_583_801)),
            ("980", Some(980)),
            ("12345", Some(12_345)),
            ("1234.567", None),
            ("12.34", None),
            ("12.345.6", None),
            ("2013-06-28", None),
            ("ok. 96 tys.", None),
            (".123", None),
            ("", None),
            ("999999999999999999999", None),
        ];
        for (printed, number) in cases {
            assert_eq!(integer(printed), number, "{printed:?}");
        }
    }

    #[test]
    fn telephone_numbers() {
        let cases = [
            ("81 466 20 62", Some("+48814662062")),
            ("725 161463", Some("+48725161463")),
            ("(82) 564 22 50", Some("+48825642250")),
            ("77 483-28-76", Some("+48774832876")),
            ("74/856 29 97", Some("+48748562997")),
            ("+48 12 276 21 37", Some("+48122762137")),
            ("0048 12 276 21 37", Some("+48122762137")),
            ("012 276 21 37", Some("+48122762137")),
            ("41 555 09 85 wew. 14", Some("+48415550985")),
            ("276 21 37", None),
            ("112", None),
        ];
        for (printed, normal) in cases {
            assert_eq!(phone(printed).as_deref(), normal, "{printed}");
        }
    }

    #[test]
    fn postal_codes() {
        let cases = [
            ("20-109 Lublin", Some(("20-109", "Lublin"))),
            ("96-500\u{a0}Sochaczew", Some(("96-500", "Sochaczew"))),
            ("96 – 500, Sochaczew", Some(("96-500", "Sochaczew"))),
            ("96500 Sochaczew", Some(("96-500", "Sochaczew"))),
            ("40-391", Some(("40-391", ""))),
            ("40-3911", None),
            ("4-391 Katowice", None),
            ("Lublin 20-109", None),
            ("", None),
        ];
        for (printed, expected) in cases {
            let found = postal_code(printed);
            assert_eq!(found.as_ref().map(|(code, rest)| (code.as_str(), *rest)), expected, "{printed}");
        }
    }
}
