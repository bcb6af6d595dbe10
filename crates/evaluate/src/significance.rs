//! Is a difference between two runs more than chance?
//!
//! All tests are paired: they look at the differences of the two runs, query by query. Random draws come from a
//! fixed seed, so that the same input gives the same output on every machine.

use serde::Serialize;

/// Random draws of [`randomisation_test`] and [`bootstrap_interval`] in reports.
pub const DRAWS: usize = 10_000;
/// The seed of the draws in reports.
pub const SEED: u64 = 1;
/// A difference up to this size is a tie: it is noise of floating point.
pub const TIE: f64 = 1e-9;

/// How often one run was better than the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Queries with a difference above 0.
    pub won: usize,
    /// Queries with a difference of at most [`TIE`].
    pub tied: usize,
    /// Queries with a difference below 0.
    pub lost: usize,
}

impl Outcome {
    /// Counts the differences.
    #[must_use]
    pub fn of(differences: &[f64]) -> Self {
        let won = differences.iter().filter(|&&difference| difference > TIE).count();
        let lost = differences.iter().filter(|&&difference| difference < -TIE).count();
        Self { won, tied: differences.len() - won - lost, lost }
    }
}

/// The bounds between which a value lies with a probability of 95 %.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// The arithmetic mean; 0 of nothing.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    // Folded from 0.0 because the sum of nothing is -0.0, which tables would show.
    values.iter().fold(0.0, |sum, value| sum + value) / values.len().max(1) as f64
}

/// Fisher's paired randomisation test, two-sided: the probability of a mean difference at least as large when
/// the two runs' values are swapped by the toss of a coin, query by query.
///
/// The p-value is estimated as (hits + 1) / (draws + 1), so it is never 0 (Phipson and Smyth 2010). The test is
/// the one that Smucker, Allan and Carterette (2007) advise for retrieval.
#[must_use]
pub fn randomisation_test(differences: &[f64], draws: usize, seed: u64) -> f64 {
    let observed = differences.iter().sum::<f64>().abs();
    // Sums of the same numbers in another order may differ in the last digits.
    let slack = differences.iter().map(|difference| difference.abs()).sum::<f64>() * 1e-12;
    // Swapping equal values changes nothing, and most queries tie.
    let changing: Vec<f64> = differences.iter().copied().filter(|&difference| difference != 0.0).collect();
    let mut random = SplitMix64(seed);
    let mut hits = 0_usize;
    for _ in 0..draws {
        let mut sum = 0.0;
        for chunk in changing.chunks(64) {
            let mut coins = random.next();
            for &difference in chunk {
                sum += if coins & 1 == 0 { difference } else { -difference };
                coins >>= 1;
            }
        }
        hits += usize::from(sum.abs() + slack >= observed);
    }
    (hits + 1) as f64 / (draws + 1) as f64
}

/// Student's paired t-test, two-sided. It is 1 when there are fewer than two queries or no differences.
#[must_use]
pub fn t_test(differences: &[f64]) -> f64 {
    let count = differences.len();
    if count < 2 {
        return 1.0;
    }
    let mean = mean(differences);
    let squares: f64 = differences.iter().map(|difference| (difference - mean).powi(2)).sum();
    let standard_error = (squares / (count - 1) as f64 / count as f64).sqrt();
    if standard_error > 0.0 {
        student_two_sided(mean / standard_error, count - 1)
    } else if mean == 0.0 {
        1.0
    } else {
        0.0
    }
}

/// The probability that Student's t with so many degrees of freedom lies farther from 0 than `t`.
///
/// The finite series of Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 (odd) and 26.7.4
/// (even); the absolute error is below 1e-12.
fn student_two_sided(t: f64, degrees: usize) -> f64 {
    let angle = (t.abs() / (degrees as f64).sqrt()).atan();
    let (sine, cosine) = angle.sin_cos();
    // Terms cos θ, (2/3) cos³θ, (2·4)/(3·5) cos⁵θ … or 1, (1/2) cos²θ, (1·3)/(2·4) cos⁴θ …
    let odd = degrees % 2 == 1;
    let mut term = if odd { cosine } else { 1.0 };
    let mut series = 0.0;
    let mut power = if odd { 1 } else { 0 };
    while power + 2 <= degrees {
        series += term;
        power += 2;
        term *= cosine * cosine * (power - 1) as f64 / power as f64;
    }
    let within = if odd { std::f64::consts::FRAC_2_PI * (angle + sine * series) } else { sine * series };
    (1.0 - within).clamp(0.0, 1.0)
}

/// Holm's correction for several tests at once: the adjusted p-values, in the order given.
///
/// Below 0.05 they may be called significant together, however many they are (Holm 1979).
#[must_use]
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut floor = 0.0_f64;
    for (smaller, &index) in order.iter().enumerate() {
        floor = floor.max(p_values[index] * (p_values.len() - smaller) as f64).min(1.0);
        adjusted[index] = floor;
    }
    adjusted
}

/// The 95 % confidence interval of the mean by the percentile bootstrap: the queries are drawn anew with
/// replacement (Efron and Tibshirani 1993, chapter 13). `None` when there are no values or no draws.
#[must_use]
pub fn bootstrap_interval(values: &[f64], draws: usize, seed: u64) -> Option<Interval> {
    if values.is_empty() {
        return None;
    }
    let mut random = SplitMix64(seed);
    let mut means: Vec<f64> = (0..draws)
        .map(|_| {
            (0..values.len()).map(|_| values[random.below(values.len())]).sum::<f64>() / values.len() as f64
        })
        .collect();
    means.sort_unstable_by(f64::total_cmp);
    let outside = draws * 25 / 1000;
    Some(Interval { low: *means.get(outside)?, high: *means.get(draws - 1 - outside)? })
}

/// The generator of Steele, Lea and Flood (2014): small, fast, and good enough for resampling.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, all but equally likely.
    fn below(&mut self, end: usize) -> usize {
        let product = u128::from(self.next()) * end as u128;
        #[expect(clippy::cast_possible_truncation, reason = "the upper half of the product is below `end`")]
        let index = (product >> 64) as usize;
        index
    }
}

#[cfg(test)]
mod tests;
