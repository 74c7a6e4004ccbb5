//! The metrics of a workspace or of a binary: what the rules are asked about.

#[cfg(test)]
mod tests;
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
        let found: Vec<(String, Vec<Record>)> = processes.into_iter().collect();
        let mut metrics: Vec<Record> = Vec::new();
        for record in sorted(found.iter().flat_map(|(_, records)| records)) {
            if place(&metrics, record).is_none() {
                metrics.push(record.clone());
            }
        }
        let processes = found
            .into_iter()
            .map(|(name, records)| {
                let mut metrics: Vec<usize> = records.iter().filter_map(|record| place(&metrics, record)).collect();
                metrics.sort_unstable();
                metrics.dedup();
                Process { name, metrics }
            })
            .collect();
        Self { metrics, processes }
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
        self.metrics.iter().filter(move |metric| metric.name == name)
    }
}

fn sorted<'r>(records: impl Iterator<Item = &'r Record>) -> Vec<&'r Record> {
    let mut records: Vec<&Record> = records.collect();
    records.sort_by(|one, other| key(one).cmp(&key(other)));
    records
}

/// Where the record is among those that are sorted.
fn place(sorted: &[Record], record: &Record) -> Option<usize> {
    let first = sorted.partition_point(|known| key(known) < key(record));
    let alike = sorted[first..].iter().take_while(|known| key(known) == key(record));
    alike.enumerate().find(|(_, known)| *known == record).map(|(index, _)| first + index)
}

/// By name, and then by where it is written.
fn key(record: &Record) -> (&str, &str, &str, u32, u32) {
    let site = &record.site;
    (&record.name, &site.package, &site.file, site.line, site.column)
}
