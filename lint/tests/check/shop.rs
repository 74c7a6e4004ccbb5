//! A workspace to run the command in.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The lock and unused exceptions are the business of other tests.
pub(crate) const LEVELS: &str = "[lints]\n\"lock/missing\" = \"allow\"\n\"exception/unused\" = \"allow\"\n";

/// A workspace of one library without metrics.
pub(crate) struct Shop {
    folder: TempDir,
}

/// What the command did.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Shop {
    pub(crate) fn new(policy: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
        fs::create_dir(folder.path().join("src")).unwrap();
        for (file, text) in [("Cargo.toml", manifest), ("src/lib.rs", ""), ("lowcard.toml", policy)] {
            fs::write(folder.path().join(file), text).unwrap();
        }
        Self { folder }
    }

    /// Runs `cargo lowcard` there.
    pub(crate) fn lowcard(&self, arguments: &[&str]) -> Done {
        self.lowcard_to(arguments, Stdio::piped())
    }

    /// Where its policy is.
    pub(crate) fn policy(&self) -> PathBuf {
        self.folder.path().join("lowcard.toml")
    }

    /// Runs `cargo lowcard` there, with its standard output led elsewhere.
    pub(crate) fn lowcard_to(&self, arguments: &[&str], out: Stdio) -> Done {
        done(self.command(arguments).stdout(out))
    }

    /// Runs `cargo lowcard` in a folder of it, with a variable set.
    pub(crate) fn lowcard_in(&self, folder: &str, (name, value): (&str, &str), arguments: &[&str]) -> Done {
        let folder = self.folder.path().join(folder);
        done(self.command(arguments).current_dir(folder).env(name, value).stdout(Stdio::piped()))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-lowcard"));
        for variable in ["LOWCARD_POLICY", "GITHUB_WORKSPACE", "CARGO_TARGET_DIR", "NO_COLOR"] {
            command.env_remove(variable);
        }
        command.arg("lowcard").args(arguments).current_dir(self.folder.path());
        command
    }
}

fn done(command: &mut Command) -> Done {
    let Output { status, stdout, stderr } = command.stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    let [out, err] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Done { code: status.code().unwrap(), out, err }
}
