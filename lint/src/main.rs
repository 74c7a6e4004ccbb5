//! `cargo lowcard`, the command. Everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_lowcard::command::main()
}
