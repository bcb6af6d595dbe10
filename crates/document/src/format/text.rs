//! The text of a page, as a scraper saves it: one paragraph a line.

use crate::draft::{Draft, Mark, Parsed, TextBuilder};
use crate::error::Failure;
use crate::format::{Format, Source};
use crate::identity::Identity;

#[expect(clippy::unnecessary_wraps, reason = "every format is read by a function of one shape")]
pub(super) fn parse(source: &Source<'_>) -> Result<Parsed, Failure> {
    let mut builder = TextBuilder::new(source.limits);
    for line in lines(source.text) {
        builder.line(line, Mark::Text);
    }
    let draft = Draft::of_page(Identity::Path(source.path.to_owned()), builder);
    Ok(Parsed { drafts: vec![draft], format: Format::Text, diagnostics: Vec::new() })
}

/// Lines that end in LF, CR LF, CR, a form feed or one of Unicode's separators.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| {
        line.strip_suffix('\r').unwrap_or(line).split(['\r', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
    })
}
