//! Nanoseconds for one HTTP request through a router, and what observing it adds to that.

use std::time::{Duration, Instant};

use super::Report;
use crate::allocations;
use crate::crew::Crew;
use crate::rounds::{Effort, Samples, interleave, repeats};
use crate::service::{Answers, Place, ServiceEntry, check};
use crate::subjects::requests::{AXUM_PROMETHEUS, DISABLED_SERVICES, SERVICES};
use crate::table::{Table, number, range};
use crate::workload::CALLS;

/// Whether there are metrics in the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// There are.
    On,
    /// They are turned off, and nothing turns them on again.
    Off,
}

impl Switch {
    /// Both.
    pub const ALL: [Self; 2] = [Self::On, Self::Off];

    /// The name of its part on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::On => "requests",
            Self::Off => "disabled-requests",
        }
    }

    /// Who is measured.
    pub fn entries(self) -> &'static [ServiceEntry] {
        match self {
            Self::On => SERVICES,
            Self::Off => DISABLED_SERVICES,
        }
    }
}

/// Has every service answer, and then checks what it has observed.
pub(super) fn run(switch: Switch, effort: Effort) -> Report {
    let crew = Crew::new(1);
    let mut runners: Vec<_> = switch.entries().iter().map(|entry| Runner::new(entry, &crew)).collect();
    let samples = time(&mut runners, effort);
    let allocations: Vec<_> = runners.iter_mut().map(Runner::allocations).collect();
    let figures = Figures { entries: switch.entries(), samples, allocations };

    let mut report = Report::default();
    let heading = [
        "subject",
        "ns",
        "×",
        "min–max",
        "× floor",
        "added, ns",
        "× floor's",
        "allocations",
        "added",
        "axum-prometheus adds, ×",
    ];
    let columns = if figures.find(AXUM_PROMETHEUS).is_some() { heading.len() } else { heading.len() - 1 };
    let mut table =
        Table::new(format!("{}: through an axum router", switch.word()), heading[..columns].iter().copied());
    for (subject, runner) in runners.iter().enumerate() {
        report.row(&mut table, runner.entry.name, runner.check().map(|()| figures.cells(subject)));
    }
    report.tables.push(table);
    report
}

/// For each round of other parts: what is added is a difference, which is smaller than what it is taken from.
const ROUNDS: usize = 5;

/// Nanoseconds for a request.
fn time(runners: &mut [Runner], effort: Effort) -> Vec<Samples> {
    let repeats: Vec<_> =
        runners.iter_mut().map(|runner| repeats(effort.batch, |repeats| runner.run(repeats))).collect();
    interleave(effort.rounds * ROUNDS, runners.len(), |subject| {
        let took = runners[subject].run(repeats[subject]);
        took.as_nanos() as f64 / (repeats[subject] * CALLS as u64) as f64
    })
}

/// What was measured of all subjects; the first is the bare router.
struct Figures {
    entries: &'static [ServiceEntry],
    samples: Vec<Samples>,
    /// For a request.
    allocations: Vec<f64>,
}

impl Figures {
    fn cells(&self, subject: usize) -> Vec<String> {
        let (samples, bare) = (&self.samples[subject], &self.samples[0]);
        let (added, allocations) = (self.added(subject), self.allocations[subject]);
        let floor = self.floor(self.entries[subject].place);
        let of_floor = |ratio: &dyn Fn(usize) -> f64| floor.map_or(String::new(), |floor| number(ratio(floor)));
        let beside = |other: usize| number(self.added(other).ratio(&added));
        let is_bare = subject == 0;
        vec![
            number(samples.median()),
            number(samples.ratio(bare)),
            range(samples.range()),
            of_floor(&|floor| samples.ratio(&self.samples[floor])),
            if is_bare { String::new() } else { number(added.median()) },
            of_floor(&|floor| added.ratio(&self.added(floor))),
            number(allocations),
            if is_bare { String::new() } else { number(allocations - self.allocations[0]) },
            self.find(AXUM_PROMETHEUS).filter(|_| !is_bare).map_or(String::new(), beside),
        ]
    }

    /// Above the bare router in the same round.
    fn added(&self, subject: usize) -> Samples {
        self.samples[subject].above(&self.samples[0])
    }

    /// The floor of a place, if there is one.
    fn floor(&self, place: Place) -> Option<usize> {
        self.entries.iter().position(|entry| entry.place == place && entry.name.starts_with(FLOOR))
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.name == name)
    }
}

/// How the names of floors begin.
const FLOOR: &str = "floor: ";

/// A service at work, and what it has done so far.
struct Runner<'a> {
    entry: &'static ServiceEntry,
    service: Box<dyn Answers>,
    answers: Result<(), String>,
    crew: &'a Crew,
    repeats: u64,
    took: Duration,
}

impl<'a> Runner<'a> {
    /// Its answers are checked before anything is measured.
    fn new(entry: &'static ServiceEntry, crew: &'a Crew) -> Self {
        let service = (entry.set_up)();
        let started = Instant::now();
        let answers = service.check_answers();
        Self { entry, service, answers, crew, repeats: 1, took: started.elapsed() }
    }

    fn run(&mut self, repeats: u64) -> Duration {
        let took = self.crew.run(1, &self.service.job(repeats));
        self.repeats += repeats;
        self.took += took;
        took
    }

    /// For a request, by a thread that has answered all of them before.
    fn allocations(&mut self) -> f64 {
        let job = self.service.job(1);
        let (took, allocated) = allocations::count(|| self.crew.run(1, &job));
        self.repeats += 1;
        self.took += took;
        allocated.calls as f64 / CALLS as f64
    }

    fn check(&self) -> Result<(), String> {
        self.answers.clone()?;
        check(self.entry.names.as_ref(), &self.service.scrape(), self.repeats, self.took)
    }
}
