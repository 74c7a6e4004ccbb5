//! What it costs to build a program that depends on one subject: CPU time, and crates.

use std::path::Path;
use std::time::Instant;
use std::{env, fs, process};

use super::Report;
use super::dependent::{self, Dependent};
use crate::cpu;
use crate::table::{Table, number};

/// Each subject, and the dependencies that a program needs for it. The first is what the others are compared with.
const BUILDS: &[(&str, &[&str])] = &[
    ("**lowcard**", &["lowcard"]),
    ("prometheus", &["prometheus"]),
    ("prometheus + static-metric", &["prometheus", "prometheus-static-metric"]),
    ("prometheus-client", &["prometheus-client"]),
    ("metrics + exporter, bare", &["metrics", "metrics-exporter-prometheus"]),
    ("measured", &["measured"]),
    ("vise", &["vise"]),
    ("fastmetrics", &["fastmetrics"]),
    ("opentelemetry + exporter", &["opentelemetry", "opentelemetry_sdk", "opentelemetry-prometheus", "prometheus"]),
    ("foundations, only metrics", &["foundations", "serde"]),
];

/// This package's manifest, which has the version and the features of each dependency.
const MANIFEST: &str = include_str!("../../Cargo.toml");

/// Builds all of them, one after the other, in a folder that is removed.
pub(super) fn run() -> Report {
    let mut report = Report::default();
    let heading = ["depends on", "CPU s", "×", "wall s", "crates"];
    let mut table = Table::new("build: clean, release, -j2", heading);
    let folder = env::temp_dir().join(format!("lowcard-benches-{}", process::id()));
    let mut base = None;
    for (number, (name, dependencies)) in BUILDS.iter().enumerate() {
        let cost = measure(&folder.join(number.to_string()), dependencies);
        let base = *base.get_or_insert(cost.as_ref().map_or(f64::NAN, |cost| cost.cpu));
        report.row(&mut table, name, cost.map(|cost| cost.cells(base)));
    }
    if let Err(error) = fs::remove_dir_all(&folder) {
        report.error(format!("{}: {error}", folder.display()));
    }
    report.tables.push(table);
    report
}

struct Cost {
    cpu: f64,
    wall: f64,
    crates: usize,
}

impl Cost {
    fn cells(&self, base: f64) -> Vec<String> {
        vec![number(self.cpu), number(self.cpu / base), number(self.wall), self.crates.to_string()]
    }
}

fn measure(folder: &Path, dependencies: &[&str]) -> Result<Cost, String> {
    let lines: Vec<_> = dependencies.iter().map(|name| line(name)).collect::<Result<_, _>>()?;
    let dependent = Dependent::write(folder, &lines, "fn main() {}\n")?;
    let crates = dependent.crates()?;
    let (before, started) = (cpu::time_of_children(), Instant::now());
    dependent.build()?;
    let (cpu, wall) = (cpu::time_of_children().saturating_sub(before), started.elapsed());
    Ok(Cost { cpu: cpu.as_secs_f64(), wall: wall.as_secs_f64(), crates })
}

/// The line of this package's manifest.
fn line(name: &str) -> Result<String, String> {
    let line = MANIFEST.lines().find(|line| line.split(" = ").next() == Some(name));
    let line = line.ok_or_else(|| format!("{name} is no dependency of the benchmarks"))?;
    Ok(line.replace("../runtime", &dependent::runtime()))
}
