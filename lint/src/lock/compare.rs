//! Compares two locks: nothing is different exactly if they are equal.

use std::collections::BTreeMap;
use std::slice;

use super::{Change, Domain, Entry, Lock, What, pairs};

/// What became of each metric, by its key before; new ones last.
pub fn compare(before: &Lock, now: &Lock) -> Vec<Change> {
    let gone = only_in(&before.entries, &now.entries);
    let new = only_in(&now.entries, &before.entries);
    let renamed = pairs::metrics(&gone, &new);
    let mut changes = Vec::new();
    for (key, was) in &before.entries {
        let moved = renamed.iter().find(|(was, _)| was.0 == key).map(|&(_, now)| now);
        let stayed = now.entries.get_key_value(key).map(|(key, entry)| (key.as_str(), entry));
        let found = stayed.or(moved);
        let different = match found {
            Some((now_key, now)) => metric(was, now, now_key != key),
            None => vec![What::Removed { deprecated: was.deprecated.clone() }],
        };
        let now = found.map(|(key, _)| key.to_owned());
        let stability = was.stability;
        changes.extend(different.into_iter().map(|what| Change {
            key: key.clone(),
            now: now.clone(),
            stability,
            what,
        }));
    }
    let unknown = new.iter().filter(|(key, _)| !renamed.iter().any(|(_, now)| now.0 == *key));
    changes.extend(unknown.map(|(key, entry)| Change {
        key: (*key).to_owned(),
        now: Some((*key).to_owned()),
        stability: entry.stability,
        what: What::Added,
    }));
    changes
}

fn only_in<'m, T>(left: &'m BTreeMap<String, T>, right: &BTreeMap<String, T>) -> Vec<(&'m str, &'m T)> {
    left.iter().filter(|(key, _)| !right.contains_key(*key)).map(|(key, value)| (key.as_str(), value)).collect()
}

fn metric(was: &Entry, now: &Entry, renamed: bool) -> Vec<What> {
    let mut changes = identity(was, now, renamed);
    changes.extend(labels(&was.labels, &now.labels));
    if was.series != now.series {
        changes.push(What::Series { was: was.series, now: now.series });
    }
    if was.stability != now.stability {
        changes.push(What::Promise { now: now.stability });
    }
    if was.deprecated != now.deprecated {
        changes.push(What::Deprecation { now: now.deprecated.clone() });
    }
    if was.category != now.category {
        changes.push(What::Category { now: now.category.clone() });
    }
    if was.help != now.help {
        changes.push(What::Help);
    }
    changes
}

/// Another type or unit has other buckets as a matter of course, and a unit is part of the name: one is said, not both.
fn identity(was: &Entry, now: &Entry, renamed: bool) -> Vec<What> {
    if was.unit != now.unit {
        let mut changes = vec![What::Unit { was: was.unit.clone(), now: now.unit.clone() }];
        changes.extend((was.kind != now.kind).then_some(What::Type { was: was.kind, now: now.kind }));
        return changes;
    }
    if was.kind != now.kind {
        return vec![What::Type { was: was.kind, now: now.kind }];
    }
    if renamed {
        return vec![What::Renamed { deprecated: was.deprecated.clone() }];
    }
    histogram(was, now)
}

fn histogram(was: &Entry, now: &Entry) -> Vec<What> {
    let mut changes = Vec::new();
    match (was.native, now.native) {
        (Some(_), None) => changes.push(What::FormRemoved { native: true }),
        (None, Some(_)) if !now.buckets.is_empty() => changes.push(What::FormAdded { native: true }),
        (Some(was), Some(now)) if was != now => changes.push(What::Resolution { now }),
        _ => {}
    }
    match (was.buckets.as_slice(), now.buckets.as_slice()) {
        ([], []) => {}
        ([], _) if now.native.is_some() => changes.push(What::FormAdded { native: false }),
        (_, []) => changes.push(What::FormRemoved { native: false }),
        ([], _) => {}
        (was, now) => changes.extend(buckets(was, now)),
    }
    changes
}

fn buckets(was: &[f64], now: &[f64]) -> Vec<What> {
    let (gone, new) = (without(was, now), without(now, was));
    let mut changes = Vec::new();
    changes.extend((!gone.is_empty()).then_some(What::BucketsRemoved { bounds: gone }));
    changes.extend((!new.is_empty()).then_some(What::BucketsAdded { bounds: new }));
    changes
}

fn labels(was: &BTreeMap<String, Domain>, now: &BTreeMap<String, Domain>) -> Vec<What> {
    let gone = only_in(was, now);
    let new = only_in(now, was);
    let renamed = pairs::labels(&gone, &new);
    let mut changes = Vec::new();
    for (label, was) in was {
        let label = label.clone();
        if let Some(now) = now.get(&label) {
            changes.extend(domain(&label, was, now));
        } else if let Some((_, to)) = renamed.iter().find(|(was, _)| was.0 == label) {
            changes.push(What::LabelRenamed { label, to: to.0.to_owned() });
        } else {
            changes.push(What::LabelRemoved { label });
        }
    }
    let unknown = new.iter().filter(|(label, _)| !renamed.iter().any(|(_, now)| now.0 == *label));
    changes.extend(unknown.map(|&(label, _)| What::LabelAdded { label: label.to_owned() }));
    changes
}

/// What a label can take. Values that are met at run time are not known, so that a list in their place removes some, and
/// a cap in the place of a list none that is known.
fn domain(label: &str, was: &Domain, now: &Domain) -> Vec<What> {
    let label = label.to_owned();
    match (was, now) {
        (was, now) if was == now => Vec::new(),
        (Domain::Closed(was), Domain::Closed(now)) => values(&label, was, now),
        (_, Domain::Closed(values)) => vec![What::Closed { label, values: values.clone() }],
        (Domain::Capped { max: before, overflow: was_called }, Domain::Capped { max, overflow }) => {
            let mut changes = Vec::new();
            if was_called != overflow {
                changes.extend(values(&label, slice::from_ref(was_called), slice::from_ref(overflow)));
            }
            if before != max {
                changes.push(What::Bound { label, was: was.clone(), now: now.clone() });
            }
            changes
        }
        _ => vec![What::Bound { label, was: was.clone(), now: now.clone() }],
    }
}

fn values(label: &str, was: &[String], now: &[String]) -> Vec<What> {
    let (gone, new) = (without(was, now), without(now, was));
    let label = label.to_owned();
    let mut changes = Vec::new();
    changes.extend((!gone.is_empty()).then(|| What::ValuesRemoved { label: label.clone(), values: gone }));
    changes.extend((!new.is_empty()).then_some(What::ValuesAdded { label, values: new }));
    changes
}

fn without<T: Clone + PartialEq>(all: &[T], those: &[T]) -> Vec<T> {
    all.iter().filter(|one| !those.contains(one)).cloned().collect()
}
