//! Where and with what a run was made, for whoever reads its tables.

use std::env::consts;

use crate::cpu;
use crate::rounds::Effort;

/// The packages whose versions matter.
const PACKAGES: [&str; 16] = [
    "lowcard",
    "prometheus",
    "prometheus-static-metric",
    "prometheus-client",
    "metrics",
    "metrics-exporter-prometheus",
    "measured",
    "vise",
    "fastmetrics",
    "opentelemetry",
    "opentelemetry_sdk",
    "opentelemetry-prometheus",
    "foundations",
    "axum",
    "axum-prometheus",
    "axum-metrics",
];

/// A few lines above the tables.
pub fn describe(effort: Effort) -> String {
    let versions: Vec<_> = PACKAGES.iter().map(|package| format!("{package} {}", versions(package))).collect();
    let Effort { rounds, batch } = effort;
    format!(
        "{} CPUs, {} {}; {rounds} rounds, batches of at least {batch:?}.\n{}.\n",
        cpu::count(),
        consts::ARCH,
        consts::OS,
        versions.join(", ")
    )
}

/// The versions in the lock file; vise and foundations bring older ones of prometheus-client.
fn versions(package: &str) -> String {
    let name = format!("name = \"{package}\"");
    let lines = include_str!("../Cargo.lock").lines();
    let mut versions: Vec<_> = lines
        .clone()
        .zip(lines.skip(1))
        .filter(|(line, _)| *line == name)
        .filter_map(|(_, next)| next.strip_prefix("version = \"")?.strip_suffix('"'))
        .collect();
    versions.reverse();
    versions.join("/")
}
