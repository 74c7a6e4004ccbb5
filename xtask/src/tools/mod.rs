//! The tools that server tests hold lowcard against: found, or else fetched once below `target/tools`.

mod apt;
mod pip;
mod prometheus;
mod prometheus_3;
mod pushgateway;
mod python;
mod sources;
mod temporal;
mod workplace;

use std::path::{self, Path, PathBuf};
use std::{env, fmt};

/// The absolute path of each tool.
pub(crate) struct Tools {
    prometheus: PathBuf,
    promtool: PathBuf,
    pushgateway: PathBuf,
    python: PathBuf,
    temporal: PathBuf,
    /// Or why there is none: Debian stable doesn't have it, so
    /// that a run does without where no newer suite is in reach.
    pub(crate) prometheus_3: Result<PathBuf, String>,
}

/// A tool that is not there and could not be fetched.
pub(crate) struct Missing {
    tool: &'static str,
    why: String,
    remedy: &'static str,
}

impl Tools {
    /// Takes each tool from where it is, and fetches what is nowhere.
    pub(crate) fn find_or_fetch() -> Result<Self, Missing> {
        let folder = folder();
        let prometheus::Binaries { prometheus, promtool } = prometheus::find_or_fetch(&folder)?;
        let pushgateway = pushgateway::find_or_fetch(&folder)?;
        let python = python::find_or_fetch(&folder)?;
        let temporal = temporal::find_or_fetch(&folder)?;
        let prometheus_3 = prometheus_3::find_or_fetch(&folder);
        Ok(Self { prometheus, promtool, pushgateway, python, temporal, prometheus_3 })
    }

    /// How the tests learn of them; the package `lowcard-servers` reads these.
    pub(crate) fn variables(&self) -> Vec<(&'static str, &Path)> {
        let mandatory = [
            ("LOWCARD_PROMETHEUS", self.prometheus.as_path()),
            ("LOWCARD_PROMTOOL", &self.promtool),
            (pushgateway::VARIABLE, &self.pushgateway),
            ("LOWCARD_PYTHON", &self.python),
            (temporal::VARIABLE, &self.temporal),
        ];
        let optional = self.prometheus_3.as_deref().ok().map(|path| (prometheus_3::VARIABLE, path));
        mandatory.into_iter().chain(optional).collect()
    }
}

/// The `temporal` command alone, for who wants nothing but its server.
pub(crate) fn temporal() -> Result<PathBuf, Missing> {
    temporal::find_or_fetch(&folder())
}

/// Below cargo's target folder, so that `cargo clean` removes the tools and no commit ever holds them.
fn folder() -> PathBuf {
    let beside_us = || Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target");
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(beside_us, PathBuf::from);
    let tools = target.join("tools");
    path::absolute(&tools).unwrap_or(tools)
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} is not there and could not be fetched", self.tool)?;
        writeln!(f, "   why:  {}", self.why.replace('\n', "\n         "))?;
        write!(f, "   help: {}", self.remedy)
    }
}
