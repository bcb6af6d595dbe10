//! A portal's own tests: what must come first when somebody asks.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::run::Run;

/// The largest file of searches that is read, in bytes: 4 MiB.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// A search and what it must find.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// What is asked.
    pub query: String,
    /// Documents that must come.
    #[serde(default)]
    pub expected: Vec<String>,
    /// Among so many first ones; when it is missing, as many as are expected, so that these come first.
    pub within: Option<usize>,
    /// Documents that must not be among them.
    #[serde(default)]
    pub unwanted: Vec<String>,
    /// The kind of query, for tables by kind.
    pub kind: Option<String>,
}

/// How a search went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// What was asked.
    pub query: String,
    /// Within how many first documents.
    pub within: usize,
    /// Expected documents that were not there, with their rank where they came later.
    pub missing: Vec<Placed>,
    /// Unwanted documents that were there.
    pub unwanted: Vec<Placed>,
}

/// A document and where it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Its id.
    pub document: String,
    /// Its rank, counted from 1; `None` when it did not come.
    pub rank: Option<usize>,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    search: Vec<Expectation>,
}

impl Expectation {
    /// Reads a file of searches:
    ///
    /// ```toml
    /// [[search]]
    /// query = "żłobek"
    /// expected = ["news/zlobek.md", "news/nabor.md"]   # these two come first, in any order
    ///
    /// [[search]]
    /// query = "opłata za śmieci"
    /// expected = ["news/odpady.md"]
    /// within = 5                                        # among the first five
    /// unwanted = ["news/zlobek.md"]                     # and this one is not
    /// ```
    ///
    /// # Errors
    /// When the file cannot be read, is larger than 4 MiB, has another shape, or a search expects nothing.
    pub(crate) fn open_all(path: &Path) -> Result<Vec<Self>> {
        let failed = |source| Error::File { path: path.to_owned(), source };
        if fs::metadata(path).map_err(failed)?.len() > FILE_BYTES_MAX {
            return Err(Error::Searches {
                path: path.to_owned(),
                problem: format!("is larger than {FILE_BYTES_MAX} bytes"),
            });
        }
        Self::read_all(&fs::read_to_string(path).map_err(failed)?, path)
    }

    fn read_all(text: &str, path: &Path) -> Result<Vec<Self>> {
        let File { search } = toml::from_str(text).map_err(Error::settings)?;
        let empty = search.iter().find(|one| {
            one.query.trim().is_empty()
                || (one.expected.is_empty() && one.unwanted.is_empty())
                || one.within == Some(0)
        });
        match empty {
            Some(one) => Err(Error::Searches {
                path: path.to_owned(),
                problem: format!("asks `{}` and expects nothing of it", one.query),
            }),
            None => Ok(search),
        }
    }

    /// Within how many first documents.
    fn within(&self) -> usize {
        self.within.unwrap_or(self.expected.len()).max(1)
    }

    fn check(&self, ranking: &[&str]) -> Checked {
        let within = self.within();
        let placed = |document: &String| {
            let rank = ranking.iter().position(|id| id == document).map(|before| before + 1);
            Placed { document: document.clone(), rank }
        };
        let is_there = |placed: &Placed| placed.rank.is_some_and(|rank| rank <= within);
        Checked {
            query: self.query.clone(),
            within,
            missing: self.expected.iter().map(placed).filter(|placed| !is_there(placed)).collect(),
            unwanted: self.unwanted.iter().map(placed).filter(is_there).collect(),
        }
    }
}

impl Checked {
    /// Whether everything expected was there, and nothing unwanted.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.missing.is_empty() && self.unwanted.is_empty()
    }
}

/// Checks what a run found. Queries of the run are called by their place in `expectations`, from 1.
#[must_use]
pub fn check(expectations: &[Expectation], run: &Run) -> Vec<Checked> {
    let numbered = (1..).zip(expectations);
    numbered
        .map(|(number, one)| {
            let ranking = run.ranking(&format!("{number}"));
            one.check(&ranking.iter().map(|document| document.id.as_str()).collect::<Vec<_>>())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Expectation>> {
        Expectation::read_all(text, Path::new("searches.toml"))
    }

    #[test]
    fn what_is_expected_comes_first_or_within_what_is_said() {
        let first = "expected = ['a', 'b']";
        for (rule, ranking, passed) in [
            (first, &["b", "a", "c"][..], true),
            (first, &["b", "c", "a"], false),
            (first, &["b"], false),
            (first, &[], false),
            ("expected = ['a']\nwithin = 3", &["x", "y", "a"], true),
            ("expected = ['a']\nwithin = 2", &["x", "y", "a"], false),
            ("expected = ['a']\nwithin = 2\nunwanted = ['z']", &["a", "y", "z"], true),
            ("expected = ['a']\nwithin = 3\nunwanted = ['z']", &["a", "y", "z"], false),
            ("unwanted = ['z']", &["z"], false),
            ("unwanted = ['z']", &[], true),
        ] {
            let expectations = read(&format!("[[search]]\nquery = 'żłobek'\n{rule}")).unwrap();
            assert_eq!(expectations[0].check(ranking).passed(), passed, "{rule} {ranking:?}");
        }
    }

    #[test]
    fn a_search_that_expects_nothing_is_refused() {
        for (text, message) in [
            ("[[search]]\nquery = 'żłobek'", "asks `żłobek` and expects nothing"),
            ("[[search]]\nquery = ' '\nexpected = ['a']", "expects nothing"),
            ("[[search]]\nquery = 'x'\nexpected = ['a']\nwithin = 0", "expects nothing"),
            ("[[search]]\nquery = 'x'\nwanted = ['a']", "settings cannot be understood"),
            ("", "settings cannot be understood"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.to_string().contains(message), "{text}: {error}");
        }
    }
}
