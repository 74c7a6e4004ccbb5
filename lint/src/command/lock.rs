//! `cargo lowcard lock`: writes the metrics down for review, or tells whether that was forgotten.

use std::fs;
use std::path::Path;

use super::{Common, Outcome, read, verdict};
use crate::catalog::Catalog;
use crate::counted::counted;
use crate::lock::{self, Lock, What};
use crate::report::{Format, Terminal};
use crate::rules::{self, Needs};
use crate::subject::Subject;
use crate::workspace::{Selection, Workspace};
use crate::{exit, file, git};

/// The options of `lock`.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(super) struct Options {
    #[command(flatten)]
    selection: Selection,
    /// Write nothing, and fail if `metrics.lock` is missing or is not what the code declares
    #[arg(long)]
    check: bool,
    /// The form of the findings of `--check`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", requires = "check")]
    format: Format,
}

pub(super) fn run(common: &Common, options: &Options, terminal: &mut Terminal) -> Outcome<u8> {
    read::whole(&options.selection)?;
    let workspace = read::workspace(common, terminal)?;
    if options.check { check(&workspace, options, terminal) } else { write(&workspace, options, terminal) }
}

fn check(workspace: &Workspace, options: &Options, terminal: &mut Terminal) -> Outcome<u8> {
    let subject = Subject {
        lock: Some(lock::committed(&workspace.root)?),
        catalog: Some(Catalog::of_workspace(workspace, &options.selection)?),
        options: options.selection.options(),
        ..read::policies(workspace)
    };
    let findings = rules::check_stage(&subject, Needs::Lock);
    terminal.findings(&findings, options.format)?;
    Ok(verdict(&findings))
}

fn write(workspace: &Workspace, options: &Options, terminal: &mut Terminal) -> Outcome<u8> {
    let now = Lock::from(&Catalog::of_workspace(workspace, &options.selection)?);
    for line in update(&workspace.root, &now)? {
        terminal.say(&line)?;
    }
    Ok(exit::CLEAN)
}

/// Writes the lock where it is not there as it should be, and tells what has become of it.
fn update(root: &Path, now: &Lock) -> Outcome<Vec<String>> {
    let path = root.join(lock::FILE_NAME);
    let text = lock::write(now);
    // Git may have turned the ends of its lines into those of Windows.
    if fs::read_to_string(&path).is_ok_and(|found| found.replace("\r\n", "\n") == text) {
        return Ok(vec![format!("{}: unchanged, {}", lock::FILE_NAME, counted(now.entries.len(), "metric"))]);
    }
    let is_new = !path.exists();
    let committed = lock::committed(root);
    file::replace(&path, &text)?;
    let told = match committed.map(|committed| committed.lock) {
        Ok(Some(before)) => differences(&before, now),
        Ok(None) => format!("written, {}", counted(now.entries.len(), "metric")),
        Err(unreadable) => {
            format!("written anew, {}, as it could not be read: {unreadable}", counted(now.entries.len(), "metric"))
        }
    };
    let told = format!("{}: {told}", lock::FILE_NAME);
    Ok([Some(told), is_new.then(|| attribute_hint(root)).flatten()].into_iter().flatten().collect())
}

/// How many metrics have come, gone and changed.
fn differences(before: &Lock, now: &Lock) -> String {
    let changes = lock::compare(before, now);
    let is_new = |what: &What| matches!(what, What::Added);
    let is_gone = |what: &What| matches!(what, What::Removed { .. });
    let added = changes.iter().filter(|change| is_new(&change.what)).count();
    let removed = changes.iter().filter(|change| is_gone(&change.what)).count();
    let mut keys: Vec<&str> = changes
        .iter()
        .filter(|change| !is_new(&change.what) && !is_gone(&change.what))
        .map(|change| change.key.as_str())
        .collect();
    keys.dedup();
    if changes.is_empty() {
        return "the same metrics, sorted again".to_owned();
    }
    format!("{added} added, {removed} removed, {} changed", keys.len())
}

/// What makes merges easier, if it is not there yet and the lock is new to a git repository.
fn attribute_hint(root: &Path) -> Option<String> {
    let merge = git::attribute(root, "merge", lock::FILE_NAME)?;
    (merge != "union").then(|| {
        format!("  help: add `{}` to .gitattributes, so that branches which add metrics merge", lock::ATTRIBUTE)
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a lock that can't be read fails its test")]
mod tests {
    use super::{differences, lock};

    #[test]
    fn each_metric_is_counted_once() {
        let read = |lines: &str| lock::read(&format!("version = 1\n{lines}"), "metrics.lock").unwrap();
        let gauge = |name: &str, more: &str| format!("{name}.type = \"gauge\"\n{name}.help = \"Of {name}.\"\n{more}");
        let before =
            [gauge("jobs", "jobs.unit = \"s\"\njobs.series = 1\n"), gauge("lines", ""), gauge("pages_old", "")];
        let now =
            [gauge("jobs", ""), gauge("lines", ""), gauge("words", "words.labels.a = [\"b\"]\n"), gauge("pages", "")];
        assert_eq!(differences(&read(&before.concat()), &read(&now.concat())), "2 added, 1 removed, 1 changed");
    }
}
