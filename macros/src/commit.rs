//! The commit that a package is built from, read from its repository without running git.

use std::path::{Path, PathBuf};
use std::{env, fs};

use lowcard_schema::policy::{is_fetched, own_folders};
use proc_macro2::TokenStream;
use quote::quote;

/// The variable that names the commit where there is no repository, as in a container.
const VARIABLE: &str = "LOWCARD_COMMIT_HASH";

/// How many references may lead to one another. git follows as many.
const MOST_STEPS: usize = 5;

/// A commit, as far as it is known.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Commit {
    hash: Option<String>,
    /// What changes when the repository gets another commit.
    files: Vec<PathBuf>,
}

impl Commit {
    /// That of the package being compiled.
    pub(crate) fn current() -> Self {
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
        Self::of(&package, env::var(VARIABLE).ok())
    }

    /// That of the package in `folder`. `stated` is what the variable holds; a package that was fetched is built from
    /// another repository than the one that it is about.
    fn of(folder: &Path, stated: Option<String>) -> Self {
        let stated = stated.filter(|hash| !hash.trim().is_empty() && !is_fetched(folder));
        if let Some(hash) = stated {
            return Self { hash: Some(hash.trim().to_owned()), files: Vec::new() };
        }
        let repository = own_folders(folder).find(|folder| folder.join(".git").exists()).and_then(Repository::of);
        repository.map(|repository| repository.commit()).unwrap_or_default()
    }

    /// Its hash, or `unknown`.
    pub(crate) fn hash(&self) -> &str {
        self.hash.as_deref().unwrap_or("unknown")
    }

    /// Tokens that make cargo compile the crate again when there is another commit.
    pub(crate) fn tracking(&self) -> TokenStream {
        let files = self.files.iter().filter_map(|file| file.to_str());
        quote! {
            const _: ::core::option::Option<&str> = ::core::option_env!(#VARIABLE);
            #(const _: &[u8] = ::core::include_bytes!(#files);)*
        }
    }
}

/// Where git keeps what belongs to a folder of sources.
struct Repository {
    /// What is the folder's alone: which commit it is at.
    own: PathBuf,
    /// What it has in common with other working trees, which is the same folder where there are none.
    common: PathBuf,
}

impl Repository {
    /// That of the sources in `folder`. Where they are a submodule or one of several working trees, `.git` is a file.
    fn of(folder: &Path) -> Option<Self> {
        let git = std::path::absolute(folder.join(".git")).ok()?;
        let own = if git.is_dir() { git } else { folder.join(read(&git)?.strip_prefix("gitdir:")?.trim()) };
        let own = std::path::absolute(own).ok()?;
        let common = read(&own.join("commondir")).map_or_else(|| own.clone(), |common| own.join(common));
        Some(Self { own, common })
    }

    /// Follows `HEAD` to a commit.
    fn commit(&self) -> Commit {
        let mut files = vec![self.own.join("HEAD")];
        let mut said = read(&files[0]);
        for _ in 0..MOST_STEPS {
            let reference = said.as_deref().and_then(|said| said.strip_prefix("ref:")).map(str::trim);
            let Some(reference) = reference else { break };
            said = self.resolve(reference, &mut files);
        }
        files.retain(|file| file.is_file());
        Commit { hash: said.filter(|said| is_hash(said)), files }
    }

    /// What a reference says: a hash, or another reference. Adds the files that tell when it says something else.
    fn resolve(&self, reference: &str, files: &mut Vec<PathBuf>) -> Option<String> {
        for folder in [&self.own, &self.common] {
            let loose = folder.join(reference);
            if let Some(said) = read(&loose) {
                files.push(loose);
                return Some(said);
            }
        }
        // The next commit makes a file, and cargo can't wait for one that isn't there. The log grows with each.
        let packed = self.common.join("packed-refs");
        let said = find_packed(&read(&packed)?, reference);
        files.extend([packed, self.own.join("logs/HEAD")]);
        said
    }
}

/// The hash in the line of this reference. Lines that start with `#` or `^` are of no reference.
fn find_packed(packed: &str, reference: &str) -> Option<String> {
    let lines = packed.lines().filter_map(|line| line.split_once(' '));
    lines.into_iter().find(|(_, name)| *name == reference).map(|(hash, _)| hash.to_owned())
}

fn read(file: &Path) -> Option<String> {
    Some(fs::read_to_string(file).ok()?.trim().to_owned())
}

/// Whether it is all of a hash: SHA-1, or SHA-256.
fn is_hash(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that can't make its folders has failed")]
mod tests {
    use std::path::{Path, PathBuf};
    use std::{env, fs, process};

    use super::Commit;

    const SHA1: &str = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";
    const OTHER: &str = "de9f2c7fd25e1b3afad3e85a0bd17d9b100db4b3";
    const SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// A folder that is gone after the test.
    struct Folder(PathBuf);

    impl Folder {
        /// With these files, each with what is in it.
        fn with(name: &str, files: &[(&str, &str)]) -> Self {
            let folder = Self(env::temp_dir().join(format!("lowcard-commit-{name}-{}", process::id())));
            fs::create_dir_all(&folder.0).unwrap();
            for (file, text) in files {
                folder.write(file, text);
            }
            folder
        }

        fn write(&self, file: &str, text: &str) {
            let file = self.0.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }

        fn commit(&self, package: &str) -> Commit {
            Commit::of(&self.0.join(package), None)
        }

        fn hash(&self, package: &str) -> String {
            self.commit(package).hash().to_owned()
        }

        /// The files that a commit was read from, without what is above them.
        fn tracked(&self, package: &str) -> Vec<String> {
            let files = self.commit(package).files;
            let below = |file: &PathBuf| file.strip_prefix(&self.0).unwrap().to_str().unwrap().replace('\\', "/");
            files.iter().map(below).collect()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn a_branch_is_a_file() {
        let head = ("app/.git/HEAD", "ref: refs/heads/topic/one\n");
        let branch = ("app/.git/refs/heads/topic/one", &*format!("{SHA1}\n"));
        let folder = Folder::with("branch", &[head, branch]);
        assert_eq!(folder.hash("app"), SHA1);
        assert_eq!(folder.hash("app/crates/core"), SHA1, "the package may be below");
        assert_eq!(folder.tracked("app"), ["app/.git/HEAD", "app/.git/refs/heads/topic/one"]);
    }

    #[test]
    fn a_packed_branch_is_a_line_and_its_next_commit_is_seen_in_the_log() {
        let packed = format!(
            "# pack-refs with: peeled fully-peeled sorted \n{OTHER} refs/heads/main-2\n{SHA1} refs/heads/main\n\
             {OTHER} refs/tags/v1\n^{OTHER}\n"
        );
        let files = [
            ("app/.git/HEAD", "ref: refs/heads/main\n"),
            ("app/.git/packed-refs", &packed),
            ("app/.git/logs/HEAD", "…"),
        ];
        let folder = Folder::with("packed", &files);
        assert_eq!(folder.hash("app"), SHA1);
        assert_eq!(folder.tracked("app"), ["app/.git/HEAD", "app/.git/packed-refs", "app/.git/logs/HEAD"]);

        folder.write("app/.git/refs/heads/main", OTHER);
        assert_eq!(folder.hash("app"), OTHER, "a file is newer than a line");
    }

    #[test]
    fn a_repository_without_a_log_is_tracked_by_what_there_is() {
        let packed = format!("{SHA1} refs/heads/main\n");
        let folder =
            Folder::with("no-log", &[("app/.git/HEAD", "ref: refs/heads/main\n"), ("app/.git/packed-refs", &packed)]);
        assert_eq!(folder.tracked("app"), ["app/.git/HEAD", "app/.git/packed-refs"]);
    }

    #[test]
    fn a_detached_head_is_a_hash_of_either_length() {
        let folder = Folder::with("detached", &[("app/.git/HEAD", SHA1)]);
        assert_eq!(folder.hash("app"), SHA1);
        folder.write("app/.git/HEAD", &format!("{SHA256}\n"));
        assert_eq!(folder.hash("app"), SHA256);
        assert_eq!(folder.tracked("app"), ["app/.git/HEAD"]);
    }

    #[test]
    fn a_reference_may_lead_to_another_but_not_in_a_circle() {
        let folder = Folder::with(
            "symbolic",
            &[
                ("app/.git/HEAD", "ref: refs/heads/current"),
                ("app/.git/refs/heads/current", "ref: refs/heads/main"),
                ("app/.git/refs/heads/main", SHA1),
            ],
        );
        assert_eq!(folder.hash("app"), SHA1);
        folder.write("app/.git/refs/heads/main", "ref: refs/heads/current");
        assert_eq!(folder.hash("app"), "unknown");
    }

    #[test]
    fn another_working_tree_has_a_head_of_its_own() {
        let folder = Folder::with(
            "worktree",
            &[
                ("app/.git/HEAD", "ref: refs/heads/main\n"),
                ("app/.git/refs/heads/main", OTHER),
                ("app/.git/refs/heads/topic", SHA1),
                ("app/.git/worktrees/tree/HEAD", "ref: refs/heads/topic\n"),
                ("app/.git/worktrees/tree/commondir", "../..\n"),
            ],
        );
        let own = folder.0.join("app/.git/worktrees/tree");
        folder.write("tree/.git", &format!("gitdir: {}\n", own.display()));
        assert_eq!(folder.hash("tree"), SHA1);
        assert_eq!(folder.hash("app"), OTHER);
        let tracked = ["app/.git/worktrees/tree/HEAD", "app/.git/worktrees/tree/../../refs/heads/topic"];
        assert_eq!(folder.tracked("tree"), tracked);

        fs::remove_file(folder.0.join("app/.git/refs/heads/topic")).unwrap();
        folder.write("app/.git/packed-refs", &format!("{SHA256} refs/heads/topic\n"));
        folder.write("app/.git/worktrees/tree/logs/HEAD", "…");
        assert_eq!(folder.hash("tree"), SHA256);
        assert_eq!(folder.tracked("tree").last().unwrap(), "app/.git/worktrees/tree/logs/HEAD");
    }

    #[test]
    fn a_submodule_names_its_repository_by_a_relative_path() {
        let folder = Folder::with(
            "submodule",
            &[
                ("app/.git/HEAD", OTHER),
                ("app/parts/lib/.git", "gitdir: ../../.git/modules/lib\n"),
                ("app/.git/modules/lib/HEAD", "ref: refs/heads/main\n"),
                ("app/.git/modules/lib/refs/heads/main", SHA1),
            ],
        );
        assert_eq!(folder.hash("app/parts/lib"), SHA1);
        assert_eq!(folder.hash("app/parts"), OTHER);
    }

    #[test]
    fn what_can_not_be_read_is_unknown() {
        let heads: [(&str, &str); 6] = [
            ("empty", ""),
            ("words", "not a hash"),
            ("short", "2fd4e1c"),
            ("unborn", "ref: refs/heads/main\n"),
            ("reftable", "ref: refs/heads/.invalid\n"),
            ("nothing", "ref:\n"),
        ];
        for (name, head) in heads {
            let folder = Folder::with(name, &[("app/.git/HEAD", head)]);
            assert_eq!(folder.hash("app"), "unknown", "{name}");
        }
        let folder = Folder::with("broken", &[("app/.git", "gitdir: nowhere"), ("other/.git", "words")]);
        assert_eq!(folder.commit("app"), Commit::default());
        assert_eq!(folder.commit("other"), Commit::default());
        fs::create_dir_all(folder.0.join("bare/.git")).unwrap();
        assert_eq!(folder.commit("bare"), Commit::default());
        assert_eq!(folder.commit("gone"), Commit::default());
    }

    #[test]
    fn a_fetched_package_has_nothing_of_the_repository_above_it() {
        for mark in [".cargo-ok", ".cargo-checksum.json"] {
            let files = [("app/.git/HEAD", SHA1), (&*format!("app/vendor/lib/{mark}"), "{}")];
            let folder = Folder::with("fetched", &files);
            assert_eq!(folder.commit("app/vendor/lib"), Commit::default());
            let stated = Commit::of(&folder.0.join("app/vendor/lib"), Some(OTHER.to_owned()));
            assert_eq!(stated, Commit::default(), "the variable is about the program");

            folder.write("app/vendor/lib/.git/HEAD", OTHER);
            assert_eq!(folder.hash("app/vendor/lib"), OTHER, "one that was fetched with its repository");
        }
    }

    #[test]
    fn the_variable_wins_unless_it_is_empty() {
        let folder = Folder::with("variable", &[("app/.git/HEAD", SHA1)]);
        let of = |stated: &str, package: &str| Commit::of(&folder.0.join(package), Some(stated.to_owned()));
        assert_eq!(of("v1.2-3-g2fd4e1c\n", "app").hash(), "v1.2-3-g2fd4e1c");
        assert_eq!(of("v1.2-3-g2fd4e1c\n", "app").files, <[&Path; 0]>::default());
        assert_eq!(of(OTHER, "elsewhere").hash(), OTHER);
        assert_eq!(of(" ", "app").hash(), SHA1);
    }
}
