//! The text of a page, as a scraper saves it: one paragraph a line.

use crate::draft::{Draft, Form, Mark, Parsed, TextBuilder};
use crate::format::{Format, Source};
use crate::identity::Identity;

pub(super) fn parse(source: &Source<'_>) -> Parsed {
    let mut builder = TextBuilder::new(source.limits);
    for line in lines(source.text) {
        builder.line(line, Mark::Text);
    }
    let (text, lines, report) = builder.finish();
    let draft = Draft {
        identity: Identity::Path(source.path.to_owned()),
        url: None,
        kind: None,
        form: Form::Page,
        text,
        lines,
        given: Vec::new(),
        diagnostics: report.into_iter().collect(),
    };
    Parsed { drafts: vec![draft], format: Format::Text, diagnostics: Vec::new() }
}

/// Lines that end in LF, CR LF, CR, a form feed or one of Unicode's separators.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| {
        line.strip_suffix('\r').unwrap_or(line).split(['\r', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
    })
}
