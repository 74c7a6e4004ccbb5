//! `cargo lowcard check` as its users run it: what it prints where, what it writes, and its exit code.

#![expect(clippy::unwrap_used, reason = "a workspace that can't be prepared fails its test")]

use std::fs;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// An exception whose date has passed is denied without a build having found anything.
const EXPIRED: &str = "\
[[exception]]
rule = \"name/unit-missing\"
metric = \"shop_basket_size\"
reason = \"the dashboards move in October\"
expires = 2020-01-01
";

/// The lock and unused exceptions are the business of other tests.
const LEVELS: &str = "[lints]\n\"lock/missing\" = \"allow\"\n\"exception/unused\" = \"allow\"\n";

fn workspace(policy: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/lib.rs"), "").unwrap();
    fs::write(folder.path().join("lowcard.toml"), policy).unwrap();
    folder
}

fn command(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-lowcard"));
    command.arg("lowcard").args(arguments).current_dir(folder.path());
    for variable in ["LOWCARD_POLICY", "GITHUB_WORKSPACE", "CARGO_TARGET_DIR", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command
}

fn check(policy: &str, arguments: &[&str]) -> Output {
    let folder = workspace(policy);
    command(&folder, &[&["check"], arguments].concat()).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The policy, in which the expired exception is a warning.
fn warned() -> String {
    format!("{LEVELS}\"exception/expired\" = \"warn\"\n\n{EXPIRED}")
}

#[test]
fn a_clean_workspace_says_so() {
    let output = check(LEVELS, &[]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(out(&output).ends_with("nothing found\n"), "{}", out(&output));
    assert_eq!(out(&output).lines().count(), 1);
}

#[test]
fn a_denied_finding_is_shown_and_fails() {
    let output = check(&format!("{LEVELS}\n{EXPIRED}"), &[]);
    assert_eq!(code(&output), 100, "{}", err(&output));
    let printed = out(&output);
    assert!(printed.contains(" --> lowcard.toml:5:1\n  |\n5 | [[exception]]\n  | ^^^^^^^^^^^^^\n"), "{printed}");
    assert!(printed.ends_with("1 error\n"), "{printed}");
    assert!(!printed.contains('\u{1b}'), "{printed:?}");
}

#[test]
fn a_warning_fails_only_where_it_is_denied() {
    let output = check(&warned(), &[]);
    assert_eq!((code(&output), out(&output).ends_with("1 warning\n")), (0, true), "{}", out(&output));
    assert_eq!(code(&check(&warned(), &["--deny-warnings"])), 100);
    assert_eq!(code(&check(LEVELS, &["--deny-warnings"])), 0);
}

#[test]
fn what_can_not_be_checked_is_neither() {
    let broken = check("[labels\n", &[]);
    assert_eq!((code(&broken), out(&broken).as_str()), (101, ""));
    assert!(err(&broken).starts_with("error: lowcard.toml:1:"), "{}", err(&broken));
    let elsewhere = check(LEVELS, &["--manifest-path", "elsewhere/Cargo.toml"]);
    assert_eq!((code(&elsewhere), out(&elsewhere).as_str()), (101, ""));
    let misspelt = check(LEVELS, &["--formt", "json"]);
    assert_eq!((code(&misspelt), out(&misspelt).as_str()), (101, ""));
}

#[test]
fn the_help_has_the_exit_codes() {
    for arguments in [&["--help"][..], &["check", "--help"]] {
        let output = command(&workspace(LEVELS), arguments).output().unwrap();
        assert_eq!(code(&output), 0);
        assert!(out(&output).contains("Exit codes:\n  0    nothing that the policy denies"), "{}", out(&output));
    }
}

#[test]
fn formats_for_programs_print_nothing_else() {
    let policy = format!("{LEVELS}\n{EXPIRED}");
    let json = check(&policy, &["--format", "json"]);
    let objects: Vec<serde_json::Value> = out(&json).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((code(&json), objects.len()), (100, 1));
    assert_eq!(objects[0]["rule"], "exception/expired");
    let sarif = check(&policy, &["--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&out(&sarif)).unwrap();
    assert_eq!((code(&sarif), &log["runs"][0]["results"][0]["ruleId"]), (100, &"exception/expired".into()));
    let github = check(&policy, &["--format", "github"]);
    assert!(out(&github).starts_with("::error file=lowcard.toml,line=5,col=1,title=exception/expired::"));
    assert_eq!(out(&github).lines().count(), 1);
}

#[test]
fn colours_can_be_asked_for() {
    let output = check(&warned(), &["--color", "always"]);
    assert!(out(&output).contains("\u{1b}["), "{}", out(&output));
}

#[test]
fn what_no_exception_can_excuse_stays_and_the_policy_with_it() {
    let policy = format!("{LEVELS}\n{EXPIRED}");
    let folder = workspace(&policy);
    let output = command(&folder, &["check", "--write-baseline", "--fix"]).output().unwrap();
    assert_eq!(code(&output), 100, "{}", err(&output));
    assert_eq!(fs::read_to_string(folder.path().join("lowcard.toml")).unwrap(), policy);
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_error() {
    let folder = workspace(&format!("{LEVELS}\n{EXPIRED}"));
    for format in ["text", "json", "sarif", "github"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = command(&folder, &["check", "--format", format]);
        let output = command.stdout(Stdio::from(writer)).output().unwrap();
        assert_eq!((code(&output), err(&output).contains("printed")), (100, false), "{}", err(&output));
        assert!(!err(&output).contains("panicked"), "{}", err(&output));
    }
}
