//! What is compared: a ranking over an analysis, or a run that somebody made.

use std::path::Path;

use fiszka::{Analyzer, Ranking};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::run::Run;

/// A way to answer queries.
#[derive(Clone, Debug)]
pub struct System {
    /// What tables call it: the name of its file.
    pub name: String,
    /// What it leaves out or changes, in a few words; empty when nobody said.
    pub about: String,
    /// How it answers.
    pub answers: AnswersBy,
}

/// How a system answers.
#[derive(Clone, Debug)]
pub enum AnswersBy {
    /// With an index of these terms, ranked with these constants.
    Ranking {
        /// What the terms of the index are.
        analysis: Analysis,
        /// The constants.
        ranking: Box<Ranking>,
    },
    /// It has answered: a TREC run.
    Run(Run),
}

/// What the terms of an index are: its only choice that is not made at query time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Analysis {
    /// Lemmas of the dictionary, and guesses for words that it does not know.
    #[default]
    Dictionary,
    /// Stems of Snowball's Polish, folded.
    Snowball,
}

/// The members of an ablation that are no constants.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Heading {
    about: String,
    analysis: Analysis,
}

impl Analysis {
    /// An analyser that makes these terms.
    #[must_use]
    pub fn analyzer(self) -> Analyzer {
        match self {
            Self::Dictionary => Analyzer::new(),
            Self::Snowball => Analyzer::with_snowball(),
        }
    }

    /// The name that ablations give it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dictionary => "dictionary",
            Self::Snowball => "snowball",
        }
    }
}

impl System {
    /// The shipped ranking over the dictionary.
    #[must_use]
    pub fn shipped() -> Self {
        let ranking = Box::new(Ranking::shipped().clone());
        let answers = AnswersBy::Ranking { analysis: Analysis::default(), ranking };
        Self { name: "shipped".to_owned(), about: String::new(), answers }
    }

    /// Reads an ablation when the file ends in `.toml`, else a TREC run.
    ///
    /// # Errors
    /// When the file cannot be read, or is neither.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        if path.extension().is_none_or(|extension| extension != "toml") {
            return Ok(Self { name, about: String::new(), answers: AnswersBy::Run(Run::open(path)?) });
        }
        let text =
            std::fs::read_to_string(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
        Self::from_toml(name, &text)
    }

    /// Reads an ablation: TOML of the shape of `ranking.toml` with anything left out, which stays as shipped, and
    /// with two members before the first section:
    ///
    /// ```toml
    /// about = "stems in place of lemmas"
    /// analysis = "snowball"   # or "dictionary", the default
    /// ```
    ///
    /// What counts 0 is not read at all: a stream whose level is 0, phrases of the vocabulary whose weight is 0, the
    /// second stage when it looks at 0 documents.
    ///
    /// # Errors
    /// When a member is unknown or of the wrong type.
    pub fn from_toml(name: impl Into<String>, text: &str) -> Result<Self> {
        let mut changes: toml::Table = text.parse().map_err(Error::settings)?;
        let heading = ["about", "analysis"].into_iter().filter_map(|key| changes.remove_entry(key));
        let heading = toml::Table::from_iter(heading).try_into::<Heading>().map_err(Error::settings)?;
        let ranking = Ranking::shipped().with_changes(&changes).map_err(Error::settings)?;
        let answers = AnswersBy::Ranking { analysis: heading.analysis, ranking: Box::new(ranking) };
        Ok(Self { name: name.into(), about: heading.about, answers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ablation_is_the_shipped_ranking_but_for_what_it_names() {
        let text = "about = 'no prefixes'\nanalysis = 'snowball'\n[frequency]\nprefix = 0";
        let system = System::from_toml("without-prefix", text).unwrap();
        assert_eq!((&*system.name, &*system.about), ("without-prefix", "no prefixes"));
        let AnswersBy::Ranking { analysis, ranking } = system.answers else { panic!("no ranking") };
        assert_eq!(analysis, Analysis::Snowball);
        assert_eq!(ranking.frequency.prefix, 0.0);
        assert_eq!(ranking.frequency.k1, Ranking::shipped().frequency.k1);
        for bad in ["analysis = 'stempel'", "about = 3", "[frequency]\nk7 = 1", "prefix = 0", "[frequency"] {
            assert!(System::from_toml("bad", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_ablation_of_the_folder_can_be_read_and_says_what_it_is() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/ablations");
        let mut count = 0;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let system = System::open(&path).unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
            assert!(!system.about.is_empty(), "{}", path.display());
            count += 1;
        }
        assert!(count >= 15, "{count} ablations");
    }
}
