//! `cargo lowcard rules`: all rules, and their levels.

use std::path::PathBuf;

use lowcard_schema::policy::Policy;

use super::Outcome;
use crate::exit;
use crate::report::{RulesFormat, Terminal};
use crate::workspace;

/// The options of `rules`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Show the levels of this policy, in place of those without a word in one
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The form of the table
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: RulesFormat,
}

pub(super) fn run(options: &Options, terminal: &mut Terminal) -> Outcome<u8> {
    let policy = match &options.policy {
        Some(file) => workspace::read_policy(file)?,
        None => Policy::default(),
    };
    terminal.rules(&policy, options.format)?;
    Ok(exit::CLEAN)
}
