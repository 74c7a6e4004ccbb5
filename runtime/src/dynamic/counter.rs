//! Sums of series that are met at run time.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use super::buckets::Buckets;
use super::family::{Family, Instrument, Member, Said};
use super::rows::{Row, Rows};
use crate::collector::{Families, SampleValue};
use crate::metric::CounterNumber;
use crate::storage::Layout;

/// One series of a counter. A clone is the same series.
///
/// It leads nowhere if the counter was refused.
#[derive(Clone, Debug)]
pub struct Counter<N = u64> {
    pub(super) sum: Option<Arc<Sum<N>>>,
}

impl<N: CounterNumber> Counter<N> {
    /// Adds 1.
    #[inline]
    pub fn inc(&self) {
        self.add(N::ONE);
    }

    /// Adds `amount`. One that is negative, infinite or not a number is ignored.
    #[inline]
    pub fn add(&self, amount: N) {
        if let Some(sum) = &self.sum {
            sum.add(amount);
        }
    }

    /// The sum so far.
    pub fn get(&self) -> N {
        self.sum.as_ref().map_or(N::from_bits(0), |sum| sum.get())
    }
}

impl Counter {
    /// Makes it `total`, unless it is more than that already: for sums that somebody else keeps.
    ///
    /// The first such call takes a lock for a moment. From then on the series is one number that all threads share, so
    /// that adding to it is slower.
    pub fn set_at_least(&self, total: u64) {
        if let Some(sum) = &self.sum {
            sum.set_at_least(total);
        }
    }
}

/// What a counter's series holds.
pub(crate) struct Sum<N> {
    row: Row,
    lifted: OnceLock<Lifted>,
    number: PhantomData<fn(N)>,
}

/// What goes on top of the row, once there was a total that it had to reach.
struct Lifted {
    /// What the row held then. What it has got meanwhile was added by who did not know yet.
    row: u64,
    rest: AtomicU64,
}

impl<N: CounterNumber> Sum<N> {
    #[inline]
    pub(crate) fn add(&self, amount: N) {
        if !amount.is_growth() {
            return;
        }
        match self.lifted.get() {
            None => self.row.counter().add(amount),
            Some(lifted) => amount.add_to(&lifted.rest),
        }
    }

    pub(crate) fn get(&self) -> N {
        let row: N = self.row.counter().get();
        let rest = self.lifted.get().map_or(0, |lifted| lifted.rest.load(Ordering::Relaxed));
        N::from_bits(N::plus(row.into_bits(), rest))
    }
}

impl Sum<u64> {
    pub(crate) fn set_at_least(&self, total: u64) {
        let lifted = self.lifted.get_or_init(|| Lifted { row: self.row.counter().get(), rest: AtomicU64::new(0) });
        lifted.rest.fetch_max(total.saturating_sub(lifted.row), Ordering::Relaxed);
    }
}

impl<N> std::fmt::Debug for Sum<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sum")
    }
}

/// What differs between the two numbers that a counter can hold.
macro_rules! instrument {
    ($Number:ty, $Member:ident, $layout:expr) => {
        impl Instrument for Sum<$Number> {
            const KIND: lowcard_schema::Kind = lowcard_schema::Kind::Counter;

            fn layout(_buckets: &Buckets) -> Layout {
                $layout
            }

            fn new(rows: &Mutex<Rows>, _buckets: &Buckets) -> Self {
                Self { row: super::family::next(rows), lifted: OnceLock::new(), number: PhantomData }
            }

            fn family(member: &Member) -> Option<&Family<Self>> {
                if let Member::$Member(family) = member { Some(family) } else { None }
            }

            fn member(family: Family<Self>) -> Member {
                Member::$Member(family)
            }

            fn collect(family: &Family<Self>, families: &mut Families, said: &Said) {
                let mut samples = families.counter(family.name(), &said.help);
                samples.unit(&said.unit);
                for (labels, sum) in family.series() {
                    samples.series(&labels, SampleValue::from(sum.get()));
                }
            }
        }
    };
}

instrument!(u64, Counter, Layout::Whole);
instrument!(f64, FloatCounter, Layout::Fractions);
