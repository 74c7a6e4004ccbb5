//! Sums that only grow.

use std::marker::PhantomData;

use lowcard_schema::{Kind, Label, Number};

use super::handle::{Handle, shared_traits};
use super::{CounterNumber, Metric};
use crate::declaration::Declaration;
use crate::exemplar::{self, ExemplarLabels};
use crate::label::{Column, LabelSet};
use crate::registry::{RegisterError, Registry};
use crate::storage::OwnRow;

/// Counts what happens: a sum that only grows.
///
/// `L` is its label set, `N` is `u64` or `f64`. Without labels, it has the methods of its one series.
///
/// ```
/// use lowcard::{Counter, LabelSet, LabelValue, metric};
///
/// #[derive(Clone, Copy, LabelValue)]
/// enum Outcome { Delivered, Failed }
///
/// #[derive(Clone, Copy, LabelSet)]
/// struct Delivery { outcome: Outcome }
///
/// /// Reminders that left the service.
/// #[metric]
/// static REMINDERS_TOTAL: Counter<Delivery>;
///
/// /// Time spent on reminders, in seconds.
/// #[metric]
/// static REMINDER_BUSY_SECONDS_TOTAL: Counter<(), f64>;
///
/// let failed = REMINDERS_TOTAL.with(Delivery { outcome: Outcome::Failed });
/// failed.inc();
/// failed.add(2);
/// assert_eq!(failed.get(), 3);
/// REMINDER_BUSY_SECONDS_TOTAL.add(0.25);
/// ```
pub struct Counter<L = (), N = u64> {
    handle: Handle,
    types: PhantomData<fn(L, N)>,
}

/// One series of a [`Counter`]. Copying it is free; resolve it once and use it for ever.
#[derive(Clone, Copy, Debug)]
pub struct CounterSeries<'a, N = u64> {
    row: OwnRow<'a>,
    number: PhantomData<N>,
}

shared_traits!(Counter<L, N>);

impl<L: LabelSet, N: CounterNumber> Counter<L, N> {
    /// The series with these labels. It is exposed from its first update on.
    ///
    /// A label set that finds no room under the metric's `max_series` gets the series that stands for all of those.
    #[expect(clippy::needless_pass_by_value, reason = "a label set is written where it is used, as a struct literal")]
    #[inline]
    pub fn with(&self, labels: L) -> CounterSeries<'_, N> {
        CounterSeries { row: self.handle.counter_row(labels.index()), number: PhantomData }
    }

    /// The number of the series with these labels, which finds it again without them.
    #[cfg(feature = "http")]
    pub(crate) fn number_of(&self, labels: L) -> u32 {
        self.with(labels).row.number()
    }

    /// The series that has this number.
    #[cfg(feature = "http")]
    #[inline]
    pub(crate) fn at(&self, number: u32) -> CounterSeries<'_, N> {
        CounterSeries { row: self.handle.row_at(number), number: PhantomData }
    }
}

impl<N: CounterNumber> Counter<(), N> {
    /// Adds 1.
    #[inline]
    pub fn inc(&self) {
        self.with(()).inc();
    }

    /// Adds `amount`; see [`CounterSeries::add`].
    #[inline]
    pub fn add(&self, amount: N) {
        self.with(()).add(amount);
    }

    /// Adds 1, and keeps an example of it; see [`CounterSeries::add_with_exemplar`].
    pub fn inc_with_exemplar(&self, labels: impl ExemplarLabels) {
        self.with(()).inc_with_exemplar(labels);
    }

    /// Adds `amount`, and keeps an example of it; see [`CounterSeries::add_with_exemplar`].
    pub fn add_with_exemplar(&self, amount: N, labels: impl ExemplarLabels) {
        self.with(()).add_with_exemplar(amount, labels);
    }

    /// The sum so far. A counter that is read from a function has the function's value.
    pub fn get(&self) -> N {
        self.handle.source().and_then(N::read).unwrap_or_else(|| self.with(()).get())
    }
}

impl<N: CounterNumber> CounterSeries<'_, N> {
    /// Adds 1.
    #[inline]
    pub fn inc(self) {
        self.add(N::ONE);
    }

    /// Adds `amount`; 0 exposes the series without changing it.
    ///
    /// An amount that is negative, infinite or not a number is ignored: a counter only grows. A `u64` starts again
    /// from 0 after 2^64, which Prometheus takes for a restart.
    #[inline]
    pub fn add(self, amount: N) {
        if amount.is_growth() {
            self.row.add(amount);
        }
    }

    /// Adds 1, and keeps an example of it; see [`add_with_exemplar`](Self::add_with_exemplar).
    pub fn inc_with_exemplar(self, labels: impl ExemplarLabels) {
        self.add_with_exemplar(N::ONE, labels);
    }

    /// Adds `amount` as [`add`](Self::add) does, and keeps it as an exemplar with these labels, unless the last one is
    /// less than a second old. OpenMetrics and protobuf show it.
    pub fn add_with_exemplar(self, amount: N, labels: impl ExemplarLabels) {
        if amount.is_growth() {
            self.row.add(amount);
            self.row.keep_exemplar(0, amount.as_f64(), |out| exemplar::render(labels, out));
        }
    }

    /// The sum so far.
    pub fn get(self) -> N {
        self.row.get()
    }
}

impl<L: LabelSet, N: CounterNumber> Metric for Counter<L, N> {
    const KIND: Kind = Kind::Counter;
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

    use super::{Counter, Metric, Number, Registry};
    use crate::declaration::Source;
    use crate::fixtures::{Call, Declaration, Definition, Kind, definition, labelled};
    use crate::label::{LabelSet, Method};

    static CALLS: Declaration = Declaration::new(labelled::<Call>("app_calls_total", Kind::Counter), Call::COLUMNS);
    static BUSY: Declaration = Declaration::new(
        Definition { number: Number::F64, ..definition("app_busy_seconds_total", Kind::Counter) },
        &[],
    );
    static READ: Declaration =
        Declaration::new(definition("app_read_total", Kind::Counter), &[]).read_from(Source::U64(|| 42));

    #[test]
    fn each_label_set_has_its_own_sum() {
        let calls = Counter::<Call>::bound(&Registry::new(), &CALLS).expect("a fresh registry");
        let get = calls.with(Call { method: Method::Get, cached: false });
        let put = calls.with(Call { method: Method::Put, cached: true });
        get.inc();
        put.add(4);
        get.add(2);
        assert_eq!((get.get(), put.get()), (3, 4));
        assert_eq!(calls.with(Call { method: Method::Get, cached: false }).get(), 3);
    }

    #[test]
    fn fractions_add_up_and_what_is_no_growth_is_ignored() {
        let busy = Counter::<(), f64>::bound(&Registry::new(), &BUSY).expect("a fresh registry");
        for amount in [0.25, -1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.5] {
            busy.add(amount);
        }
        busy.inc();
        assert_eq!(busy.get().to_bits(), 1.75_f64.to_bits());
    }

    #[test]
    fn a_counter_that_is_read_from_a_function_ignores_updates() {
        let registry = Registry::new();
        let read = Counter::<(), u64>::bound(&registry, &READ).expect("a fresh registry");
        read.inc();
        assert_eq!(read.get(), 42);
        assert!(registry.encode_text().ends_with("\napp_read_total 42\n"));
    }

    #[test]
    fn a_clone_is_the_same_counter() {
        let calls = Counter::<Call>::bound(&Registry::new(), &CALLS).expect("a fresh registry");
        let call = Call { method: Method::Trace, cached: true };
        calls.clone().with(call).inc();
        assert_eq!(calls.with(call).get(), 1);
        assert_eq!(format!("{calls:?}"), "Counter(app_calls_total)");
    }
}
