//! Debian packages, unpacked without installing them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::quiet;

/// apt with lists and caches of its own in one folder: so it needs no root, works where `apt-get update` never ran,
/// and leaves the machine's apt as it is.
pub(crate) struct Apt {
    folder: PathBuf,
}

impl Apt {
    /// Fetches the lists of the machine's own package sources.
    pub(crate) fn updated_in(folder: PathBuf) -> Result<Self, String> {
        let apt = Self { folder };
        create(&apt.folder.join("lists/partial"))?; // apt makes the other folders itself
        quiet::run(apt.command().arg("update"))?;
        Ok(apt)
    }

    /// Unpacks one package into a folder of its own, which it returns.
    pub(crate) fn unpack(&self, package: &str) -> Result<PathBuf, String> {
        let folder = self.folder.join(package);
        create(&folder)?;
        quiet::run(self.command().args(["download", package]).current_dir(&folder))?;
        quiet::run(Command::new("dpkg").arg("-x").arg(downloaded(&folder)?).arg(&folder))?;
        Ok(folder)
    }

    fn command(&self) -> Command {
        let mut apt = Command::new("apt-get");
        for (option, folder) in [("Dir::State", "state"), ("Dir::State::Lists", "lists"), ("Dir::Cache", "cache")] {
            apt.arg("-o").arg(format!("{option}={}", self.folder.join(folder).display()));
        }
        // Run by root, apt would download as the user `_apt`, who may not write here.
        apt.args(["-o", "APT::Sandbox::User=root"]);
        apt
    }
}

/// The one package file in a folder: its name holds a version that only apt knows.
fn downloaded(folder: &Path) -> Result<PathBuf, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} can't be read: {error}", folder.display()))?;
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .ok_or_else(|| format!("`apt-get download` left no package in {}", folder.display()))
}

fn create(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{} can't be made: {error}", folder.display()))
}
