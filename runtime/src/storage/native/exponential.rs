//! Buckets whose bounds are powers of a number, so that none have to be stated.
//!
//! At schema `s`, the bucket with index `i` holds what is above `base^(i-1)` and not above `base^i`, where `base` is
//! `2^(2^-s)`. What is near 0 is in a bucket of its own. The [specification] has the details.
//!
//! [specification]: https://prometheus.io/docs/specs/native_histograms/

use std::array;
use std::sync::LazyLock;

use lowcard_schema::Native;

/// Observations in exponential buckets, at most as many buckets as were asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Exponential {
    /// How fine the buckets are. It starts as it was asked for, and gets coarser when there are too many buckets.
    pub(crate) schema: i8,
    /// How far from 0 the bucket around 0 reaches.
    pub(crate) zero_threshold: f64,
    /// How many observations are in it.
    pub(crate) zero: u64,
    /// The buckets above it by their indexes, rising: those that hold something.
    pub(crate) positive: Vec<(i32, u64)>,
    /// Those below it, by the indexes of the same values without their sign.
    pub(crate) negative: Vec<(i32, u64)>,
    max_buckets: usize,
}

/// The coarsest schema that there is.
const COARSEST: i8 = -4;
/// The finest.
const FINEST: u32 = 8;

impl Exponential {
    /// Nothing observed.
    pub(super) fn new(shape: Native) -> Self {
        Self {
            schema: shape.schema,
            zero_threshold: Native::ZERO_THRESHOLD,
            zero: 0,
            positive: Vec::new(),
            negative: Vec::new(),
            max_buckets: usize::try_from(shape.max_buckets).unwrap_or(usize::MAX),
        }
    }

    /// Counts a value that is a number.
    pub(super) fn observe(&mut self, value: f64) {
        let magnitude = value.abs();
        if magnitude <= self.zero_threshold {
            self.zero += 1;
            return;
        }
        let index = index(self.schema, magnitude);
        add(if value > 0.0 { &mut self.positive } else { &mut self.negative }, index, 1);
        self.limit();
    }

    /// Adds what others hold; both become as coarse as the coarser one is.
    pub(super) fn merge(&mut self, other: &Self) {
        if self.is_empty() {
            self.clone_from(other);
            return;
        }
        let mut other = other.clone();
        while other.schema > self.schema {
            other.coarsen();
        }
        while self.schema > other.schema {
            self.coarsen();
        }
        let widest = self.zero_threshold.max(other.zero_threshold);
        self.widen(widest);
        other.widen(widest);
        self.zero += other.zero;
        other.positive.into_iter().for_each(|(index, count)| add(&mut self.positive, index, count));
        other.negative.into_iter().for_each(|(index, count)| add(&mut self.negative, index, count));
        self.limit();
    }

    fn is_empty(&self) -> bool {
        self.zero == 0 && self.positive.is_empty() && self.negative.is_empty()
    }

    /// Makes do with as many buckets as there may be: first with coarser ones, and where there are none, with a wider
    /// bucket around 0. Neither is taken back, as the buckets that hold something only become more.
    fn limit(&mut self) {
        while self.positive.len() + self.negative.len() > self.max_buckets {
            if self.schema > COARSEST {
                self.coarsen();
            } else {
                let nearest = [&self.positive, &self.negative].into_iter().filter_map(|side| side.first());
                let Some(index) = nearest.map(|&(index, _)| index).min() else { return };
                self.widen(upper_bound(self.schema, index));
            }
        }
    }

    /// Makes one bucket of every two.
    fn coarsen(&mut self) {
        self.schema -= 1;
        for side in [&mut self.positive, &mut self.negative] {
            for (index, _) in side.iter_mut() {
                *index = (*index + 1) >> 1;
            }
            side.dedup_by(|(index, count), (kept, sum)| {
                let is_same = index == kept;
                *sum += if is_same { *count } else { 0 };
                is_same
            });
        }
    }

    /// Takes the buckets that end at the threshold or before it into the one around 0.
    fn widen(&mut self, threshold: f64) {
        self.zero_threshold = self.zero_threshold.max(threshold);
        let schema = self.schema;
        for side in [&mut self.positive, &mut self.negative] {
            let within = side.partition_point(|&(index, _)| upper_bound(schema, index) <= threshold);
            self.zero += side.drain(..within).map(|(_, count)| count).sum::<u64>();
        }
    }
}

/// Adds to the bucket with this index.
fn add(side: &mut Vec<(i32, u64)>, index: i32, count: u64) {
    match side.binary_search_by_key(&index, |&(index, _)| index) {
        Ok(found) => side[found].1 += count,
        Err(place) => side.insert(place, (index, count)),
    }
}

/// The bucket of a value above 0. What is infinite is one bucket beyond the last number's.
fn index(schema: i8, magnitude: f64) -> i32 {
    if magnitude.is_infinite() {
        return index(schema, f64::MAX) + 1;
    }
    let (fraction, exponent) = fraction_and_exponent(magnitude);
    if schema <= 0 {
        // A power of two is the upper bound of its bucket.
        let index = if fraction.to_bits() == HALF.to_bits() { exponent - 1 } else { exponent };
        let width = i32::from(-schema);
        return (index + (1 << width) - 1) >> width;
    }
    // The bounds within one octave: every second one of the next finer schema.
    let step = 1 << FINEST.saturating_sub(u32::from(schema.unsigned_abs()));
    let within = OCTAVE.bounds_below(fraction).div_ceil(step);
    let per_octave = 1 << schema;
    i32::try_from(within).unwrap_or(0) + (exponent - 1) * per_octave
}

/// The upper bound of a bucket, as far as there is a number for it.
fn upper_bound(schema: i8, index: i32) -> f64 {
    let exponent = f64::from(index) * f64::from(-schema).exp2();
    exponent.exp2().min(f64::MAX)
}

const HALF: f64 = 0.5;
/// How many bits of a double are its mantissa.
const MANTISSA: u32 = 52;

static OCTAVE: LazyLock<Octave> = LazyLock::new(Octave::new);

/// The bounds of the finest schema from one half to one, and a table that finds them.
struct Octave {
    /// The bounds, with one at the end that is above every fraction.
    bounds: Vec<f64>,
    /// How many bounds are below the start of each of so many equal parts of the octave. No part has two bounds.
    below: [u16; Self::PARTS],
}

impl Octave {
    /// As many as nine bits of the mantissa tell apart.
    const PARTS: usize = 1 << 9;
    const BOUNDS: u16 = 1 << FINEST;

    fn new() -> Self {
        let inner = (0..Self::BOUNDS).map(|bound| HALF * (f64::from(bound) / f64::from(Self::BOUNDS)).exp2());
        let bounds: Vec<f64> = inner.chain([1.0]).collect();
        let below = array::from_fn(|part| {
            let start = f64::from_bits(HALF.to_bits() | (part as u64) << (MANTISSA - Self::PARTS.ilog2()));
            u16::try_from(bounds.partition_point(|&bound| bound < start)).unwrap_or(Self::BOUNDS)
        });
        Self { bounds, below }
    }

    /// How many bounds are below a number from one half to one.
    fn bounds_below(&self, fraction: f64) -> usize {
        let part = fraction.to_bits() >> (MANTISSA - Self::PARTS.ilog2());
        let below: usize = self.below[usize::try_from(part).unwrap_or(0) % Self::PARTS].into();
        below + usize::from(self.bounds.get(below).is_some_and(|&bound| bound < fraction))
    }
}

/// The two numbers of which the value is the first times two to the power of the second; the first is from one half to
/// one, without the latter.
fn fraction_and_exponent(value: f64) -> (f64, i32) {
    const BIAS: i32 = 1022;
    if value < f64::MIN_POSITIVE {
        // What has no leading one is moved to where it has.
        let (fraction, exponent) = fraction_and_exponent(value * f64::from(64_i8).exp2());
        return (fraction, exponent - 64);
    }
    let bits = value.to_bits();
    let exponent = i32::try_from(bits >> MANTISSA & 0x7ff).unwrap_or(0) - BIAS;
    let mantissa = bits & ((1 << MANTISSA) - 1);
    (f64::from_bits(HALF.to_bits() | mantissa), exponent)
}

#[cfg(test)]
mod tests {
    use super::{COARSEST, Exponential, FINEST, HALF, Native, OCTAVE, index, upper_bound};

    fn observed(shape: Native, values: impl IntoIterator<Item = f64>) -> Exponential {
        let mut exponential = Exponential::new(shape);
        values.into_iter().for_each(|value| exponential.observe(value));
        exponential
    }

    fn shape(schema: i8, max_buckets: u32) -> Native {
        Native { schema, max_buckets }
    }

    fn total(exponential: &Exponential) -> u64 {
        let sides = exponential.positive.iter().chain(&exponential.negative);
        exponential.zero + sides.map(|&(_, count)| count).sum::<u64>()
    }

    #[test]
    fn a_value_is_in_the_bucket_that_ends_at_it_or_after() {
        let known = [(0, 1.0, 0), (0, 1.5, 1), (0, 2.0, 1), (0, 0.5, -1), (0, 0.3, -1), (3, 1.0, 0), (3, 1.05, 1)];
        let coarse = [(-1, 1.0, 0), (-1, 4.0, 1), (-1, 4.1, 2), (-4, 65_536.0, 1), (-4, 65_537.0, 2), (8, 2.0, 256)];
        for (schema, value, expected) in known.into_iter().chain(coarse) {
            assert_eq!(index(schema, value), expected, "{value} at {schema}");
        }
    }

    #[test]
    fn bounds_enclose_their_values_at_every_schema() {
        let values = (-1070..1020).map(|power| f64::from(power).exp2() * 1.3);
        for value in values.chain([f64::MIN_POSITIVE, 5e-324, f64::MAX, 1.0, 1e-300, 1e300]) {
            for schema in COARSEST..=i8::try_from(FINEST).unwrap_or(0) {
                let index = index(schema, value);
                assert!(value <= upper_bound(schema, index) * (1.0 + 1e-12), "{value} at {schema}");
                assert!(value >= upper_bound(schema, index - 1) * (1.0 - 1e-12), "{value} at {schema}");
            }
        }
    }

    #[test]
    fn the_table_finds_what_a_search_finds() {
        for bound in OCTAVE.bounds.iter().copied().filter(|&bound| bound < 1.0) {
            for fraction in [bound, bound.next_up(), bound.next_down().max(HALF), bound + 1e-4] {
                let searched = OCTAVE.bounds.partition_point(|&bound| bound < fraction);
                assert_eq!(OCTAVE.bounds_below(fraction), searched, "{fraction}");
            }
        }
    }

    #[test]
    fn a_coarser_schema_has_the_bucket_that_coarsening_gives() {
        let values = [1e-9, 0.001, 0.7, 1.0, 1.01, 3.3, 4.0, 1e6, 7e200];
        for fine in -3..=8 {
            let mut coarsened = observed(shape(fine, 1000), values);
            coarsened.coarsen();
            assert_eq!(coarsened, observed(shape(fine - 1, 1000), values));
        }
    }

    #[test]
    fn nothing_is_lost_and_the_limit_holds_whatever_is_observed() {
        let magnitudes = (-1074..1024).map(|power| f64::from(power).exp2());
        let values: Vec<f64> = magnitudes.flat_map(|value| [value, -value * 1.1, value * 1.7]).collect();
        for max in [8, 20, 160] {
            let exponential = observed(shape(8, max), values.iter().copied().chain([0.0, -0.0, f64::INFINITY]));
            assert!(exponential.positive.len() + exponential.negative.len() <= max as usize);
            assert_eq!(total(&exponential), values.len() as u64 + 3);
            assert!(exponential.zero_threshold > 0.0 && exponential.zero_threshold.is_finite());
        }
    }

    #[test]
    fn parts_add_up_to_what_one_would_hold() {
        let values: Vec<f64> =
            (1_u32..2_000).map(|n| f64::from(n).powi(3) * if n % 3 == 0 { -0.01 } else { 0.5 }).collect();
        let (left, right) = values.split_at(700);
        let shape = shape(4, 40);
        let mut merged = observed(shape, left.iter().copied());
        merged.merge(&observed(shape, right.iter().copied()));
        assert_eq!(merged, observed(shape, values.iter().copied()));
    }

    #[test]
    fn values_near_zero_and_infinite_ones_have_their_places() {
        let exponential = observed(shape(0, 160), [0.0, -0.0, 1e-40, -1e-40, f64::INFINITY, f64::NEG_INFINITY]);
        assert_eq!(exponential.zero, 4);
        assert_eq!((&exponential.positive, &exponential.negative), (&vec![(1025, 1)], &vec![(1025, 1)]));
    }
}
