//! Roman numerals.

/// Whether the text is a Roman numeral from I to CCCXCIX in capitals. Larger ones look like words and acronyms.
pub(crate) fn is_roman(text: &str) -> bool {
    let mut rest = text.trim_start_matches('C');
    if text.is_empty() || text.len() - rest.len() > 3 {
        return false;
    }
    for (nine, four, five, one) in [("XC", "XL", 'L', 'X'), ("IX", "IV", 'V', 'I')] {
        if let Some(tail) = rest.strip_prefix(nine).or_else(|| rest.strip_prefix(four)) {
            rest = tail;
            continue;
        }
        let ones = rest.strip_prefix(five).unwrap_or(rest);
        rest = ones.trim_start_matches(one);
        if ones.len() - rest.len() > 3 {
            return false;
        }
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_are_written_in_one_way() {
        for numeral in ["I", "III", "IV", "IX", "XIX", "XX", "XXI", "XL", "LXXVIII", "XC", "CXXV", "CCCXCIX"]
        {
            assert!(is_roman(numeral), "{numeral}");
        }
        for word in ["", "IIII", "IC", "VX", "XXXX", "CCCC", "MI", "DC", "xix", "XIXa", "IVI", "ŁX"] {
            assert!(!is_roman(word), "{word}");
        }
    }
}
