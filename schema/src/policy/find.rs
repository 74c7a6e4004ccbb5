//! Looks the policy file up.

use std::path::{Path, PathBuf};

use super::FILE_NAME;
use super::fetched::{is_fetched, own_folders};

/// The policy of the package in `folder`: the nearest [`FILE_NAME`] there or above.
///
/// A package that was fetched, rather than written here, obeys the file that it brings, never its consumer's: the
/// search ends at its top. `instead` takes the place of the search for every other package; it is what the variable
/// `LOWCARD_POLICY` holds, for build systems that move the sources elsewhere.
pub fn find(folder: &Path, instead: Option<PathBuf>) -> Option<PathBuf> {
    if instead.is_some() && !is_fetched(folder) {
        return instead;
    }
    own_folders(folder).map(|folder| folder.join(FILE_NAME)).find(|file| file.is_file())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that can't make its folders has failed")]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{FILE_NAME, find};

    /// A workspace with a policy, a member, and a fetched package below it.
    fn workspace(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("lowcard-find-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("member/src")).unwrap();
        fs::create_dir_all(root.join("vendor/fetched")).unwrap();
        fs::write(root.join(FILE_NAME), "").unwrap();
        fs::write(root.join("vendor/fetched/.cargo-checksum.json"), "{}").unwrap();
        root
    }

    #[test]
    fn a_member_obeys_the_nearest_file_above_it() {
        let root = workspace("member");
        assert_eq!(find(&root.join("member"), None), Some(root.join(FILE_NAME)));
        let own = root.join("member").join(FILE_NAME);
        fs::write(&own, "").unwrap();
        assert_eq!(find(&root.join("member"), None), Some(own));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_fetched_package_obeys_only_its_own_file() {
        let root = workspace("fetched");
        let fetched = root.join("vendor/fetched");
        assert_eq!(find(&fetched, None), None);
        assert_eq!(find(&fetched, Some(root.join(FILE_NAME))), None);
        fs::write(fetched.join(FILE_NAME), "").unwrap();
        assert_eq!(find(&fetched, None), Some(fetched.join(FILE_NAME)));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_stated_file_takes_the_place_of_the_search() {
        let root = workspace("stated");
        let stated = root.join("elsewhere.toml");
        assert_eq!(find(&root.join("member"), Some(stated.clone())), Some(stated));
        fs::remove_dir_all(root).unwrap();
    }
}
