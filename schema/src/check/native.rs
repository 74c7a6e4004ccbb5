//! The numbers of a native histogram.

use super::{Findings, Metric, Part};
use crate::{Kind, Native, Rule};

/// What makes a histogram native, with numbers that may be out of range.
#[derive(Clone, Copy, Debug)]
pub struct WrittenNative {
    /// How fine the buckets are.
    pub schema: i64,
    /// The most buckets that a series keeps.
    pub max_buckets: u64,
}

impl WrittenNative {
    /// The same, unless a number is out of range.
    pub fn in_range(self) -> Option<Native> {
        Some(Native { schema: self.schema()?, max_buckets: self.max_buckets()? })
    }

    fn schema(self) -> Option<i8> {
        i8::try_from(self.schema).ok().filter(|schema| Native::SCHEMAS.contains(schema))
    }

    fn max_buckets(self) -> Option<u32> {
        u32::try_from(self.max_buckets).ok().filter(|max| Native::MAX_BUCKETS.contains(max))
    }
}

/// The rules on what makes a histogram native.
pub(super) fn check(metric: &Metric<'_>, found: &mut Findings<'_>) {
    let (Some(native), Kind::Histogram) = (metric.native, metric.kind) else { return };
    if native.schema().is_none() {
        let (from, to) = Native::SCHEMAS.into_inner();
        found
            .report(
                Rule::AttributeInvalidValue,
                Part::Schema,
                format!("schema {} is not one of a native histogram", native.schema),
            )
            .help(format!(
                "write one from {from} to {to}: {} by default, and each step up halves the width of the buckets",
                Native::DEFAULT.schema
            ));
    }
    if native.max_buckets().is_none() {
        let (from, to) = Native::MAX_BUCKETS.into_inner();
        found
            .report(
                Rule::AttributeInvalidValue,
                Part::MaxBuckets,
                format!("a native histogram can't be held to {} buckets", native.max_buckets),
            )
            .help(format!(
                "write a number from {from} to {to}: {} by default, and a series that needs more gets wider ones",
                Native::DEFAULT.max_buckets
            ));
    }
}

#[cfg(test)]
mod tests {
    use super::WrittenNative;
    use crate::Native;

    #[test]
    fn only_numbers_in_range_make_a_native_histogram() {
        let written = |schema, max_buckets| WrittenNative { schema, max_buckets }.in_range();
        assert_eq!(written(-4, 8), Some(Native { schema: -4, max_buckets: 8 }));
        assert_eq!(written(8, 1_000), Some(Native { schema: 8, max_buckets: 1_000 }));
        for (schema, max_buckets) in
            [(-5, 160), (9, 160), (i64::MIN, 160), (256 + 3, 160), (3, 7), (3, 1_001), (3, u64::MAX)]
        {
            assert_eq!(written(schema, max_buckets), None, "schema {schema}, {max_buckets} buckets");
        }
    }
}
