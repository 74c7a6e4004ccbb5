//! What can't be read is said with the reason, and with the exit code of a command that could not run.

use std::fs;
use std::path::Path;

use crate::depot::{depot, written};
use crate::run::lowcard;

#[test]
fn a_workspace_that_does_not_build_shows_what_the_compiler_says() {
    let broken = written(
        &Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken"),
        &[
            ("Cargo.toml", "[workspace]\n\n[package]\nname = \"broken\"\nedition = \"2024\"\n"),
            ("src/lib.rs", "pub fn broken() -> u32 { \"text\" }\n"),
        ],
    );
    for command in ["catalog", "check"] {
        let ran = lowcard(&broken, &[command]);
        assert_eq!((ran.code, ran.out.as_str()), (101, ""));
        assert!(ran.err.starts_with("error[E0308]: mismatched types\n --> src/lib.rs:1:26\n"), "{}", ran.err);
        let closing = "error: the workspace does not build, so that its metrics are not known\n  \
                       help: mend what is reported above\n";
        assert!(ran.err.ends_with(closing), "{}", ran.err);
    }
}

#[test]
fn without_a_workspace_there_is_nothing_to_read() {
    let elsewhere = tempfile::tempdir().unwrap();
    for command in ["catalog", "check"] {
        let ran = lowcard(elsewhere.path(), &[command]);
        assert_eq!((ran.code, ran.out.as_str()), (101, ""));
        assert!(ran.err.starts_with("error: could not find `Cargo.toml` in"), "{}", ran.err);
        assert!(ran.err.contains("--manifest-path"), "{}", ran.err);
    }
}

#[test]
fn a_manifest_that_can_not_be_read_is_not_said_to_be_missing() {
    let broken = tempfile::tempdir().unwrap();
    fs::write(broken.path().join("Cargo.toml"), "[[[").unwrap();
    for arguments in [&["check"][..], &["check", "--manifest-path", "Cargo.toml"], &["check", "--manifest-path", "src"]]
    {
        let ran = lowcard(broken.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (101, ""));
        assert!(ran.err.contains("Cargo.toml:1:3") || ran.err.contains("`src` does not exist"), "{}", ran.err);
        assert!(!ran.err.contains("help"), "{}", ran.err);
    }
}

#[test]
fn what_cargo_has_locked_is_left_as_it_is_where_that_is_asked_for() {
    let unlocked = tempfile::tempdir().unwrap();
    let manifest = "[workspace]\n\n[package]\nname = \"unlocked\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n";
    fs::write(unlocked.path().join("Cargo.toml"), manifest).unwrap();
    fs::write(unlocked.path().join("lib.rs"), "").unwrap();
    let ran = lowcard(unlocked.path(), &["catalog", "--locked"]);
    assert!(ran.code == 101 && ran.err.contains("--locked"), "{}", ran.err);
    assert!(!unlocked.path().join("Cargo.lock").exists());
}

#[test]
fn a_package_that_does_not_exist_is_said_to_be_missing_by_cargo() {
    let ran = lowcard(depot(), &["catalog", "--package=warehouse"]);
    assert_eq!(ran.code, 101);
    assert!(ran.err.contains("`warehouse`"), "{}", ran.err);
}

#[test]
fn a_binary_is_read_as_it_is_and_not_built() {
    let ran = lowcard(depot(), &["catalog", "--binary=shop", "--release"]);
    assert_eq!(ran.code, 101);
    assert!(ran.err.contains("'--binary <PATH>' cannot be used with"), "{}", ran.err);
}
