//! From a text to its tokens, from left to right.
//!
//! The scanner looks at the text as it stands and never changes it, so that every token has a place in it. Most
//! words are a run of letters before a blank and take the short way. Where a run touches a joining character, a
//! digit or the end of a line, recognisers are asked in order; the first that knows the place fills the [`Unit`].
//!
//! All of them look ahead a bounded number of runs and bytes, so the time for a text grows with its length only.

mod abbreviation;
mod chain;
mod chars;
mod code;
mod compound;
mod date;
mod glue;
mod magnitude;
mod number;
mod roman;
mod unit;
mod url;

use fiszka_lexicon::Lexicon;
use fiszka_schema::Months;

pub(crate) use chars::{CharKind, kind as char_kind};
pub(crate) use unit::{Context, Kind, Unit};

use chain::Chain;
use chars::{Run, char_at, is_blank, joiner, next_start};

/// Words up to this length are looked up as abbreviations, in letters.
const ABBREVIATION_LETTERS_MAX: usize = 6;
/// Words up to this length are looked up as units, in letters.
const UNIT_LETTERS_MAX: usize = 2;

/// What recognisers ask about words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Knowledge<'l> {
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) months: &'l Months,
}

/// Goes through a text unit by unit.
#[derive(Debug)]
pub(crate) struct Scanner<'t, 'l> {
    text: &'t str,
    knowledge: Knowledge<'l>,
    at: usize,
    position: usize,
    chain: Chain,
    /// Where the last number ended.
    number_end: Option<usize>,
}

impl<'t, 'l> Scanner<'t, 'l> {
    pub(crate) fn new(text: &'t str, knowledge: Knowledge<'l>) -> Self {
        Self { text, knowledge, at: 0, position: 0, chain: Chain::default(), number_end: None }
    }

    /// Fills `unit` with the next tokens and returns the position of the first; `None` at the end of the text.
    pub(crate) fn next(&mut self, unit: &mut Unit) -> Option<usize> {
        unit.clear();
        let run = Run::at(self.text, next_start(self.text, self.at)?);
        let context = self.context(&run);
        let is_mixed = run.digits > 0 || run.glue.is_some() || run.uppers > 1 && run.lowers > 0;
        let is_simple = !is_mixed && !self.is_special_behind(&run);
        if is_simple {
            unit.part(run.start..run.end, Kind::Word(context));
        } else {
            self.recognise(run, context, unit);
        }
        debug_assert!(unit.end > run.start, "every unit takes some of the text");
        self.at = unit.end;
        self.number_end = None;
        if let Some(piece) = unit.pieces().last()
            && (piece.kind == Kind::Number || roman::is_roman(run.text(self.text)))
        {
            self.number_end = Some(unit.end);
        }
        let position = self.position;
        self.position += unit.positions();
        Some(position)
    }

    /// Whether what follows a run of letters may join it to something.
    fn is_special_behind(&self, run: &Run) -> bool {
        let Some(next) = char_at(self.text, run.end) else { return false };
        if next == ',' {
            return false;
        }
        if joiner(next).is_some() || next == '+' {
            return true;
        }
        // A month before its year, or a soft hyphen at the end of a line.
        let second = char_at(self.text, run.end + next.len_utf8());
        is_blank(next) && second.is_some_and(|c| c.is_ascii_digit())
            || next == '\n' && run.text(self.text).ends_with('\u{ad}')
    }

    fn context(&self, run: &Run) -> Context {
        let next = char_at(self.text, run.end);
        let short = run.letters() <= ABBREVIATION_LETTERS_MAX;
        let after_number = run.letters() <= UNIT_LETTERS_MAX
            && self.number_end.is_some_and(|end| {
                let between = self.text.get(end..run.start).unwrap_or_default();
                between.chars().all(is_blank) && between.len() <= 2
            });
        Context::PLAIN
            .with(Context::BEFORE_HYPHEN, next.and_then(joiner) == Some('-'))
            .with(Context::BEFORE_DOT, next == Some('.') && short)
            .with(Context::AFTER_NUMBER, after_number)
    }

    fn recognise(&mut self, run: Run, context: Context, unit: &mut Unit) {
        let (text, knowledge) = (self.text, self.knowledge);
        if url::address(text, run.start, unit) {
            return;
        }
        self.chain.read(text, run);
        let chain = &self.chain;
        if url::email(chain, unit) {
            return;
        }
        let found = if run.digits > 0 && text.as_bytes().get(run.start).is_some_and(u8::is_ascii_digit) {
            date::with_digits(text, run.start, knowledge, unit)
                || magnitude::number(text, run.start, unit)
                || code::code(text, chain, unit)
                || number::with_letters(text, &run, unit)
        } else {
            date::month_and_year(text, &run, knowledge, unit)
                || url::host(text, chain, unit)
                || abbreviation::dotted(text, &run, knowledge, unit)
                || compound::broken_at_line_end(text, &run, knowledge, unit)
                || compound::apostrophe(text, chain, unit)
                || code::code(text, chain, unit)
                || compound::hyphenated(text, chain, unit)
                || compound::acronym_with_ending(text, &run, unit)
                || glue::words(text, &run, knowledge, unit)
        };
        if !found {
            self.single(run, context, unit);
        }
    }

    /// A run by itself, with the plus sign that may belong to it: *60+*, *Senior+*.
    fn single(&self, run: Run, context: Context, unit: &mut Unit) {
        let plus_end = run.end + 1;
        if char_at(self.text, run.end) == Some('+') && !chars::word_begins_at(self.text, plus_end) {
            unit.whole(run.start..plus_end, 1, Kind::Verbatim, "");
        }
        unit.part_run(&run, context);
    }
}
