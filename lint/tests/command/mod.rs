//! `cargo lowcard`, as its users run it.

use std::path::Path;
use std::process::{Command, Output};

/// What the command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let Output { status, stdout, stderr } = output;
        let [out, err] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        Self { code: status.code().unwrap(), out, err }
    }
}

/// The command in a folder, without what the process of the tests was told. Nothing is fetched.
pub(crate) fn lowcard(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-lowcard"));
    for variable in ["LOWCARD_POLICY", "GITHUB_WORKSPACE", "CARGO_TARGET_DIR", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command.arg("lowcard").args(arguments).current_dir(folder).env("CARGO_NET_OFFLINE", "true");
    command
}
