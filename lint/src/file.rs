//! Writes a file whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// Puts the text in the file's place. It is written beside it first, so that whoever reads finds one or the other. A link
/// stays one: what it leads to is replaced.
pub(crate) fn replace(path: &Path, text: &str) -> Outcome<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let permissions = fs::metadata(&path).ok().map(|metadata| metadata.permissions());
    if permissions.as_ref().is_some_and(Permissions::readonly) {
        return Err(Failure::new(format!("{} is read-only", path.display())));
    }
    let beside = beside(&path);
    let written = write(&beside, text, permissions).and_then(|()| fs::rename(&beside, &path));
    written.map_err(|error| {
        // What is left of an attempt that failed is in nobody's way.
        let _may_not_be_there = fs::remove_file(&beside);
        Failure::unwritten(path.display(), &error)
    })
}

fn write(path: &Path, text: &str, permissions: Option<Permissions>) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

/// A hidden name in the same folder, which no other process takes.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", std::process::id()));
    path.with_file_name(name)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a file that can't be prepared fails its test")]
mod tests {
    use std::fs;

    use super::replace;

    #[test]
    fn nothing_but_the_file_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("lowcard.toml");
        for text in ["one", "two"] {
            replace(&file, text).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("lowcard.toml");
        fs::write(&file, "one").unwrap();
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        assert!(replace(&file, "two").unwrap_err().message.ends_with("is read-only"));
        assert_eq!(fs::read_to_string(&file).unwrap(), "one");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("shared.toml"), folder.path().join("lowcard.toml"));
        fs::write(&file, "one").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        replace(&link, "two").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = replace(&folder.path().join("gone/lowcard.toml"), "").unwrap_err();
        assert!(error.message.contains("lowcard.toml can't be written: "), "{}", error.message);
    }
}
