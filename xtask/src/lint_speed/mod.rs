//! `cargo xtask lint-speed`: how long `cargo lowcard` lets people wait where everything is built, on a large workspace and
//! on a large program.

mod workspace;

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::quiet;

/// How often each command runs. The fastest run is what the machine can do, the middle one what it did.
const RUNS: usize = 7;

/// How large a program is read, in MiB.
const PROGRAM: usize = 100;

/// Measures, and returns a line for each command.
pub(crate) fn run() -> Result<String, String> {
    let command = build()?;
    let folder = command.with_file_name("lint-speed");
    let manifest =
        workspace::write(&folder).map_err(|error| format!("{} can't be written: {error}", folder.display()))?;
    let target = folder.join("target");
    let lowcard = |arguments: &[&str]| {
        let mut lowcard = Command::new(&command);
        lowcard.arg("lowcard").args(arguments).env("CARGO_TARGET_DIR", &target).env_remove("LOWCARD_POLICY");
        lowcard
    };
    let check = || lowcard(&["check", "--manifest-path", &manifest]);
    quiet::run(&mut lowcard(&["lock", "--manifest-path", &manifest]))?; // which builds all there is
    quiet::run(&mut check())?;
    let program = padded(&target.join("debug").join(workspace::PROGRAM))?;
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--workspace", "--manifest-path", &manifest]).env("CARGO_TARGET_DIR", &target);
    Ok([
        measured("cargo build, which has nothing to do", || cargo.output())?,
        measured("cargo lowcard check", || check().output())?,
        measured(&format!("cargo lowcard catalog --binary, {PROGRAM} MiB"), || {
            lowcard(&["catalog", "--format=json", "--binary", &program]).output()
        })?,
    ]
    .concat())
}

/// The command as its users build it. It is beside this program, wherever cargo puts programs.
fn build() -> Result<PathBuf, String> {
    quiet::run(Command::new("cargo").args(["build", "--release", "--quiet", "--package", "cargo-lowcard"]))?;
    let myself = std::env::current_exe().map_err(|error| format!("cargo's target folder can't be found: {error}"))?;
    let profile = myself.parent().unwrap_or(&myself);
    Ok(profile.with_file_name("release").join("cargo-lowcard"))
}

/// The program, made as large as one with much in it.
fn padded(program: &Path) -> Result<String, String> {
    let large = program.with_file_name("large");
    let pad = || {
        let missing = (PROGRAM << 20).saturating_sub(usize::try_from(fs::copy(program, &large)?).unwrap_or(usize::MAX));
        OpenOptions::new().append(true).open(&large)?.write_all(&vec![0x90; missing])
    };
    pad().map_err(|error| format!("{} can't be written: {error}", large.display()))?;
    Ok(large.display().to_string())
}

/// A line with the fastest and the middle one of some runs.
fn measured(what: &str, mut run: impl FnMut() -> std::io::Result<std::process::Output>) -> Result<String, String> {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..RUNS {
        let started = Instant::now();
        let output = run().map_err(|error| format!("{what} can't be started: {error}"))?;
        times.push(started.elapsed());
        if !output.status.success() {
            return Err(format!("{what} failed:\n{}", String::from_utf8_lossy(&output.stderr)));
        }
    }
    times.sort_unstable();
    let shown = |time: Duration| format!("{:.3} s", time.as_secs_f64());
    Ok(format!("{what:50} fastest {}, median {}\n", shown(times[0]), shown(times[RUNS / 2])))
}
