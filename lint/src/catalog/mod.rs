//! The metrics of a workspace or of a binary: what the rules are asked about.

mod workspace;

use lowcard_schema::record::Record;

/// Every metric that was found, and which of them share a process.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// The definitions, sorted by name and place, each once.
    pub metrics: Vec<Record>,
    /// The programs that they are linked into.
    pub processes: Vec<Process>,
}

/// A program, or a library that no program of the workspace has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// The name of the binary or package.
    pub name: String,
    /// Its metrics, as places in [`Catalog::metrics`], sorted.
    pub metrics: Vec<usize>,
}

impl Catalog {
    /// Puts together what was found in each process.
    pub fn new(processes: impl IntoIterator<Item = (String, Vec<Record>)>) -> Self {
        let mut catalog = Self::default();
        let mut found: Vec<(usize, Record)> = Vec::new();
        for (process, (name, records)) in processes.into_iter().enumerate() {
            catalog.processes.push(Process { name, metrics: Vec::new() });
            found.extend(records.into_iter().map(|record| (process, record)));
        }
        found.sort_by(|(_, one), (_, other)| key(one).cmp(&key(other)));
        for (process, record) in found {
            let index = catalog.keep(record);
            catalog.processes[process].metrics.push(index);
        }
        for process in &mut catalog.processes {
            process.metrics.sort_unstable();
            process.metrics.dedup();
        }
        catalog
    }

    /// The metrics of one process.
    pub fn of<'c>(&'c self, process: &'c Process) -> impl Iterator<Item = &'c Record> {
        process.metrics.iter().filter_map(|&index| self.metrics.get(index))
    }

    /// The most series that the process can have; nothing if they are beyond `u64`.
    pub fn series(&self, process: &Process) -> Option<u64> {
        self.of(process).try_fold(0u64, |sum, metric| sum.checked_add(metric.worst_case?))
    }

    /// The definitions of a name.
    pub fn named<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Record> {
        let start = self.metrics.partition_point(|metric| metric.name.as_str() < name);
        self.metrics.iter().skip(start).take_while(move |metric| metric.name == name)
    }

    /// The place of a record whose key is that of the last one or comes after it. Only a few have one key: what `cfg`
    /// makes of one definition.
    fn keep(&mut self, record: Record) -> usize {
        let variants = self.metrics.iter().enumerate().rev().take_while(|(_, known)| key(known) == key(&record));
        let known = variants.into_iter().find(|(_, known)| **known == record).map(|(index, _)| index);
        known.unwrap_or_else(|| {
            self.metrics.push(record);
            self.metrics.len() - 1
        })
    }
}

/// By name, and then by where it is written.
fn key(record: &Record) -> (&str, &str, &str, u32, u32) {
    let site = &record.site;
    (&record.name, &site.package, &site.file, site.line, site.column)
}

#[cfg(test)]
mod tests;
