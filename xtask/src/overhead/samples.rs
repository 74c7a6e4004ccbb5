//! One figure for each round.

/// In the order of the rounds.
#[derive(Clone, Debug)]
pub(super) struct Samples(Vec<f64>);

impl Samples {
    /// Of what is there for every round.
    pub(super) fn new(samples: impl IntoIterator<Item = f64>) -> Self {
        Self(samples.into_iter().collect())
    }

    /// The ratios within a round.
    pub(super) fn over(&self, base: &Self) -> Self {
        Self(self.0.iter().zip(&base.0).map(|(sample, base)| sample / base).collect())
    }

    /// The one in the middle, or between the two in the middle.
    pub(super) fn median(&self) -> f64 {
        let (sorted, middle) = (self.sorted(), self.0.len() / 2);
        if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
    }

    /// The smallest and the largest.
    pub(super) fn range(&self) -> (f64, f64) {
        self.within(0)
    }

    /// Whether there are rounds enough to have an opinion with 95 % confidence.
    pub(super) fn are_enough(&self) -> bool {
        self.0.len() >= 6
    }

    /// Where the median would be after endless rounds, with 95 % confidence if there are enough of them: the range
    /// without as many rounds at both ends as can be spared, which is none with fewer than nine.
    pub(super) fn interval(&self) -> (f64, f64) {
        let rounds = self.0.len();
        // Each round is below the median or above it, like the side of a coin.
        let (mut spared, mut ways, mut tail) = (0, 1.0, 1.0);
        let all = 2_f64.powi(i32::try_from(rounds).unwrap_or(i32::MAX));
        for place in 1..=rounds / 2 {
            ways *= ratio(rounds + 1 - place, place);
            tail += ways;
            if tail / all > 0.025 {
                break;
            }
            spared = place;
        }
        self.within(spared)
    }

    /// The smallest and the largest but for so many at both ends.
    fn within(&self, spared: usize) -> (f64, f64) {
        let sorted = self.sorted();
        (sorted[spared], sorted[sorted.len() - 1 - spared])
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are not that many rounds")]
fn ratio(a: usize, b: usize) -> f64 {
    a as f64 / b as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1, 2, 3 and so on, in another order.
    fn counted(rounds: u32) -> Samples {
        Samples::new((1..=rounds).rev().map(f64::from))
    }

    fn assert_equal(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_equal(counted(1).median(), 1.0);
        assert_equal(counted(5).median(), 3.0);
        assert_equal(counted(6).median(), 3.5);
    }

    #[test]
    fn ratios_are_taken_within_a_round() {
        let ratios = Samples::new([2.0, 40.0, 6.0]).over(&Samples::new([1.0, 10.0, 2.0]));
        assert_equal(ratios.median(), 3.0);
        assert_eq!(ratios.range(), (2.0, 4.0));
    }

    #[test]
    fn an_interval_is_what_tables_of_the_sign_test_say() {
        for (rounds, spared) in [(1, 0), (5, 0), (6, 0), (8, 0), (9, 1), (11, 1), (12, 2), (15, 3), (20, 5), (25, 7)] {
            let expected = (f64::from(spared + 1), f64::from(rounds - spared));
            assert_eq!(counted(rounds).interval(), expected, "{rounds} rounds");
        }
    }

    #[test]
    fn a_thousand_rounds_have_an_interval() {
        assert_eq!(counted(1_000).interval(), (469.0, 532.0));
    }
}
