//! The quickstart, as a process.

use std::io::{self, BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Stdio};
use std::{env, fmt};

use super::cpus::Pinning;

/// Whether the service has metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Metrics {
    Disabled,
    Enabled,
}

impl fmt::Display for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Enabled { "enabled" } else { "disabled" })
    }
}

/// It runs until this is dropped.
pub(super) struct Service {
    pub(super) metrics: Metrics,
    pub(super) address: SocketAddr,
    process: Child,
}

impl Service {
    /// On a free port, which the first line of its output tells.
    pub(super) fn start(program: &Path, pinning: &Pinning, metrics: Metrics) -> Result<Self, String> {
        let mut command = pinning.service(program);
        let settings = env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("MONITORING_"));
        settings.for_each(|(name, _)| _ = command.env_remove(name));
        let mut process = command
            .env("QUICKSTART_ADDR", "127.0.0.1:0")
            .env("MONITORING_ENABLED", if metrics == Metrics::Enabled { "true" } else { "false" })
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("the quickstart could not be started: {error}"))?;
        match first_line(&mut process).map(|line| address(&line).ok_or(line)) {
            Ok(Ok(address)) => Ok(Self { metrics, address, process }),
            wrong => {
                // Both fail only if the process is gone already.
                let _ = process.kill();
                let _ = process.wait();
                Err(format!("the quickstart does not say where it serves, but {wrong:?}"))
            }
        }
    }

    /// The number of its process.
    pub(super) fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Both fail only if the process is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What it says first. The pipe stays open, and has room for the little that follows.
fn first_line(process: &mut Child) -> io::Result<String> {
    let mut line = String::new();
    if let Some(stdout) = &mut process.stdout {
        BufReader::new(stdout).read_line(&mut line)?;
    }
    Ok(line)
}

/// The address in `serving http://127.0.0.1:34567/metrics`.
fn address(line: &str) -> Option<SocketAddr> {
    line.trim().strip_prefix("serving http://")?.strip_suffix("/metrics")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_in_the_first_line() {
        assert_eq!(address("serving http://127.0.0.1:34567/metrics\n"), "127.0.0.1:34567".parse().ok());
        assert_eq!(address("serving nobody\n"), None);
        assert_eq!(address(""), None);
    }
}
