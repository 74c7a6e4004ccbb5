//! How long answers took: every one of them, so that no percentile is an estimate.

use std::time::Duration;

/// The latencies of a run.
#[derive(Clone, Debug, Default)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    pub(crate) fn new(mut latencies: Vec<Duration>) -> Self {
        latencies.sort_unstable();
        Self(latencies)
    }

    /// The smallest one that at least `percent` in a hundred don't exceed (nearest rank): 50 is the median, 100 the
    /// longest.
    pub fn percentile(&self, percent: u32) -> Duration {
        let percent = percent.clamp(1, 100) as usize;
        let rank = (self.0.len() * percent).div_ceil(100);
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// The longest.
    pub fn max(&self) -> Duration {
        self.percentile(100)
    }

    /// All of them, the shortest first.
    pub fn sorted(&self) -> &[Duration] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latencies(micros: impl IntoIterator<Item = u64>) -> Latencies {
        Latencies::new(micros.into_iter().map(Duration::from_micros).collect())
    }

    fn percentile(latencies: &Latencies, percent: u32) -> u128 {
        latencies.percentile(percent).as_micros()
    }

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let hundred = latencies((1..=100).rev());
        assert_eq!([1, 50, 95, 99, 100].map(|percent| percentile(&hundred, percent)), [1, 50, 95, 99, 100]);
        let five = latencies([50, 15, 35, 20, 40]);
        assert_eq!([5, 30, 40, 50, 95, 100].map(|percent| percentile(&five, percent)), [15, 20, 20, 35, 50, 50]);
        assert_eq!(five.max(), Duration::from_micros(50));
    }

    #[test]
    fn one_latency_is_every_percentile() {
        let one = latencies([7]);
        assert_eq!([0, 1, 50, 99, 100, 101].map(|percent| percentile(&one, percent)), [7; 6]);
    }

    #[test]
    fn no_latency_is_zero() {
        assert_eq!(percentile(&latencies([]), 95), 0);
    }
}
