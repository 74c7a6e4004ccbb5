//! `cargo xtask`: the commands that people and CI run, under the same names.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to whoever typed it")]

mod lint_speed;
mod overhead;
mod quiet;
mod steps;
mod temporal;
mod test;
mod tools;

use std::env;
use std::process::ExitCode;

use overhead::Options;

const HELP: &str = "\
Everything to run before a commit; CI runs the same. And what metrics cost a service.

Usage: cargo xtask test [--without-servers]
       cargo xtask overhead [--rounds N] [--quick | --write]
       cargo xtask lint-speed
       cargo xtask temporal

  test                 formatting, lints, tests, documentation, and then the tests against a real
                       Prometheus, promtool, Pushgateway, Temporal and Python parser. Stops at the first
                       failure.
  --without-servers    leaves out the tests against real servers, and so needs no tools but cargo

  overhead             builds the quickstart and puts it under load with metrics and without, in turn:
                       latency, CPU time, memory and throughput as Markdown. Four minutes; needs Linux.
  --rounds N           how often each is measured, from 1 to 1000 times: 6 unless stated
  --quick              one round of a second or two: shows that everything works, and nothing else
  --write              writes docs/overhead.md, too

  lint-speed           how long `cargo lowcard` takes on a workspace of 100 crates and 2000 metrics, and on a
                       program of 100 MiB. The first run builds the workspace, for minutes.

  temporal             starts a Temporal server on 127.0.0.1:7233, for examples/workflow-engine, until it
                       is stopped with Ctrl-C. It keeps what it knows in memory.

  -h, --help           this page

Prometheus, promtool, Pushgateway and Temporal are taken from PATH. Whatever is missing is fetched once, below
target/tools, from apt and PyPI: nothing is installed, and no root is needed. Where there is no
Prometheus 3, neither named by LOWCARD_PROMETHEUS_3 nor in PATH nor in a newer suite of Debian, the run
leaves its tests out and says so.

Exit code: 0 all passed or was measured, 1 something failed or an answer was wrong, 2 not a command.";

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
        ["overhead", ref words @ ..] => match Options::parse(words) {
            Some(options) => measured(overhead::run(&options)),
            None => usage(&typed),
        },
        ["lint-speed"] => measured(lint_speed::run()),
        ["temporal"] => match temporal::run() {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => failed(&why),
        },
        _ => usage(&typed),
    }
}

fn usage(typed: &[String]) -> ExitCode {
    eprintln!("error: `cargo xtask {}` is not a command\n\n{HELP}", typed.join(" "));
    ExitCode::from(USAGE)
}

/// The page, or why there is none.
fn measured(page: Result<String, String>) -> ExitCode {
    match page {
        Ok(page) => {
            print!("{page}");
            ExitCode::SUCCESS
        }
        Err(why) => failed(&why),
    }
}

fn failed(why: &str) -> ExitCode {
    eprintln!("error: {why}");
    ExitCode::FAILURE
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
