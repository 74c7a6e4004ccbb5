//! Where and with what a measurement was made. Nothing in it tells whose machine it was.

use std::env::consts;
use std::process::Command;
use std::{fmt, fs, thread};

use crate::quiet;

pub(super) struct Setting {
    date: String,
    compiler: String,
    model: String,
    cpus: usize,
    kernel: String,
    /// How many threads were running or waiting to, in the minute before.
    load: String,
}

impl Setting {
    /// As it is now: before this process has caused a load.
    pub(super) fn find() -> Result<Self, String> {
        let date = quiet::answer(Command::new("date").args(["-u", "+%F"]))?;
        let compiler = quiet::answer(Command::new("rustc").arg("--version"))?;
        Ok(Self {
            date: date.trim().to_owned(),
            compiler: compiler.split_whitespace().nth(1).unwrap_or_default().to_owned(),
            model: model(&read("/proc/cpuinfo")?).unwrap_or(consts::ARCH).to_owned(),
            cpus: thread::available_parallelism().map_or(1, usize::from),
            kernel: version(&read("/proc/sys/kernel/osrelease")?).to_owned(),
            load: read("/proc/loadavg")?.split_whitespace().next().unwrap_or_default().to_owned(),
        })
    }
}

fn read(file: &str) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{file} can't be read, which every Linux has: {error}"))
}

/// The numbers at the beginning: what stands behind them is the distributor's.
fn version(release: &str) -> &str {
    let end = release.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(release.len());
    &release[..end]
}

/// Of the first CPU, where it has one.
fn model(cpuinfo: &str) -> Option<&str> {
    let line = cpuinfo.lines().find(|line| line.starts_with("model name"))?;
    line.split_once(':').map(|(_, model)| model.trim())
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { date, compiler, model, cpus, kernel, load } = self;
        write!(f, "{date}, Rust {compiler}; {model}, CPUs: {cpus}; Linux {kernel}; load average {load} before it began")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_that_of_the_first_cpu() {
        assert_eq!(model("processor\t: 0\nmodel name\t: AMD EPYC\nmodel name\t: other\n"), Some("AMD EPYC"));
        assert_eq!(model("processor\t: 0\nBogoMIPS\t: 50.00\n"), None);
    }

    #[test]
    fn the_kernel_is_known_by_its_numbers() {
        assert_eq!(version("6.1.0-18-amd64\n"), "6.1.0");
        assert_eq!(version("6.18.44\n"), "6.18.44");
    }
}
