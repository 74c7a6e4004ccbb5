//! The buckets of histograms that nobody has declared.

use std::sync::Arc;

/// The most bounds, so that a row has room for them.
pub(super) const MOST: usize = 250;

/// What fits most durations in seconds.
const SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Upper bounds in ascending order, each once, without `+Inf`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Buckets(Arc<[f64]>);

impl Default for Buckets {
    fn default() -> Self {
        Self(SECONDS.into())
    }
}

impl Buckets {
    /// What can be a bound of these, the lowest first.
    pub(super) fn new(bounds: &[f64]) -> Self {
        let mut bounds: Vec<f64> = bounds.iter().copied().filter(|bound| bound.is_finite()).collect();
        bounds.sort_by(f64::total_cmp);
        bounds.dedup();
        bounds.truncate(MOST);
        Self(bounds.into())
    }

    pub(super) fn bounds(&self) -> &[f64] {
        &self.0
    }

    /// The first bucket whose upper bound is not below the value. None for what is not a number.
    pub(super) fn find(&self, value: f64) -> Option<u32> {
        let bucket = self.0.partition_point(|bound| *bound < value);
        u32::try_from(bucket).ok().filter(|_| !value.is_nan())
    }
}

#[cfg(test)]
mod tests {
    use super::Buckets;

    #[test]
    fn bounds_are_sorted_and_what_is_none_is_left_out() {
        let buckets = Buckets::new(&[2.0, f64::NAN, 1.0, f64::INFINITY, 2.0, -0.0, 0.0, f64::NEG_INFINITY]);
        assert_eq!(buckets.bounds(), [0.0, 1.0, 2.0]);
        let found = [-1.0, 0.0, 1.5, 2.0, 3.0, f64::NAN].map(|value| buckets.find(value));
        assert_eq!(found, [Some(0), Some(0), Some(2), Some(2), Some(3), None]);
        let many: Vec<f64> = (0..1_000).map(f64::from).collect();
        assert_eq!(Buckets::new(&many).bounds().len(), 250);
        assert_eq!(Buckets::new(&[]).find(1.0), Some(0));
    }
}
