//! Where a tool is unpacked before it counts as fetched.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// A folder beside the place where tools are kept, so that an interrupted download is never taken for one of them.
pub(super) struct Workplace {
    folder: PathBuf,
}

impl Workplace {
    /// Empty, whatever an earlier run left there.
    pub(super) fn in_folder(tools: &Path) -> Result<Self, String> {
        let folder = tools.join("fetching");
        forget(&folder)?;
        Ok(Self { folder })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Moves a finished file or folder to where it is kept, and removes the rest.
    pub(super) fn keep(self, finished: &Path, kept: &Path) -> Result<(), String> {
        forget(kept)?;
        move_to(kept, finished)?;
        forget(&self.folder)
    }
}

/// Within one file system.
pub(super) fn move_to(to: &Path, from: &Path) -> Result<(), String> {
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
