//! How long and how often.

use std::time::Duration;

/// Requests that are sent in a second, where the rate is fixed.
pub(super) const RATE: u32 = 1_000;
/// Between two of them.
pub(super) const EVERY: Duration = Duration::from_millis(1_000 / RATE as u64);
/// Connections of both loads.
pub(super) const CONNECTIONS: u32 = 8;
/// Between two scrapes. Prometheus' own default is a minute, and 15 seconds are usual.
pub(super) const SCRAPE_EVERY: Duration = Duration::from_secs(2);

/// Of a whole measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Effort {
    /// How often each service is measured.
    pub(super) rounds: usize,
    /// How long it is asked before that.
    pub(super) warm_up: Duration,
    /// How long each load lasts.
    pub(super) stretch: Duration,
}

impl Effort {
    /// For figures to keep. After six rounds, each order of three services had its turn.
    pub(super) const FULL: Self = Self { rounds: 6, warm_up: Duration::from_secs(1), stretch: Duration::from_secs(5) };
    /// To see that everything works.
    pub(super) const QUICK: Self =
        Self { rounds: 1, warm_up: Duration::from_millis(50), stretch: Duration::from_millis(200) };

    /// How many times something happens in a stretch that happens every so often, the first time at once.
    pub(super) fn times(stretch: Duration, every: Duration) -> u32 {
        u32::try_from(stretch.as_nanos().div_ceil(every.as_nanos())).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stretch_has_a_scrape_at_least() {
        assert_eq!(Effort::times(Duration::from_millis(200), SCRAPE_EVERY), 1);
        assert_eq!(Effort::times(Duration::from_secs(4), SCRAPE_EVERY), 2);
        assert_eq!(Effort::times(Duration::from_secs(5), SCRAPE_EVERY), 3);
    }
}
