//! Finds a lock: the one in the workspace, or an earlier one by a revision or a file.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{FILE_NAME, Lock, read};
use crate::failure::{Failure, Outcome};
use crate::git;
use crate::subject::CommittedLock;

/// The lock beside the workspace's manifest, which need not be there.
pub fn committed(root: &Path) -> Outcome<CommittedLock> {
    let lock = match fs::read_to_string(root.join(FILE_NAME)) {
        Ok(text) => Some(read(&text, FILE_NAME).map_err(written_anew)?),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(written_anew(Failure::unread(FILE_NAME, &error))),
    };
    Ok(CommittedLock { file: PathBuf::from(FILE_NAME), lock })
}

/// The lock that `--against` names: a file, or else a revision of the workspace in `root`; nothing if that had none yet.
pub(crate) fn against(root: &Path, earlier: &str) -> Outcome<Option<Lock>> {
    let file = Path::new(earlier);
    if file.is_file() {
        let text = fs::read_to_string(file).map_err(|error| another(Failure::unread(file.display(), &error)))?;
        return read(&text, earlier).map(Some).map_err(another);
    }
    let Some(bytes) = git::show(root, earlier, FILE_NAME)? else { return Ok(None) };
    let shown = format!("{earlier}:{FILE_NAME}");
    let text = String::from_utf8(bytes).map_err(|_| another(Failure::new(format!("{shown} is no text in UTF-8"))))?;
    read(&text, &shown).map(Some).map_err(another)
}

fn written_anew(failure: Failure) -> Failure {
    failure.or_help("write it anew with `cargo lowcard lock`: it is made from the code, whatever stands in the file")
}

/// What was committed long ago can't be mended.
fn another(failure: Failure) -> Failure {
    failure.or_help("name another revision or file, whose lock this cargo-lowcard can read")
}
