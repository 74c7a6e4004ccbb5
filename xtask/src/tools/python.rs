//! A Python that has Prometheus's own parser of the exposition formats.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Missing;
use crate::quiet;

/// Pinned: a parser that changes its mind should not surprise a commit that has nothing to do with it.
const PARSER: &str = "prometheus_client==0.26.*";
const REMEDY: &str = "install Python 3 with venv and pip (Debian: apt-get install python3-venv), with PyPI in reach";

/// As fetched before, otherwise a new virtual environment that holds the parser.
pub(crate) fn find_or_fetch(tools: &Path) -> Result<PathBuf, Missing> {
    let environment = tools.join("python");
    let python = environment.join("bin/python");
    if imports_parser(&python).is_err() {
        println!("   fetching {PARSER} from PyPI into {}", environment.display());
        fetch(&environment, &python).map_err(|why| Missing { tool: "the Python parser", why, remedy: REMEDY })?;
    }
    Ok(python)
}

fn imports_parser(python: &Path) -> Result<(), String> {
    quiet::run(Command::new(python).args(["-c", "import prometheus_client.openmetrics.parser"]))
}

fn fetch(environment: &Path, python: &Path) -> Result<(), String> {
    let mut pip = pip_for(environment, python)?;
    quiet::run(pip.args(["install", "--quiet", PARSER]))?;
    imports_parser(python)
}

/// Makes the environment. Debian has `venv` without the pip that it would bring along unless `python3-venv` is
/// installed; then the machine's pip does as well.
fn pip_for(environment: &Path, python: &Path) -> Result<Command, String> {
    if quiet::run(venv().arg(environment)).is_ok() {
        let mut own = Command::new(python);
        own.args(["-m", "pip"]);
        return Ok(own);
    }
    quiet::run(venv().arg("--without-pip").arg(environment))?;
    let mut machines = Command::new("python3");
    machines.args(["-m", "pip", "--python"]).arg(python);
    Ok(machines)
}

fn venv() -> Command {
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv", "--clear"]);
    venv
}
