//! Native histograms, whose buckets follow from an exponent and exist only where something was observed.

use core::ops::RangeInclusive;

/// How a histogram is kept as a native one. OpenTelemetry calls the same an exponential histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Native {
    /// How fine the buckets are, as one of [`SCHEMAS`](Self::SCHEMAS): each upper bound is 2^(2^-schema) times the last.
    pub schema: i8,
    /// The most buckets that a series keeps, as one of [`MAX_BUCKETS`](Self::MAX_BUCKETS). Where more would be needed,
    /// neighbours are merged, which is one schema less.
    pub max_buckets: u32,
}

impl Native {
    /// What `native` alone means. 160 buckets of schema 3 reach from a value to the millionfold of it, and at schema −4,
    /// where the numbers of either sign fall into 72 buckets, they are enough for whatever is observed.
    pub const DEFAULT: Self = Self { schema: 3, max_buckets: 160 };

    /// The schemas that Prometheus knows, from bounds that are 65,536 times the last to 256 buckets an octave. At 3, a
    /// bound is 2^(1/8) ≈ 1.09 times the last.
    pub const SCHEMAS: RangeInclusive<i8> = -4..=8;

    /// How many buckets a series may be allowed. Fewer than 8 say little about a distribution, and as all of them go out
    /// with each scrape, a range that takes more than 1,000 wants a coarser schema.
    pub const MAX_BUCKETS: RangeInclusive<u32> = 8..=1_000;

    /// 2^-128: observations up to this size, of either sign, count as zero. It is not 0, because Prometheus 2.42 takes a
    /// native histogram without observations and without a threshold for a classic one.
    pub const ZERO_THRESHOLD: f64 = 2.938_735_877_055_719e-39;
}

#[cfg(test)]
mod tests {
    use super::Native;

    #[test]
    fn the_zero_threshold_is_a_power_of_two() {
        assert_eq!(Native::ZERO_THRESHOLD.to_bits(), 2_f64.powi(-128).to_bits());
    }

    #[test]
    fn the_default_is_allowed() {
        assert!(Native::SCHEMAS.contains(&Native::DEFAULT.schema));
        assert!(Native::MAX_BUCKETS.contains(&Native::DEFAULT.max_buckets));
    }
}
