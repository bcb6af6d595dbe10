//! Suggestions.

use fiszka_protocol::SuggestResponse;

use crate::output::columns::columns;
use crate::output::{Style, printable};

/// One suggestion a line: how many documents have it, its kind, its text.
pub(crate) fn text(answer: &SuggestResponse, style: &Style) -> String {
    let row = |found: &fiszka_protocol::Suggestion| {
        vec![found.count.to_string(), found.kind.as_str().to_owned(), printable(&found.text)]
    };
    let rows: Vec<_> = answer.suggestions.iter().map(row).collect();
    columns(&rows, "", style)
}
