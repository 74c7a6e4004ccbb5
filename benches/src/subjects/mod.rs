//! Who is measured. The first of each list is what the others are compared with.

mod fastmetrics;
mod floors;
mod foundations;
pub mod lowcard;
mod measured;
mod metrics;
mod opentelemetry;
mod prometheus;
mod prometheus_client;
mod static_metric;
mod vise;

use std::sync::Arc;

use crate::contender::Entry;
use crate::subject::{Size, World};

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
    Entry::of::<metrics::CountByHandle>(),
    Entry::of::<measured::Count>(),
    Entry::of::<vise::Count>(),
    Entry::of::<fastmetrics::Count>(),
    Entry::of::<opentelemetry::Count>(),
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
    Entry::of::<metrics::ObserveByHandle>(),
    Entry::of::<measured::Observe>(),
    Entry::of::<vise::Observe>(),
    Entry::of::<fastmetrics::Observe>(),
    Entry::of::<opentelemetry::Observe>(),
    Entry::of::<foundations::Observe>(),
];

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
