//! `cargo xtask`: the commands that people and CI run, under the same names.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to whoever typed it")]

mod steps;
mod test;
mod tools;

use std::env;
use std::process::ExitCode;

const HELP: &str = "\
Everything to run before a commit; CI runs the same.

Usage: cargo xtask test [--without-servers]

  test                 formatting, lints, tests, documentation, and then the tests against a real
                       Prometheus, promtool, Pushgateway and Python parser. Stops at the first failure.
  --without-servers    leaves out the tests against real servers, and so needs no tools but cargo
  -h, --help           this page

Prometheus, promtool and Pushgateway are taken from PATH. Whatever is missing is fetched once, below
target/tools, from apt and PyPI: nothing is installed, and no root is needed. Where there is no
Prometheus 3, neither named by LOWCARD_PROMETHEUS_3 nor in PATH nor in a newer suite of Debian, the run
leaves its tests out and says so.

Exit code: 0 all passed, 1 something failed, 2 not a command.";

/// What was typed is not a command of ours.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let typed: Vec<String> = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    match typed.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["test"] => finish(test::run(test::Servers::Real)),
        ["test", "--without-servers"] => finish(test::run(test::Servers::LeftOut)),
        [] | ["help"] | [.., "-h" | "--help"] => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("error: `cargo xtask {}` is not a command\n\n{HELP}", typed.join(" "));
            ExitCode::from(USAGE)
        }
    }
}

/// The closing line.
fn finish(outcome: Result<test::Passed, test::Failure>) -> ExitCode {
    match outcome {
        Ok(passed) => {
            println!("\n── {passed}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("\n── {failure}");
            ExitCode::FAILURE
        }
    }
}
