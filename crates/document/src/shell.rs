//! The site around the content: menus, counters, notices, comments, footers.
//!
//! A line that many pages of one site share is shell ([`SiteShell`]). Inside one page the phrases of
//! `shell-phrases.tsv`, counters, language switchers and runs of short lines at the head or tail are. Lists of
//! laureates or addresses look like menus, so a run in the middle of a page is content.

use std::ops::Range;

use fiszka_schema::{Phrase, PhraseAction, Schema};
use serde::{Deserialize, Serialize};

use crate::document::CutReason;
use crate::draft::line_hash;
use crate::page::{Page, Role, Row};
use crate::record::integer;

/// The lines that the pages of one site share. The default knows none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteShell {
    /// Hashes of lines, ascending.
    lines: Vec<u64>,
}

impl SiteShell {
    /// A shell of these lines; see [`Draft::line_hashes`](crate::Draft::line_hashes).
    pub fn of_lines(hashes: impl IntoIterator<Item = u64>) -> Self {
        let mut lines: Vec<u64> = hashes.into_iter().collect();
        lines.sort_unstable();
        lines.dedup();
        Self { lines }
    }

    /// A number that is the same for equal shells and different for others, to be stored with what was cleaned.
    pub fn fingerprint(&self) -> u64 {
        let bytes: Vec<u8> = self.lines.iter().flat_map(|line| line.to_le_bytes()).collect();
        blake3::hash(&bytes).as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// Whether no line is known to be shared.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    fn holds(&self, folded: &str) -> bool {
        !self.lines.is_empty()
            && line_hash(folded).is_some_and(|hash| self.lines.binary_search(&hash).is_ok())
    }
}

impl CutReason {
    /// The reason of this name, as `shell-phrases.tsv` writes it.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "shell" => Self::Shell,
            "menu" => Self::Menu,
            "counter" => Self::Counter,
            "languages" => Self::Languages,
            "clock" => Self::Clock,
            "accessibility" => Self::Accessibility,
            "notice" => Self::Notice,
            "footer" => Self::Footer,
            "comments" => Self::Comments,
            "related" => Self::Related,
            "share" => Self::Share,
            "gallery" => Self::Gallery,
            "tracker" => Self::Tracker,
            _ => return None,
        })
    }
}

/// Cuts the lines that pages of the site share. Lines inside a practice's frame, labelled lines and those that the
/// caller keeps are content even when every page has them.
pub(crate) fn cut_shared(
    page: &mut Page<'_>,
    shell: &SiteShell,
    frame: Option<&Range<usize>>,
    keeps: impl Fn(&Row<'_>) -> bool,
    schema: &Schema,
) {
    for index in 0..page.rows.len() {
        let Some(row) = page.rows.get(index).filter(|row| row.is_open()) else { continue };
        let framed = frame.is_some_and(|frame| frame.contains(&index));
        if !framed && shell.holds(&row.folded) && !row.is_labelled(schema) && !keeps(row) {
            page.cut(index, CutReason::Shell);
        }
    }
}

/// Cuts what the page itself shows to be shell: counters and the lines that are a phrase of the shell, but nothing
/// inside a practice's frame. Phrases of the head are cut while no other line stands above them.
pub(crate) fn cut_lines(page: &mut Page<'_>, frame: Option<&Range<usize>>) {
    let mut at_head = true;
    let mut line_above = None;
    for index in 0..page.rows.len() {
        let Some(row) = page.rows.get(index).filter(|row| !row.text.is_empty()) else { continue };
        let above = line_above.replace(index);
        if !row.is_open() || frame.is_some_and(|frame| frame.contains(&index)) {
            continue;
        }
        let Some(phrase) = row.phrase else {
            at_head = false;
            continue;
        };
        match phrase.action {
            PhraseAction::Line => {}
            PhraseAction::Head if at_head => {}
            _ => continue,
        }
        let reason = reason(phrase);
        page.cut(index, reason);
        // The number of a visitor counter stands on the line above its words.
        if let Some(above) = above
            && reason == CutReason::Counter
            && page.rows.get(above).is_some_and(|row| integer(row.text).is_some())
        {
            page.cut(above, CutReason::Counter);
        }
    }
}

/// Cuts what stands above the content: everything before the title but what the caller keeps.
pub(crate) fn cut_head(page: &mut Page<'_>, before: usize) {
    for index in 0..before {
        let Some(row) = page.rows.get(index) else { break };
        let reason = row.phrase.map_or(CutReason::Menu, reason);
        page.cut(index, reason);
    }
}

/// Cuts the lists of other pages in the content and what follows the content: comments, notices, the footer. Gives
/// the end of the content.
pub(crate) fn cut_tail(page: &mut Page<'_>, content: Range<usize>, schema: &Schema) -> usize {
    let mut index = content.start;
    while index < content.end {
        let Some(row) = page.rows.get(index) else { break };
        let phrase = row.phrase.filter(|_| row.is_open() || is_kept(row.role));
        match phrase.map(|phrase| (phrase.action, reason(phrase))) {
            Some((PhraseAction::Rest, reason)) => {
                force_cut(page, index..content.end, reason);
                return index;
            }
            Some((PhraseAction::List, reason)) => {
                let end = list_end(page, index + 1..content.end, schema);
                force_cut(page, index..end, reason);
                index = end;
            }
            Some((PhraseAction::Line, reason)) => {
                force_cut(page, index..index + 1, reason);
                index += 1;
            }
            _ => index += 1,
        }
    }
    content.end
}

fn is_kept(role: Role<'_>) -> bool {
    matches!(role, Role::Zone(field) if field != "title")
}

fn force_cut(page: &mut Page<'_>, range: Range<usize>, reason: CutReason) {
    for index in range {
        if page.rows.get(index).is_some_and(|row| row.is_open() || is_kept(row.role)) {
            page.set(index, Role::Cut(reason));
        }
    }
}

/// Titles of other pages end where a paragraph or a labelled line begins.
fn list_end(page: &Page<'_>, rows: Range<usize>, schema: &Schema) -> usize {
    const WORDS_MAX: usize = 20;
    let is_entry = |index: usize| {
        page.rows.get(index).is_some_and(|row| {
            let is_title = row.words <= WORDS_MAX && (!row.text.ends_with('.') || row.words <= 4);
            is_title && !row.is_labelled(schema)
        })
    };
    rows.clone().find(|&index| !is_entry(index)).unwrap_or(rows.end)
}

/// Where the content begins below a run of four or more short lines; 0 when the page begins without one. What ends
/// a run is told by the caller.
pub(crate) fn menu_at_head(page: &Page<'_>, ends_run: impl Fn(&Row<'_>) -> bool) -> usize {
    let is_entry = |(_, row): &(usize, &Row<'_>)| !ends_run(row) && (row.is_short() || is_bulleted(row));
    let open = || page.open(0..page.rows.len());
    let run: Vec<_> = open().take_while(is_entry).collect();
    // Arrows are signs of a menu, however short it is.
    let pointed = run.iter().all(|(_, row)| row.text.starts_with(['»', '›']));
    let Some(&(last, _)) = run.last().filter(|_| pointed || run.len() >= SHORTEST_RUN) else { return 0 };
    match open().nth(run.len()) {
        // A title often follows the menu without a gap; then the paragraph below it tells where the menu ends.
        Some((_, row)) if row.is_paragraph() => last,
        Some((next, _)) => next,
        // Nothing but short lines: a list, unless something shows it to be a menu.
        None if run.iter().any(|(_, row)| is_bulleted(row)) || has_shell_lines(page) => page.rows.len(),
        None => 0,
    }
}

/// Shortest run of short lines that is a menu or a footer.
const SHORTEST_RUN: usize = 4;

fn is_bulleted(row: &Row<'_>) -> bool {
    row.text.starts_with(['»', '•', '>', '›'])
}

fn has_shell_lines(page: &Page<'_>) -> bool {
    page.rows.iter().any(|row| matches!(row.role, Role::Cut(_)))
}

/// Where a run of four or more short lines at the tail begins, if it holds an address, a telephone or a phrase of
/// the shell: without them it may be a list of people.
pub(crate) fn footer_at_tail(page: &Page<'_>, content: Range<usize>, schema: &Schema) -> usize {
    let mut start = content.end;
    let (mut length, mut proof) = (0, false);
    for (index, row) in page.open(content.clone()).rev() {
        let itemised =
            row.text.starts_with(['-', '–', '•', '*']) || row.text.starts_with(|c: char| c.is_ascii_digit());
        let proves = proves_footer(row.text, &row.folded) || row.phrase.is_some();
        if !row.is_short() || (itemised && !proves) || row.is_labelled(schema) {
            break;
        }
        proof |= proves;
        length += 1;
        start = index;
    }
    if length >= SHORTEST_RUN && proof { start } else { content.end }
}

fn proves_footer(text: &str, folded: &str) -> bool {
    let postal_code = text.as_bytes().windows(6).any(|window| {
        matches!(window, [a, b, b'-', c, d, e] if [a, b, c, d, e].iter().all(|digit| digit.is_ascii_digit()))
    });
    postal_code
        || text.contains(['@', '©'])
        || ["tel.", "tel:", "fax", "www.", "nip:", "nip ", "regon"]
            .iter()
            .any(|sign| folded.starts_with(sign))
}

fn reason(phrase: &Phrase) -> CutReason {
    CutReason::of_name(&phrase.reason).unwrap_or(CutReason::Shell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_and_class_has_a_known_reason() {
        for phrase in Schema::builtin().shell_phrases().all() {
            assert!(CutReason::of_name(&phrase.reason).is_some(), "{phrase:?}");
        }
        for reason in Schema::builtin().html_classes().reasons() {
            assert!(CutReason::of_name(reason).is_some(), "{reason}");
        }
    }
}
