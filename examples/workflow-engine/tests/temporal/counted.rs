//! How many runs were counted, or are known, of each type of workflow.

use std::collections::BTreeMap;

use lowcard_servers::{Sample, python};

/// What finds all of it in a Prometheus.
pub(crate) const COUNTED: &str = "{__name__=~\"demo_temporal_workflow_.*\"}";

pub(crate) type ByType = BTreeMap<String, u64>;

/// Types without any are not there, as their series may or may not be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counted {
    pub(crate) started: ByType,
    pub(crate) completed: ByType,
    pub(crate) failed: ByType,
    /// Whose duration was observed.
    pub(crate) timed: ByType,
}

impl Counted {
    pub(crate) fn in_exposition(exposition: &str) -> Self {
        Self::of(&samples(exposition))
    }

    pub(crate) fn of(samples: &[Sample]) -> Self {
        let counts = |name: &str| counts(samples, &format!("demo_temporal_workflow_{name}"));
        Self {
            started: counts("started_total"),
            completed: counts("completed_total"),
            failed: counts("failed_total"),
            timed: counts("duration_seconds_count"),
        }
    }
}

/// The values of one family, whatever other labels its series have.
pub(crate) fn by_type(exposition: &str, name: &str) -> ByType {
    counts(&samples(exposition), name)
}

/// The value of the first series of this name.
pub(crate) fn value(exposition: &str, name: &str) -> Option<f64> {
    samples(exposition).into_iter().find(|sample| sample.name == name).map(|sample| sample.value)
}

fn counts(samples: &[Sample], name: &str) -> ByType {
    let mut counts = ByType::new();
    for sample in samples.iter().filter(|sample| sample.name == name && sample.value > 0.0) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "runs are whole, and above 0")]
        let value = sample.value as u64;
        *counts.entry(sample.labels["workflow_type"].clone()).or_default() += value;
    }
    counts
}

fn samples(exposition: &str) -> Vec<Sample> {
    python::parse(exposition).into_iter().flat_map(|family| family.samples).collect()
}
