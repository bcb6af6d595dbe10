//! What letters become when a text was read in a wrong encoding before it was saved.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::error::Error;
use crate::table::{Source, rows};

/// A sign of a wrong encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mojibake {
    /// What stands in the text: `Ä…`.
    pub seen: String,
    /// What was meant: `ą`.
    pub meant: String,
    /// It proves something between two letters only.
    pub inside: bool,
    /// How it came about.
    pub cause: String,
}

/// The signs of wrong encodings.
#[derive(Clone, Debug, Default)]
pub struct MojibakeTable {
    all: Vec<Mojibake>,
    automaton: Option<AhoCorasick>,
}

impl MojibakeTable {
    /// The signs in a text, from its start to its end.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Mojibake> + 'a {
        let matches = self.automaton.iter().flat_map(move |automaton| automaton.find_iter(text));
        matches.filter_map(move |found| {
            let sign = self.all.get(found.pattern().as_usize())?;
            let before = text.get(..found.start()).and_then(|text| text.chars().next_back());
            let after = text.get(found.end()..).and_then(|text| text.chars().next());
            let letters = [before, after].into_iter().all(|c| c.is_some_and(char::is_alphabetic));
            (!sign.inside || letters).then_some(sign)
        })
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let mut all = Vec::new();
        for row in rows(source, ["seen", "meant", "where", "cause"])? {
            let [seen, meant, place, cause] = row.cells;
            let inside = match place {
                "anywhere" => false,
                "inside" => true,
                other => {
                    return Err(row.invalid(format!("unknown place `{other}`"), "use anywhere or inside"));
                }
            };
            if seen.is_empty() {
                return Err(row.invalid("what is seen is missing", "give it, or remove the line"));
            }
            all.push(Mojibake {
                seen: seen.to_owned(),
                meant: meant.to_owned(),
                inside,
                cause: cause.to_owned(),
            });
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(all.iter().map(|sign| sign.seen.as_str()))
            .map_err(|error| Error::invalid(source.file, 1, error.to_string(), "give fewer signs"))?;
        Ok(Self { all, automaton: Some(automaton) })
    }
}
