//! One CPU for the service and another for the load, so that neither takes the other's time.

use std::path::Path;
use std::process::{self, Command};
use std::{fmt, fs};

use crate::quiet;

/// Where the two are.
pub(super) enum Pinning {
    /// Each on a CPU of its own.
    Apart { service: usize },
    /// Wherever the scheduler puts them, for the reason given.
    Nowhere(&'static str),
}

/// Puts this process, and so the load, on the last of the CPUs that it may use. The service is to get the first, as
/// neighbours may be one core.
pub(super) fn pin() -> Pinning {
    let [service, .., load] = allowed()[..] else { return Pinning::Nowhere("there is only one CPU") };
    let myself = process::id().to_string();
    let mut taskset = Command::new("taskset");
    match quiet::run(taskset.args(["--all-tasks", "--cpu-list", "--pid", &load.to_string(), &myself])) {
        Ok(()) => Pinning::Apart { service },
        Err(_) => Pinning::Nowhere("taskset is not there, or may not do it"),
    }
}

impl Pinning {
    /// How to start a program as the service.
    pub(super) fn service(&self, program: &Path) -> Command {
        match self {
            Self::Apart { service } => {
                // It becomes the program, so that the process is the service's.
                let mut taskset = Command::new("taskset");
                taskset.args(["--cpu-list", &service.to_string()]).arg(program);
                taskset
            }
            Self::Nowhere(_) => Command::new(program),
        }
    }
}

/// The CPUs that this process may use.
fn allowed() -> Vec<usize> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).map(listed).unwrap_or_default()
}

/// What a list such as `0-2,4` means.
fn listed(list: &str) -> Vec<usize> {
    let ranges = list.trim().split(',').filter_map(|range| {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        Some(from.parse().ok()?..=to.parse().ok()?)
    });
    ranges.flatten().collect()
}

impl fmt::Display for Pinning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Apart { .. } => {
                f.write_str("The service was pinned to one CPU and the load to another, by `taskset`")
            }
            Self::Nowhere(why) => write!(f, "Neither the service nor the load was pinned to a CPU, as {why}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_cpus_are_read() {
        assert_eq!(listed("\t0-2,4,6-7"), [0, 1, 2, 4, 6, 7]);
        assert_eq!(listed("\t3"), [3]);
        assert_eq!(listed(""), [0; 0]);
    }
}
