//! Keeps which compiler builds the program, for `lowcard::system_metrics!`.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs"); // and with another compiler, which cargo sees to
    println!("cargo::rustc-env=LOWCARD_RUST_VERSION={}", rust_version().as_deref().unwrap_or("unknown"));
}

/// The second word of `rustc 1.95.0 (59807616e 2026-04-14)`.
fn rust_version() -> Option<String> {
    let said = Command::new(env::var_os("RUSTC")?).arg("--version").output().ok()?.stdout;
    String::from_utf8(said).ok()?.split_whitespace().nth(1).map(str::to_owned)
}
