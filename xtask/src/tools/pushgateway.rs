//! A Pushgateway, which jobs push to before they end.

use std::env;
use std::path::{Path, PathBuf};

use super::Missing;
use super::apt::Apt;
use super::workplace::Workplace;

/// Says where it is, to us and to the tests.
pub(super) const VARIABLE: &str = "LOWCARD_PUSHGATEWAY";
/// What Debian calls it, package and binary.
const DEBIANS: &str = "prometheus-pushgateway";
/// What its own releases call it.
const UPSTREAMS: &str = "pushgateway";
const REMEDY: &str = "put `pushgateway` into PATH (https://prometheus.io/download), or its path into LOWCARD_PUSHGATEWAY, or let apt \
     reach its mirrors";

/// The one that `LOWCARD_PUSHGATEWAY` names, otherwise from PATH, otherwise as fetched before, otherwise from apt.
pub(super) fn find_or_fetch(tools: &Path) -> Result<PathBuf, Missing> {
    if let Some(named) = env::var_os(VARIABLE) {
        return Ok(named.into());
    }
    let kept = tools.join("pushgateway");
    if let Some(found) = on_path().or_else(|| in_folder(&kept)) {
        return Ok(found);
    }
    println!("   fetching the Pushgateway from apt into {}", kept.display());
    fetch(tools, &kept).map_err(|why| Missing { tool: "the Pushgateway", why, remedy: REMEDY })
}

fn on_path() -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).find_map(|folder| in_folder(&folder))
}

fn in_folder(folder: &Path) -> Option<PathBuf> {
    [UPSTREAMS, DEBIANS].map(|name| folder.join(name)).into_iter().find(|path| path.is_file())
}

fn fetch(tools: &Path, kept: &Path) -> Result<PathBuf, String> {
    let work = Workplace::in_folder(tools)?;
    let apt = Apt::updated_in(work.folder().to_owned())?;
    let unpacked = apt.unpack(DEBIANS)?.join("usr/bin");
    work.keep(&unpacked, kept)?;
    Ok(kept.join(DEBIANS))
}
