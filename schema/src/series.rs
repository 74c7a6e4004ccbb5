//! Series arithmetic that can't overflow, and the budget that it is held against.

use core::fmt;

use crate::{Definition, Domain, Rule, Text};

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

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(count) => write!(f, "{count}"),
            None => f.write_str("more than 2^64"),
        }
    }
}

/// What stands in the way of a definition, if its worst case is over `budget`.
///
/// The labels' domains are types, so only the compiler knows the product: the macros call this from a `const`.
pub const fn over_budget(definition: &Definition, budget: u64) -> Option<Text> {
    if definition.label_sets().get().is_none() {
        return Some(
            Text::new("`")
                .str(definition.name)
                .str("` has more label sets than can be counted")
                .rule(Rule::CardinalityOverBudget),
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
    let text = product(Text::new("`").str(definition.name).str("` can have "), definition)
        .str(" series, and its budget is ")
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

/// `20 = 2 (channel) × 10 (route)`, with the lines of a histogram as the last factor.
const fn product(mut text: Text, definition: &Definition) -> Text {
    match definition.worst_case().get() {
        Some(count) => text = text.number(count),
        None => text = text.str("more than 2^64"),
    }
    if definition.max_series.is_some() {
        return text;
    }
    let mut i = 0;
    while i < definition.labels.len() {
        let label = &definition.labels[i];
        text =
            text.str(if i == 0 { " = " } else { " × " }).number(label.domain.len()).str(" (").str(label.name).str(")");
        i += 1;
    }
    if definition.lines() > 1 {
        text = text.str(" × ").number(definition.lines()).str(" (buckets, `+Inf`, `_sum`, `_count`)");
    }
    text
}

/// The number of a label set among all of its kind, from the ordinals of its labels, most significant first.
///
/// Both arguments are bounded by the product, which [`over_budget`] has shown to fit; wrapping keeps a set that was
/// refused from causing a second error.
pub const fn index(before: u64, domain: Domain, ordinal: u64) -> u64 {
    before.wrapping_mul(domain.len()).wrapping_add(ordinal)
}

#[cfg(test)]
mod tests {
    use super::Series;

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
    fn the_display_of_a_product_is_its_number_or_says_that_there_is_none() {
        assert_eq!(Series::new(12).times(3).to_string(), "36");
        assert_eq!(Series::new(u64::MAX).times(2).to_string(), "more than 2^64");
    }
}
