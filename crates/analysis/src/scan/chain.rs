//! Runs that touch each other through joining characters.

use super::chars::{Run, char_at, joiner, word_begins_at};

/// Longest chain that is looked at as a whole, in runs.
const RUNS_MAX: usize = 12;

/// A run and what joins it to the next one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub(crate) run: Run,
    /// The joining character in its plain form; `None` at the end.
    pub(crate) joiner: Option<char>,
}

/// Runs joined without a blank: *jan.nowak@example.pl*, *XXV/123/2020*, *społeczno-gospodarczy*.
#[derive(Debug, Default)]
pub(crate) struct Chain {
    links: Vec<Link>,
}

impl Chain {
    /// Reads the chain that begins with `run`.
    pub(crate) fn read(&mut self, text: &str, mut run: Run) {
        self.links.clear();
        while self.links.len() < RUNS_MAX {
            let joint = char_at(text, run.end).and_then(|c| Some((joiner(c)?, run.end + c.len_utf8())));
            let Some((joiner, next)) = joint.filter(|(_, next)| word_begins_at(text, *next)) else {
                self.links.push(Link { run, joiner: None });
                return;
            };
            self.links.push(Link { run, joiner: Some(joiner) });
            run = Run::at(text, next);
        }
    }

    pub(crate) fn links(&self) -> &[Link] {
        &self.links
    }

    /// The first links, as long as `goes_on` says so of a link with a joiner and the run behind it.
    pub(crate) fn prefix(&self, mut goes_on: impl FnMut(&Link, char, &Run) -> bool) -> &[Link] {
        let joined = self.links.windows(2).take_while(|pair| match pair {
            [link, next] => link.joiner.is_some_and(|joiner| goes_on(link, joiner, &next.run)),
            _ => false,
        });
        let count = joined.count() + 1;
        self.links.get(..count).unwrap_or(&self.links)
    }
}
