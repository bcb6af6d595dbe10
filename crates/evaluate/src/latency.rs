//! How long answers took.

use std::time::Duration;

use serde::Serialize;

/// Measured durations, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Latencies {
    sorted: Vec<Duration>,
}

/// The percentiles of the summary, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LatencySummary {
    /// Half of the answers took at most so long.
    pub p50: f64,
    /// All but one answer in a hundred took at most so long.
    pub p99: f64,
}

impl Latencies {
    /// The median, the mean of the two middle durations when their number is even: for repeated measurements
    /// of one thing. `None` when there are none.
    #[must_use]
    pub fn median(&self) -> Option<Duration> {
        let last = self.sorted.len().checked_sub(1)?;
        Some((*self.sorted.get(last / 2)? + *self.sorted.get(last.div_ceil(2))?) / 2)
    }

    /// The percentile by nearest rank: the smallest measured duration that at least `percent` of all do not
    /// exceed. 0 is the shortest, 100 and above the longest; `None` when there are none.
    #[must_use]
    pub fn percentile(&self, percent: u8) -> Option<Duration> {
        let count = self.sorted.len();
        let rank = (usize::from(percent.min(100)) * count).div_ceil(100);
        self.sorted.get(rank.saturating_sub(1)).copied()
    }

    /// The percentiles of the summary; `None` when nothing was measured.
    #[must_use]
    pub fn summary(&self) -> Option<LatencySummary> {
        Some(LatencySummary {
            p50: milliseconds(self.percentile(50)?),
            p99: milliseconds(self.percentile(99)?),
        })
    }
}

impl FromIterator<Duration> for Latencies {
    fn from_iter<I: IntoIterator<Item = Duration>>(durations: I) -> Self {
        let mut sorted: Vec<Duration> = durations.into_iter().collect();
        sorted.sort_unstable();
        Self { sorted }
    }
}

/// Milliseconds to the full microsecond: more digits would only be noise.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn micros(values: &[u64]) -> Latencies {
        values.iter().map(|&value| Duration::from_micros(value)).collect()
    }

    #[test]
    fn percentiles_take_the_nearest_rank() {
        let hundred: Vec<u64> = (1..=100).rev().collect();
        let cases: &[(&[u64], u8, Option<u64>)] = &[
            (&[], 50, None),
            (&[7], 0, Some(7)),
            (&[7], 50, Some(7)),
            (&[7], 99, Some(7)),
            // The worked example of the nearest-rank method.
            (&[15, 20, 35, 40, 50], 5, Some(15)),
            (&[15, 20, 35, 40, 50], 30, Some(20)),
            (&[15, 20, 35, 40, 50], 40, Some(20)),
            (&[15, 20, 35, 40, 50], 50, Some(35)),
            (&[15, 20, 35, 40, 50], 100, Some(50)),
            (&[15, 20, 35, 40, 50], 255, Some(50)),
            (&hundred, 99, Some(99)),
        ];
        for &(values, percent, expected) in cases {
            let found = micros(values).percentile(percent);
            assert_eq!(found, expected.map(Duration::from_micros), "{percent} of {values:?}");
        }
    }

    #[test]
    fn the_median_lies_between_the_middle_two() {
        let cases: &[(&[u64], Option<u64>)] = &[
            (&[], None),
            (&[3], Some(3)),
            (&[5, 3], Some(4)),
            (&[9, 1, 2], Some(2)),
            (&[1, 2, 4, 9], Some(3)),
        ];
        for &(values, expected) in cases {
            assert_eq!(micros(values).median(), expected.map(Duration::from_micros), "{values:?}");
        }
    }

    #[test]
    fn the_summary_is_in_milliseconds() {
        let summary = micros(&[1_500, 2_250]).summary();
        assert_eq!(summary, Some(LatencySummary { p50: 1.5, p99: 2.25 }));
        assert_eq!(micros(&[]).summary(), None);
    }
}
