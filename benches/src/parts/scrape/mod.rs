//! Milliseconds for a scrape: in every format, compressed, with all that can be turned on, and beside the peers.

mod answers;
mod case;
mod encoding;
mod endpoint;
mod gzip;
mod native;

use std::sync::Arc;
use std::time::Duration;

use lowcard::Format;

use super::Report;
use crate::crew::{Crew, Job};
use crate::rounds::{Effort, Samples, interleave, repeats};
use crate::subject::{Size, World};
use crate::subjects::{BRIDGED_WORLDS, WORLDS, WorldEntry};
use crate::table::{Table, number, range};
use case::{Case, Sizes};

/// The formats, with what the tables call them.
const FORMATS: [(Format, &str); 3] =
    [(Format::Text, "text"), (Format::OpenMetrics, "OpenMetrics"), (Format::Protobuf, "protobuf")];

/// What one table shows. Its first case is what the others are compared with.
struct Section {
    title: &'static str,
    cases: Vec<Case>,
}

/// A filled world, and its name.
type Filled = (&'static str, Arc<dyn World>);

/// Makes every case, which checks it, and has all of them take turns.
pub(super) fn run(effort: Effort) -> Report {
    let worlds = fill(WORLDS);
    let sections = [
        encoding::section("encoding alone, into room that is used again", &worlds),
        encoding::section("the same across bridges", &fill(BRIDGED_WORLDS)),
        native::section(),
        gzip::section(&worlds),
        endpoint::section(&worlds),
    ];
    let cases: Vec<_> = sections.iter().flat_map(|section| &section.cases).collect();
    let mut samples = time(&cases, effort).into_iter();

    let mut report = Report::default();
    for Section { title, cases } in &sections {
        let heading = ["subject", "ms", "×", "min–max", "exposition, kB", "sent, kB", "MB/s"];
        let mut table = Table::new(format!("scrape: {title}"), heading);
        let of_table: Vec<_> = samples.by_ref().take(cases.len()).collect();
        for (case, its) in cases.iter().zip(&of_table) {
            report.row(&mut table, &case.name, case.sizes.clone().map(|sizes| cells(sizes, its, &of_table[0])));
        }
        report.tables.push(table);
    }
    report
}

fn fill(entries: &[WorldEntry]) -> Vec<Filled> {
    let filled = entries.iter().map(|entry| {
        let world = (entry.new)(Size::FULL);
        world.fill(Size::FULL);
        (entry.name, world)
    });
    filled.collect()
}

/// Milliseconds for each.
fn time(cases: &[&Case], effort: Effort) -> Vec<Samples> {
    let crew = Crew::new(1);
    let run = |case: usize, repeats: u64| -> Duration {
        let work = Arc::clone(&cases[case].work);
        let job: Job = Arc::new(move |_| (0..repeats).for_each(|_| work()));
        crew.run(1, &job)
    };
    let repeats: Vec<_> = (0..cases.len()).map(|case| repeats(effort.batch, |repeats| run(case, repeats))).collect();
    interleave(effort.rounds, cases.len(), |case| run(case, repeats[case]).as_secs_f64() * 1e3 / repeats[case] as f64)
}

fn cells(sizes: Sizes, samples: &Samples, base: &Samples) -> Vec<String> {
    vec![
        number(samples.median()),
        number(samples.ratio(base)),
        range(samples.range()),
        number(sizes.exposition as f64 / 1e3),
        number(sizes.sent as f64 / 1e3),
        number(sizes.exposition as f64 / 1e3 / samples.median()),
    ]
}
