//! Reads an exposition line by line, and keeps what is counted.

use std::collections::HashMap;
use std::io::{self, BufRead};

use super::exposition::{Exposition, Family, Overflow, OverflowOf, Seen};
use super::line::{Sample, Statement, statement};
use crate::failure::{Failure, Outcome};

/// How many of the lines that can't be read are kept in words.
const WORDS: usize = 3;

/// Reads the Prometheus text format or OpenMetrics, whichever it is. A line that is neither is noted and left out; there is
/// a failure if nothing can be read, or if there are more than `most` bytes.
pub fn read(source: impl BufRead, origin: &str, most: u64) -> Outcome<Exposition> {
    let mut reader = Reader::default();
    let mut source = source.take(most.saturating_add(1));
    let (mut bytes, mut number, mut total) = (Vec::new(), 0, 0);
    loop {
        bytes.clear();
        let read = source.read_until(b'\n', &mut bytes);
        let read = read.map_err(|error| unread(origin, &error))?;
        if read == 0 {
            break;
        }
        number += 1;
        total += read as u64;
        if total > most {
            return Err(Failure::new(format!("{origin} has more than {} MiB", most >> 20))
                .help("an exposition of this size is hardly meant: look at it, or raise `--max-size`"));
        }
        reader.line(number, &bytes);
    }
    reader.finish(origin)
}

fn unread(origin: &str, error: &io::Error) -> Failure {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref());
    if matches!(cause, Some(ureq::Error::Timeout(_))) {
        return Failure::new(format!("{origin} does not end its answer in time"))
            .help("Prometheus would give up, too, after its `scrape_timeout`; `--timeout` waits longer");
    }
    Failure::new(format!("{origin} can't be read to its end: {error}"))
}

#[derive(Default)]
struct Reader {
    exposition: Exposition,
    /// The families by the names of their `# TYPE` lines.
    named: HashMap<String, usize>,
    /// The family of the line before.
    open: Option<usize>,
}

impl Reader {
    fn line(&mut self, number: usize, bytes: &[u8]) {
        let read = str::from_utf8(bytes).map_err(|_| "the line is not UTF-8".to_owned());
        match read.and_then(|line| statement(line.trim_end_matches(['\n', '\r']))) {
            Ok(Statement::Type(name, metric_type)) => self.family(&name, number).metric_type = metric_type,
            Ok(Statement::Help(name, help)) => self.family(&name, number).help = Some(help.into_owned()),
            Ok(Statement::Sample(sample)) => self.sample(&sample, number),
            Ok(Statement::Nothing) => {}
            Err(wrong) => {
                let unreadable = &mut self.exposition.unreadable;
                unreadable.count += 1;
                if unreadable.first.len() < WORDS {
                    unreadable.first.push((number, wrong));
                }
            }
        }
    }

    /// The family that a line of metadata is about.
    fn family(&mut self, name: &str, line: usize) -> &mut Family {
        let families = &mut self.exposition.families;
        let index = *self.named.entry(name.to_owned()).or_insert_with(|| {
            let announced = name.to_owned();
            families.push(Family { name: name.to_owned(), announced, line, ..Family::default() });
            families.len() - 1
        });
        self.open = Some(index);
        &mut families[index]
    }

    fn sample(&mut self, sample: &Sample<'_>, line: usize) {
        self.overflow(sample, line);
        let family = match self.owner(&sample.name) {
            Some(index) => &mut self.exposition.families[index],
            None => self.family(&sample.name, line),
        };
        match sample.name.get(family.announced.len()..) {
            Some("_created") => return,
            Some("_total" | "_info") => family.name = sample.name.clone().into_owned(),
            _ => {}
        }
        family.count(sample, line);
    }

    /// The family that a sample of this name belongs to: most often that of the line before.
    fn owner(&mut self, sample: &str) -> Option<usize> {
        const SUFFIXES: [&str; 8] = ["_total", "_info", "_bucket", "_sum", "_count", "_created", "_gsum", "_gcount"];
        let named = |name: &str| self.named.get(name).copied();
        let stems = SUFFIXES.iter().filter_map(|suffix| named(sample.strip_suffix(suffix)?));
        let candidates = self.open.into_iter().chain(named(sample)).chain(stems);
        let owner = candidates.into_iter().find(|&index| self.exposition.families[index].owns(sample));
        self.open = owner.or(self.open);
        owner
    }

    /// What lowcard says of itself: how much found no room.
    fn overflow(&mut self, sample: &Sample<'_>, line: usize) {
        let (of, label) = match &*sample.name {
            "lowcard_label_overflow_total" => (OverflowOf::Label, "label"),
            "lowcard_series_overflow_total" => (OverflowOf::Metric, "metric"),
            _ => return,
        };
        if let Some((_, name)) = sample.labels.iter().find(|(name, _)| name == label) {
            let name = name.clone().into_owned();
            self.exposition.overflows.push(Overflow { of, name, count: sample.value, line });
        }
    }

    fn finish(self, origin: &str) -> Outcome<Exposition> {
        let Exposition { families, unreadable, .. } = &self.exposition;
        if let (true, Some((line, wrong))) = (families.is_empty(), unreadable.first.first()) {
            return Err(Failure::new(format!("{origin} is not an exposition: line {line}: {wrong}"))
                .help("ask for the path that Prometheus scrapes, most often `/metrics`"));
        }
        Ok(Exposition { origin: origin.to_owned(), ..self.exposition })
    }
}

impl Family {
    /// Whether a sample of this name belongs to it.
    fn owns(&self, sample: &str) -> bool {
        let suffix = sample.strip_prefix(self.announced.as_str());
        suffix.is_some_and(|suffix| self.metric_type.suffixes().contains(&suffix))
    }

    /// Adds a series.
    fn count(&mut self, sample: &Sample<'_>, line: usize) {
        self.series += 1;
        for (name, value) in &sample.labels {
            if self.metric_type.own_label() == Some(name) {
                self.bound(value);
            } else if !value.is_empty() {
                let label = self.labels.entry(name.clone().into_owned()).or_default();
                label.seen.add(line);
                label.values.entry(value.clone().into_owned()).or_default().add(line);
            }
        }
    }
    fn bound(&mut self, text: &str) {
        let Ok(bound) = text.parse::<f64>() else { return };
        if let Err(place) = self.bounds.binary_search_by(|known| known.total_cmp(&bound)) {
            self.bounds.insert(place, bound);
        }
    }
}

impl Seen {
    fn add(&mut self, line: usize) {
        if self.series == 0 {
            self.line = line;
        }
        self.series += 1;
    }
}
