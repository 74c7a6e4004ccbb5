//! What the SDK of Temporal asks of its meter for one workflow task, and what that costs with each meter.

use std::time::Instant;

use super::Report;
use super::instructions::{collected, find_valgrind};
use super::myself::Row;
use crate::contender::check;
use crate::rounds::{Effort, Samples, interleave, repeats};
use crate::subject::Tells;
use crate::table::{Table, number, range};
use crate::tally::Tally;
use crate::temporal::{METERS, MeterEntry, Replay, TASKS, Trace};

/// Has a worker say what it asks, and every meter do that again and again: first to see that all of them count the same.
pub(super) fn run(effort: Effort) -> Report {
    let mut report = Report::default();
    let trace = Trace::record().map_err(|error| format!("the worker: {error}"));
    match trace.and_then(|trace| find_valgrind().map(|()| trace)) {
        Ok(trace) => measure(&trace, effort, &mut report),
        Err(error) => report.error(error),
    }
    report
}

fn measure(trace: &Trace, effort: Effort, report: &mut Report) {
    let expected = trace.tally(REPEATS);
    let checks: Vec<_> = METERS.iter().map(|entry| check_counts(entry, trace, &expected)).collect();
    let times = time(trace, effort);
    let [updates, series, labels] = trace.of_a_task().map(number);
    let title =
        format!("temporal: a workflow task, which is {updates} updates, {series} series and {labels} sets of labels");
    let heading = ["meter", "ns", "×", "min–max", "added, ns", "instructions", "×", "added"];
    let mut table = Table::new(title, heading);
    let instructions: Vec<_> = (0..METERS.len()).map(instructions).collect();
    for (meter, (entry, check)) in METERS.iter().zip(checks).enumerate() {
        let cells = check.and_then(|()| cells(&times, &instructions, meter));
        report.row(&mut table, entry.name, cells);
    }
    report.tables.push(table);
}

/// Of one meter: beside the first, and above the last, which does nothing.
fn cells(times: &[Samples], instructions: &[Result<f64, String>], meter: usize) -> Result<Vec<String>, String> {
    let floor = METERS.len() - 1;
    let [first, own, last] = [0, meter, floor].map(|meter| instructions[meter].clone());
    let (first, own, last) = (first?, own?, last?);
    let time = &times[meter];
    let added = |text: String| if meter == floor { String::new() } else { text };
    Ok(vec![
        number(time.median()),
        number(time.ratio(&times[0])),
        range(time.range()),
        added(number(time.above(&times[floor]).median())),
        number(own),
        number(own / first),
        added(number(own - last)),
    ])
}

/// How often the tasks are done where their results are compared, and where their instructions are counted.
const REPEATS: u64 = 3;

/// Says what is wrong with what a meter exposes, if it exposes anything.
fn check_counts(entry: &MeterEntry, trace: &Trace, expected: &Tally) -> Result<(), String> {
    let metered = (entry.new)();
    Replay::new(metered.meter.clone(), trace).run(REPEATS);
    metered.scrape().map_or(Ok(()), |text| check(expected, &text, Tells::Everything))
}

/// Nanoseconds for a task.
fn time(trace: &Trace, effort: Effort) -> Vec<Samples> {
    let metered: Vec<_> = METERS.iter().map(|entry| (entry.new)()).collect();
    let mut replays: Vec<_> = metered.iter().map(|metered| Replay::new(metered.meter.clone(), trace)).collect();
    let mut took = |meter: usize, repeats: u64| {
        let started = Instant::now();
        replays[meter].run(repeats);
        started.elapsed()
    };
    let repeats: Vec<_> =
        (0..METERS.len()).map(|meter| repeats(effort.batch, |repeats| took(meter, repeats))).collect();
    interleave(effort.rounds, METERS.len(), |meter| {
        took(meter, repeats[meter]).as_nanos() as f64 / (repeats[meter] * TASKS as u64) as f64
    })
}

/// What is counted; the numbers of a trace are its process's own, so that the two can't be taken from each other.
const REPLAY: &str = "*temporal::replay::Replay*::run";

/// Instructions for a task, in a process of its own, whose worker asks the same but for a poll more or less.
fn instructions(meter: usize) -> Result<f64, String> {
    let row = Row::Temporal { meter }.command().map_err(|error| error.to_string())?;
    Ok(collected(&row, REPLAY)? / (REPEATS * TASKS as u64) as f64)
}

/// The row of that process.
pub(super) fn row(meter: usize) -> Result<String, String> {
    let entry = METERS.get(meter).ok_or("no such meter")?;
    let trace = Trace::record().map_err(|error| format!("the worker: {error}"))?;
    let metered = (entry.new)();
    let mut replay = Replay::new(metered.meter.clone(), &trace);
    replay.warm_up();
    replay.run(REPEATS);
    Ok("done".to_owned())
}
