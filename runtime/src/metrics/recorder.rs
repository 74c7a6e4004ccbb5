//! What the facade hands its metrics to.

use std::fmt;
use std::sync::Arc;

use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, SharedString, Unit};

use super::InstallError;
use crate::dynamic::{Distribution, Instrument, Level, Metrics, Policy, Sum, Table};
use crate::{AttachError, Registry};

/// The name of the collector.
const NAME: &str = "metrics";

/// Keeps what libraries record through the `metrics` facade, held to a [`Policy`]. A clone is the same recorder.
///
/// ```
/// use lowcard::Registry;
/// use lowcard::dynamic::Policy;
/// use lowcard::metrics::Recorder;
///
/// let registry = Registry::new();
/// let recorder = Recorder::new(Policy::default()).attach(&registry)?;
/// metrics::with_local_recorder(&recorder, || metrics::gauge!("queue_length").set(3));
/// assert_eq!(registry.encode_text(), "# TYPE queue_length gauge\nqueue_length 3\n");
/// # Ok::<(), lowcard::AttachError>(())
/// ```
#[derive(Clone)]
pub struct Recorder {
    bridge: Arc<Bridge>,
}

struct Bridge {
    metrics: Metrics,
    counters: Known<Sum<u64>>,
    gauges: Known<Level>,
    histograms: Known<Distribution>,
}

/// The series of keys whose labels are all kept, as many as there may be series. The hash is the facade's, which is the
/// same in every process: whoever can choose label values could make some of them slow to find, but no more than the
/// policy lets in.
type Known<T> = Table<Key, Arc<T>>;

impl Recorder {
    /// A recorder that is neither installed nor attached.
    pub fn new(policy: Policy) -> Self {
        let metrics = Metrics::new(policy);
        let most = metrics.max_label_sets();
        let bridge =
            Bridge { metrics, counters: Table::new(most), gauges: Table::new(most), histograms: Table::new(most) };
        Self { bridge: Arc::new(bridge) }
    }

    /// Makes it the recorder of the process, and exposes it in [`Registry::global`]. What was recorded before is lost, so
    /// do it early in `main`.
    ///
    /// # Errors
    ///
    /// If the facade has a recorder, or the registry a collector named `metrics`; then nothing is changed.
    pub fn install(self) -> Result<Self, InstallError> {
        let recorder = self.attach(Registry::global())?;
        if metrics::set_global_recorder(recorder.clone()).is_err() {
            Registry::global().detach(NAME);
            return Err(InstallError::Taken);
        }
        Ok(recorder)
    }

    /// Exposes it in this registry, as the collector `metrics`, without making it the recorder of the process: for
    /// `metrics::with_local_recorder` and `metrics::set_default_local_recorder`, in tests and for tenants.
    ///
    /// # Errors
    ///
    /// If the registry has a collector named `metrics`. For a second one, attach [`metrics`](Self::metrics) under another
    /// name.
    pub fn attach(self, registry: &Registry) -> Result<Self, AttachError> {
        registry.attach(NAME, self.bridge.metrics.clone())?;
        Ok(self)
    }

    /// Where it keeps everything.
    pub fn metrics(&self) -> &Metrics {
        &self.bridge.metrics
    }

    fn describe(&self, name: &KeyName, unit: Option<Unit>, help: &SharedString) {
        // What is counted has no unit of measurement.
        let unit = unit.filter(|unit| *unit != Unit::Count).map(|unit| unit.as_str());
        self.bridge.metrics.describe(name.as_str(), unit, help);
    }

    fn series<T: Instrument>(&self, known: &Known<T>, key: &Key) -> Option<Arc<T>> {
        if let Some(series) = known.find(key.get_hash(), |other| other == key) {
            return Some(Arc::clone(series));
        }
        let found = self.bridge.metrics.find(key.name(), key.labels().map(|label| (label.key(), label.value())))?;
        if found.is_whole && !known.is_full() {
            known.find_or_add(key.get_hash(), |other| other == key, || (key.to_retained(), Arc::clone(found.series)));
        }
        Some(Arc::clone(found.series))
    }
}

impl metrics::Recorder for Recorder {
    fn describe_counter(&self, key: KeyName, unit: Option<Unit>, description: SharedString) {
        self.describe(&key, unit, &description);
    }

    fn describe_gauge(&self, key: KeyName, unit: Option<Unit>, description: SharedString) {
        self.describe(&key, unit, &description);
    }

    fn describe_histogram(&self, key: KeyName, unit: Option<Unit>, description: SharedString) {
        self.describe(&key, unit, &description);
    }

    fn register_counter(&self, key: &Key, _metadata: &Metadata<'_>) -> Counter {
        self.series(&self.bridge.counters, key).map_or_else(Counter::noop, Counter::from_arc)
    }

    fn register_gauge(&self, key: &Key, _metadata: &Metadata<'_>) -> Gauge {
        self.series(&self.bridge.gauges, key).map_or_else(Gauge::noop, Gauge::from_arc)
    }

    fn register_histogram(&self, key: &Key, _metadata: &Metadata<'_>) -> Histogram {
        self.series(&self.bridge.histograms, key).map_or_else(Histogram::noop, Histogram::from_arc)
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Recorder").field(&self.bridge.metrics).finish()
    }
}
