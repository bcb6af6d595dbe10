//! Where the parts of a page stand: the frame of a practice, the title, the lines with its date.

use std::ops::Range;

use fiszka_schema::Schema;

use crate::draft::Mark;
use crate::notes::line_stamp;
use crate::page::{Page, Role, Row};
use crate::shell;

/// The parts of a page, as line numbers from 0.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// The first and the last line of the section switch, which stands above and below the content of a practice.
    pub(crate) switches: Option<(usize, usize)>,
    /// The category above the title.
    pub(crate) breadcrumb: Option<usize>,
    /// Lines of the title; empty when there is none.
    pub(crate) title: Range<usize>,
    /// Lines of the content below the title.
    pub(crate) content: Range<usize>,
    /// The heading of the record: `Metryka praktyki`.
    pub(crate) record_heading: Option<usize>,
}

/// How far from the top a date is looked for when nothing else shows the title.
const HEAD_LINES: usize = 60;

impl Outline {
    /// Finds the parts of a page.
    pub(crate) fn of_page(page: &Page<'_>, schema: &Schema) -> Self {
        let switches = switches(page);
        let mut outline = match switches {
            Some((first, _)) => Self::framed(page, first, schema),
            None => Self::free(page, schema),
        };
        outline.switches = switches;
        if let Some((_, last)) = switches.filter(|(first, last)| first < last) {
            outline.content.end = last;
        }
        let heading = |row: &Row<'_>| row.folded.trim_end_matches(':') == "metryka praktyki";
        outline.record_heading =
            outline.content.clone().find(|&index| page.rows.get(index).is_some_and(heading));
        outline
    }

    /// The parts of a text that is put together from named fields.
    pub(crate) fn of_fields(page: &Page<'_>) -> Self {
        let is_title = |row: &Row<'_>| *row.mark == Mark::Field("title".to_owned());
        let title = page.rows.iter().position(is_title).map_or(0..0, |index| index..index + 1);
        Self { content: title.end..page.rows.len(), title, ..Self::default() }
    }

    /// A practice's page: the title stands between the category and the first switch.
    fn framed(page: &Page<'_>, switch: usize, schema: &Schema) -> Self {
        let row = |index: usize| page.rows.get(index);
        let end = (0..switch)
            .rev()
            .find(|&index| row(index).is_some_and(Row::is_open))
            .map_or(0, |index| index + 1);
        let mut start = end;
        let mut breadcrumb = None;
        let lines = (0..end).rev().filter_map(|index| Some((index, row(index)?)));
        for (place, (index, line)) in lines.filter(|(_, row)| row.role != Role::Blank).take(4).enumerate() {
            if place > 0 && is_category(line, schema) {
                breadcrumb = Some(index);
                break;
            }
            if !line.is_open() {
                break;
            }
            start = index;
        }
        // Without a category only the last line can be trusted to be the title.
        let start = if breadcrumb.is_some() { start } else { end.saturating_sub(1) };
        Self { breadcrumb, title: start..end, content: switch + 1..page.rows.len(), ..Self::default() }
    }

    /// Any other page: a heading, the line that the page's name repeats, the line beside the date, or the first line
    /// below the menu.
    fn free(page: &Page<'_>, schema: &Schema) -> Self {
        let all = 0..page.rows.len();
        let page_title = page.open(all.clone()).find(|(_, row)| *row.mark == Mark::PageTitle);
        let named = page_title.map(|(index, row)| (index, row.folded.clone()));
        let repeats = |row: &Row<'_>| {
            row.words > 1 && named.as_ref().is_some_and(|(_, name)| name.starts_with(row.folded.as_str()))
        };
        let visible = || page.open(all.clone()).filter(|(_, row)| *row.mark != Mark::PageTitle);
        let is_top = |row: &Row<'_>| *row.mark == Mark::Heading(1);
        let by_heading = visible()
            .find(|(_, row)| is_top(row) && repeats(row))
            .or_else(|| visible().find(|(_, row)| is_top(row)))
            .or_else(|| visible().take(HEAD_LINES).find(|(_, row)| repeats(row)))
            .map(|(index, _)| index);
        let title = by_heading
            .or_else(|| named.as_ref().map(|&(index, _)| index))
            .or_else(|| beside_date(page, schema))
            .or_else(|| below_menu(page, schema));
        match title {
            Some(index) => {
                // A menu lists categories too; only the line right above the title is the page's own.
                let above = page.open(0..index).next_back();
                let breadcrumb = above.filter(|(_, row)| is_category(row, schema)).map(|(above, _)| above);
                Self { breadcrumb, title: index..index + 1, content: index + 1..all.end, ..Self::default() }
            }
            None => {
                let start = content_start(page, schema);
                Self { title: start..start, content: start..all.end, ..Self::default() }
            }
        }
    }
}

/// The section switch: `.: Skrót i Metryka -> Pełna prezentacja -> Załączniki :.`
pub(crate) fn switches(page: &Page<'_>) -> Option<(usize, usize)> {
    let is_switch = |row: &Row<'_>| {
        let bare = row.folded.trim_matches(|c: char| !c.is_alphanumeric());
        row.words <= 12 && bare.starts_with("skrot i metryka") && bare.contains("pelna prezentacja")
    };
    let mut found = page.open(0..page.rows.len()).filter(|(_, row)| is_switch(row)).map(|(index, _)| index);
    let first = found.next()?;
    Some((first, found.next_back().unwrap_or(first)))
}

/// A category that the schema knows, or one printed as the sites print theirs: a section, a colon between blanks, and
/// a subsection.
pub(crate) fn is_category(row: &Row<'_>, schema: &Schema) -> bool {
    let known = |text: &str| schema.is_known_value("category", text);
    let section = row.folded.split(" : ").next().unwrap_or_default();
    (row.words <= 12 && row.folded.contains(" : ") && known(section)) || known(&row.folded)
}

/// The title stands right above the date, or right below it when the date comes first.
fn beside_date(page: &Page<'_>, schema: &Schema) -> Option<usize> {
    let head: Vec<_> = page.open(0..page.rows.len()).take(HEAD_LINES).collect();
    // A line with a phrase of the shell is its clock.
    let stamp = |row: &Row<'_>| line_stamp(row.text, schema).filter(|_| row.phrase.is_none());
    let position = head.iter().position(|(_, row)| stamp(row).is_some())?;
    let title = position.checked_sub(1).map_or_else(|| head.get(1), |above| head.get(above));
    let &(index, row) = title?;
    let text_above = head.iter().take(position).any(|(_, row)| row.is_paragraph());
    let plausible = !text_above
        && !row.is_paragraph()
        && row.words > 0
        && stamp(row).is_none()
        && !row.is_labelled(schema);
    plausible.then_some(index)
}

fn below_menu(page: &Page<'_>, schema: &Schema) -> Option<usize> {
    let (index, row) = page.open(content_start(page, schema)..page.rows.len()).next()?;
    (!row.is_paragraph()).then_some(index)
}

/// The first line below the menu; behind the last line when the page is nothing but a menu.
fn content_start(page: &Page<'_>, schema: &Schema) -> usize {
    shell::menu_at_head(page, |row| line_stamp(row.text, schema).is_some())
}
