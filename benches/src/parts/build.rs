//! What it costs to build a program that depends on one subject: CPU time, and crates.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs, process};

use super::{Report, myself};
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
const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

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
    write(folder, dependencies)?;
    let crates = crates(folder)?;
    let (before, started) = (cpu::time_of_children(), Instant::now());
    myself::output(cargo(folder).args(["build", "--release", "-j2"]))?;
    let (cpu, wall) = (cpu::time_of_children().saturating_sub(before), started.elapsed());
    Ok(Cost { cpu: cpu.as_secs_f64(), wall: wall.as_secs_f64(), crates })
}

/// A program that depends on these and does nothing.
fn write(folder: &Path, dependencies: &[&str]) -> Result<(), String> {
    let lines: Vec<_> = dependencies.iter().map(|name| dependency(name)).collect::<Result<_, _>>()?;
    let package = "[package]\nname = \"dependent\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    let files = [
        (folder.join("Cargo.toml"), format!("{package}\n[dependencies]\n{}\n", lines.join("\n"))),
        (folder.join("src/main.rs"), "fn main() {}\n".to_owned()),
        // The versions that were measured. Cargo leaves out what is not needed.
        (folder.join("Cargo.lock"), include_str!("../../Cargo.lock").to_owned()),
    ];
    fs::create_dir_all(folder.join("src")).map_err(|error| format!("{}: {error}", folder.display()))?;
    files
        .iter()
        .try_for_each(|(path, text)| fs::write(path, text).map_err(|error| format!("{}: {error}", path.display())))
}

/// The line of this package's manifest.
fn dependency(name: &str) -> Result<String, String> {
    let line = MANIFEST.lines().find(|line| line.split(" = ").next() == Some(name));
    let line = line.ok_or_else(|| format!("{name} is no dependency of the benchmarks"))?;
    let runtime: PathBuf = [FOLDER, "..", "runtime"].iter().collect();
    Ok(line.replace("../runtime", &runtime.display().to_string()))
}

/// How many crates are built besides the program.
fn crates(folder: &Path) -> Result<usize, String> {
    let tree = myself::output(cargo(folder).args(["tree", "--prefix", "none", "--format", "{p}", "--no-dedupe"]))?;
    let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
    Ok(tree.lines().collect::<BTreeSet<_>>().len() - 1)
}

/// Without the network, and with a target folder that nothing else uses.
fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target")).env("CARGO_NET_OFFLINE", "true");
    cargo
}
