//! Nanoseconds for one update of a counter or a histogram.

use std::time::Duration;

use super::Report;
use crate::contender::{Contender, Entry};
use crate::cpu;
use crate::crew::Crew;
use crate::rounds::{Effort, Samples, interleave, repeats};
use crate::subjects::{
    BRIDGED_COUNTERS, BRIDGED_HISTOGRAMS, COUNTERS, COUNTERS_WITH_EXEMPLARS, DISABLED_COUNTERS, DISABLED_HISTOGRAMS,
    HISTOGRAMS, HISTOGRAMS_WITH_EXEMPLARS, NATIVE_HISTOGRAMS,
};
use crate::table::{Table, number, range};
use crate::tally::Tally;
use crate::workload::{self, Sequence};

/// What is updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Three labels, of 896 sets.
    Counters,
    /// Two labels, of 112 sets, and eleven bounds.
    Histograms,
    /// Counters, with an exemplar at each update.
    CounterExemplars,
    /// Histograms, with an exemplar at each update.
    HistogramExemplars,
    /// Two labels, of 112 sets, and exponential buckets.
    NativeHistograms,
    /// Counters of other libraries, with lowcard behind them and without.
    BridgedCounters,
    /// Histograms of other libraries, with lowcard behind them and without.
    BridgedHistograms,
    /// Counters of a process that has turned metrics off.
    DisabledCounters,
    /// Histograms of a process that has turned metrics off.
    DisabledHistograms,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Counters,
        Self::Histograms,
        Self::CounterExemplars,
        Self::HistogramExemplars,
        Self::NativeHistograms,
        Self::BridgedCounters,
        Self::BridgedHistograms,
        Self::DisabledCounters,
        Self::DisabledHistograms,
    ];
    /// Those after which there are no metrics any more in the process.
    pub const DISABLED: [Self; 2] = [Self::DisabledCounters, Self::DisabledHistograms];

    /// Its name on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Counters => "counters",
            Self::Histograms => "histograms",
            Self::CounterExemplars => "counter-exemplars",
            Self::HistogramExemplars => "histogram-exemplars",
            Self::NativeHistograms => "native-histograms",
            Self::BridgedCounters => "bridged-counters",
            Self::BridgedHistograms => "bridged-histograms",
            Self::DisabledCounters => "disabled-counters",
            Self::DisabledHistograms => "disabled-histograms",
        }
    }

    /// Who is measured.
    pub fn entries(self) -> &'static [Entry] {
        match self {
            Self::Counters => COUNTERS,
            Self::Histograms => HISTOGRAMS,
            Self::CounterExemplars => COUNTERS_WITH_EXEMPLARS,
            Self::HistogramExemplars => HISTOGRAMS_WITH_EXEMPLARS,
            Self::NativeHistograms => NATIVE_HISTOGRAMS,
            Self::BridgedCounters => BRIDGED_COUNTERS,
            Self::BridgedHistograms => BRIDGED_HISTOGRAMS,
            Self::DisabledCounters => DISABLED_COUNTERS,
            Self::DisabledHistograms => DISABLED_HISTOGRAMS,
        }
    }

    fn once(self, sequence: Sequence) -> Tally {
        match self {
            Self::Counters | Self::CounterExemplars | Self::BridgedCounters | Self::DisabledCounters => {
                workload::requests(sequence)
            }
            Self::Histograms | Self::HistogramExemplars | Self::BridgedHistograms | Self::DisabledHistograms => {
                workload::durations(sequence)
            }
            Self::NativeHistograms => workload::native_durations(sequence),
        }
    }
}

/// What must have been counted.
pub struct Expected {
    once: [(Sequence, Tally); 2],
}

impl Expected {
    /// Of a kind.
    pub fn new(kind: Kind) -> Self {
        Self { once: Sequence::ALL.map(|sequence| (sequence, kind.once(sequence))) }
    }

    /// After so many repeats of each sequence.
    pub fn after(&self, repeats: &[(Sequence, u64)]) -> Tally {
        let mut tally = Tally::default();
        for (sequence, once) in &self.once {
            let of_it = repeats.iter().filter(|(repeated, _)| repeated == sequence);
            tally.include(once, of_it.map(|(_, times)| times).sum());
        }
        tally
    }
}

/// Threads that update at the same time.
const THREADS: [usize; 3] = [1, 2, 8];

/// Measures every subject of a kind, and then checks what it has counted.
pub(super) fn run(kind: Kind, effort: Effort) -> Report {
    let crew = Crew::new(THREADS[THREADS.len() - 1]);
    let mut runners: Vec<_> = kind.entries().iter().map(|entry| Runner::new(entry, &crew)).collect();
    let columns = |sequence: Sequence| THREADS.map(|threads| column(&mut runners, sequence, threads, effort));
    let figures = Sequence::ALL.map(columns);

    let mut report = Report::default();
    let expected = Expected::new(kind);
    let checks: Vec<_> = runners.iter().map(|runner| runner.check(&expected)).collect();
    for (sequence, columns) in Sequence::ALL.into_iter().zip(&figures) {
        let mut table = table(kind, sequence);
        for (subject, (runner, check)) in runners.iter().zip(&checks).enumerate() {
            let cells = check.clone().map(|()| columns.iter().flat_map(|column| cells(column, subject)).collect());
            report.row(&mut table, runner.name, cells);
        }
        report.tables.push(table);
    }
    report
}

/// Has every subject go through a sequence with so many threads.
fn column(runners: &mut [Runner], sequence: Sequence, threads: usize, effort: Effort) -> Vec<Samples> {
    // Threads that take turns on a CPU need their time one after the other.
    let turns = u32::try_from(threads.div_ceil(cpu::count())).unwrap_or(1);
    let repeats: Vec<_> = runners
        .iter_mut()
        .map(|runner| repeats(effort.batch * turns, |repeats| runner.run(sequence, threads, repeats)))
        .collect();
    interleave(effort.rounds, runners.len(), |subject| {
        let took = runners[subject].run(sequence, threads, repeats[subject]);
        let operations = Sequence::LEN as u64 * repeats[subject] * threads as u64;
        took.as_nanos() as f64 / operations as f64
    })
}

fn cells(column: &[Samples], subject: usize) -> [String; 3] {
    let samples = &column[subject];
    [number(samples.median()), number(samples.ratio(&column[0])), range(samples.range())]
}

fn table(kind: Kind, sequence: Sequence) -> Table {
    let of_threads = |threads: usize| {
        let threads = if threads == 1 { "1 thread".to_owned() } else { format!("{threads} threads") };
        [format!("{threads}, ns"), "×".to_owned(), "min–max".to_owned()]
    };
    let heading: Vec<_> = THREADS.into_iter().flat_map(of_threads).collect();
    let title = format!("{}: {}", kind.word(), sequence.title());
    Table::new(title, ["subject"].into_iter().chain(heading.iter().map(String::as_str)))
}

/// A contender at work, and what it has done so far.
struct Runner<'a> {
    name: &'static str,
    contender: Box<dyn Contender>,
    crew: &'a Crew,
    done: Vec<(Sequence, u64)>,
}

impl<'a> Runner<'a> {
    fn new(entry: &Entry, crew: &'a Crew) -> Self {
        Self { name: entry.name, contender: (entry.set_up)(), crew, done: Vec::new() }
    }

    fn run(&mut self, sequence: Sequence, threads: usize, repeats: u64) -> Duration {
        self.done.push((sequence, repeats * threads as u64));
        self.crew.run(threads, &self.contender.job(sequence, repeats))
    }

    fn check(&self, expected: &Expected) -> Result<(), String> {
        self.contender.check(&expected.after(&self.done))
    }
}
