//! What a registry says of itself: where labels and series ran out of room, and what it refused.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use lowcard_schema::{Definition, Domain, Kind, Label};

use crate::collector::{Attached, CollectorErrorCause as Cause};
use crate::family::Family;
use crate::gather::Gathered;
use crate::reading::Asked;
use crate::site::here;
use crate::storage::Readings;

static LABEL_OVERFLOW: Definition = Definition {
    labels: &[Label { name: "label", domain: Domain::Constant }],
    ..Definition::new(
        "lowcard_label_overflow_total",
        Kind::Counter,
        "Label values that found no room under the cap of their label.",
        here(),
    )
};

static SERIES_OVERFLOW: Definition = Definition {
    labels: &[Label { name: "metric", domain: Domain::Constant }],
    ..Definition::new(
        "lowcard_series_overflow_total",
        Kind::Counter,
        "Label sets that found no room under the max_series of their metric.",
        here(),
    )
};

static EXEMPLARS_REFUSED: Definition = Definition {
    labels: &[Label { name: "metric", domain: Domain::Constant }],
    ..Definition::new(
        "lowcard_exemplars_refused_total",
        Kind::Counter,
        "Exemplars whose labels have more than 128 characters, or names that no label can have.",
        here(),
    )
};

static COLLECTOR_ERRORS: Definition = Definition {
    labels: &[Label { name: "collector", domain: Domain::Constant }, Label { name: "cause", domain: Domain::Constant }],
    ..Definition::new(
        "lowcard_collector_errors_total",
        Kind::Counter,
        "What was left out of a scrape of a collector, or of a function that a metric is read from, by the reason.",
        here(),
    )
};

static REFUSED: Definition = Definition::new(
    "lowcard_refused_families",
    Kind::Gauge,
    "Metrics that are not exposed, since another one has their name.",
    here(),
);

/// The definitions, whose names nobody else can have.
pub(super) fn definitions() -> impl Iterator<Item = &'static Definition> {
    [&COLLECTOR_ERRORS, &EXEMPLARS_REFUSED, &LABEL_OVERFLOW, &SERIES_OVERFLOW, &REFUSED].into_iter()
}

/// One of the registry's own families.
pub(crate) struct Own {
    pub(super) definition: &'static Definition,
    /// The values of the labels, and the number.
    series: Vec<(Vec<Cow<'static, str>>, u64)>,
}

impl Own {
    pub(super) fn gather(&self, readings: Readings) -> Gathered {
        let series = self.series.iter();
        let series = series.map(|(values, number)| (values.iter().map(|value| &**value).collect(), *number));
        Gathered::from_series(self.definition, series, readings)
    }
}

/// The registry's own families. `families` are those of the program. What says that something is wrong is only there
/// when something is.
pub(super) fn families(
    families: &[Arc<Family>],
    collectors: &[Arc<Attached>],
    refused: usize,
) -> impl Iterator<Item = Own> + use<> {
    let refused = (refused > 0).then_some((Vec::new(), refused as u64));
    [
        Own { definition: &COLLECTOR_ERRORS, series: collector_errors(families, collectors) },
        Own { definition: &EXEMPLARS_REFUSED, series: exemplars_refused(families) },
        Own { definition: &LABEL_OVERFLOW, series: label_overflow(families) },
        Own { definition: &REFUSED, series: refused.into_iter().collect() },
        Own { definition: &SERIES_OVERFLOW, series: series_overflow(families) },
    ]
    .into_iter()
    .filter(|own| !own.series.is_empty())
}

/// A series by cause for each function and each collector that something was left out of. Those of one name are one.
fn collector_errors(families: &[Arc<Family>], collectors: &[Arc<Attached>]) -> Vec<(Vec<Cow<'static, str>>, u64)> {
    let mut sums = BTreeMap::<(Cow<'static, str>, &str), u64>::new();
    for family in families {
        let (panicked, late) = family.reading().failures();
        if panicked + late > 0 {
            for (cause, count) in [(Cause::Panic, panicked), (Cause::Timeout, late)] {
                *sums.entry((family.definition().name.into(), cause.word())).or_default() += count;
            }
        }
    }
    for attached in collectors {
        let counts = attached.error_counts();
        if counts.iter().any(|(_, count)| *count > 0) {
            for (cause, count) in counts {
                *sums.entry((attached.name().to_string().into(), cause.word())).or_default() += count;
            }
        }
    }
    sums.into_iter().map(|((name, cause), count)| (vec![name, cause.into()], count)).collect()
}

/// A series for each metric of which an exemplar was refused.
fn exemplars_refused(families: &[Arc<Family>]) -> Vec<(Vec<Cow<'static, str>>, u64)> {
    let refused = families.iter().map(|family| (family.definition().name, family.storage().refused_exemplars()));
    refused.filter(|(_, count)| *count > 0).map(|(metric, count)| (vec![metric.into()], count)).collect()
}

/// A series for each name of a capped label. Different types may have the same name, and each is counted once.
fn label_overflow(families: &[Arc<Family>]) -> Vec<(Vec<Cow<'static, str>>, u64)> {
    let mut seen = HashSet::new();
    let mut sums = BTreeMap::<&'static str, u64>::new();
    for family in families {
        for (label, column) in family.definition().labels.iter().zip(family.declaration().columns()) {
            if matches!(label.domain, Domain::Capped { .. }) && seen.insert((label.name, column.of)) {
                let sum = sums.entry(label.name).or_default();
                *sum = sum.saturating_add((column.overflowed)());
            }
        }
    }
    sums.into_iter().map(|(label, count)| (vec![label.into()], count)).collect()
}

/// A series for each metric whose label sets are capped.
fn series_overflow(families: &[Arc<Family>]) -> Vec<(Vec<Cow<'static, str>>, u64)> {
    let overflowed = families.iter().filter_map(|family| Some((family.definition().name, family.overflowed()?)));
    overflowed.map(|(metric, count)| (vec![metric.into()], count)).collect()
}
