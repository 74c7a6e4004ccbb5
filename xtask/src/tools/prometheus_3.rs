//! Prometheus 3, which reads expositions more strictly than the 2.42 of Debian stable.

use std::env;
use std::path::{self, Path, PathBuf};
use std::process::Command;

use super::apt::Apt;
use super::sources::{self, Sources};
use super::workplace::Workplace;
use crate::quiet;

/// Says where it is, to us and to the tests.
pub(crate) const VARIABLE: &str = "LOWCARD_PROMETHEUS_3";
const BINARY: &str = "prometheus";
/// The suites of Debian that have it first. What is built for them runs on the stable release as well.
const SUITES: [&str; 2] = ["sid", "testing"];

/// The one that `LOWCARD_PROMETHEUS_3` names, otherwise from PATH, otherwise as fetched before, otherwise from a newer
/// suite of Debian. The error says why there is none.
pub(crate) fn find_or_fetch(tools: &Path) -> Result<PathBuf, String> {
    if let Some(named) = env::var_os(VARIABLE) {
        return checked(named.into()).map_err(|why| format!("{VARIABLE} is set, but {why}"));
    }
    let kept = tools.join("prometheus3");
    let found = on_path().into_iter().chain([kept.join(BINARY)]).find_map(|path| checked(path).ok());
    found.map_or_else(|| fetch(tools, &kept), Ok)
}

fn on_path() -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(BINARY)).find(|path| path.is_file())
}

/// The absolute path, if what it leads to runs and says that it is a Prometheus 3.
fn checked(path: PathBuf) -> Result<PathBuf, String> {
    let path = path::absolute(&path).unwrap_or(path);
    let said = quiet::answer(Command::new(&path).arg("--version"))?;
    if is_3(&said) {
        return Ok(path);
    }
    let version = said.lines().next().unwrap_or_default();
    Err(format!("{} is no Prometheus 3; it says `{version}`", path.display()))
}

/// Whether this is the answer of a Prometheus 3 to `--version`.
fn is_3(said: &str) -> bool {
    said.starts_with("prometheus, version 3.")
}

/// From the first archive that has it: which of the machine's package sources are Debian's, only a try tells.
fn fetch(tools: &Path, kept: &Path) -> Result<PathBuf, String> {
    println!("   fetching Prometheus 3 from apt into {}", kept.display());
    let mut why = Vec::new();
    for suite in SUITES {
        for sources in sources::of_suite(suite) {
            match fetch_from(&sources, tools, kept) {
                Ok(found) => return Ok(found),
                Err(error) => why.push(format!("{suite}: {error}")),
            }
        }
    }
    if why.is_empty() {
        why.push("/etc/apt names no archive to ask for a newer suite".to_owned());
    }
    Err(why.join("\n"))
}

fn fetch_from(sources: &Sources, tools: &Path, kept: &Path) -> Result<PathBuf, String> {
    let work = Workplace::in_folder(tools)?;
    let apt = Apt::updated_from(sources, work.folder().to_owned())?;
    let unpacked = apt.unpack("prometheus")?.join("usr/bin");
    checked(unpacked.join(BINARY))?;
    work.keep(&unpacked, kept)?;
    Ok(kept.join(BINARY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_prometheus_3_counts() {
        assert!(is_3("prometheus, version 3.5.3+ds1 (branch: debian/sid, revision: 3.5.3+ds1-6)\n"));
        assert!(!is_3("prometheus, version 2.42.0+ds (branch: debian/sid, revision: 2.42.0+ds-5+b5)\n"));
        assert!(!is_3("prometheus, version 30.0.0\n"));
        assert!(!is_3(""));
    }
}
