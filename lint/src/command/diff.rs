//! `cargo lowcard diff`: what has become of the metrics since a revision, and what of it breaks queries.

use super::{Common, Outcome, read, verdict};
use crate::catalog::Catalog;
use crate::exit;
use crate::failure::Failure;
use crate::lock::{self, Lock};
use crate::report::{Format, Terminal};
use crate::rules::{self, Needs};
use crate::subject::Subject;
use crate::workspace::Selection;

/// The options of `diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(super) struct Options {
    #[command(flatten)]
    selection: Selection,
    /// What to compare with: a revision of git that has a `metrics.lock`, or a file that is one
    #[arg(long, value_name = "REVISION|FILE")]
    against: String,
    /// The form of the findings
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn run(common: &Common, options: &Options, terminal: &mut Terminal) -> Outcome<u8> {
    let workspace = read::workspace(common, terminal)?;
    let before = read::before(&workspace, &options.selection, &options.against)?;
    let before = before.ok_or_else(|| nothing_before(&options.against))?;
    let catalog = Catalog::of_workspace(&workspace, &options.selection)?;
    let changes = lock::compare(&before, &Lock::from(&catalog));
    let subject = Subject { before: Some(before), catalog: Some(catalog), ..read::policies(&workspace) };
    let findings = rules::check_stage(&subject, Needs::Before);
    // A finding about a change begins with the change's own words.
    let is_note = |change: &String| !findings.iter().any(|finding| finding.message.starts_with(change));
    let notes: Vec<String> = changes.iter().map(ToString::to_string).filter(is_note).collect();
    terminal.changes(&findings, &notes, options.format)?;
    if changes.is_empty() {
        terminal.say(&format!("no metric has changed since {}", options.against))?;
    }
    Ok(verdict(&findings))
}

fn nothing_before(against: &str) -> Failure {
    let file = lock::FILE_NAME;
    Failure::new(format!("there is no {file} to compare with at `{against}`")).help(format!(
        "name a later revision: `git log --diff-filter=A -- {file}` shows where it was added; `cargo lowcard catalog` shows \
         what there is now"
    ))
}
