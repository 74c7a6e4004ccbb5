//! Instructions for one update or request, counted by callgrind: figures that no noise touches.

use std::process::Command;

use super::Report;
use super::myself::{self, Row};
use super::requests::Switch;
use super::updates::{Expected, Kind};
use crate::table::{Table, number};
use crate::tally::Tally;
use crate::workload::{CALLS, Sequence};

/// Whose updates are counted. Those without metrics come last, as there are none in this process once they were checked.
const KINDS: [Kind; 6] = [
    Kind::Counters,
    Kind::Histograms,
    Kind::BridgedCounters,
    Kind::BridgedHistograms,
    Kind::DisabledCounters,
    Kind::DisabledHistograms,
];

/// How often a row goes through its sequence. What comes only once, as a first touch does, falls out of the difference.
const REPEATS: [u64; 2] = [2, 5];

/// Nothing is counted but the loops that are timed elsewhere: setting up takes a random number of instructions where
/// hashes are seeded.
const UPDATES: &str = "lowcard_benches::contender::record_all*";
const REQUESTS: &str = "lowcard_benches::service::answer_all*";

/// Counts for every subject, with one thread.
pub(super) fn run() -> Report {
    let mut report = Report::default();
    if let Err(error) = find_valgrind() {
        report.error(error);
        return report;
    }
    for kind in KINDS {
        let heading: Vec<_> = ["subject"].into_iter().chain(Sequence::ALL.map(Sequence::title)).collect();
        let mut table = Table::new(format!("instructions: {}", kind.word()), heading);
        let expected = Expected::new(kind).after(&Sequence::ALL.map(|sequence| (sequence, 1)));
        // Where metrics are off, the floor comes first, whose cells are the process's: it was counted among the others.
        let counted_before = usize::from(Kind::DISABLED.contains(&kind));
        for (subject, entry) in kind.entries().iter().enumerate().skip(counted_before) {
            report.row(&mut table, entry.name, cells(kind, subject, &expected));
        }
        report.tables.push(table);
    }
    for switch in Switch::ALL {
        requests(switch, &mut report);
    }
    report
}

/// Their results are checked where they are timed.
fn requests(switch: Switch, report: &mut Report) {
    let mut table = Table::new(format!("instructions: {}", switch.word()), ["subject", "a request", "added"]);
    let mut bare = None;
    for (subject, entry) in switch.entries().iter().enumerate() {
        let cells = of_request(switch, subject).map(|instructions| {
            let bare = *bare.get_or_insert(instructions);
            vec![number(instructions), if subject == 0 { String::new() } else { number(instructions - bare) }]
        });
        report.row(&mut table, entry.name, cells);
    }
    report.tables.push(table);
}

fn of_request(switch: Switch, subject: usize) -> Result<f64, String> {
    let [few, many] = REPEATS.map(|repeats| {
        let row = Row::Requests { switch, subject, repeats }.command().map_err(|error| error.to_string())?;
        collected(&row, REQUESTS)
    });
    Ok((many? - few?) / ((REPEATS[1] - REPEATS[0]) * CALLS as u64) as f64)
}

fn cells(kind: Kind, subject: usize, expected: &Tally) -> Result<Vec<String>, String> {
    check(kind, subject, expected)?;
    Sequence::ALL.into_iter().map(|sequence| cell(kind, subject, sequence)).collect()
}

/// Here rather than in the rows, where it would take callgrind minutes.
fn check(kind: Kind, subject: usize, expected: &Tally) -> Result<(), String> {
    let contender = (kind.entries()[subject].set_up)();
    for sequence in Sequence::ALL {
        contender.job(sequence, 1)(0);
    }
    contender.check(expected)
}

fn cell(kind: Kind, subject: usize, sequence: Sequence) -> Result<String, String> {
    let [few, many] = REPEATS.map(|repeats| repeated(kind, subject, sequence, repeats));
    let operations = (REPEATS[1] - REPEATS[0]) * Sequence::LEN as u64;
    Ok(number((many? - few?) / operations as f64))
}

/// The instructions of so many repeats.
fn repeated(kind: Kind, subject: usize, sequence: Sequence, repeats: u64) -> Result<f64, String> {
    let row = Row::Update { kind, subject, sequence, repeats }.command().map_err(|error| error.to_string())?;
    collected(&row, UPDATES)
}

/// Says so if there is no valgrind.
pub(super) fn find_valgrind() -> Result<(), String> {
    let found = myself::output(Command::new("valgrind").arg("--version"));
    found.map(drop).map_err(|error| format!("instructions are counted by valgrind, which is not to be found: {error}"))
}

/// The instructions of a command within functions of this name.
pub(super) fn collected(command: &Command, functions: &str) -> Result<f64, String> {
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", &format!("--toggle-collect={functions}")])
        .arg(command.get_program())
        .args(command.get_args());
    let said = myself::output(&mut valgrind)?.stderr;
    let said = String::from_utf8_lossy(&said);
    let count = said.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    count.filter(|count| *count > 0.0).ok_or_else(|| "callgrind has counted nothing".to_owned())
}

/// The row of a process of its own: so many repeats, on this thread.
pub(super) fn row(kind: Kind, subject: usize, sequence: Sequence, repeats: u64) -> Result<String, String> {
    let entry = kind.entries().get(subject).ok_or("no such subject")?;
    (entry.set_up)().job(sequence, repeats)(0);
    Ok("done".to_owned())
}

/// The same for requests.
pub(super) fn answers(switch: Switch, subject: usize, repeats: u64) -> Result<String, String> {
    let entry = switch.entries().get(subject).ok_or("no such subject")?;
    (entry.set_up)().job(repeats)(0);
    Ok("done".to_owned())
}
