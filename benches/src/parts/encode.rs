//! Nanoseconds for a line of a scrape, and the memory that a scrape takes.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use super::Report;
use crate::allocations::{self, Allocated};
use crate::contender::check;
use crate::crew::{Crew, Job};
use crate::exposition::Exposition;
use crate::rounds::{Effort, Samples, interleave, repeats};
use crate::subject::{Size, Tells, World};
use crate::subjects::{WORLDS, WorldEntry, lowcard};
use crate::table::{Table, number, range};
use crate::workload;

/// As many threads as fill the worlds whose numbers are spread.
const SPREAD: usize = 8;

/// Scrapes every world, after its text is checked.
pub(super) fn run(effort: Effort) -> Report {
    let crew = Crew::new(SPREAD);
    let spread = WORLDS.iter().filter(|entry| entry.name == lowcard::NAME).map(|entry| (entry, SPREAD));
    let worlds = WORLDS.iter().map(|entry| (entry, 1)).chain(spread);
    let worlds: Vec<_> = worlds.map(|(entry, threads)| Filled::new(entry, threads, &crew)).collect();
    let samples = time(&worlds, effort);

    let mut report = Report::default();
    let heading = ["subject", "ns a line", "×", "min–max", "lines", "text, kB", "peak, × text", "allocations"];
    let mut table = Table::new("encode: 10,000 counters and 560 histograms", heading);
    for (world, its) in worlds.iter().zip(&samples) {
        let cells = world.check().map(|lines| cells(world, lines, its, &samples[0]));
        report.row(&mut table, &world.name, cells);
    }
    report.tables.push(table);
    report
}

fn time(worlds: &[Filled], effort: Effort) -> Vec<Samples> {
    let repeats: Vec<_> = worlds.iter().map(|world| repeats(effort.batch, |repeats| world.scrape(repeats))).collect();
    interleave(effort.rounds, worlds.len(), |world| {
        worlds[world].scrape(repeats[world]).as_nanos() as f64 / repeats[world] as f64
    })
}

/// What was timed are whole scrapes.
fn cells(world: &Filled, lines: usize, samples: &Samples, base: &Samples) -> Vec<String> {
    let (min, max) = samples.range();
    let lines_or_one = lines as f64;
    let (text, allocated) = world.allocated();
    vec![
        number(samples.median() / lines_or_one),
        number(samples.ratio(base)),
        range((min / lines_or_one, max / lines_or_one)),
        lines.to_string(),
        number(text as f64 / 1e3),
        number(allocated.peak as f64 / text as f64),
        allocated.calls.to_string(),
    ]
}

/// A world whose every series was touched.
struct Filled<'a> {
    name: String,
    world: Arc<dyn World>,
    threads: usize,
    crew: &'a Crew,
}

impl<'a> Filled<'a> {
    fn new(entry: &WorldEntry, threads: usize, crew: &'a Crew) -> Self {
        let world = (entry.new)(Size::FULL);
        let to_fill = Arc::clone(&world);
        let fill: Job = Arc::new(move |_| to_fill.fill(Size::FULL));
        crew.run(threads, &fill);
        let name = if threads == 1 { entry.name.to_owned() } else { format!("{}, {threads} threads", entry.name) };
        Self { name, world, threads, crew }
    }

    fn scrape(&self, repeats: u64) -> Duration {
        let world = Arc::clone(&self.world);
        let scrape: Job = Arc::new(move |_| (0..repeats).for_each(|_| drop(black_box(world.scrape()))));
        self.crew.run(1, &scrape)
    }

    /// The length of the text, and what it took to write it.
    fn allocated(&self) -> (usize, Allocated) {
        let (text, allocated) = allocations::count(|| self.world.scrape());
        (text.len(), allocated)
    }

    /// Says how many lines there are, or what is wrong with them.
    fn check(&self) -> Result<usize, String> {
        let text = self.world.scrape();
        let expected = workload::world(Size::FULL, self.threads as u64);
        check(&expected, &text, Tells::Everything)?;
        // foundations also exposes the process.
        let lines = Exposition::parse(&text)?.iter().filter(|(key, _)| key.starts_with("bench_")).count();
        if lines == expected.samples() {
            Ok(lines)
        } else {
            Err(format!("{lines} lines instead of {}", expected.samples()))
        }
    }
}
