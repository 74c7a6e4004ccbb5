//! Bytes for a series, once one thread or eight threads have touched all of them.
//!
//! Each row is measured in a process of its own, since some peers have a registry of the process.

use std::sync::Arc;

use super::Report;
use super::myself::{self, Row};
use crate::allocations;
use crate::contender::check;
use crate::crew::{Crew, Job};
use crate::subject::{Size, Tells};
use crate::subjects::{WORLDS, WorldEntry};
use crate::table::{Table, number};
use crate::workload::{self, TIMING_SETS, VISIT_SETS};

/// Threads that touch every series.
const THREADS: [usize; 2] = [1, 8];

/// Measures every world.
pub(super) fn run() -> Report {
    let mut report = Report::default();
    let mut table = Table::new("memory: 10,000 counters and 560 histograms", heading().iter().map(String::as_str));
    for (number, entry) in WORLDS.iter().enumerate() {
        report.row(&mut table, entry.name, cells(number));
    }
    report.tables.push(table);
    report
}

fn heading() -> Vec<String> {
    let of =
        |what| THREADS.into_iter().flat_map(move |threads| [format!("B a {what}, by {threads}"), "scraped".to_owned()]);
    ["subject".to_owned()].into_iter().chain(of("counter")).chain(of("histogram")).collect()
}

/// Counters by threads, then histograms by threads.
fn cells(world: usize) -> Result<Vec<String>, String> {
    let by_threads: Vec<_> = THREADS.iter().map(|threads| in_process(world, *threads)).collect::<Result<_, _>>()?;
    let counters = by_threads.iter().flat_map(|bytes| &bytes[..2]);
    let histograms = by_threads.iter().flat_map(|bytes| &bytes[2..]);
    Ok(counters.chain(histograms).map(|bytes| number(*bytes)).collect())
}

/// Bytes for a counter, once touched and once scraped, and for a histogram.
type Bytes = [f64; 4];

fn in_process(world: usize, threads: usize) -> Result<Bytes, String> {
    let mut row = Row::Memory { world, threads }.command().map_err(|error| error.to_string())?;
    let said = myself::output(&mut row)?.stdout;
    let said = String::from_utf8_lossy(&said);
    let numbers: Vec<_> = said.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    numbers.try_into().map_err(|_| format!("no figures in {said:?}"))
}

/// The row of a process of its own: [`Bytes`].
pub(super) fn row(world: usize, threads: usize) -> Result<String, String> {
    let entry = WORLDS.get(world).ok_or("no such world")?;
    let crew = Crew::new(threads);
    // The first job of a thread takes what threads need themselves.
    let nothing: Job = Arc::new(|_| {});
    crew.run(threads, &nothing);
    let counters = bytes(entry, Size::COUNTERS, threads, &crew)?;
    let histograms = bytes(entry, Size::HISTOGRAMS, threads, &crew)?;
    let counters = counters.map(|bytes| bytes / (Size::COUNTERS.counters * VISIT_SETS) as f64);
    let histograms = histograms.map(|bytes| bytes / (Size::HISTOGRAMS.histograms * TIMING_SETS) as f64);
    Ok([counters, histograms].concat().iter().map(f64::to_string).collect::<Vec<_>>().join(" "))
}

/// What a world of this size takes, while all threads live: after each has touched every series, and after a scrape,
/// which may leave something for the next.
fn bytes(entry: &WorldEntry, size: Size, threads: usize, crew: &Crew) -> Result<[f64; 2], String> {
    let (world, touched) = allocations::count(|| {
        let world = (entry.new)(size);
        let to_fill = Arc::clone(&world);
        let fill: Job = Arc::new(move |_| to_fill.fill(size));
        crew.run(threads, &fill);
        world
    });
    let ((), scraped) = allocations::count(|| drop(world.scrape()));
    check(&workload::world(size, threads as u64), &world.scrape(), Tells::Everything)?;
    // Whatever the first world shares with the second stays.
    std::mem::forget(world);
    Ok([touched.live as f64, (touched.live + scraped.live) as f64])
}
