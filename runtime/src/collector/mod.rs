//! Metrics that somebody else keeps, asked for with each scrape.
//!
//! ```text
//! attached ──collect──▶ families, each series checked ──merge──▶ gathered ──▶ encoder
//! ```

mod attached;
mod error;
mod families;
mod found;
mod merge;
mod mistakes;
mod value;

pub(crate) use attached::Attached;
pub use error::{AttachError, CollectorError, CollectorErrorCause};
pub use families::{Families, HistogramFamily, SampleFamily, SummaryFamily};
pub(crate) use merge::{Collected, merge};
#[cfg(feature = "dynamic")]
pub(crate) use mistakes::shortened;
pub use value::SampleValue;

/// How many series a collector may have if it says nothing.
const MAX_SERIES: usize = 10_000;

/// Says with each scrape what metrics there are whose numbers somebody else keeps: a pool of connections, another
/// process, another metrics library.
///
/// [`Registry::attach`](crate::Registry::attach) makes it part of what a registry exposes. A closure is a collector, too.
/// For one number without labels, `#[metric(from = …)]` is simpler, and checked by the compiler; what a collector says
/// is only known with each scrape. So it is checked then:
///
/// - A family or series that would break an exposition is left out, and the rest is served: bad names, a label twice, two
///   series with the same labels, a negative counter, buckets that do not add up, a name that another metric has.
/// - Beyond [`max_series`](Self::max_series), series are left out.
/// - A collector that panics is left out of that scrape. So is one that does not return in time, where the
///   [`Endpoint`](https://docs.rs/lowcard/latest/lowcard/struct.Endpoint.html) asks; it is not asked again before it has
///   returned.
///
/// Whatever was left out is counted in `lowcard_collector_errors_total` by `collector` and `cause`, and
/// [`Registry::collector_errors`](crate::Registry::collector_errors) says why.
///
/// # A pool of connections
///
/// ```
/// use std::sync::Arc;
///
/// use lowcard::{Collector, Families, Registry};
/// # struct Pool;
/// # impl Pool { fn idle(&self) -> u32 { 3 } fn busy(&self) -> u32 { 1 } fn waits(&self) -> u64 { 7 } }
///
/// struct PoolCollector {
///     pool: Arc<Pool>,
/// }
///
/// impl Collector for PoolCollector {
///     fn collect(&self, families: &mut Families) {
///         families
///             .gauge("app_pool_connections", "Connections of the pool, by what they do.")
///             .series(&[("state", "busy")], self.pool.busy())
///             .series(&[("state", "idle")], self.pool.idle());
///         families.counter("app_pool_waits_total", "Times that no connection was free.").series(&[], self.pool.waits());
///     }
/// }
///
/// let registry = Registry::new();
/// registry.attach("pool", PoolCollector { pool: Arc::new(Pool) })?;
/// assert!(registry.encode_text().contains("\napp_pool_connections{state=\"idle\"} 3\n"));
/// # Ok::<(), lowcard::AttachError>(())
/// ```
///
/// # Another process
///
/// What takes long to find out is better found out beforehand, so that a scrape does not wait for it; a collector then
/// hands over what was found last. This one asks the system, which is quick:
///
/// ```
/// use std::fs;
///
/// use lowcard::{Families, Registry};
///
/// /// The memory of the process whose number is in this file, as Linux knows it.
/// fn resident_pages(pid_file: &str) -> Option<u64> {
///     let pid: u32 = fs::read_to_string(pid_file).ok()?.trim().parse().ok()?;
///     let statm = fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
///     statm.split(' ').nth(1)?.parse().ok()
/// }
///
/// let registry = Registry::new();
/// registry.attach("worker", |families: &mut Families| {
///     let pages = resident_pages("/run/worker.pid");
///     families.gauge("worker_up", "Whether the worker runs.").series(&[], u8::from(pages.is_some()));
///     if let Some(pages) = pages {
///         families.gauge("worker_resident_memory_bytes", "Memory of the worker.").series(&[], pages * 4096);
///     }
/// })?;
/// assert!(registry.encode_text().ends_with("\nworker_up 0\n"));
/// # Ok::<(), lowcard::AttachError>(())
/// ```
pub trait Collector: Send + Sync + 'static {
    /// Hands over what there is now. It may be asked by several threads at once.
    fn collect(&self, families: &mut Families);

    /// How many series Prometheus may be made to store, counted as lines of an exposition: 10,000 if nothing is said.
    fn max_series(&self) -> usize {
        MAX_SERIES
    }
}

impl<F: Fn(&mut Families) + Send + Sync + 'static> Collector for F {
    fn collect(&self, families: &mut Families) {
        self(families);
    }
}

#[cfg(test)]
mod tests;
