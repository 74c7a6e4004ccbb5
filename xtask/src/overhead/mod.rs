//! `cargo xtask overhead`: what metrics cost a service that is under load, beside the same service without them.

mod claim;
mod comparison;
mod cpus;
mod effort;
mod figure;
mod options;
mod process;
mod report;
mod round;
mod samples;
mod scraper;
mod service;
mod setting;
mod stretch;

use std::fs;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::Command;

use crate::quiet;
pub(crate) use options::Options;
use report::Report;
use setting::Setting;

/// The page that `--write` writes.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/overhead.md");

/// Measures, and returns the page.
pub(crate) fn run(options: &Options) -> Result<String, String> {
    let setting = Setting::find()?;
    let service = build()?;
    let pinning = cpus::pin();
    let rounds = round::all(&service, &pinning, &options.effort)?;
    let page = Report { setting, pinning, effort: options.effort, rounds }.to_string();
    if options.write {
        fs::write(PAGE, &page).map_err(|error| format!("docs/overhead.md can't be written: {error}"))?;
    }
    Ok(page)
}

/// The quickstart as its users build it. It is beside this program, wherever cargo puts programs.
fn build() -> Result<PathBuf, String> {
    progress("building the quickstart");
    quiet::run(Command::new("cargo").args(["build", "--release", "--quiet", "--package", "quickstart"]))?;
    let myself = std::env::current_exe().map_err(|error| format!("cargo's target folder can't be found: {error}"))?;
    let profile = myself.parent().unwrap_or(&myself);
    Ok(profile.with_file_name("release").join("quickstart"))
}

/// Says what is going on, where somebody is watching.
fn progress(line: &str) {
    if io::stderr().is_terminal() {
        eprintln!("{line}");
    }
}
