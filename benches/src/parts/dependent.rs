//! A program that depends on some of the subjects, in a folder of its own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use super::myself;

/// Where the program is written and built.
pub(super) struct Dependent<'a> {
    folder: &'a Path,
}

impl<'a> Dependent<'a> {
    /// Writes the program over whatever was there before.
    pub(super) fn write(folder: &'a Path, dependencies: &[String], main: &str) -> Result<Self, String> {
        let package = "[package]\nname = \"dependent\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
        let files = [
            (folder.join("Cargo.toml"), format!("{package}\n[dependencies]\n{}\n", dependencies.join("\n"))),
            (folder.join("src/main.rs"), main.to_owned()),
            // The versions that were measured. Cargo leaves out what is not needed.
            (folder.join("Cargo.lock"), include_str!("../../Cargo.lock").to_owned()),
        ];
        fs::create_dir_all(folder.join("src")).map_err(|error| format!("{}: {error}", folder.display()))?;
        files
            .iter()
            .try_for_each(|(path, text)| fs::write(path, text).map_err(|error| format!("{}: {error}", path.display())))
            .map(|()| Self { folder })
    }

    /// How many crates are built besides the program.
    pub(super) fn crates(&self) -> Result<usize, String> {
        let mut tree = self.cargo();
        let tree = myself::output(tree.args(["tree", "--prefix", "none", "--format", "{p}", "--no-dedupe"]))?;
        let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
        Ok(tree.lines().collect::<BTreeSet<_>>().len() - 1)
    }

    /// Builds it, and says where it is.
    pub(super) fn build(&self) -> Result<PathBuf, String> {
        myself::output(self.cargo().args(["build", "--release", "-j2"]))?;
        Ok(self.target().join("release").join(format!("dependent{}", env::consts::EXE_SUFFIX)))
    }

    /// Without the network, and with a target folder that nothing else uses.
    fn cargo(&self) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(self.folder).env("CARGO_TARGET_DIR", self.target()).env("CARGO_NET_OFFLINE", "true");
        cargo
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }
}

/// The package of lowcard, as an absolute path.
pub(super) fn runtime() -> String {
    let runtime: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "runtime"].iter().collect();
    runtime.display().to_string()
}
