//! `cargo lowcard check`: everything that can be checked offline.

use super::{Common, Outcome, read, verdict};
use crate::finding::Finding;
use crate::report::{Format, Terminal};
use crate::subject::Subject;
use crate::workspace::Selection;
use crate::{baseline, exit, fix, rules};

/// The options of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(super) struct Options {
    #[command(flatten)]
    selection: Selection,
    /// Look for breaking changes, too, since a revision of git that has a `metrics.lock`, or a file that is one
    #[arg(long, value_name = "REVISION|FILE")]
    against: Option<String>,
    /// The form of the findings
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Mend what can be mended without a decision, and report the rest
    #[arg(long)]
    fix: bool,
    /// Write an exception for each finding that one can excuse, and report the rest
    #[arg(long)]
    write_baseline: bool,
    /// Fail for warnings, too
    #[arg(long)]
    deny_warnings: bool,
}

pub(super) fn run(common: &Common, options: &Options, terminal: &mut Terminal) -> Outcome<u8> {
    let (mut subject, mut findings) = look(common, options, terminal)?;
    // What is written moves lines and compiles anew: the rest is looked for again, rather than reported from memory.
    if options.fix && mend(&findings, terminal)? {
        (subject, findings) = look(common, options, terminal)?;
    }
    if options.write_baseline {
        if excuse(&findings, &subject, terminal)? {
            (subject, findings) = look(common, options, terminal)?;
        }
        terminal.left(&findings)?;
    }
    terminal.findings(&findings, options.format)?;
    terminal.summary(&findings, subject.catalog.as_ref(), options.format)?;
    let is_denied = options.deny_warnings && !findings.is_empty();
    Ok(if is_denied { exit::FINDINGS } else { verdict(&findings) })
}

fn look(common: &Common, options: &Options, terminal: &mut Terminal) -> Outcome<(Subject, Vec<Finding>)> {
    let subject = read::subject(common, &options.selection, options.against.as_deref(), terminal)?;
    let mut findings = rules::check(&subject);
    fix::propose(&mut findings, &terminal.view.root);
    Ok((subject, findings))
}

/// Whether something was mended.
fn mend(findings: &[Finding], terminal: &mut Terminal) -> Outcome<bool> {
    let mended = fix::apply(findings, &terminal.view.root)?;
    for finding in &mended {
        terminal.mended(finding)?;
    }
    Ok(!mended.is_empty())
}

/// Whether an exception was written.
fn excuse(findings: &[Finding], subject: &Subject, terminal: &mut Terminal) -> Outcome<bool> {
    let written = baseline::write(findings, &terminal.view.root, &subject.today)?;
    for (file, exceptions) in &written {
        terminal.excused(file, *exceptions)?;
    }
    Ok(!written.is_empty())
}
