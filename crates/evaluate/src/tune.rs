//! Constants of the ranking, chosen on some collections and checked on the one left out.
//!
//! Coordinate descent: one constant after the other takes the value of its grid with the highest mean over the
//! collections, round after round until nothing is gained. A constant that was chosen on the collections it is
//! judged by proves little. So the descent is repeated for every collection with that one left out, and what counts is
//! how the left-out one fares ("leave-one-out", Stone 1974).

use std::collections::HashMap;

use fiszka::Ranking;
use serde::Serialize;

use crate::collection::Query;
use crate::error::{Error, Result};
use crate::evaluation::Evaluation;
use crate::metrics::Metric;
use crate::qrels::Qrels;
use crate::session::Session;

/// The descent ends after so many rounds, should it still gain.
const ROUNDS_MAX: usize = 4;
/// The most values in the whole grid.
const VALUES_MAX: usize = 10_000;

/// The values that each constant may take.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    constants: Vec<Constant>,
}

#[derive(Clone, Debug, PartialEq)]
struct Constant {
    section: String,
    name: String,
    /// The value of the start first.
    values: Vec<toml::Value>,
}

/// A collection that is tuned on.
#[derive(Debug)]
pub struct Subject<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its index.
    pub session: &'a Session,
    /// The queries that are asked: all, or a sample.
    pub queries: Vec<Query>,
    /// Judgements of the queries that are asked.
    pub qrels: Qrels,
}

/// How the descent goes.
#[derive(Clone, Copy, Debug)]
pub struct Descent {
    /// What is maximised.
    pub metric: Metric,
    /// A change must gain more than this in the mean: less is noise.
    pub gain_min: f64,
}

/// What tuning found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tuning {
    /// What was maximised.
    pub metric: Metric,
    /// The names of the collections.
    pub collections: Vec<String>,
    /// Their values with the ranking of the start.
    pub start: Vec<f64>,
    /// What the other collections choose for each, in the order of the collections; empty when there is only one.
    pub left_out: Vec<Choice>,
    /// What all collections choose together.
    pub all: Choice,
}

/// The outcome of one descent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// The values of all collections, the left-out one too.
    pub values: Vec<f64>,
    /// The constants that moved.
    pub changes: Vec<ConstantChange>,
}

/// A constant that moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConstantChange {
    /// Its section in `ranking.toml`.
    pub section: String,
    /// Its name there.
    pub name: String,
    /// Where it started.
    pub from: toml::Value,
    /// Where it went.
    pub to: toml::Value,
}

impl Grid {
    /// Reads a grid: a file of the shape of `ranking.toml` with a list of values in place of each value, and with
    /// anything left out. `start` is the ranking that is tuned.
    ///
    /// # Errors
    /// When a constant is unknown, a list is missing or empty, a value has the wrong type, or there are more than
    /// 10,000 values.
    pub fn from_toml(text: &str, start: &Ranking) -> Result<Self> {
        let grid: toml::Table = text.parse().map_err(Error::settings)?;
        let known = start.to_table();
        let mut constants = Vec::new();
        for (section, members) in &grid {
            let bad = |problem: &str| Error::Grid { name: section.clone(), problem: problem.to_owned() };
            let members = members.as_table().ok_or_else(|| bad("is no section of the ranking"))?;
            for (name, values) in members {
                let full = format!("{section}.{name}");
                let bad = |problem: &str| Error::Grid { name: full.clone(), problem: problem.to_owned() };
                let current = known
                    .get(section)
                    .and_then(|section| section.get(name))
                    .ok_or_else(|| bad("is no constant of the ranking"))?;
                let given = values.as_array().filter(|values| !values.is_empty());
                let given = given.ok_or_else(|| bad("is no list of values"))?;
                for value in given {
                    start.with_changes(&changes([(section, name, value)])).map_err(Error::settings)?;
                }
                // The start itself is no candidate.
                let others = given.iter().filter(|value| !same_number(value, current)).cloned();
                let values = std::iter::once(current.clone()).chain(others).collect();
                constants.push(Constant { section: section.clone(), name: name.clone(), values });
            }
        }
        if constants.iter().map(|constant| constant.values.len()).sum::<usize>() > VALUES_MAX {
            let problem = format!("holds more than {VALUES_MAX} values");
            return Err(Error::Grid { name: "the grid".to_owned(), problem });
        }
        Ok(Self { constants })
    }

    /// The ranking of one point, which has for each constant the number of its value.
    fn ranking(&self, start: &Ranking, point: &[usize]) -> Result<Ranking> {
        let moved = self.moved(point).map(|(constant, value)| (&constant.section, &constant.name, value));
        start.with_changes(&changes(moved)).map_err(Error::settings)
    }

    fn moved<'a>(
        &'a self,
        point: &'a [usize],
    ) -> impl Iterator<Item = (&'a Constant, &'a toml::Value)> + use<'a> {
        let chosen = self.constants.iter().zip(point).filter(|(_, at)| **at > 0);
        chosen.filter_map(|(constant, at)| Some((constant, constant.values.get(*at)?)))
    }
}

fn changes<'a>(values: impl IntoIterator<Item = (&'a String, &'a String, &'a toml::Value)>) -> toml::Table {
    let mut table = toml::Table::new();
    for (section, name, value) in values {
        let section = table.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
        if let Some(section) = section.as_table_mut() {
            section.insert(name.clone(), value.clone());
        }
    }
    table
}

/// Whether both are the same number in the precision of the ranking's constants.
fn same_number(a: &toml::Value, b: &toml::Value) -> bool {
    let number = |value: &toml::Value| value.as_float().or_else(|| value.as_integer().map(|n| n as f64));
    matches!((number(a), number(b)), (Some(a), Some(b)) if (a - b).abs() <= 1e-6 * a.abs().max(1.0))
}

/// Descends from `start` for each collection left out, and for none. `progress` is told how many rankings were
/// measured so far, and of which collection the turn is.
///
/// # Errors
/// When an index cannot be read.
pub fn tune(
    subjects: &[Subject<'_>],
    start: &Ranking,
    grid: &Grid,
    descent: Descent,
    progress: &mut dyn FnMut(usize, Option<&str>),
) -> Result<Tuning> {
    let mut laboratory = Laboratory { subjects, start, grid, metric: descent.metric, known: HashMap::new() };
    let origin = vec![0; grid.constants.len()];
    let values = laboratory.measure(&origin)?;
    let mut descend = |left_out: Option<usize>| -> Result<Choice> {
        let name = left_out.and_then(|at| subjects.get(at)).map(|subject| subject.name);
        let mut tell = |measured: usize| progress(measured, name);
        laboratory.descend(&origin, left_out, descent.gain_min, &mut tell)
    };
    let all = descend(None)?;
    let folds = if subjects.len() > 1 { 0..subjects.len() } else { 0..0 };
    let left_out = folds.map(|at| descend(Some(at))).collect::<Result<_>>()?;
    let collections = subjects.iter().map(|subject| subject.name.to_owned()).collect();
    Ok(Tuning { metric: descent.metric, collections, start: values, left_out, all })
}

/// Measures points of the grid, each once.
struct Laboratory<'a> {
    subjects: &'a [Subject<'a>],
    start: &'a Ranking,
    grid: &'a Grid,
    metric: Metric,
    /// The values of all collections by point.
    known: HashMap<Vec<usize>, Vec<f64>>,
}

impl Laboratory<'_> {
    fn measure(&mut self, point: &[usize]) -> Result<Vec<f64>> {
        if let Some(values) = self.known.get(point) {
            return Ok(values.clone());
        }
        let ranking = self.grid.ranking(self.start, point)?;
        let values: Vec<f64> =
            self.subjects.iter().map(|subject| subject.mean(&ranking, self.metric)).collect::<Result<_>>()?;
        self.known.insert(point.to_vec(), values.clone());
        Ok(values)
    }

    fn descend(
        &mut self,
        origin: &[usize],
        left_out: Option<usize>,
        gain_min: f64,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Choice> {
        let score = |values: &[f64]| {
            let seen = values.iter().enumerate().filter(|(at, _)| Some(*at) != left_out);
            let (sum, count) = seen.fold((0.0, 0_usize), |(sum, count), (_, value)| (sum + value, count + 1));
            sum / count.max(1) as f64
        };
        let mut point = origin.to_vec();
        let mut best = score(&self.measure(&point)?);
        for _ in 0..ROUNDS_MAX {
            let before = point.clone();
            for (at, constant) in self.grid.constants.iter().enumerate() {
                let mut trial = point.clone();
                for value in 0..constant.values.len() {
                    trial[at] = value;
                    let reached = score(&self.measure(&trial)?);
                    progress(self.known.len());
                    if reached > best + gain_min {
                        best = reached;
                        point.clone_from(&trial);
                    }
                }
            }
            if point == before {
                break;
            }
        }
        let moved = self.grid.moved(&point).map(|(constant, value)| ConstantChange {
            section: constant.section.clone(),
            name: constant.name.clone(),
            from: constant.values.first().unwrap_or(value).clone(),
            to: value.clone(),
        });
        Ok(Choice { changes: moved.collect(), values: self.measure(&point)? })
    }
}

impl<'a> Subject<'a> {
    /// A collection with its judged queries, of which at most `sample` are asked, evenly spread.
    #[must_use]
    pub fn new(
        name: &'a str,
        session: &'a Session,
        queries: &[Query],
        qrels: &Qrels,
        sample: Option<usize>,
    ) -> Self {
        let judged: Vec<&Query> = queries.iter().filter(|query| qrels.is_judged(&query.id)).collect();
        let step = sample.map_or(1, |sample| judged.len().div_ceil(sample.max(1))).max(1);
        let queries: Vec<Query> = judged.into_iter().step_by(step).cloned().collect();
        let qrels = qrels.of(queries.iter().map(|query| query.id.as_str()));
        Self { name, session, queries, qrels }
    }

    fn mean(&self, ranking: &Ranking, metric: Metric) -> Result<f64> {
        let depth = metric.cutoff().map_or(1000, std::num::NonZeroUsize::get);
        let run = self.session.with_ranking(ranking.clone()).rank_all(
            &self.queries,
            depth,
            "tuning",
            &mut |_| {},
        )?;
        Ok(Evaluation::new(&run, &self.qrels, &[metric]).mean(metric).unwrap_or_default())
    }
}
