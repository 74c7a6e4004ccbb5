//! What the features of lowcard cost a program that turns them on and uses nothing of them: crates, but no instruction.

use std::path::Path;
use std::process::Command;
use std::{env, fs, process};

use super::dependent::{self, Dependent};
use super::instructions::{collected, find_valgrind};
use super::{Report, myself};
use crate::table::{Table, number};

/// Which features are on. The first row is what the others must not differ from.
const FEATURES: [&[&str]; 8] = [
    &[],
    &["dynamic"],
    &["metrics"],
    &["opentelemetry"],
    &["prometheus"],
    &["endpoint"],
    &["config"],
    &["config", "metrics", "opentelemetry", "prometheus"],
];

const PROGRAM: &str = include_str!("program.rs");

/// What the program updates, as it is asked for, with a line that it prints after so many updates.
const UPDATES: [(&str, &str); 3] = [
    ("counter", "jobs_total{queue=\"mail\"}"),
    ("gauge", "jobs_waiting{queue=\"mail\"}"),
    ("histogram", "job_duration_seconds_count{queue=\"mail\"}"),
];

/// How often it updates. What comes only once falls out of the difference.
const TIMES: [u64; 2] = [1_000, 11_000];

/// Builds the program with each of them, in a folder that is removed.
pub(super) fn run() -> Report {
    let mut report = Report::default();
    if let Err(error) = find_valgrind() {
        report.error(error);
        return report;
    }
    let mut table = Table::new(
        "features: instructions of an update where they are on and unused",
        ["features", "crates", "counter", "gauge", "histogram"],
    );
    let folder = env::temp_dir().join(format!("lowcard-features-{}", process::id()));
    let mut without = None;
    for features in FEATURES {
        let name = if features.is_empty() { "none".to_owned() } else { features.join(", ") };
        let cells = measure(&folder, features).and_then(|Cost { crates, instructions }| {
            let without = without.get_or_insert_with(|| instructions.clone());
            if *without == instructions {
                Ok([crates.to_string()].into_iter().chain(instructions).collect())
            } else {
                Err(format!("{} instructions instead of {}", instructions.join(", "), without.join(", ")))
            }
        });
        report.row(&mut table, &name, cells);
    }
    if let Err(error) = fs::remove_dir_all(&folder) {
        report.error(format!("{}: {error}", folder.display()));
    }
    report.tables.push(table);
    report
}

struct Cost {
    crates: usize,
    /// Of each update, as the table shows them.
    instructions: Vec<String>,
}

fn measure(folder: &Path, features: &[&str]) -> Result<Cost, String> {
    let line = format!("lowcard = {{ path = {:?}, features = {features:?} }}", dependent::runtime());
    let dependent = Dependent::write(folder, &[line], PROGRAM)?;
    let (crates, program) = (dependent.crates()?, dependent.build()?);
    let instructions = UPDATES.iter().map(|(update, series)| instructions(&program, update, series));
    Ok(Cost { crates, instructions: instructions.collect::<Result<_, _>>()? })
}

fn instructions(program: &Path, update: &str, series: &str) -> Result<String, String> {
    let [few, many] = TIMES.map(|times| {
        let mut command = Command::new(program);
        command.args([update, &times.to_string()]);
        let said = myself::output(&mut command)?.stdout;
        let line = format!("{series} {times}");
        if !String::from_utf8_lossy(&said).lines().any(|said| said == line) {
            return Err(format!("the program does not say `{line}`"));
        }
        collected(&command, &format!("dependent::update_{update}*"))
    });
    Ok(number((many? - few?) / (TIMES[1] - TIMES[0]) as f64))
}
