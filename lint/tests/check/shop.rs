//! A workspace to run the command in.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use tempfile::TempDir;

use crate::command::{self, Ran};

/// The lock and unused exceptions are the business of other tests.
pub(crate) const LEVELS: &str = "[lints]\n\"lock/missing\" = \"allow\"\n\"exception/unused\" = \"allow\"\n";

/// A workspace of one library without metrics.
pub(crate) struct Shop {
    folder: TempDir,
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
    pub(crate) fn lowcard(&self, arguments: &[&str]) -> Ran {
        self.lowcard_to(arguments, Stdio::piped())
    }

    /// Where its policy is.
    pub(crate) fn policy(&self) -> PathBuf {
        self.folder.path().join("lowcard.toml")
    }

    /// Runs `cargo lowcard` there, with its standard output led elsewhere.
    pub(crate) fn lowcard_to(&self, arguments: &[&str], out: Stdio) -> Ran {
        let mut command = command::lowcard(self.folder.path(), arguments);
        command.stdout(out).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap().into()
    }

    /// Runs `cargo lowcard` in a folder of it, with a variable set.
    pub(crate) fn lowcard_in(&self, folder: &str, (name, value): (&str, &str), arguments: &[&str]) -> Ran {
        let mut command = command::lowcard(&self.folder.path().join(folder), arguments);
        command.env(name, value).output().unwrap().into()
    }
}
