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
    left_out: Option<LeftOut>,
    took: Duration,
}

/// What a run that passed can't speak for.
enum LeftOut {
    /// The user said so.
    Servers,
    /// There is no Prometheus 3, for the reason given.
    Prometheus3(String),
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
    if cfg!(target_os = "linux") {
        steps::ON_LINUX.iter().try_for_each(|step| run_step(step, &[]))?;
    } else {
        println!("\n── the overhead: left out, as it can't be measured on this system");
    }
    if has_nightly() {
        steps::SANITIZED.iter().try_for_each(|step| run_step(step, &[]))?;
    } else {
        println!("\n── AddressSanitizer: left out, as there is no nightly toolchain for this machine");
    }
    let left_out = match servers {
        Servers::Real => run_with_servers()?,
        Servers::LeftOut => Some(LeftOut::Servers),
    };
    Ok(Passed { left_out, took: started.elapsed() })
}

/// Runs the tests against real servers. Only those against Prometheus 3 may be left out.
fn run_with_servers() -> Result<Option<LeftOut>, Failure> {
    println!("\n── tools: Prometheus 2 and 3, promtool, the Pushgateway, Temporal and the Python parser");
    let tools = Tools::find_or_fetch().map_err(Failure::Tools)?;
    let variables = tools.variables();
    steps::WITH_SERVERS.iter().try_for_each(|step| run_step(step, &variables))?;
    match &tools.prometheus_3 {
        Ok(_) => steps::WITH_PROMETHEUS_3.iter().try_for_each(|step| run_step(step, &variables)).map(|()| None),
        Err(why) => {
            println!("\n── Prometheus 3: its tests were not run, as there is none:\n{why}");
            println!("help: let LOWCARD_PROMETHEUS_3 name the binary of one (https://prometheus.io/download)");
            Ok(Some(LeftOut::Prometheus3(why.clone())))
        }
    }
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
        match &self.left_out {
            None => write!(f, "passed: everything, in {seconds} s"),
            Some(left_out) => write!(f, "passed: everything but {left_out}, in {seconds} s"),
        }
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LeftOut::Servers => write!(f, "the tests against real servers"),
            LeftOut::Prometheus3(why) => {
                // The whole reason stands where the tests would have run; this is the last line.
                write!(f, "the tests against Prometheus 3 ({})", why.lines().next().unwrap_or_default())
            }
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
            Failure::Tools(missing) => {
                writeln!(f, "failed: {missing},")?;
                write!(f, "         or leave the server tests out: cargo xtask test --without-servers")
            }
        }
    }
}
