//! Values that go up and down.

use std::marker::PhantomData;

use lowcard_schema::{Kind, Label, Number};

use super::handle::{Handle, shared_traits};
use super::{GaugeNumber, Metric};
use crate::declaration::Declaration;
use crate::label::{Column, LabelSet};
use crate::registry::{RegisterError, Registry};
use crate::storage::SharedRow;

/// Holds a value that goes up and down.
///
/// `L` is its label set, `N` is `i64` or `f64`. Without labels, it has the methods of its one series.
///
/// One whose name ends in `_timestamp_seconds` is not exposed before it is set: a time of 0 is one in 1970.
///
/// ```
/// use lowcard::{Gauge, metric};
///
/// /// Jobs that are waiting.
/// #[metric]
/// static JOBS_WAITING: Gauge;
///
/// /// Jobs that are being run.
/// #[metric]
/// static JOBS_RUNNING: Gauge;
///
/// JOBS_WAITING.set(7);
/// {
///     let _running = JOBS_RUNNING.track();
///     assert_eq!(JOBS_RUNNING.get(), 1);
/// }
/// assert_eq!(JOBS_RUNNING.get(), 0);
/// ```
pub struct Gauge<L = (), N = i64> {
    handle: Handle,
    types: PhantomData<fn(L, N)>,
}

/// One series of a [`Gauge`]. Copying it is free; resolve it once and use it for ever.
#[derive(Clone, Copy, Debug)]
pub struct GaugeSeries<'a, N = i64> {
    row: SharedRow<'a>,
    number: PhantomData<N>,
}

/// Counts as one in a gauge until it is dropped.
#[must_use = "it stops counting when it is dropped, so give it a name: `let _guard = …`"]
#[derive(Debug)]
pub struct Tracked<'a, N: GaugeNumber = i64> {
    series: GaugeSeries<'a, N>,
}

shared_traits!(Gauge<L, N>);

impl<L: LabelSet, N: GaugeNumber> Gauge<L, N> {
    /// The series with these labels. It is exposed from its first update on.
    ///
    /// A label set that finds no room under the metric's `max_series` gets the series that stands for all of those.
    #[expect(clippy::needless_pass_by_value, reason = "a label set is written where it is used, as a struct literal")]
    #[inline]
    pub fn with(&self, labels: L) -> GaugeSeries<'_, N> {
        GaugeSeries { row: self.handle.gauge_row(labels.index()), number: PhantomData }
    }
}

impl<N: GaugeNumber> Gauge<(), N> {
    /// Gives it a new value.
    pub fn set(&self, value: N) {
        self.with(()).set(value);
    }

    /// Adds 1.
    pub fn inc(&self) {
        self.with(()).inc();
    }

    /// Takes 1 away.
    pub fn dec(&self) {
        self.with(()).dec();
    }

    /// Adds `amount`.
    pub fn add(&self, amount: N) {
        self.with(()).add(amount);
    }

    /// Takes `amount` away.
    pub fn sub(&self, amount: N) {
        self.with(()).sub(amount);
    }

    /// Adds 1 now, and takes it away when the guard is dropped.
    pub fn track(&self) -> Tracked<'_, N> {
        self.with(()).track()
    }

    /// The value. A gauge that is read from a function has the function's value.
    pub fn get(&self) -> N {
        self.handle.source().and_then(N::read).unwrap_or_else(|| self.with(()).get())
    }
}

impl<'a, N: GaugeNumber> GaugeSeries<'a, N> {
    /// Gives it a new value.
    pub fn set(self, value: N) {
        self.row.set(value);
    }

    /// Adds 1.
    pub fn inc(self) {
        self.add(N::ONE);
    }

    /// Takes 1 away.
    pub fn dec(self) {
        self.sub(N::ONE);
    }

    /// Adds `amount`; an `i64` wraps around.
    pub fn add(self, amount: N) {
        self.row.add(amount);
    }

    /// Takes `amount` away; an `i64` wraps around.
    pub fn sub(self, amount: N) {
        self.row.add(amount.negated());
    }

    /// Adds 1 now, and takes it away when the guard is dropped.
    pub fn track(self) -> Tracked<'a, N> {
        self.inc();
        Tracked { series: self }
    }

    /// The value.
    pub fn get(self) -> N {
        self.row.get()
    }
}

impl<N: GaugeNumber> Drop for Tracked<'_, N> {
    fn drop(&mut self) {
        self.series.dec();
    }
}

impl<L: LabelSet, N: GaugeNumber> Metric for Gauge<L, N> {
    const KIND: Kind = Kind::Gauge;
    const NUMBER: Number = N::NUMBER;
    const LABELS: &'static [Label] = L::LABELS;
    const COLUMNS: &'static [Column] = L::COLUMNS;
    const CATEGORIES: &'static [&'static str] = L::CATEGORIES;

    type Constants = ();

    fn bound(registry: &Registry, declaration: &'static Declaration) -> Result<Self, RegisterError> {
        Ok(Self { handle: Handle::bound(registry, declaration)?, types: PhantomData })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "a metric that is refused here fails the test")]

    use super::{Gauge, Metric, Number, Registry};
    use crate::fixtures::{Declaration, Definition, Kind, definition};

    static WAITING: Declaration = Declaration::new(definition("app_waiting", Kind::Gauge), &[]);
    static LAST_RUN: Declaration = Declaration::new(definition("app_last_run_timestamp_seconds", Kind::Gauge), &[]);
    static LOAD: Declaration =
        Declaration::new(Definition { number: Number::F64, ..definition("app_load_ratio", Kind::Gauge) }, &[]);

    #[test]
    fn it_goes_up_and_down() {
        let waiting = Gauge::<(), i64>::bound(&Registry::new(), &WAITING).expect("a fresh registry");
        waiting.set(5);
        waiting.inc();
        waiting.sub(9);
        waiting.dec();
        assert_eq!(waiting.get(), -4);
        waiting.set(0);
        waiting.sub(i64::MIN);
        assert_eq!(waiting.get(), i64::MIN);
    }

    #[test]
    fn a_time_is_not_exposed_before_it_is_set() {
        let registry = Registry::new();
        let last = Gauge::<(), i64>::bound(&registry, &LAST_RUN).expect("a fresh registry");
        assert_eq!(registry.encode_text(), "");
        last.set(1_800_000_000);
        assert!(registry.encode_text().ends_with("\napp_last_run_timestamp_seconds 1800000000\n"));
    }

    #[test]
    fn fractions_go_up_and_down() {
        let load = Gauge::<(), f64>::bound(&Registry::new(), &LOAD).expect("a fresh registry");
        load.set(0.5);
        load.sub(0.75);
        load.inc();
        assert_eq!(load.get().to_bits(), 0.75_f64.to_bits());
    }

    #[test]
    fn what_is_tracked_counts_until_its_guard_is_dropped() {
        let waiting = Gauge::<(), i64>::bound(&Registry::new(), &WAITING).expect("a fresh registry");
        let first = waiting.track();
        let second = waiting.track();
        assert_eq!(waiting.get(), 2);
        drop(first);
        assert_eq!(waiting.get(), 1);
        drop(second);
        assert_eq!(waiting.get(), 0);
    }
}
