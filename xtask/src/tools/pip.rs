//! pip, in a Python environment of its own, so that nothing is installed into the machine's.

use std::path::Path;
use std::process::Command;

use crate::quiet;

/// Makes the environment. Debian has `venv` without the pip that it would bring along unless `python3-venv` is
/// installed; then the machine's pip does as well.
pub(super) fn in_new(environment: &Path) -> Result<Command, String> {
    let python = environment.join("bin/python");
    if quiet::run(venv().arg(environment)).is_ok() {
        let mut own = Command::new(python);
        own.args(["-m", "pip"]);
        return Ok(own);
    }
    quiet::run(venv().arg("--without-pip").arg(environment))?;
    let mut machines = Command::new("python3");
    machines.args(["-m", "pip", "--python"]).arg(python);
    Ok(machines)
}

fn venv() -> Command {
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv", "--clear"]);
    venv
}
