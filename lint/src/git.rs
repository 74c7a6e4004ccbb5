//! Asks git, the command, for what was committed.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

use crate::failure::{Failure, Outcome};

/// The file in `folder` as it was at a revision; nothing if it was not there.
pub(crate) fn show(folder: &Path, revision: &str, file: &str) -> Outcome<Option<Vec<u8>>> {
    let commit = commit(folder, revision)?;
    let listed = run(folder, ["ls-tree", "--name-only", &commit, "--", file])?;
    if listed.status.success() && listed.stdout.is_empty() {
        return Ok(None);
    }
    // `./` makes it a path from the folder, and not from the top of the repository.
    let output = run(folder, ["show", &format!("{commit}:./{file}")])?;
    if output.status.success() {
        return Ok(Some(output.stdout));
    }
    Err(Failure::new(format!("{file} at `{revision}` can't be read: {}", words(&output))))
}

/// The value of an attribute (`gitattributes(5)`) of the file in `folder`; none where git has no answer.
pub(crate) fn attribute(folder: &Path, name: &str, file: &str) -> Option<String> {
    let output = run(folder, ["check-attr", name, "--", file]).ok()?;
    let line = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    Some(line.trim_end().rsplit(": ").next()?.to_owned())
}

/// The commit that a revision stands for.
fn commit(folder: &Path, revision: &str) -> Outcome<String> {
    let inside = run(folder, ["rev-parse", "--git-dir"])?;
    if !inside.status.success() {
        let message = format!("`{revision}` is no file, and can't be looked up as a revision: {}", words(&inside));
        return Err(Failure::new(message).help("mend that, or name a file that holds an earlier lock"));
    }
    let wanted = format!("{revision}^{{commit}}");
    let found = run(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
    if !found.status.success() {
        let message = format!("`{revision}` is neither a file nor a revision that this repository knows");
        return Err(Failure::new(message).help(
            "fetch it first: `git fetch origin main`, and then `--against origin/main`; a shallow clone, as CI makes it, knows \
             its own commit alone",
        ));
    }
    Ok(String::from_utf8_lossy(&found.stdout).trim().to_owned())
}

fn run<I: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = I>) -> Outcome<Output> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    // A hook is told where its repository is, from the folder that it runs in; the workspace may be below that.
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
    command.output().map_err(|error| {
        Failure::new(format!("git could not be started: {error}"))
            .help("install git, or name a file that holds an earlier lock instead of a revision")
    })
}

/// What git says of a failure, without the word before it.
fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().trim_start_matches("fatal: ").to_owned()
}
