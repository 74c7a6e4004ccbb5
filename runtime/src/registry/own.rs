//! What a registry says of itself: where labels and series ran out of room, and what it refused.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use lowcard_schema::{Definition, Domain, Kind, Label, Site};

use crate::family::Family;
use crate::gather::Gathered;

static LABEL_OVERFLOW: Definition = Definition {
    labels: &[Label { name: "label", domain: Domain::Constant }],
    ..Definition::new(
        "lowcard_label_overflow_total",
        Kind::Counter,
        "Label values that found no room under the cap of their label.",
        site(line!()),
    )
};

static SERIES_OVERFLOW: Definition = Definition {
    labels: &[Label { name: "metric", domain: Domain::Constant }],
    ..Definition::new(
        "lowcard_series_overflow_total",
        Kind::Counter,
        "Label sets that found no room under the max_series of their metric.",
        site(line!()),
    )
};

static REFUSED: Definition = Definition::new(
    "lowcard_refused_families",
    Kind::Gauge,
    "Metrics that are not exposed, since another one has their name.",
    site(line!()),
);

const fn site(line: u32) -> Site {
    Site {
        package: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        module: module_path!(),
        file: file!(),
        line,
        column: 1,
    }
}

/// The definitions, whose names nobody else can have.
pub(super) fn definitions() -> impl Iterator<Item = &'static Definition> {
    [&LABEL_OVERFLOW, &SERIES_OVERFLOW, &REFUSED].into_iter()
}

/// One of the registry's own families.
pub(super) struct Own {
    pub(super) definition: &'static Definition,
    /// The one label's value, if there is one, and the number.
    series: Vec<(Option<&'static str>, u64)>,
}

impl Own {
    pub(super) fn gather<'s>(&self, numbers: &'s mut Vec<u64>) -> Gathered<'s> {
        let series =
            self.series.iter().map(|&(label, number)| (label.into_iter().map(Cow::Borrowed).collect(), number));
        Gathered::from_series(self.definition, series, numbers)
    }
}

/// The registry's own families, by name. `families` are those of the program.
pub(super) fn families(families: &[Arc<Family>], refused: usize) -> [Own; 3] {
    let refused = (refused > 0).then_some((None, refused as u64)); // nothing, as long as nothing is wrong
    [
        Own { definition: &LABEL_OVERFLOW, series: label_overflow(families) },
        Own { definition: &REFUSED, series: refused.into_iter().collect() },
        Own { definition: &SERIES_OVERFLOW, series: series_overflow(families) },
    ]
}

/// A series for each name of a capped label. Different types may have the same name, and each is counted once.
fn label_overflow(families: &[Arc<Family>]) -> Vec<(Option<&'static str>, u64)> {
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
    sums.into_iter().map(|(label, count)| (Some(label), count)).collect()
}

/// A series for each metric whose label sets are capped.
fn series_overflow(families: &[Arc<Family>]) -> Vec<(Option<&'static str>, u64)> {
    let overflowed = families.iter().filter_map(|family| Some((family.definition().name, family.overflowed()?)));
    overflowed.map(|(metric, count)| (Some(metric), count)).collect()
}
