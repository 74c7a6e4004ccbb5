//! Metrics that are linked into one process and can't be in its registry together.

use std::collections::{BTreeMap, HashMap};

use lowcard_schema::claimed_names;
use lowcard_schema::record::Record;

use crate::catalog::{Catalog, Process};
use crate::subject::Subject;

/// Two metrics of which the registry refuses the second.
pub(super) struct Clash<'c> {
    /// The one that is registered.
    pub(super) first: &'c Record,
    /// The one that is refused.
    pub(super) again: &'c Record,
    /// The name that both take up.
    pub(super) name: &'c str,
    /// The processes that both are linked into.
    processes: Vec<&'c str>,
}

/// What each metric takes up, by its place in the catalog.
pub(super) struct Claims(Vec<Vec<String>>);

impl Claims {
    pub(super) fn new(catalog: &Catalog) -> Self {
        Self(catalog.metrics.iter().map(|metric| claimed_names(metric.kind, &metric.name)).collect())
    }

    /// Every two metrics that clash, each once, however many processes have them.
    pub(super) fn clashes<'c>(&'c self, catalog: &'c Catalog) -> impl Iterator<Item = Clash<'c>> {
        let mut found: BTreeMap<(usize, usize), Clash<'c>> = BTreeMap::new();
        for process in &catalog.processes {
            for (first, again, name) in self.clashes_in(process, catalog) {
                let (earlier, later) = (&catalog.metrics[first], &catalog.metrics[again]);
                found
                    .entry((first, again))
                    .or_insert_with(|| Clash { first: earlier, again: later, name, processes: Vec::new() })
                    .processes
                    .push(&process.name);
            }
        }
        found.into_values()
    }

    /// As the registry does it: a name that is taken by a metric of that name comes before one that is merely shared, and
    /// what is refused takes nothing.
    fn clashes_in<'c>(&'c self, process: &Process, catalog: &'c Catalog) -> Vec<(usize, usize, &'c str)> {
        let mut owners: HashMap<&str, usize> = HashMap::new();
        let mut clashes = Vec::new();
        for &again in &process.metrics {
            let name = catalog.metrics[again].name.as_str();
            let claimed = &self.0[again];
            let same =
                owners.get(name).filter(|&&first| catalog.metrics[first].name == name).map(|&first| (first, name));
            let shared =
                || claimed.iter().find_map(|name| owners.get(name.as_str()).map(|&first| (first, name.as_str())));
            match same.or_else(shared) {
                Some((first, name)) => clashes.push((first, again, name)),
                None => owners.extend(claimed.iter().map(|name| (name.as_str(), again))),
            }
        }
        clashes
    }
}

impl<'c> Clash<'c> {
    /// The one to point at, and the other: the one that is refused, unless only the other one can be changed here.
    pub(super) fn to_point_at(&self, subject: &Subject) -> (&'c Record, &'c Record) {
        if subject.is_own(self.first) && !subject.is_own(self.again) {
            (self.first, self.again)
        } else {
            (self.again, self.first)
        }
    }

    /// Where they meet: `the process `shop` and 2 others`.
    pub(super) fn processes(&self) -> String {
        let first = self.processes.first().copied().unwrap_or_default();
        match self.processes.len() {
            0 | 1 => format!("the process `{first}`"),
            2 => format!("the process `{first}` and 1 other"),
            count => format!("the process `{first}` and {} others", count - 1),
        }
    }
}
