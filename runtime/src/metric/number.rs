//! The numbers that counters and gauges are made of.

use lowcard_schema::Number;

use crate::declaration::Source;
use crate::storage::Value;

/// What counters and gauges ask of a number. It stays in the crate, so that nobody adds another.
pub trait MetricNumber: Value {
    /// The number's name in a definition.
    const NUMBER: Number;
    /// What `inc` adds.
    const ONE: Self;

    /// What a function of this number returns.
    fn read(source: Source) -> Option<Self>;
}

/// A number that a [`Counter`](crate::Counter) can hold: `u64` or `f64`.
#[diagnostic::on_unimplemented(
    message = "a counter can't hold `{Self}` [item/unsupported]",
    label = "a counter holds `u64` or `f64`"
)]
pub trait CounterNumber: MetricNumber {
    /// Whether a counter that gets this much more still goes up, to a finite number.
    #[doc(hidden)]
    fn is_growth(self) -> bool;
}

/// A number that a [`Gauge`](crate::Gauge) can hold: `i64` or `f64`.
#[diagnostic::on_unimplemented(
    message = "a gauge can't hold `{Self}` [item/unsupported]",
    label = "a gauge holds `i64` or `f64`"
)]
pub trait GaugeNumber: MetricNumber {
    /// What takes this much away when it is added.
    #[doc(hidden)]
    #[must_use]
    fn negated(self) -> Self;
}

impl MetricNumber for u64 {
    const NUMBER: Number = Number::U64;
    const ONE: Self = 1;

    fn read(source: Source) -> Option<Self> {
        if let Source::U64(read) = source { Some(read()) } else { None }
    }
}

impl MetricNumber for i64 {
    const NUMBER: Number = Number::I64;
    const ONE: Self = 1;

    fn read(source: Source) -> Option<Self> {
        if let Source::I64(read) = source { Some(read()) } else { None }
    }
}

impl MetricNumber for f64 {
    const NUMBER: Number = Number::F64;
    const ONE: Self = 1.0;

    fn read(source: Source) -> Option<Self> {
        if let Source::F64(read) = source { Some(read()) } else { None }
    }
}

#[diagnostic::do_not_recommend]
impl CounterNumber for u64 {
    fn is_growth(self) -> bool {
        true
    }
}

#[diagnostic::do_not_recommend]
impl CounterNumber for f64 {
    fn is_growth(self) -> bool {
        self >= 0.0 && self.is_finite()
    }
}

#[diagnostic::do_not_recommend]
impl GaugeNumber for i64 {
    fn negated(self) -> Self {
        self.wrapping_neg()
    }
}

#[diagnostic::do_not_recommend]
impl GaugeNumber for f64 {
    fn negated(self) -> Self {
        -self
    }
}
