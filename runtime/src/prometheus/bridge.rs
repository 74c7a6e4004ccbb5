//! A registry of ours as a collector of the prometheus crate.

use std::cell::Cell;
use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt;

use ::prometheus::core::{Collector, Desc};
use ::prometheus::proto::MetricFamily;

use super::messages;
use crate::Registry;

/// Adds what is in a registry of ours to one of the prometheus crate, for programs that keep their endpoint.
///
/// ```
/// use lowcard::prometheus::Bridge;
/// use lowcard::{Counter, Metrics, Registry};
///
/// #[derive(Metrics)]
/// struct ReminderMetrics {
///     /// Reminders that left the service.
///     reminders_total: Counter,
/// }
///
/// let registry = Registry::new();
/// let metrics = ReminderMetrics::register(&registry)?;
/// let theirs = prometheus::Registry::new();
/// theirs.register(Box::new(Bridge::new(registry)))?;
///
/// metrics.reminders_total.inc();
/// let text = prometheus::TextEncoder::new().encode_to_string(&theirs.gather())?;
/// assert!(text.ends_with("\n# TYPE app_reminders_total counter\napp_reminders_total 1\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// That crate has no exemplars, no native histograms, no infos, no units and no times of creation: a native histogram
/// is handed over with the buckets that it was declared with besides, if any, an info as a gauge, a number of unknown
/// type as a gauge, too, since that crate's text encoder panics at those. Counts above 2^53 lose precision. Functions
/// and collectors are asked as by [`Registry::encode`], but for registries of the prometheus crate, which are not
/// handed on from one to the other. A function or collector must not register a metric with the registry that gathers:
/// it would wait for ever.
///
/// **Names.** That registry checks a name once, when a collector is registered: it refuses the bridge if it has one of
/// the metrics that are known to ours when the bridge is made, and later refuses a metric of such a name. So call
/// [`register_all`](crate::register_all) before. It checks nothing of what collectors of ours bring, nor of metrics
/// that come later: if both registries then have a name, its exposition has series of both. It takes one bridge for
/// each registry of ours. To take one away, hand a clone of the bridge to its `unregister`.
#[derive(Clone)]
pub struct Bridge {
    registry: Registry,
    descs: Vec<Desc>,
}

impl Bridge {
    /// For this registry, with the names that it has now.
    pub fn new(registry: Registry) -> Self {
        let known = registry.definitions();
        let known = known.into_iter().map(|definition| {
            let labels = definition.labels.iter().map(|label| label.name.to_owned()).collect();
            Desc::new(definition.name.to_owned(), definition.help.to_owned(), labels, HashMap::new())
        });
        let descs = [identity(&registry)].into_iter().chain(known).filter_map(Result::ok).collect();
        Self { registry, descs }
    }
}

/// What tells bridges apart, so that there is one for each registry of ours. A registry of that crate takes only one
/// collector that has no descriptor at all.
fn identity(registry: &Registry) -> ::prometheus::Result<Desc> {
    let address = HashMap::from([("registry".to_owned(), registry.address().to_string())]);
    Desc::new("lowcard_bridge".to_owned(), "A registry of lowcard.".to_owned(), Vec::new(), address)
}

impl Collector for Bridge {
    fn desc(&self) -> Vec<&Desc> {
        self.descs.iter().collect()
    }

    /// Nothing if it is our registry that asks, by way of the one that the bridge leads to.
    fn collect(&self) -> Vec<MetricFamily> {
        let mut families = Vec::new();
        if !self.registry.is_being_read() {
            let _crossing = Crossing::start();
            let Ok(()) = self.registry.read(|gathered| {
                families.extend(messages::family(gathered));
                Ok::<(), Infallible>(())
            });
        }
        families
    }
}

/// The registry.
impl fmt::Debug for Bridge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bridge").field(&self.registry).finish()
    }
}

thread_local! {
    /// How many bridges the thread is on.
    static CROSSINGS: Cell<usize> = const { Cell::new(0) };
}

/// Whether the thread asks for what is on the other side of a bridge.
pub(super) fn is_crossed() -> bool {
    CROSSINGS.get() > 0
}

/// The time that a thread is on a bridge.
struct Crossing;

impl Crossing {
    fn start() -> Self {
        CROSSINGS.set(CROSSINGS.get() + 1);
        Self
    }
}

impl Drop for Crossing {
    fn drop(&mut self) {
        CROSSINGS.set(CROSSINGS.get() - 1);
    }
}
