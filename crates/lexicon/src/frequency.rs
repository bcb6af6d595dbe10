//! Frequencies on a log scale.

/// How often something occurs in general text, in steps of half an octave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Frequency(u8);

impl Frequency {
    /// Occurrences a million tokens at the start of the scale.
    const LOWEST: f64 = 0.0625;

    /// The step on the scale; 0 is 1 in 16 million tokens, each step about 1.41 times as often.
    #[must_use]
    pub const fn step(self) -> u8 {
        self.0
    }

    /// The step of so many occurrences a million tokens; `None` below the scale.
    #[must_use]
    pub fn of(per_million: f64) -> Option<Self> {
        // Multiplication alone, because it gives the same bits on every machine.
        let mut bound = Self::LOWEST;
        if per_million.is_nan() || per_million < bound {
            return None;
        }
        let mut step = 0;
        while step < u8::MAX && per_million >= bound * std::f64::consts::SQRT_2 {
            bound *= std::f64::consts::SQRT_2;
            step += 1;
        }
        Some(Self(step))
    }

    pub(crate) fn from_output(output: u64) -> Self {
        Self(u8::try_from(output).unwrap_or(u8::MAX))
    }

    /// Occurrences a million tokens.
    #[must_use]
    pub fn per_million(self) -> f64 {
        Self::LOWEST * std::f64::consts::SQRT_2.powi(i32::from(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_half_octaves() {
        assert_eq!(Frequency::of(0.0), None);
        assert_eq!(Frequency::of(0.0625), Some(Frequency(0)));
        assert_eq!(Frequency::of(0.13), Some(Frequency(2)));
        assert_eq!(Frequency::of(f64::NAN), None);
        for per_million in [0.07, 1.0, 12.0, 30_000.0] {
            let ratio = Frequency::of(per_million).expect("on the scale").per_million() / per_million;
            assert!((0.70..=1.01).contains(&ratio), "{per_million}: {ratio}");
        }
    }
}
