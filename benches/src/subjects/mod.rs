//! Who is measured. The first of each list is what the others are compared with.

mod bridges;
mod disabled;
mod fastmetrics;
mod floors;
mod foundations;
pub mod lowcard;
mod measured;
mod metrics;
mod opentelemetry;
mod prometheus;
mod prometheus_client;
pub mod requests;
mod static_metric;
mod vise;

use std::sync::Arc;

use crate::contender::Entry;
use crate::subject::{NativeSubject, Size, World};
use crate::workload::Sequence;
use bridges::metrics::{ToExporter, ToLowcard};
use bridges::{dynamic, keyed};
use disabled::Disabled;

/// What counts.
pub const COUNTERS: &[Entry] = &[
    Entry::of::<floors::OneAtomic>(),
    Entry::of::<floors::DenseAtomics>(),
    Entry::of::<floors::ThreadCells>(),
    Entry::of::<lowcard::Count>(),
    Entry::of::<lowcard::CountByHandle>(),
    Entry::of::<prometheus::Count>(),
    Entry::of::<prometheus::CountByHandle>(),
    Entry::of::<static_metric::Count>(),
    Entry::of::<prometheus_client::Count>(),
    Entry::of::<prometheus_client::CountByHandle>(),
    Entry::of::<metrics::Count>(),
    Entry::of::<keyed::CountByHandle<ToExporter>>(),
    Entry::of::<measured::Count>(),
    Entry::of::<vise::Count>(),
    Entry::of::<fastmetrics::Count>(),
    Entry::of::<opentelemetry::Count<opentelemetry::Pipeline>>(),
    Entry::of::<foundations::Count>(),
];

/// What observes.
pub const HISTOGRAMS: &[Entry] = &[
    Entry::of::<floors::AtomicBuckets>(),
    Entry::of::<floors::AtomicBucketsAndSum>(),
    Entry::of::<floors::ThreadBuckets>(),
    Entry::of::<lowcard::Observe>(),
    Entry::of::<lowcard::ObserveByHandle>(),
    Entry::of::<prometheus::Observe>(),
    Entry::of::<prometheus::ObserveByHandle>(),
    Entry::of::<static_metric::Observe>(),
    Entry::of::<prometheus_client::Observe>(),
    Entry::of::<prometheus_client::ObserveByHandle>(),
    Entry::of::<metrics::Observe>(),
    Entry::of::<keyed::ObserveByHandle<ToExporter>>(),
    Entry::of::<measured::Observe>(),
    Entry::of::<vise::Observe>(),
    Entry::of::<fastmetrics::Observe>(),
    Entry::of::<opentelemetry::Observe<opentelemetry::Pipeline>>(),
    Entry::of::<foundations::Observe>(),
];

/// What counts in metrics of other libraries, on their way into lowcard and as they are.
pub const BRIDGED_COUNTERS: &[Entry] = &[
    Entry::of::<lowcard::Count>(),
    Entry::of::<keyed::Count<dynamic::Attached>>(),
    Entry::of::<keyed::CountByHandle<dynamic::Attached>>(),
    Entry::of::<keyed::Count<ToLowcard>>(),
    Entry::of::<keyed::CountByHandle<ToLowcard>>(),
    Entry::of::<keyed::Count<ToExporter>>(),
    Entry::of::<keyed::CountByHandle<ToExporter>>(),
    Entry::of::<opentelemetry::Count<bridges::opentelemetry::Attached>>(),
    Entry::of::<opentelemetry::Count<opentelemetry::Pipeline>>(),
    Entry::of::<bridges::prometheus::Adopted<prometheus::Count>>(),
    Entry::of::<prometheus::Count>(),
];

/// What observes in metrics of other libraries, on their way into lowcard and as they are.
pub const BRIDGED_HISTOGRAMS: &[Entry] = &[
    Entry::of::<lowcard::Observe>(),
    Entry::of::<keyed::Observe<dynamic::Attached>>(),
    Entry::of::<keyed::ObserveByHandle<dynamic::Attached>>(),
    Entry::of::<keyed::Observe<ToLowcard>>(),
    Entry::of::<keyed::ObserveByHandle<ToLowcard>>(),
    Entry::of::<keyed::Observe<ToExporter>>(),
    Entry::of::<keyed::ObserveByHandle<ToExporter>>(),
    Entry::of::<opentelemetry::Observe<bridges::opentelemetry::Attached>>(),
    Entry::of::<opentelemetry::Observe<opentelemetry::Pipeline>>(),
    Entry::of::<bridges::prometheus::Adopted<prometheus::Observe>>(),
    Entry::of::<prometheus::Observe>(),
];

/// What would count if metrics were on, beside an addition.
pub const DISABLED_COUNTERS: &[Entry] = &[
    Entry::of::<floors::OneAtomic>(),
    Entry::of::<Disabled<lowcard::Count>>(),
    Entry::of::<Disabled<lowcard::CountByHandle>>(),
    Entry::of::<Disabled<keyed::Count<dynamic::Attached>>>(),
    Entry::of::<Disabled<keyed::CountByHandle<dynamic::Attached>>>(),
    Entry::of::<Disabled<keyed::Count<ToLowcard>>>(),
    Entry::of::<Disabled<keyed::CountByHandle<ToLowcard>>>(),
    Entry::of::<Disabled<opentelemetry::Count<bridges::opentelemetry::Attached>>>(),
];

/// What would observe if metrics were on, beside the least that an observation can be.
pub const DISABLED_HISTOGRAMS: &[Entry] = &[
    Entry::of::<floors::AtomicBuckets>(),
    Entry::of::<Disabled<lowcard::Observe>>(),
    Entry::of::<Disabled<lowcard::ObserveByHandle>>(),
    Entry::of::<Disabled<keyed::Observe<dynamic::Attached>>>(),
    Entry::of::<Disabled<keyed::ObserveByHandle<dynamic::Attached>>>(),
    Entry::of::<Disabled<keyed::Observe<ToLowcard>>>(),
    Entry::of::<Disabled<keyed::ObserveByHandle<ToLowcard>>>(),
    Entry::of::<Disabled<opentelemetry::Observe<bridges::opentelemetry::Attached>>>(),
];

/// What counts with an exemplar, beside what counts without.
pub const COUNTERS_WITH_EXEMPLARS: &[Entry] = &[
    Entry::of::<lowcard::Count>(),
    Entry::of::<lowcard::CountWithExemplar>(),
    Entry::of::<prometheus_client::Count>(),
    Entry::of::<prometheus_client::CountWithExemplar>(),
];

/// What observes with an exemplar, beside what observes without.
pub const HISTOGRAMS_WITH_EXEMPLARS: &[Entry] = &[
    Entry::of::<lowcard::Observe>(),
    Entry::of::<lowcard::ObserveWithExemplar>(),
    Entry::of::<prometheus_client::Observe>(),
    Entry::of::<prometheus_client::ObserveWithExemplar>(),
];

/// What observes in native histograms.
pub const NATIVE_HISTOGRAMS: &[Entry] =
    &[Entry::of::<lowcard::ObserveNative>(), Entry::of::<prometheus_client::ObserveNative>()];

/// The same, to be scraped.
pub const NATIVE_WORLDS: &[NativeEntry] =
    &[NativeEntry::of::<lowcard::ObserveNative>(), NativeEntry::of::<prometheus_client::ObserveNative>()];

/// Writes an exposition into room that was used before.
pub type Encode = Arc<dyn Fn(Vec<u8>) -> Vec<u8> + Send + Sync>;

/// Native histograms that can be made.
pub struct NativeEntry {
    /// As the tables call them.
    pub name: &'static str,
    /// Makes them, and observes every operation of a sequence.
    pub fill: fn(Sequence) -> Encode,
}

impl NativeEntry {
    const fn of<S: NativeSubject>() -> Self {
        Self { name: S::NAME, fill: fill::<S> }
    }
}

/// Says how to encode what was observed.
fn fill<S: NativeSubject>(sequence: Sequence) -> Encode {
    let subject = S::new();
    sequence.operations().into_iter().for_each(|operation| subject.record(S::step(operation)));
    Arc::new(move |room| subject.encode(room))
}

/// A world that can be made.
pub struct WorldEntry {
    /// As the tables call it.
    pub name: &'static str,
    /// Makes it, with the first families of each kind and no series.
    pub new: fn(Size) -> Arc<dyn World>,
}

/// What is scraped.
pub const WORLDS: &[WorldEntry] = &[
    WorldEntry { name: "floor: by hand, 8 dense arrays", new: |size| Arc::new(floors::ByHand::new(size)) },
    WorldEntry { name: lowcard::NAME, new: |size| Arc::new(lowcard::Program::new(size)) },
    WorldEntry { name: "prometheus", new: |size| Arc::new(prometheus::Program::new(size)) },
    WorldEntry { name: "prometheus-client", new: |size| Arc::new(prometheus_client::Program::new(size)) },
    WorldEntry { name: "metrics + exporter", new: |size| Arc::new(metrics::Program::new(size)) },
    WorldEntry { name: "measured (dense)", new: |size| Arc::new(measured::Program::new(size)) },
    WorldEntry { name: "vise", new: |size| Arc::new(vise::Program::new(size)) },
    WorldEntry { name: "fastmetrics", new: |size| Arc::new(fastmetrics::Program::new(size)) },
    WorldEntry { name: "opentelemetry + exporter", new: |size| Arc::new(opentelemetry::Program::new(size)) },
    WorldEntry { name: "foundations", new: |size| Arc::new(foundations::Program::new(size)) },
];

/// What is scraped across a bridge, beside both sides of it.
pub const BRIDGED_WORLDS: &[WorldEntry] = &[
    WorldEntry { name: lowcard::NAME, new: |size| Arc::new(lowcard::Program::new(size)) },
    WorldEntry { name: "**lowcard** dynamic", new: |_| Arc::new(<dynamic::Attached as keyed::Keyed>::new()) },
    WorldEntry { name: "prometheus", new: |size| Arc::new(prometheus::Program::new(size)) },
    WorldEntry { name: "prometheus → **lowcard**", new: |size| Arc::new(bridges::prometheus::adopted(size)) },
    WorldEntry { name: "**lowcard** → prometheus", new: |size| Arc::new(bridges::prometheus::Bridged::new(size)) },
];
