//! Which bucket of a histogram a value belongs to.

/// How many entries the table has: 64 octaves.
const ENTRIES: usize = 512;

/// How many low bits of a float are not part of an entry's key: all but the sign, the exponent and three bits of the
/// fraction, so that an octave has eight entries.
const SHIFT: u32 = 52 - 3;

/// How far the table begins below the lowest bound, in entries: 16 octaves, at a 65,536th of it.
const MARGIN: u64 = 16 * 8;

/// The key of what is infinite or not a number. No entry has it.
const BEYOND: u64 = key(f64::INFINITY);

/// What stands for the first key where there is no table: no key is near it.
const NO_TABLE: u64 = 1 << 63;

/// Finds buckets by a table on the leading bits of the value, and one comparison.
///
/// The macros make it a constant beside the bounds, so that nothing has to be set up and nothing followed to find it.
#[derive(Debug)]
pub struct BucketFinder {
    /// The upper bounds, rising.
    bounds: &'static [f64],
    /// The key of the first entry, or [`NO_TABLE`].
    lowest: u64,
    /// The bucket of the lowest value of each entry.
    buckets: [u8; ENTRIES],
    /// The bound in each entry: values above it are one bucket further.
    splits: [f64; ENTRIES],
}

impl BucketFinder {
    /// For these bounds, which rise and are finite, but without a table: every value has to be searched for.
    pub const fn without_table(bounds: &'static [f64]) -> Self {
        Self { bounds, lowest: NO_TABLE, buckets: [0; ENTRIES], splits: [f64::INFINITY; ENTRIES] }
    }

    /// For these bounds, which rise and are finite.
    pub const fn new(bounds: &'static [f64]) -> Self {
        let mut finder = Self::without_table(bounds);
        // The bits of what is not above 0 are not in order.
        if bounds.is_empty() || bounds[0] <= 0.0 || key(bounds[0]) < MARGIN {
            return finder;
        }
        let lowest = key(bounds[0]) - MARGIN;
        let highest = key(bounds[bounds.len() - 1]);
        if lowest + ENTRIES as u64 > BEYOND || highest >= lowest + ENTRIES as u64 || bounds.len() > u8::MAX as usize {
            return finder;
        }
        let mut entry = 0;
        while entry < ENTRIES {
            if !finder.fill(entry, lowest + entry as u64) {
                return finder;
            }
            entry += 1;
        }
        finder.lowest = lowest;
        finder
    }

    /// Says whether one comparison will do in this entry.
    #[expect(clippy::cast_possible_truncation, reason = "there are at most 255 bounds")]
    const fn fill(&mut self, entry: usize, key: u64) -> bool {
        let (start, end) = (f64::from_bits(key << SHIFT), f64::from_bits((key + 1) << SHIFT));
        let mut bucket = 0;
        while bucket < self.bounds.len() && self.bounds[bucket] < start {
            bucket += 1;
        }
        self.buckets[entry] = bucket as u8;
        if bucket < self.bounds.len() {
            self.splits[entry] = self.bounds[bucket];
        }
        bucket + 1 >= self.bounds.len() || self.bounds[bucket + 1] >= end
    }

    /// The first bucket whose upper bound is not below the value, if the table has an entry for it.
    #[inline]
    pub(crate) fn find(&self, value: f64) -> Option<u32> {
        let entry = usize::try_from(key(value).wrapping_sub(self.lowest)).ok()?;
        let (bucket, split) = (self.buckets.get(entry)?, self.splits.get(entry)?);
        Some(u32::from(*bucket) + u32::from(*split < value))
    }

    /// The same without the table, which has nothing for 0 and below, for very small and very large values, and for
    /// bounds that are too close or too far apart. There is no bucket for what is not a number.
    pub(crate) fn search(&self, value: f64) -> Option<u32> {
        let bucket = self.bounds.partition_point(|bound| *bound < value);
        u32::try_from(bucket).ok().filter(|_| !value.is_nan())
    }
}

#[inline]
const fn key(value: f64) -> u64 {
    value.to_bits() >> SHIFT
}

#[cfg(test)]
mod tests {
    use super::BucketFinder;

    /// As it is said, without a table.
    fn naive(bounds: &[f64], value: f64) -> Option<u32> {
        u32::try_from(bounds.iter().take_while(|bound| **bound < value).count()).ok()
    }

    #[test]
    fn every_value_has_the_bucket_that_a_search_finds() {
        let layouts: [&'static [f64]; 12] = [
            &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0],
            &[1.0, 2.0, 4.0, 8.0, 1e6],
            &[1.0, 1.000_000_1, 1.000_000_2, 1.1],
            &[-5.0, -1.0, 0.0, 1.0, 5.0],
            &[-2.0, -1.0],
            &[-1.0, 1.0],
            &[0.0],
            &[0.0, 1e-300, 1e-200, 1.0],
            &[f64::MIN_POSITIVE, f64::MAX],
            &[1e-300, 1e300],
            &[1e300, f64::MAX],
            &[],
        ];
        let magnitudes = (-320..=308).flat_map(|power| [1.0, 1.3, 2.5, 9.99].map(|digit| digit * 10_f64.powi(power)));
        let near = [0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN];
        let values: Vec<f64> = magnitudes.chain(near).flat_map(|value| [value, -value]).collect();
        for bounds in layouts {
            let finder = BucketFinder::new(bounds);
            let around = bounds.iter().flat_map(|bound| [*bound, bound.next_up(), bound.next_down()]);
            for value in values.iter().copied().chain(around) {
                let found = finder.find(value).or_else(|| finder.search(value));
                assert_eq!(found, naive(bounds, value), "{value} in {bounds:?}");
            }
            assert_eq!((finder.find(f64::NAN), finder.search(f64::NAN)), (None, None));
        }
    }

    #[test]
    fn common_bounds_have_a_table() {
        let seconds = BucketFinder::new(&[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0]);
        assert!([1e-6, 0.005, 0.3, 10.0, 1e6].into_iter().all(|value| seconds.find(value).is_some()));
        assert_eq!(BucketFinder::new(&[1.0, 1.01]).find(1.0), None);
    }

    #[test]
    fn as_many_buckets_as_a_row_can_have_are_told_apart() {
        let bounds: Vec<f64> = (1..=253).map(f64::from).collect();
        let finder = BucketFinder::new(bounds.leak());
        for bucket in 0..=253_u32 {
            let value = f64::from(bucket) + 0.5;
            assert_eq!(finder.find(value).or_else(|| finder.search(value)), Some(bucket));
        }
    }
}
