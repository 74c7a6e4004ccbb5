//! Series arithmetic that can't overflow, and the budget that it is held against.

use core::fmt;

use crate::{Definition, Kind, Label, Rule, Text};

/// A number of series; products that no `u64` can hold are kept as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Series(Option<u64>);

impl Series {
    /// This many.
    pub const fn new(count: u64) -> Self {
        Self(Some(count))
    }

    /// The number, unless it is beyond `u64`.
    pub const fn get(self) -> Option<u64> {
        self.0
    }

    /// The product.
    #[must_use]
    pub const fn times(self, factor: u64) -> Self {
        match self.0 {
            Some(0) => Self(Some(0)),
            Some(count) => Self(count.checked_mul(factor)),
            None => Self(if factor == 0 { Some(0) } else { None }),
        }
    }

    /// The sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(this), Some(other)) => Self(this.checked_add(other)),
            _ => Self(None),
        }
    }

    /// The smaller of the two.
    #[must_use]
    pub const fn min(self, other: Self) -> Self {
        if self.exceeds(other) { other } else { self }
    }

    /// Whether it is the larger of the two.
    pub const fn exceeds(self, other: Self) -> bool {
        match (self.0, other.0) {
            (None, Some(_)) => true,
            (_, None) => false,
            (Some(this), Some(other)) => this > other,
        }
    }
}

/// What a record says, where nothing stands for a number beyond `u64`.
impl From<Option<u64>> for Series {
    fn from(count: Option<u64>) -> Self {
        Self(count)
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(count) => write!(f, "{count}"),
            None => f.write_str("more than 2^64"),
        }
    }
}

/// The most label sets that a metric's labels may make, however few of them may exist: each has a number of 31 bits.
pub const MOST_LABEL_SETS: u64 = 1 << 31;

/// What stands in the way of a definition, if its worst case is over `budget`.
///
/// The labels' domains are types, so only the compiler knows the product: the macros call this from a `const`.
pub const fn over_budget(definition: &Definition, budget: u64) -> Option<Text> {
    if definition.label_sets().exceeds(Series::new(MOST_LABEL_SETS)) {
        return Some(
            Text::new("`")
                .str(definition.name)
                .str("` has more label sets than can be numbered: ")
                .number(MOST_LABEL_SETS)
                .rule(Rule::CardinalityOverBudget)
                .str("\n  help: drop a label, or use one with fewer values"),
        );
    }
    if definition.max_series.is_some() && definition.is_closed() {
        return Some(
            Text::new("`max_series` caps labels whose values are met at run time, and every label of `")
                .str(definition.name)
                .str("` is closed")
                .rule(Rule::CardinalityCapUnneeded)
                .str("\n  help: remove `max_series`: the compiler proves the number of series"),
        );
    }
    if !definition.worst_case().exceeds(Series::new(budget)) {
        return None;
    }
    let text = Text::new("`").str(definition.name).str("` can have ");
    let text = match definition.worst_case().get() {
        Some(count) => text.number(count),
        None => text.str("more than 2^64"),
    };
    let text = factors(text.str(" series"), definition)
        .str(", and its budget is ")
        .number(budget)
        .rule(Rule::CardinalityOverBudget);
    Some(if definition.is_closed() {
        text.str("\n  help: drop a label, or use one with fewer values")
    } else if definition.max_series.is_some() {
        text.str("\n  help: lower `max_series` to the budget or below")
    } else {
        text.str("\n  help: drop a label, or cap the metric at run time: `#[metric(max_series = ")
            .number(budget)
            .str(")]`")
    })
}

/// ` (channel 2 × route 201 × lines of a histogram 14)`: what the series are the product of, unless they are capped.
#[expect(clippy::large_types_passed_by_value, reason = "a message is built by the compiler, which hands it on")]
const fn factors(text: Text, definition: &Definition) -> Text {
    if definition.max_series.is_some() || definition.labels.is_empty() {
        return text;
    }
    let mut text = text.str(" (");
    let mut i = 0;
    while i < definition.labels.len() {
        let label = &definition.labels[i];
        text = text.str(if i == 0 { "" } else { " × " }).str(label.name).str(" ").number(label.domain.len());
        i += 1;
    }
    if definition.lines() > 1 {
        text = text.str(" × lines of a histogram ").number(definition.lines());
    }
    text.str(")")
}

/// One step towards the number of a label set among all of its kind: the labels `before`, most significant first, then
/// one of `size` values.
///
/// The result is below the product of all sizes, which [`over_budget`] has shown to fit; wrapping keeps a set that was
/// refused from causing a second error.
#[inline]
pub const fn index(before: u64, size: u64, ordinal: u64) -> u64 {
    before.wrapping_mul(size).wrapping_add(ordinal)
}

/// How many lines, each a series to Prometheus, one label set of a metric takes: one, or for a histogram its buckets,
/// `+Inf`, `_sum` and `_count`, and one more if it is native.
///
/// Prometheus keeps all of them where it is told to store a native histogram's classic series too.
pub const fn lines(kind: Kind, buckets: usize, native: bool) -> u64 {
    match kind {
        Kind::Histogram => buckets as u64 + 3 + native as u64,
        Kind::Counter | Kind::Gauge | Kind::Info => 1,
    }
}

/// How many label sets these labels can make: the product of their domains.
pub const fn label_sets(labels: &[Label]) -> Series {
    let mut sets = Series::new(1);
    let mut i = 0;
    while i < labels.len() {
        sets = sets.times(labels[i].domain.len());
        i += 1;
    }
    sets
}

/// The number of label sets that a set which is part of another can make, as a factor for [`index`].
pub const fn size(labels: &[Label]) -> u64 {
    match label_sets(labels).get() {
        Some(size) => size,
        None => u64::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::{Series, lines};
    use crate::Kind;

    #[test]
    fn products_beyond_u64_stay_beyond() {
        let beyond = Series::new(u64::MAX).times(2);
        assert_eq!(beyond.get(), None);
        assert_eq!(beyond.times(3), beyond);
        assert_eq!(beyond.times(0), Series::new(0));
        assert!(beyond.exceeds(Series::new(u64::MAX)));
        assert!(!beyond.exceeds(beyond));
        assert_eq!(beyond.min(Series::new(7)), Series::new(7));
    }

    #[test]
    fn sums_beyond_u64_stay_beyond() {
        let beyond = Series::new(u64::MAX).plus(Series::new(1));
        assert_eq!(beyond, Series::from(None));
        assert_eq!(beyond.plus(Series::new(0)), beyond);
        assert_eq!(Series::new(3).plus(Series::new(4)), Series::from(Some(7)));
    }

    #[test]
    fn the_display_of_a_product_is_its_number_or_says_that_there_is_none() {
        assert_eq!(Series::new(12).times(3).to_string(), "36");
        assert_eq!(Series::new(u64::MAX).times(2).to_string(), "more than 2^64");
    }

    #[test]
    fn a_native_histogram_is_one_series_beside_its_classic_ones() {
        assert_eq!(lines(Kind::Histogram, 11, false), 14);
        assert_eq!(lines(Kind::Histogram, 11, true), 15);
        assert_eq!(lines(Kind::Histogram, 0, true), 4);
        assert_eq!(lines(Kind::Counter, 0, false), 1);
    }
}
