//! Whether a figure rises by no more than is claimed.

use std::fmt;

use super::samples::Samples;

/// A claim beside what was measured. All are parts of the figure without metrics: 0.02 is 2 %.
pub(super) struct Claim {
    allowed: f64,
    median: f64,
    interval: (f64, f64),
    /// How far the interval of two equal services reaches from where they are equal.
    noise: f64,
    are_enough: bool,
}

/// What can be said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The whole interval is in what is allowed, and so is the noise.
    Met,
    /// The whole interval is beyond what is allowed, and beyond the noise.
    NotMet,
    /// The rounds don't tell.
    WithinTheNoise,
    /// There are not enough of them.
    TooFewRounds,
}

impl Claim {
    /// From the ratios of the rounds.
    pub(super) fn new(allowed: f64, cost: &Samples, noise: &Samples) -> Self {
        let rise = |(low, high)| (low - 1.0, high - 1.0);
        let (low, high): (f64, f64) = rise(noise.interval());
        Self {
            allowed,
            median: cost.median() - 1.0,
            interval: rise(cost.interval()),
            noise: high.max(-low),
            are_enough: cost.are_enough(),
        }
    }

    pub(super) fn verdict(&self) -> Verdict {
        let (low, high) = self.interval;
        match self {
            Self { are_enough: false, .. } => Verdict::TooFewRounds,
            Self { allowed, noise, .. } if low > allowed.max(*noise) => Verdict::NotMet,
            Self { allowed, noise, .. } if high.max(*noise) <= *allowed => Verdict::Met,
            _ => Verdict::WithinTheNoise,
        }
    }

    /// The cells of a table.
    pub(super) fn row(&self) -> [String; 4] {
        let [allowed, noise] = [self.allowed, self.noise].map(|part| format!("{:.1} %", part * 100.0));
        let [median, low, high] = [self.median, self.interval.0, self.interval.1].map(|part| part * 100.0);
        [allowed, format!("{median:+.1} % ({low:+.1} to {high:+.1})"), format!("±{noise}"), self.verdict().to_string()]
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Met => "met",
            Self::NotMet => "**not met**",
            Self::WithinTheNoise => "within the noise",
            Self::TooFewRounds => "too few rounds",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of 2 %, from the smallest and the largest ratio of six rounds.
    fn verdict(cost: [f64; 2], noise: [f64; 2]) -> Verdict {
        let [cost, noise] = [cost, noise].map(|[min, max]| Samples::new([min, max, min, max, min, max]));
        Claim::new(0.02, &cost, &noise).verdict()
    }

    #[test]
    fn a_claim_is_met_if_cost_and_noise_are_below_it() {
        assert_eq!(verdict([1.005, 1.015], [0.99, 1.01]), Verdict::Met);
        assert_eq!(verdict([0.97, 0.98], [0.99, 1.01]), Verdict::Met);
    }

    #[test]
    fn a_claim_is_never_met_where_the_noise_is_larger() {
        assert_eq!(verdict([1.0, 1.0], [0.97, 1.0]), Verdict::WithinTheNoise);
        assert_eq!(verdict([0.5, 0.6], [1.0, 1.03]), Verdict::WithinTheNoise);
    }

    #[test]
    fn a_claim_is_not_met_if_the_cost_is_above_it_and_above_the_noise() {
        assert_eq!(verdict([1.05, 1.06], [0.99, 1.01]), Verdict::NotMet);
        assert_eq!(verdict([1.05, 1.06], [0.96, 1.0]), Verdict::NotMet);
        assert_eq!(verdict([1.05, 1.06], [0.94, 1.0]), Verdict::WithinTheNoise);
    }

    #[test]
    fn an_interval_around_what_is_allowed_tells_nothing() {
        assert_eq!(verdict([1.01, 1.03], [1.0, 1.0]), Verdict::WithinTheNoise);
    }

    #[test]
    fn five_rounds_tell_nothing() {
        let [cost, noise] = [[1.05; 5], [1.0; 5]].map(Samples::new);
        assert_eq!(Claim::new(0.02, &cost, &noise).verdict(), Verdict::TooFewRounds);
    }

    #[test]
    fn a_claim_is_written_with_its_figures() {
        let cost = Samples::new([1.02, 1.03, 1.04, 1.02, 1.03, 1.04]);
        let noise = Samples::new([0.99, 1.0, 1.0, 1.0, 1.0, 1.001]);
        assert_eq!(Claim::new(0.005, &cost, &noise).row(), ["0.5 %", "+3.0 % (+2.0 to +4.0)", "±1.0 %", "**not met**"]);
    }
}
