//! The files of a package.

use std::fs;
use std::path::{Path, PathBuf};

/// Every `.rs` file in the package's folder: not in hidden ones, in those that cargo marks as caches, such as `target`,
/// or in those of other packages. What can't be listed is left out.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            // A link to a folder may lead anywhere, and back.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && is_own(&path) {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort_unstable();
    found
}

fn is_own(folder: &Path) -> bool {
    let hidden = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    !hidden && !["Cargo.toml", "CACHEDIR.TAG"].iter().any(|mark| folder.join(mark).exists())
}

#[cfg(all(test, unix))]
#[expect(clippy::unwrap_used, reason = "a folder that can't be prepared fails its test")]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::files;

    #[test]
    fn links_in_circles_and_what_is_no_file_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("lib.rs"), "").unwrap();
        symlink("lib.rs", at("linked.rs")).unwrap();
        symlink(".", at("circle")).unwrap();
        symlink("nowhere", at("dangling.rs")).unwrap();
        fs::create_dir(at("folder.rs")).unwrap();
        assert!(Command::new("mkfifo").arg(at("pipe.rs")).status().unwrap().success());
        assert_eq!(files(folder.path()), [at("lib.rs"), at("linked.rs")]);
    }
}
