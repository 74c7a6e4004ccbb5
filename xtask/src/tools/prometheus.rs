//! Prometheus, and promtool, which comes with it.

use std::env;
use std::path::{Path, PathBuf};

use super::Missing;
use super::apt::Apt;
use super::workplace::{Workplace, move_to};

const REMEDY: &str =
    "put `prometheus` and `promtool` into PATH (https://prometheus.io/download), or let apt reach its mirrors";

/// The two, of one version.
pub(crate) struct Binaries {
    pub(crate) prometheus: PathBuf,
    pub(crate) promtool: PathBuf,
}

/// From PATH if both are there, otherwise as fetched before, otherwise from apt.
pub(crate) fn find_or_fetch(tools: &Path) -> Result<Binaries, Missing> {
    let kept = tools.join("prometheus");
    if let Some(found) = on_path().or_else(|| Binaries::both_in(&kept)) {
        return Ok(found);
    }
    println!("   fetching Prometheus from apt into {}", kept.display());
    fetch(tools, &kept).map_err(|why| Missing { tool: "Prometheus", why, remedy: REMEDY })
}

impl Binaries {
    fn in_folder(folder: &Path) -> Self {
        Self { prometheus: folder.join("prometheus"), promtool: folder.join("promtool") }
    }

    fn both_in(folder: &Path) -> Option<Self> {
        let binaries = Self::in_folder(folder);
        (binaries.prometheus.is_file() && binaries.promtool.is_file()).then_some(binaries)
    }
}

fn on_path() -> Option<Binaries> {
    env::split_paths(&env::var_os("PATH")?).find_map(|folder| Binaries::both_in(&folder))
}

fn fetch(tools: &Path, kept: &Path) -> Result<Binaries, String> {
    let work = Workplace::in_folder(tools)?;
    let apt = Apt::updated_in(work.folder().to_owned())?;
    let unpacked = apt.unpack("prometheus")?.join("usr/bin");
    // Debian 13 and later pack promtool apart.
    if !unpacked.join("promtool").exists() {
        move_to(&unpacked.join("promtool"), &apt.unpack("promtool")?.join("usr/bin/promtool"))?;
    }
    work.keep(&unpacked, kept)?;
    Ok(Binaries::in_folder(kept))
}
