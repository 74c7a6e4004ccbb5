//! `cargo lowcard check`: everything that can be checked offline.

use super::{Common, Outcome, read, unprinted, verdict};
use crate::report::{Format, Terminal};
use crate::rules;
use crate::workspace::Selection;

/// The options of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[command(flatten)]
    selection: Selection,
    /// Look for breaking changes, too, since a revision of git that has a `metrics.lock`, or a file that is one
    #[arg(long, value_name = "REVISION|FILE")]
    against: Option<String>,
    /// The form of the findings
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn run(common: &Common, options: &Options, terminal: &mut Terminal) -> Outcome<u8> {
    let subject = read::subject(common, &options.selection, options.against.as_deref(), terminal)?;
    let findings = rules::check(&subject);
    terminal.findings(&findings, options.format).map_err(|error| unprinted(&error))?;
    Ok(verdict(&findings))
}
