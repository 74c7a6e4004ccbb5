//! Editing the policy compiles again what it governs.
#![expect(clippy::unwrap_used, reason = "a crate that can't be written or built fails the test")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

#[test]
fn an_edit_of_the_policy_is_noticed() {
    let package = Package::new();
    package.policy("[labels]\nallow = [\"outcome\"]\n");
    package.assert_builds();

    package.policy("[labels]\nallow = [\"result\"]\n");
    package.assert_refused("label `outcome` is not in `[labels] allow` [label/not-allowed]");

    package.policy("[labels]\nallow = [\"outcome\"]\n[budget]\nmetric = 1\n");
    package.assert_refused("`jobs_total` can have 2 series (outcome 2), and its budget is 1 [cardinality/over-budget]");

    package.policy("[labels]\nallow = [\"outcome\"]\n[lints]\n\"help/missing\" = \"warn\"\n");
    package.assert_builds();
}

const SOURCE: &str = "\
#[derive(lowcard::LabelSet)]
pub struct Job {
    pub outcome: bool,
}

/// Jobs done.
#[lowcard::metric]
pub static JOBS_TOTAL: lowcard::Counter<Job>;
";

/// A package of its own, outside of the workspace, which only the policy of a test changes.
struct Package(PathBuf);

impl Package {
    fn new() -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("policy");
        fs::create_dir_all(folder.join("src")).unwrap();
        let runtime = workspace.join("runtime");
        let manifest = format!(
            "[package]\nname = \"governed\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nlowcard = {{ path = '{}' }}\n\n[workspace]\n",
            runtime.display()
        );
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        fs::write(folder.join("src/lib.rs"), SOURCE).unwrap();
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        Self(folder)
    }

    fn policy(&self, text: &str) {
        fs::write(self.0.join("lowcard.toml"), text).unwrap();
    }

    fn build(&self) -> Output {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["check", "--offline"]).current_dir(&self.0).env("CARGO_TARGET_DIR", self.0.join("target"));
        cargo.env_remove("LOWCARD_POLICY").output().unwrap()
    }

    fn assert_builds(&self) {
        let output = self.build();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn assert_refused(&self, words: &str) {
        let output = self.build();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "built although `{words}` was to be said");
        assert!(said.contains(words), "`{words}` is not in\n{said}");
    }
}
