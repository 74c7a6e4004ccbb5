//! The command: `cargo run --release -- [PART …] [--quick]`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to whoever typed it")]

use std::env;
use std::process::{Command, ExitCode};

use lowcard_benches::parts::{Part, answer};
use lowcard_benches::rounds::Effort;
use lowcard_benches::setting;

const HELP: &str = "\
lowcard side by side with its peers: Markdown tables, once the results of all are checked to be equal.

Usage: cargo run --release -- [PART …] [--quick]

  counters             nanoseconds for one update of a counter
  histograms           nanoseconds for one observation
  counter-exemplars    nanoseconds for one update with an exemplar
  histogram-exemplars  nanoseconds for one observation with an exemplar
  native-histograms    nanoseconds for one observation in a native histogram
  bridged-counters     nanoseconds for one update of a counter of another library, with lowcard behind it
  bridged-histograms   nanoseconds for one observation, likewise
  disabled-counters    nanoseconds for one update where metrics are off
  disabled-histograms  nanoseconds for one observation where metrics are off
  encode               nanoseconds for a line of a scrape, and the memory that it takes
  scrape               milliseconds for a scrape: formats, compression, exemplars and what else there is
  requests             nanoseconds for an HTTP request, and what observing it adds
  disabled-requests    the same where metrics are off
  memory               bytes for a series
  instructions         instructions for one update or request, counted by valgrind; minutes
  features             instructions for one update of lowcard with its features on, and crates; a minute
  build                CPU seconds of a clean build, and crates; minutes
  temporal             what Temporal's SDK asks of its meter for a workflow task, in nanoseconds and in instructions counted
                       by valgrind; with --features temporal
  all                  every part

  --quick              a tenth of the time: shows that everything works, and nothing else
  -h, --help           this page

Without a part: all but instructions, features, build and temporal.

Exit code: 0 all results were equal, 1 some were not or could not be measured, 2 not a command.";

/// What was typed is not a command of ours.
const USAGE: u8 = 2;

const QUICK: &str = "--quick";

fn main() -> ExitCode {
    let typed: Vec<String> = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let (quick, words): (Vec<_>, Vec<_>) = typed.iter().map(String::as_str).partition(|word| *word == QUICK);
    let effort = if quick.is_empty() { Effort::FULL } else { Effort::QUICK };
    match words[..] {
        [.., "-h" | "--help"] => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        ["row", ref row @ ..] => answer(row).map_or_else(usage, said),
        ["part", word] => part(word).map_or_else(usage, |part| run(part, effort)),
        _ => parts(&words).map_or_else(usage, |parts| run_each(&parts, effort, &quick)),
    }
}

/// The parts that were named.
fn parts(words: &[&str]) -> Option<Vec<Part>> {
    match words {
        [] => Some(Part::ALL.iter().copied().filter(|part| !part.is_slow()).collect()),
        ["all"] => Some(Part::ALL.into()),
        words => words.iter().map(|word| part(word)).collect(),
    }
}

fn part(word: &str) -> Option<Part> {
    Part::ALL.iter().copied().find(|part| part.word() == word)
}

/// Runs each part in a process of its own, so that what one leaves behind is not in the way of the next.
fn run_each(parts: &[Part], effort: Effort, quick: &[&str]) -> ExitCode {
    println!("{}", setting::describe(effort));
    let failed = parts.iter().filter(|part| !succeeds(**part, quick)).count();
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn succeeds(part: Part, quick: &[&str]) -> bool {
    let status =
        env::current_exe().and_then(|myself| Command::new(myself).args(["part", part.word()]).args(quick).status());
    match status {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("error: {}: {error}", part.word());
            false
        }
    }
}

/// Runs one part here, and prints its tables.
fn run(part: Part, effort: Effort) -> ExitCode {
    let report = part.run(effort);
    report.tables.iter().for_each(|table| println!("{table}"));
    report.errors.iter().for_each(|error| eprintln!("error: {error}"));
    if report.errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What a row has said.
fn said(said: Result<String, String>) -> ExitCode {
    match said {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("error: not a command of the benchmarks\n\n{HELP}");
    ExitCode::from(USAGE)
}
