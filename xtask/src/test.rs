//! `cargo xtask test`: runs the steps in order, and stops at the first that fails.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fmt, io};

use crate::steps::{self, Step};
use crate::tools::{Missing, Tools};

/// Whether the tests against real servers are part of the run.
#[derive(Clone, Copy)]
pub(crate) enum Servers {
    /// They run.
    Real,
    /// The user knows that they don't.
    LeftOut,
}

/// Nothing failed.
pub(crate) struct Passed {
    servers: Servers,
    took: Duration,
}

/// Why the run stopped.
pub(crate) enum Failure {
    /// A step's command ran, and said no.
    Step(&'static Step),
    /// A step's command could not be started.
    Start(&'static Step, io::Error),
    /// The server tests have nothing to run against.
    Tools(Missing),
}

/// Runs everything.
pub(crate) fn run(servers: Servers) -> Result<Passed, Failure> {
    let started = Instant::now();
    steps::OFFLINE.iter().try_for_each(|step| run_step(step, &[]))?;
    steps::BENCHES.iter().try_for_each(|step| run_step(step, &[]))?;
    if has_nightly() {
        steps::SANITIZED.iter().try_for_each(|step| run_step(step, &[]))?;
    } else {
        println!("\n── AddressSanitizer: left out, as there is no nightly toolchain for this machine");
    }
    if let Servers::Real = servers {
        println!("\n── tools: Prometheus, promtool and the Python parser");
        let tools = Tools::find_or_fetch().map_err(Failure::Tools)?;
        steps::WITH_SERVERS.iter().try_for_each(|step| run_step(step, &tools.variables()))?;
    }
    Ok(Passed { servers, took: started.elapsed() })
}

/// Whether rustup has a nightly toolchain, and the sanitizer works here.
fn has_nightly() -> bool {
    let version = Command::new("rustup").args(["run", "nightly", "rustc", "--version"]).output();
    cfg!(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))
        && version.is_ok_and(|version| version.status.success())
}

/// Prints the step's heading and runs it. What it says goes straight to the terminal.
fn run_step(step: &'static Step, tools: &[(&str, &Path)]) -> Result<(), Failure> {
    let own = step.env.iter().map(|&(name, value)| (name, OsStr::new(value)));
    let env: Vec<_> = own.chain(tools.iter().map(|&(name, path)| (name, path.as_os_str()))).collect();
    println!("\n── {}: {}", step.name, typed(&env, step.command));

    let mut words = step.command.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    let status = command.args(words).envs(env).status().map_err(|error| Failure::Start(step, error))?;
    if status.success() { Ok(()) } else { Err(Failure::Step(step)) }
}

/// The command as one types it.
fn typed(env: &[(&str, &OsStr)], command: &str) -> String {
    let mut words: Vec<_> = env.iter().map(|(name, value)| format!("{name}='{}'", value.display())).collect();
    words.push(command.to_owned());
    words.join(" ")
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.took.as_secs();
        match self.servers {
            Servers::Real => write!(f, "passed: everything, in {seconds} s"),
            Servers::LeftOut => write!(f, "passed: everything but the tests against real servers, in {seconds} s"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Step(step) => {
                write!(f, "failed: {} (the command in the heading above repeats it alone)", step.name)
            }
            Failure::Start(step, error) => {
                let program = step.command.split_whitespace().next().unwrap_or_default();
                write!(f, "failed: `{program}` could not be started: {error}; is it in PATH?")
            }
            Failure::Tools(missing) => write!(f, "failed: {missing}"),
        }
    }
}
