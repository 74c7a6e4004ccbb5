//! The four kinds of metrics, as programs use them.

mod bucket_finder;
mod counter;
mod gauge;
mod handle;
mod histogram;
mod info;
mod number;
mod timer;

use lowcard_schema::{Kind, Label, Number};

use crate::declaration::Declaration;
use crate::label::{Column, ConstantLabels};
use crate::registry::{RegisterError, Registry};

pub use bucket_finder::BucketFinder;
pub use counter::{Counter, CounterSeries};
pub use gauge::{Gauge, GaugeSeries, Tracked};
pub use histogram::{Histogram, HistogramSeries, HistogramSnapshot};
pub use info::Info;
pub use number::{CounterNumber, GaugeNumber};
pub use timer::Timer;

/// What the type of a metric says of its definition, and how an instance is made.
pub trait Metric: Sized {
    /// Counter, gauge, histogram or info.
    const KIND: Kind;
    /// What its series hold.
    const NUMBER: Number;
    /// Its labels.
    const LABELS: &'static [Label];
    /// What their types know of their values; nothing for an info.
    const COLUMNS: &'static [Column];
    /// The categories of the policy that its labels may be used in.
    const CATEGORIES: &'static [&'static str];
    /// The labels of an info; none for other metrics.
    type Constants: ConstantLabels;

    /// What a function says of them, as texts.
    fn values(labels: fn() -> Self::Constants) -> Vec<String> {
        labels().values()
    }

    /// Registers it, and starts its series at 0 if all are known.
    fn bound(registry: &Registry, declaration: &'static Declaration) -> Result<Self, RegisterError>;
}

/// A struct of metrics that are registered together.
///
/// `#[derive(Metrics)]` implements it.
///
/// ```
/// use lowcard::{Counter, Gauge, Metrics, Registry};
///
/// #[derive(Metrics)]
/// #[metrics(prefix = "pool")]
/// struct PoolMetrics {
///     /// Connections that were opened.
///     connects_total: Counter,
///     /// Connections in use.
///     busy: Gauge,
/// }
///
/// let registry = Registry::new();
/// let pool = PoolMetrics::register(&registry)?;
/// pool.connects_total.inc();
/// assert!(registry.encode_text().contains("\napp_pool_connects_total 1\n"));
/// # Ok::<(), lowcard::RegisterError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` holds no metrics [item/unsupported]",
    label = "metrics are registered by a struct that derives `Metrics`",
    note = "help: write `#[derive(Metrics)]` above the struct, which has a field for each metric"
)]
pub trait Metrics {
    /// Registers each metric with `registry`; series that are known to the compiler start at 0.
    ///
    /// Two instances of one struct in one registry share their series. The first metric that is refused ends it.
    fn register(registry: &Registry) -> Result<Self, RegisterError>
    where
        Self: Sized;
}
