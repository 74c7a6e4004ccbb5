//! A Python that has Prometheus's own parser of the exposition formats.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Missing, pip};
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
    quiet::run(pip::in_new(environment)?.args(["install", "--quiet", PARSER]))?;
    imports_parser(python)
}
