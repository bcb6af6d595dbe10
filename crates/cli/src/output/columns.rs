//! Aligned columns.

use crate::output::Style;

/// Rows of cells below one another: every column as wide as its longest cell, the last one as it comes. The first
/// column stands back, since it names what the others hold.
pub(crate) fn columns(rows: &[Vec<String>], indent: &str, style: &Style) -> String {
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let gap = width(column).unwrap_or(0).saturating_sub(cell.chars().count());
            line.push_str(&if column == 0 { style.dim(cell) } else { cell.clone() });
            line.extend(std::iter::repeat_n(' ', gap + 2));
        }
        text.push_str(indent);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_longest_cell() {
        let rows = [
            vec!["powiat".to_owned(), "łódzki".to_owned(), "a".to_owned()],
            vec!["województwo".to_owned(), "śląskie".to_owned()],
            vec!["ul.".to_owned(), String::new(), "b".to_owned()],
        ];
        let expected = "  powiat       łódzki   a\n  województwo  śląskie\n  ul.                   b\n";
        assert_eq!(columns(&rows, "  ", &Style::default()), expected);
    }
}
