//! Reading tables: one row a line, columns split by tabs, the first line names them.

use crate::error::Error;

/// A file of the schema.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    /// Its name, relative to the schema folder.
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

/// One row with its line number in the file.
pub(crate) struct Row<'a, const N: usize> {
    pub(crate) file: &'a str,
    pub(crate) line: usize,
    pub(crate) cells: [&'a str; N],
}

impl<const N: usize> Row<'_, N> {
    pub(crate) fn invalid(&self, reason: impl Into<String>, remedy: &'static str) -> Error {
        Error::invalid(self.file, self.line, reason, remedy)
    }
}

/// Reads a table whose header is exactly `columns`. Empty lines and lines that start with `#` are left out.
pub(crate) fn rows<'a, const N: usize>(
    source: Source<'a>,
    columns: [&str; N],
) -> Result<Vec<Row<'a, N>>, Error> {
    let Source { file, text } = source;
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let header = columns.join("\t");
    match lines.next() {
        Some((_, first)) if first == header => {}
        other => {
            return Err(Error::invalid(
                file,
                other.map_or(1, |(line, _)| line),
                format!("the first line must name the columns: {}", columns.join(", ")),
                "copy the header of the table that ships with Fiszka; columns are split by tabs",
            ));
        }
    }
    lines
        .map(|(line, text)| {
            let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
            let cells = cells.try_into().map_err(|cells: Vec<&str>| {
                Error::invalid(
                    file,
                    line,
                    format!("{} columns instead of {N}", cells.len()),
                    "give every column, split by tabs; leave a cell empty where there is nothing to say",
                )
            })?;
            Ok(Row { file, line, cells })
        })
        .collect()
}

/// The parts of a cell that lists several values, split by `;`.
pub(crate) fn list(cell: &str) -> Vec<String> {
    cell.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
