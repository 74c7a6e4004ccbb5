//! The command line: one file for each command.

mod catalog;
mod check;
mod diff;
mod explain;
mod init;
mod lock;
mod read;
mod rules;
mod scrape;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use lowcard_schema::Level;

use crate::exit;
use crate::failure::{Failure, Outcome};
use crate::finding::Finding;
use crate::report::{ColorChoice, Terminal};

/// Holds a workspace's metrics to its policy, to what was committed, and to each other
#[derive(Debug, Parser)]
#[command(name = "cargo lowcard", bin_name = "cargo lowcard", version, after_help = exit::HELP)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
struct Common {
    /// The workspace's manifest, if it is not that of the folder
    #[arg(long, global = true, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
    /// When to colour what is printed; `NO_COLOR` is honoured
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check everything that can be checked offline: the one line for CI
    Check(check::Options),
    /// Print the metrics of the workspace, or of a program
    Catalog(catalog::Options),
    /// Write the workspace's metrics to `metrics.lock`, for review
    Lock(lock::Options),
    /// Show what has become of the metrics since a revision, and what of it breaks queries
    Diff(diff::Options),
    /// Show the page of a rule: what is wrong, why it matters, and what to write instead
    Explain(explain::Options),
    /// List all rules
    Rules(rules::Options),
    /// Write a first lowcard.toml, from what the workspace has by now
    Init(init::Options),
    /// Hold what a running program exposes against what was declared
    Scrape(scrape::Options),
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(arguments()) {
        Ok(cli) => cli,
        Err(answer) => return answered(&answer),
    };
    let mut terminal = Terminal::of_process(cli.common.color);
    ExitCode::from(cli.run(&mut terminal))
}

impl Cli {
    /// Runs the command, and says with which code to exit.
    fn run(self, terminal: &mut Terminal) -> u8 {
        let Self { common, command } = self;
        let outcome = match command {
            Command::Check(options) => check::run(&common, &options, terminal),
            Command::Catalog(options) => catalog::run(&common, &options, terminal),
            Command::Lock(options) => lock::run(&common, &options, terminal),
            Command::Diff(options) => diff::run(&common, &options, terminal),
            Command::Explain(options) => explain::run(&options, terminal),
            Command::Rules(options) => rules::run(&options, terminal),
            Command::Init(options) => init::run(&common, &options, terminal),
            Command::Scrape(options) => scrape::run(&common, &options, terminal),
        };
        outcome.unwrap_or_else(|failure| {
            // Where nothing can be printed, the exit code still says it.
            let _unheard = terminal.failure(&failure);
            exit::COULD_NOT_RUN
        })
    }
}

/// Prints help, the version, or what is wrong with the arguments; then nothing was checked.
fn answered(answer: &clap::Error) -> ExitCode {
    // Where nothing can be printed, the exit code still says it.
    let _unheard = answer.print();
    ExitCode::from(if answer.use_stderr() { exit::COULD_NOT_RUN } else { exit::CLEAN })
}

/// The arguments, without the `lowcard` that cargo puts first.
fn arguments() -> impl Iterator<Item = OsString> {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|first| first == "lowcard") {
        arguments.remove(1);
    }
    arguments.into_iter()
}

/// A finding that is denied is what a check fails for.
fn verdict(findings: &[Finding]) -> u8 {
    let is_denied = findings.iter().any(|finding| finding.level == Level::Deny);
    if is_denied { exit::FINDINGS } else { exit::CLEAN }
}
