//! Metrics by the names of ir-measures, with the values of trec_eval.
//!
//! | name | value for one query |
//! |---|---|
//! | `nDCG@k` | gain is the grade (linear), discount log2(rank + 1), divided by that of the best possible ranking |
//! | `RR@k` | 1 / rank of the first relevant document |
//! | `AP@k` | sum of the precisions at the ranks of relevant documents, divided by the number of relevant ones |
//! | `P@k` | relevant documents among the first k, divided by k even when fewer were returned |
//! | `R@k` | relevant documents among the first k, divided by the number of relevant ones |
//! | `Success@k` | 1 when a relevant document is among the first k |
//! | `Judged@k` | judged documents among the first k, divided by the number of documents there, at most k |
//!
//! A document is relevant when its grade is at least 1. `nDCG`, `AP`, `RR` and `Judged` also stand without a
//! cutoff and then look at the whole ranking.

use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::error::{Error, Result};
use crate::qrels::Judgements;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Measure {
    /// Normalised discounted cumulative gain.
    Ndcg,
    /// Reciprocal rank.
    ReciprocalRank,
    /// Average precision.
    AveragePrecision,
    /// Precision.
    Precision,
    /// Recall.
    Recall,
    /// Whether anything relevant was found.
    Success,
    /// The judged share of the ranking: how far the other figures can be trusted.
    Judged,
}

impl Measure {
    const ALL: [Self; 7] = [
        Self::Ndcg,
        Self::ReciprocalRank,
        Self::AveragePrecision,
        Self::Precision,
        Self::Recall,
        Self::Success,
        Self::Judged,
    ];

    /// The name that ir-measures gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ndcg => "nDCG",
            Self::ReciprocalRank => "RR",
            Self::AveragePrecision => "AP",
            Self::Precision => "P",
            Self::Recall => "R",
            Self::Success => "Success",
            Self::Judged => "Judged",
        }
    }

    fn needs_cutoff(self) -> bool {
        matches!(self, Self::Precision | Self::Recall | Self::Success)
    }
}

/// A measure and how much of the ranking it looks at; parsed from and printed as `nDCG@10`.
///
/// # Examples
/// ```
/// use fiszka_evaluate::Metric;
///
/// let metric: Metric = "nDCG@10".parse()?;
/// assert_eq!(metric.to_string(), "nDCG@10");
/// assert!("P".parse::<Metric>().is_err());
/// # Ok::<(), fiszka_evaluate::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Metric {
    measure: Measure,
    cutoff: Option<NonZeroUsize>,
}

impl Metric {
    /// The metrics that are shown when none are asked for.
    #[must_use]
    pub fn defaults() -> Vec<Self> {
        let at = |measure, cutoff| Self { measure, cutoff: NonZeroUsize::new(cutoff) };
        vec![
            at(Measure::Ndcg, 10),
            at(Measure::ReciprocalRank, 10),
            at(Measure::AveragePrecision, 100),
            at(Measure::Precision, 5),
            at(Measure::Recall, 10),
            at(Measure::Recall, 100),
            at(Measure::Judged, 10),
        ]
    }

    /// What is measured.
    #[must_use]
    pub fn measure(self) -> Measure {
        self.measure
    }

    /// How many documents of a ranking count; all of them when there is no cutoff.
    #[must_use]
    pub fn cutoff(self) -> Option<NonZeroUsize> {
        self.cutoff
    }

    /// The value for one ranking, in 0..=1. It is 0 when nothing relevant is judged, except for
    /// [`Measure::Judged`].
    #[must_use]
    pub fn value(self, ranking: &GradedRanking) -> f64 {
        let cutoff = self.cutoff.map_or(usize::MAX, NonZeroUsize::get);
        let top = ranking.grades.get(..cutoff).unwrap_or(&ranking.grades);
        let relevant = ranking.ideal.len();
        let found = || top.iter().filter(|&&grade| is_relevant(grade)).count();
        match self.measure {
            Measure::Ndcg => {
                let ideal = ranking.ideal.iter().take(cutoff).copied();
                ratio(gain(top.iter().map(|grade| grade.unwrap_or(0))), gain(ideal))
            }
            Measure::ReciprocalRank => top
                .iter()
                .position(|&grade| is_relevant(grade))
                .map_or(0.0, |before| 1.0 / (before as f64 + 1.0)),
            Measure::AveragePrecision => ratio(precisions(top), relevant as f64),
            Measure::Precision => ratio(found() as f64, cutoff as f64),
            Measure::Recall => ratio(found() as f64, relevant as f64),
            Measure::Success => f64::from(u8::from(found() > 0)),
            Measure::Judged => {
                let judged = top.iter().filter(|grade| grade.is_some()).count();
                ratio(judged as f64, top.len() as f64)
            }
        }
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.measure.name())?;
        self.cutoff.map_or(Ok(()), |cutoff| write!(formatter, "@{cutoff}"))
    }
}

impl FromStr for Metric {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let unknown = || Error::Metric { name: name.to_owned() };
        let (measure, cutoff) = match name.split_once('@') {
            Some((measure, cutoff)) => (measure, Some(cutoff.parse().ok().ok_or_else(unknown)?)),
            None => (name, None),
        };
        let measure = Measure::ALL.into_iter().find(|known| known.name() == measure).ok_or_else(unknown)?;
        if cutoff.is_none() && measure.needs_cutoff() {
            return Err(unknown());
        }
        Ok(Self { measure, cutoff })
    }
}

impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A ranking seen through the judgements of its query: all that metrics need.
#[derive(Clone, Debug)]
pub struct GradedRanking {
    /// The grade at each rank; `None` where the document is not judged.
    grades: Vec<Option<i32>>,
    /// The grades of all relevant documents, the highest first.
    ideal: Vec<i32>,
}

impl GradedRanking {
    /// Looks up the documents of a ranking, best first, each at most once.
    pub fn new<'a>(ranking: impl IntoIterator<Item = &'a str>, judgements: &Judgements) -> Self {
        let grades = ranking.into_iter().map(|id| judgements.get(id).copied()).collect();
        let mut ideal: Vec<i32> = judgements.values().copied().filter(|&grade| grade > 0).collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        Self { grades, ideal }
    }
}

fn is_relevant(grade: Option<i32>) -> bool {
    grade.is_some_and(|grade| grade > 0)
}

/// Discounted cumulative gain of grades in the order of their ranks.
fn gain(grades: impl Iterator<Item = i32>) -> f64 {
    grades
        .zip(2_u32..)
        .map(|(grade, rank_plus_1)| f64::from(grade.max(0)) / f64::from(rank_plus_1).log2())
        .sum()
}

/// The sum of the precisions at the ranks of the relevant documents.
fn precisions(top: &[Option<i32>]) -> f64 {
    let ranks = top.iter().zip(1_u32..).filter(|(grade, _)| is_relevant(**grade)).map(|(_, rank)| rank);
    ranks.zip(1_u32..).map(|(rank, found)| f64::from(found) / f64::from(rank)).sum()
}

/// The quotient of numbers that are not negative; 0 when either is (the sum of nothing is -0.0).
fn ratio(part: f64, whole: f64) -> f64 {
    if part > 0.0 && whole > 0.0 { part / whole } else { 0.0 }
}
