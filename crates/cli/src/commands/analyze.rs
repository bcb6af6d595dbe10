//! `fiszka analyze`

use std::io::{self, BufRead, Read as _, Write};

use clap::Args;
use fiszka::analysis::{Analyzer, Language, Side, Term, Token};
use fiszka::{Expansion, Expansions};
use serde::Serialize;

use crate::arguments::Common;
use crate::error::Error;
use crate::exit;
use crate::output::printable;

/// Longest line that is read from standard input, in bytes.
const LINE_BYTES_MAX: u64 = 1 << 30;

/// Show how a text becomes the terms that are indexed and looked for
#[derive(Debug, Args)]
pub(crate) struct Analyze {
    /// The text, or `-` for the lines of standard input
    #[arg(required = true, value_name = "TEXT|-")]
    text: Vec<String>,
    /// Analyse as a query, not as a document
    #[arg(long)]
    query: bool,
}

impl Analyze {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let side = if self.query { Side::Query } else { Side::Index };
        let output = common.output();
        let analyzer = Analyzer::new();
        let expansions =
            if self.query { Some(Expansions::new(common.schema()?, analyzer.clone())) } else { None };
        let analysis = Analysis { analyzer, side, expansions, is_json: output.is_json() };
        if self.text != ["-"] {
            output.write(|stdout| analysis.write(&self.text.join(" "), stdout))?;
            return Ok(exit::FOUND);
        }
        let mut unreadable = Ok(());
        output.write(|stdout| {
            unreadable = analysis.write_lines(&mut io::stdin().lock(), stdout)?;
            Ok(())
        })?;
        unreadable.map(|()| exit::FOUND)
    }
}

struct Analysis {
    analyzer: Analyzer,
    side: Side,
    /// The vocabulary widens queries only.
    expansions: Option<Expansions>,
    is_json: bool,
}

impl Analysis {
    /// Analyses line by line. The outer result is about writing, the inner one about reading: what was read before
    /// is written all the same.
    fn write_lines(&self, input: &mut dyn BufRead, output: &mut dyn Write) -> io::Result<Result<(), Error>> {
        let mut line = Vec::new();
        let mut invalid = Vec::new();
        for number in 1_u64.. {
            line.clear();
            match input.take(LINE_BYTES_MAX + 1).read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(bytes) if bytes as u64 > LINE_BYTES_MAX => {
                    return Ok(Err(Error::Usage {
                        message: format!(
                            "line {number} of standard input is longer than {LINE_BYTES_MAX} bytes"
                        ),
                        hint: Some("break the text into lines".to_owned()),
                    }));
                }
                Ok(_) => {}
                Err(source) => return Ok(Err(Error::System { action: "read standard input", source })),
            }
            let line = line.strip_suffix(b"\n").unwrap_or(&line);
            match str::from_utf8(line) {
                Ok(line) => self.write(line, output)?,
                Err(_) => {
                    invalid.push(number);
                    self.write(&blanked(line), output)?;
                }
            }
        }
        if let Some(first) = invalid.first() {
            tracing::warn!(lines = invalid.len(), first, "bytes that are not UTF-8 were read as blanks");
        }
        Ok(Ok(()))
    }

    fn write(&self, text: &str, output: &mut dyn Write) -> io::Result<()> {
        if self.is_json { self.write_json(text, output) } else { self.write_table(text, output) }
    }

    /// Writes token by token, so that the length of a text costs no memory.
    fn write_json(&self, text: &str, output: &mut dyn Write) -> io::Result<()> {
        output.write_all(b"{\"tokens\":[")?;
        // JSON is written in many small pieces: they are gathered here, where that is cheapest.
        let mut json = Vec::new();
        let expansions = self.expansions_of(text);
        self.each(text, |token| {
            serde_json::to_writer(&mut json, &TokenAnswer::new(token, &expansions))?;
            output.write_all(&json)?;
            json.clear();
            json.push(b',');
            Ok(())
        })?;
        output.write_all(b"]}\n")
    }

    fn write_table(&self, text: &str, output: &mut dyn Write) -> io::Result<()> {
        let expansions = self.expansions_of(text);
        self.each(text, |token| {
            let place = format!("{}..{}", token.start, token.end);
            let terms: Vec<String> = terms_of(token, &expansions).map(described).collect();
            let (text, terms) = (printable(token.text), terms.join(", "));
            writeln!(
                output,
                "{:>4}  {place:<10}  {text:<20}  {:<20}  {:<9}  {terms}",
                token.position,
                token.form,
                token.class.name()
            )
        })
    }

    fn expansions_of(&self, text: &str) -> Vec<Expansion> {
        self.expansions.as_ref().map(|expansions| expansions.of(text)).unwrap_or_default()
    }

    /// Shows every token to `visit` until it fails.
    fn each(&self, text: &str, mut visit: impl FnMut(&Token<'_>) -> io::Result<()>) -> io::Result<()> {
        let mut visited = Ok(());
        self.analyzer.analyze(text, Language::Polish, self.side, &mut |token| {
            if visited.is_ok() {
                visited = visit(token);
            }
        });
        visited
    }
}

/// The terms of a token and the phrases that the vocabulary adds to it.
fn terms_of<'t>(token: &'t Token<'t>, expansions: &'t [Expansion]) -> impl Iterator<Item = Term<'t>> {
    let own = expansions.iter().filter(|expansion| expansion.range == (token.start..token.end));
    let added = own.map(|expansion| Term {
        text: &expansion.text,
        weight: expansion.weight,
        source: expansion.source,
    });
    token.terms.iter().chain(added)
}

fn described(term: Term<'_>) -> String {
    let source = term.source.name();
    if term.weight == 1.0 {
        format!("{} ({source})", term.text)
    } else {
        format!("{} ({source} {:.2})", term.text, term.weight)
    }
}

/// The text with a blank for every byte that is not UTF-8, so that all offsets stay.
fn blanked(line: &[u8]) -> String {
    let mut text = String::with_capacity(line.len());
    for chunk in line.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| ' '));
    }
    text
}

/// A token as `--json` prints it.
#[derive(Serialize)]
struct TokenAnswer<'t> {
    text: &'t str,
    /// In bytes of the line.
    start: usize,
    end: usize,
    position: usize,
    /// How many positions it covers; a whole that stands before its parts covers more than one.
    span: usize,
    form: &'t str,
    class: &'static str,
    terms: Vec<TermAnswer<'t>>,
}

impl<'t> TokenAnswer<'t> {
    fn new(token: &'t Token<'t>, expansions: &'t [Expansion]) -> Self {
        let Token { text, start, end, position, span, form, class, .. } = *token;
        let terms = terms_of(token, expansions).map(|term| TermAnswer {
            term: term.text,
            weight: term.weight,
            source: term.source.name(),
        });
        Self { text, start, end, position, span, form, class: class.name(), terms: terms.collect() }
    }
}

#[derive(Serialize)]
struct TermAnswer<'t> {
    term: &'t str,
    /// `0.0..=1.0`
    weight: f32,
    source: &'static str,
}
