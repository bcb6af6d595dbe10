//! What the scanner finds: the tokens of one place of a text.

use std::ops::Range;

use super::chars::Run;

/// How a token becomes terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// A word of the language.
    Word(Context),
    /// The whole of a compound with hyphens.
    Compound,
    /// An abbreviation with dots inside.
    Abbreviation,
    /// A number or date; its normal form is the term.
    Number,
    /// An address, a code, something with a sign: its form is the term.
    Verbatim,
}

/// What stands around a word, as far as readings depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Context(u8);

impl Context {
    pub(crate) const PLAIN: Self = Self(0);
    /// A hyphen follows: *społeczno*-gospodarczy.
    pub(crate) const BEFORE_HYPHEN: Self = Self(1);
    /// A dot follows a short word: it may be an abbreviation.
    pub(crate) const BEFORE_DOT: Self = Self(2);
    /// A number stands before a short word: it may be a unit.
    pub(crate) const AFTER_NUMBER: Self = Self(4);

    /// An apostrophe and an ending follow: *Duffy*'ego.
    pub(crate) const BEFORE_ENDING: Self = Self(8);

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn with(self, other: Self, condition: bool) -> Self {
        if condition { Self(self.0 | other.0) } else { self }
    }

    pub(crate) fn bits(self) -> u8 {
        self.0
    }
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// How many positions behind the first of its unit.
    pub(crate) offset: usize,
    /// How many positions it covers, at least 1.
    pub(crate) span: usize,
    is_whole: bool,
    pub(crate) kind: Kind,
    /// Bytes of [`Unit::normal`]: what to analyse instead of the text, if not empty.
    normal: Range<usize>,
    /// Bytes of [`Unit::normal`]: further terms, each behind a blank.
    also: Range<usize>,
}

/// The tokens that belong together: a word, or a whole with its parts. A whole comes before its parts, and
/// offsets never fall.
#[derive(Debug, Default)]
pub(crate) struct Unit {
    pieces: Vec<Piece>,
    normal: String,
    /// Where in the text the scanner goes on.
    pub(crate) end: usize,
}

impl Unit {
    pub(crate) fn clear(&mut self) {
        self.pieces.clear();
        self.normal.clear();
        self.end = 0;
    }

    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// What to analyse of a piece: its normal form, or the text as it stands.
    pub(crate) fn source<'a>(&'a self, piece: &Piece, text: &'a str) -> &'a str {
        let normal = self.normal.get(piece.normal.clone()).unwrap_or_default();
        if normal.is_empty() { text.get(piece.range.clone()).unwrap_or_default() } else { normal }
    }

    /// Further terms of a piece.
    pub(crate) fn also(&self, piece: &Piece) -> impl Iterator<Item = &str> {
        self.normal.get(piece.also.clone()).unwrap_or_default().split_ascii_whitespace()
    }

    /// How many positions the unit takes.
    pub(crate) fn positions(&self) -> usize {
        self.pieces.iter().map(|piece| piece.offset + piece.span).max().unwrap_or(0)
    }

    /// Adds a token of one position that is analysed as it stands, behind the parts that are there.
    pub(crate) fn part(&mut self, range: Range<usize>, kind: Kind) {
        self.part_as(range, kind, "");
    }

    /// [`part`](Self::part), with another text to analyse.
    pub(crate) fn part_as(&mut self, range: Range<usize>, kind: Kind, normal: &str) {
        self.add(range, 1, false, kind, normal);
    }

    /// Adds a part that is a run: a number or a word.
    pub(crate) fn part_run(&mut self, run: &Run, context: Context) {
        let kind = if run.is_number() { Kind::Number } else { Kind::Word(context) };
        self.part(run.start..run.end, kind);
    }

    /// Adds a token that covers the `span` parts which follow. An empty `normal` is the text itself.
    pub(crate) fn whole(&mut self, range: Range<usize>, span: usize, kind: Kind, normal: &str) {
        self.add(range, span, true, kind, normal);
    }

    /// Adds a token before all others that covers them and reaches to the end of the unit.
    pub(crate) fn cover(&mut self, kind: Kind, normal: &str) {
        let Some(first) = self.pieces.first() else { return };
        let (range, span, start) = (first.range.start..self.end, self.positions(), self.normal.len());
        self.normal.push_str(normal);
        let normal = start..self.normal.len();
        self.pieces.insert(0, Piece { range, offset: 0, span, is_whole: true, kind, normal, also: 0..0 });
    }

    /// Gives the last piece one more term.
    pub(crate) fn also_term(&mut self, term: &str) {
        if let Some(piece) = self.pieces.last_mut() {
            if piece.also.is_empty() {
                piece.also = self.normal.len()..self.normal.len();
            }
            self.normal.push(' ');
            self.normal.push_str(term);
            piece.also.end = self.normal.len();
        }
    }

    fn add(&mut self, range: Range<usize>, span: usize, is_whole: bool, kind: Kind, normal: &str) {
        let start = self.normal.len();
        self.normal.push_str(normal);
        self.end = self.end.max(range.end);
        // Behind the parts so far; a whole stands at the position of its first part.
        let last_part = self.pieces.iter().rev().find(|piece| !piece.is_whole);
        let offset = last_part.map_or(0, |part| part.offset + 1);
        let normal = start..self.normal.len();
        self.pieces.push(Piece { range, offset, span, is_whole, kind, normal, also: 0..0 });
    }
}
