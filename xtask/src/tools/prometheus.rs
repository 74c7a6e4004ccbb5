//! Prometheus, and promtool, which comes with it.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use super::Missing;
use super::apt::Apt;

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

/// Downloads beside the place where the binaries are kept, so that an interrupted download is never taken for them.
fn fetch(tools: &Path, kept: &Path) -> Result<Binaries, String> {
    let work = tools.join("fetching");
    forget(&work)?;
    let apt = Apt::updated_in(work.clone())?;
    let unpacked = apt.unpack("prometheus")?.join("usr/bin");
    // Debian 13 and later pack promtool apart.
    if !unpacked.join("promtool").exists() {
        move_file(&apt.unpack("promtool")?.join("usr/bin/promtool"), &unpacked.join("promtool"))?;
    }
    forget(kept)?;
    move_file(&unpacked, kept)?;
    forget(&work)?;
    Ok(Binaries::in_folder(kept))
}

fn move_file(from: &Path, to: &Path) -> Result<(), String> {
    fs::rename(from, to).map_err(|error| format!("{} can't be moved to {}: {error}", from.display(), to.display()))
}

fn forget(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(format!("{} can't be removed: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}
