//! A passage with its matches, in the forms that PHP, Python and browsers can use without counting themselves.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A passage of a document with its matches marked. Ranges are `[start, end)` pairs into `text`, rising and apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Snippet {
    /// The passage as plain text.
    #[schema(example = "Mieszkania chronione w Łodzi")]
    pub text: String,
    /// The passage as HTML that can be printed as it is: text escaped, matches in `<mark>`.
    #[schema(example = "<mark>Mieszkania</mark> <mark>chronione</mark> w Łodzi")]
    pub html: String,
    /// The matches in Unicode code points of `text`: what Python and `mb_substr` count.
    #[schema(example = json!([[0, 10], [11, 20]]))]
    pub highlights: Vec<[u32; 2]>,
    /// The same matches in UTF-8 bytes of `text`: what Rust and PHP's `substr` count.
    #[schema(example = json!([[0, 10], [11, 20]]))]
    pub byte_ranges: Vec<[u32; 2]>,
}

impl Snippet {
    /// Marks the matches, given in UTF-8 bytes of `text`, in rising order. A match that is empty, overlaps the one before it
    /// or does not lie on character boundaries of the text is left out.
    ///
    /// ```
    /// use fiszka_protocol::Snippet;
    /// let snippet = Snippet::new("Żłobek <Miś>".into(), &[0..8, 10..14]);
    /// assert_eq!(snippet.html, "<mark>Żłobek</mark> &lt;<mark>Miś</mark>&gt;");
    /// assert_eq!(snippet.highlights, [[0, 6], [8, 11]]);
    /// assert_eq!(snippet.byte_ranges, [[0, 8], [10, 14]]);
    /// ```
    pub fn new(text: String, matches: &[Range<usize>]) -> Self {
        let mut html = String::with_capacity(text.len() + 16 * matches.len());
        let (mut highlights, mut byte_ranges) = (Vec::new(), Vec::new());
        let mut code_points = CodePoints::new(&text);
        let mut rest = 0;
        for found in matches.iter().filter(|found| !found.is_empty()) {
            let (Some(before), Some(inside)) = (text.get(rest..found.start), text.get(found.clone())) else {
                continue;
            };
            let (Some(range), Some(byte_range)) = (code_points.range(found), pair(found)) else { continue };
            escape(before, &mut html);
            html.push_str("<mark>");
            escape(inside, &mut html);
            html.push_str("</mark>");
            highlights.push(range);
            byte_ranges.push(byte_range);
            rest = found.end;
        }
        escape(text.get(rest..).unwrap_or_default(), &mut html);
        Self { text, html, highlights, byte_ranges }
    }
}

/// Converts byte ranges of a text to ranges of Unicode code points. Ranges in reading order cost one walk over the
/// text together.
///
/// ```
/// use fiszka_protocol::CodePoints;
/// let mut code_points = CodePoints::new("Łódź");
/// assert_eq!(code_points.range(&(0..5)), Some([0, 3]));
/// assert_eq!(code_points.range(&(5..7)), Some([3, 4]));
/// assert_eq!(code_points.range(&(0..1)), None); // inside of Ł
/// ```
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    count: u32,
}

impl<'a> CodePoints<'a> {
    /// Counts in this text.
    pub fn new(text: &'a str) -> Self {
        Self { text, byte: 0, count: 0 }
    }

    /// The range in code points; `None` when it does not lie on character boundaries of the text, or does not fit
    /// 32 bits.
    pub fn range(&mut self, bytes: &Range<usize>) -> Option<[u32; 2]> {
        self.text.get(bytes.clone())?;
        Some([self.before(bytes.start)?, self.before(bytes.end)?])
    }

    fn before(&mut self, byte: usize) -> Option<u32> {
        if byte < self.byte {
            (self.byte, self.count) = (0, 0);
        }
        let step = self.text.get(self.byte..byte)?.chars().count();
        self.count = self.count.checked_add(u32::try_from(step).ok()?)?;
        self.byte = byte;
        Some(self.count)
    }
}

fn pair(bytes: &Range<usize>) -> Option<[u32; 2]> {
    Some([u32::try_from(bytes.start).ok()?, u32::try_from(bytes.end).ok()?])
}

/// Escapes for element content and for quoted attributes alike.
fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_what_lies_on_characters() {
        for (text, matches, html) in [
            ("", &[][..], ""),
            ("a&b \"c\" 'd'", &[], "a&amp;b &quot;c&quot; &#39;d&#39;"),
            ("łąka", &[(0, 4)], "<mark>łą</mark>ka"),
            ("łąka", &[(0, 1), (2, 4)], "ł<mark>ą</mark>ka"),
            ("łąka", &[(0, 4), (2, 6)], "<mark>łą</mark>ka"),
            ("łąka", &[(4, 6), (0, 2)], "łą<mark>ka</mark>"),
            ("łąka", &[(2, 2)], "łąka"),
            ("łąka", &[(4, 9)], "łąka"),
            ("z\u{301}ro\u{301}dło", &[(0, 7)], "<mark>z\u{301}ro\u{301}</mark>dło"),
            ("a\u{a0}b", &[(3, 4)], "a\u{a0}<mark>b</mark>"),
        ] {
            let ranges: Vec<_> = matches.iter().map(|&(start, end)| start..end).collect();
            assert_eq!(Snippet::new(text.to_owned(), &ranges).html, html, "{text:?} {matches:?}");
        }
    }

    proptest! {
        #[test]
        fn both_units_name_the_same_text(text in "[a-złą<&\u{301}\u{1f600} ]{0,30}", cuts in proptest::collection::vec(0usize..80, 0..8)) {
            let matches: Vec<_> = cuts.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
            let snippet = Snippet::new(text.clone(), &matches);
            prop_assert_eq!(snippet.highlights.len(), snippet.byte_ranges.len());
            let letters: Vec<char> = text.chars().collect();
            for (&[start, end], &[first, last]) in snippet.highlights.iter().zip(&snippet.byte_ranges) {
                let by_points: String = letters[start as usize..end as usize].iter().collect();
                prop_assert_eq!(Some(by_points.as_str()), text.get(first as usize..last as usize));
            }
            let stripped = snippet.html.replace("<mark>", "").replace("</mark>", "");
            prop_assert_eq!(stripped.replace("&lt;", "<").replace("&amp;", "&"), text);
        }
    }
}
