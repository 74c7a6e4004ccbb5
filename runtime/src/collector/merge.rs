//! The families of all collectors as one exposition has them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use lowcard_schema::Definition;

use super::attached::Attached;
use super::error::CollectorErrorCause as Cause;
use super::families::Families;
use super::found::Found;
use super::mistakes::{Mistakes, shortened};
use crate::gather::Gathered;

/// What a collector said.
pub(crate) struct Collected {
    pub(crate) attached: Arc<Attached>,
    pub(crate) families: Families,
}

/// The families that can stand beside each other, and beside those that are declared: `declared` says whose a name is.
/// Several collectors may add series to one family; what comes first in `collected` wins.
pub(crate) fn merge(
    collected: Vec<Collected>,
    declared: impl Fn(&str) -> Option<&'static Definition>,
) -> Vec<Gathered> {
    let mut merged = Merged { families: BTreeMap::new(), owners: HashMap::new(), declared };
    for Collected { attached, families } in collected {
        let (found, mut mistakes) = families.into_parts();
        for found in found.into_values().filter(|found| !found.series.is_empty()) {
            merged.add(found, attached.name(), &mut mistakes);
        }
        attached.note(mistakes);
    }
    merged.families.into_values().map(Found::gathered).collect()
}

struct Merged<D> {
    families: BTreeMap<String, Found>,
    /// Whose each name is that a sample or a family of a collector takes up: the family's, and the collector's.
    owners: HashMap<String, (String, Arc<str>)>,
    declared: D,
}

impl<D: Fn(&str) -> Option<&'static Definition>> Merged<D> {
    fn add(&mut self, found: Found, collector: &Arc<str>, mistakes: &mut Mistakes) {
        let name = found.metadata.name.to_string();
        if let Some(first) = self.families.get_mut(&name) {
            return join(first, found, mistakes);
        }
        let claims = found.metadata.claimed_names();
        if let Some(detail) = claims.iter().find_map(|claim| self.owner(claim)) {
            return mistakes.add(&name, Cause::Conflict, || detail);
        }
        self.owners.extend(claims.into_iter().map(|claim| (claim, (name.clone(), Arc::clone(collector)))));
        self.families.insert(name, found);
    }

    /// Who has this name, as an error says it.
    fn owner(&self, name: &str) -> Option<String> {
        if let Some(definition) = (self.declared)(name) {
            return Some(format!(
                "`{name}` belongs to `{}`, which is declared at {}",
                definition.name, definition.site
            ));
        }
        let (family, collector) = self.owners.get(name)?;
        Some(format!("`{name}` belongs to `{family}` of the collector `{collector}`"))
    }
}

/// Adds the series of one family to those of another with the same name.
fn join(first: &mut Found, again: Found, mistakes: &mut Mistakes) {
    let name = again.metadata.name;
    let (known, other) = (first.metadata.metric_type, again.metadata.metric_type);
    if known != other {
        return mistakes.add(&name, Cause::Conflict, || {
            format!("another collector has it as a {}, and not as a {}", known.word(), other.word())
        });
    }
    for (labels, point) in again.series {
        match first.series.entry(labels) {
            Entry::Vacant(place) => {
                place.insert(point);
            }
            Entry::Occupied(series) => mistakes.add(&name, Cause::Conflict, || {
                format!("another collector has the series {{{}}} of it", shortened(series.key()))
            }),
        }
    }
}
