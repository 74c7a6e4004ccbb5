//! Debian packages, unpacked without installing them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::sources::Sources;
use crate::quiet;

/// apt with lists and caches of its own in one folder: so it needs no root, works where `apt-get update` never ran,
/// and leaves the machine's apt as it is.
pub(crate) struct Apt {
    folder: PathBuf,
    /// Read in the place of the machine's own sources.
    sources: Option<PathBuf>,
}

impl Apt {
    /// Fetches the lists of the machine's own package sources.
    pub(crate) fn updated_in(folder: PathBuf) -> Result<Self, String> {
        Self { folder, sources: None }.updated()
    }

    /// Fetches the lists of these sources, and of no others.
    pub(crate) fn updated_from(sources: &Sources, folder: PathBuf) -> Result<Self, String> {
        create(&folder)?;
        let file = folder.join(sources.file_name);
        fs::write(&file, &sources.text).map_err(|error| format!("{} can't be written: {error}", file.display()))?;
        Self { folder, sources: Some(file) }.updated()
    }

    fn updated(self) -> Result<Self, String> {
        create(&self.folder.join("lists/partial"))?; // apt makes the other folders itself
        quiet::run(self.command().arg("update"))?;
        Ok(self)
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
        if let Some(sources) = &self.sources {
            apt.arg("-o").arg(format!("Dir::Etc::SourceList={}", sources.display()));
            apt.args(["-o", "Dir::Etc::SourceParts=/dev/null"]);
            // Where these can't be reached, the update says why; a later step could only say that there is no package.
            apt.args(["-o", "APT::Update::Error-Mode=any"]);
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
