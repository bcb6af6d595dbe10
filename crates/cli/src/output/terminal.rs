//! How text looks: colours and line breaks on a terminal, plain text in a pipe.

use std::io;
use std::ops::Range;

use clap::builder::styling::{AnsiColor, Style as Ansi};

use crate::environment;

/// Terminals narrower than this, in columns, get lines of this length.
const WIDTH_MIN: usize = 40;
/// The longest line of running text, in columns: more is hard to read.
const WIDTH_MAX: usize = 100;

/// How to write on standard output.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Style {
    has_colour: bool,
    /// Columns of the terminal; none when it is none.
    width: Option<usize>,
}

impl Style {
    pub(crate) fn of_stdout() -> Self {
        let stdout = io::stdout();
        let width = rustix::termios::tcgetwinsize(&stdout).ok().map(|size| usize::from(size.ws_col));
        Self { has_colour: environment::wants_colour(&stdout), width: width.filter(|width| *width > 0) }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.paint(Ansi::new().bold(), text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.paint(Ansi::new().dimmed(), text)
    }

    pub(crate) fn warning(self, text: &str) -> String {
        self.paint(AnsiColor::Yellow.on_default(), text)
    }

    fn matched(self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default().bold(), text)
    }

    fn paint(self, ansi: Ansi, text: &str) -> String {
        if self.has_colour && !text.is_empty() {
            format!("{}{text}{}", ansi.render(), ansi.render_reset())
        } else {
            text.to_owned()
        }
    }

    /// A heading with its matches (bytes of `text`, rising) marked.
    pub(crate) fn heading(self, text: &str, matches: &[Range<usize>]) -> String {
        let mut heading = String::new();
        let mut rest = 0;
        for found in matches {
            let (Some(before), Some(inside)) = (text.get(rest..found.start), text.get(found.clone())) else {
                continue;
            };
            heading.push_str(&self.bold(&printable(before)));
            heading.push_str(&self.matched(&printable(inside)));
            rest = found.end;
        }
        heading + &self.bold(&printable(text.get(rest..).unwrap_or_default()))
    }

    /// Running text behind an indent, its matches (bytes of `text`, rising) marked. A terminal gets lines of
    /// whole words, a pipe one line.
    pub(crate) fn paragraph(self, text: &str, matches: &[Range<usize>], indent: &str) -> String {
        let room =
            self.width.map_or(usize::MAX, |width| width.clamp(WIDTH_MIN, WIDTH_MAX) - indent.chars().count());
        let mut paragraph = String::new();
        let mut column = 0;
        for word in words(text) {
            let shown = text.get(word.clone()).unwrap_or_default();
            let length = shown.chars().count();
            if column > 0 && column + 1 + length > room {
                paragraph.push('\n');
                column = 0;
            }
            if column == 0 {
                paragraph.push_str(indent);
            } else {
                // A match of several words is marked as a whole.
                let is_inside =
                    matches.iter().any(|found| found.start < word.start && word.start < found.end);
                paragraph.push_str(&if is_inside { self.matched(" ") } else { " ".to_owned() });
                column += 1;
            }
            column += length;
            self.push_marked(text, word, matches, &mut paragraph);
        }
        paragraph
    }

    /// Appends a part of a text with what of it matches marked.
    fn push_marked(self, text: &str, part: Range<usize>, matches: &[Range<usize>], output: &mut String) {
        let mut rest = part.start;
        for found in matches {
            let (start, end) = (found.start.max(rest), found.end.min(part.end));
            let (Some(before), Some(inside)) = (text.get(rest..start), text.get(start..end)) else {
                continue;
            };
            output.push_str(&printable(before));
            output.push_str(&self.matched(&printable(inside)));
            rest = end;
        }
        output.push_str(&printable(text.get(rest..part.end).unwrap_or_default()));
    }
}

/// The words of a text as byte ranges. A no-break space holds its word together.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_break = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}');
    let mut end = 0;
    text.split_inclusive(is_break).filter_map(move |piece| {
        let start = end;
        end += piece.len();
        let word = piece.trim_end_matches(is_break);
        (!word.is_empty()).then(|| start..start + word.len())
    })
}

/// One line that no terminal takes for a command: line ends and other control characters become blanks. Documents
/// come from anywhere.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// As [`printable`], line by line.
pub(crate) fn printable_lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(printable)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMINAL: Style = Style { has_colour: true, width: Some(40) };
    const PIPE: Style = Style { has_colour: false, width: None };

    /// Marks of the terminal as brackets.
    fn shown(style: Style, text: &str, matches: &[(usize, usize)]) -> String {
        let matches: Vec<_> = matches.iter().map(|&(start, end)| start..end).collect();
        let paragraph = style.paragraph(text, &matches, "  ");
        let marked = style.matched("|");
        let (on, off) = marked.split_once('|').unwrap();
        if on.is_empty() { paragraph } else { paragraph.replace(on, "[").replace(off, "]") }
    }

    #[test]
    fn paragraphs_mark_and_break() {
        let long = "Żłobek „Miś” przyjmuje dzieci od pierwszego roku życia, także z gmin sąsiednich";
        for (style, text, matches, expected) in [
            (PIPE, "Klub  Seniora\nw Łodzi", &[(0, 4)][..], "  Klub Seniora w Łodzi"),
            (TERMINAL, "Klub Seniora\nw Łodzi", &[(0, 4)], "  [Klub] Seniora w Łodzi"),
            (TERMINAL, "Klub Seniora", &[(0, 12)], "  [Klub][ ][Seniora]"),
            (TERMINAL, "rada, radni", &[(0, 4), (6, 8)], "  [rada], [ra]dni"),
            (TERMINAL, "ul.\u{a0}Długa\u{1b}[31m\u{9b}1", &[], "  ul.\u{a0}Długa [31m 1"),
            (TERMINAL, "zły zakres", &[(2, 5), (4, 99)], "  zły[ ][zakres]"),
            (TERMINAL, "", &[], ""),
            (
                TERMINAL,
                long,
                &[],
                "  Żłobek „Miś” przyjmuje dzieci od\n  pierwszego roku życia, także z gmin\n  sąsiednich",
            ),
            (PIPE, long, &[], &format!("  {long}")),
        ] {
            assert_eq!(shown(style, text, matches), expected, "{text:?} {matches:?}");
        }
    }

    #[test]
    fn headings_mark_their_matches() {
        let heading = TERMINAL.heading("Klub seniora w Łodzi", &[5..12, 15..21]);
        let (bold, matched) = (|text| TERMINAL.bold(text), |text| TERMINAL.matched(text));
        assert_eq!(heading, bold("Klub ") + &matched("seniora") + &bold(" w ") + &matched("Łodzi"));
        assert_eq!(PIPE.heading("Klub\u{1b} seniora", &[0..4, 2..9]), "Klub  seniora");
    }

    #[test]
    fn a_pipe_gets_no_colours() {
        for text in ["", "tytuł"] {
            let styled = [PIPE.bold(text), PIPE.dim(text), PIPE.warning(text), PIPE.matched(text)];
            assert_eq!(styled, [text, text, text, text]);
        }
        assert_eq!(TERMINAL.bold("tytuł"), "\u{1b}[1mtytuł\u{1b}[0m");
    }
}
