//! `cargo lowcard lock` and `diff` in workspaces under git: what they say and how they end.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod command;
mod git;

use std::fs;
use std::path::Path;
use std::process::Command;

use command::Ran;
use git::Repository;

const BEFORE: &str =
    "version = 1\n\norders_total.type = \"counter\"\norders_total.help = \"Orders.\"\norders_total.series = 1\n";

/// A workspace without a metric.
fn workspace() -> Repository {
    let repository = Repository::new();
    add_package(&repository, "");
    repository
}

fn add_package(repository: &Repository, folder: &str) {
    let manifest = "[package]\nname = \"shop\"\nversion = \"1.4.0\"\nedition = \"2024\"\n\n[workspace]\n";
    repository.write(&format!("{folder}Cargo.toml"), manifest);
    repository.write(&format!("{folder}src/lib.rs"), "");
    repository.write(".gitignore", "target\nCargo.lock\n");
}

fn lowcard(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = command::lowcard(folder, arguments);
    command.env("CARGO_TARGET_DIR", folder.join("target")).env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
}

/// What the command printed to standard output and to standard error, without what cargo says, and its exit code.
fn run(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    told(&mut lowcard(folder, arguments))
}

fn told(command: &mut Command) -> (String, String, i32) {
    let Ran { code, out, err } = command.output().unwrap().into();
    let of_cargo =
        |line: &&str| ["Blocking", "Compiling", "Finished", "Locking"].iter().any(|word| line.trim().starts_with(word));
    (out, err.split_inclusive('\n').filter(|line| !of_cargo(line)).collect(), code)
}

fn silent(said: &str) -> (String, String, i32) {
    (String::new(), said.to_owned(), 0)
}

/// Runs a command that can't do what it should, and says why.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let (printed, said, code) = run(folder, arguments);
    assert_eq!((printed.as_str(), code), ("", 101), "{said}");
    said
}

#[test]
fn a_first_lock_comes_with_a_hint_on_merges_and_a_second_one_without() {
    let repository = workspace();
    let hint = "  help: add `metrics.lock merge=union` to .gitattributes, so that branches which add metrics merge\n";
    assert_eq!(run(repository.path(), &["lock"]), silent(&format!("metrics.lock: written, 0 metrics\n{hint}")));
    assert_eq!(run(repository.path(), &["lock"]), silent("metrics.lock: unchanged, 0 metrics\n"));
    fs::remove_file(repository.file("metrics.lock")).unwrap();
    repository.write(".gitattributes", "metrics.lock merge=union\n");
    assert_eq!(run(repository.path(), &["lock"]), silent("metrics.lock: written, 0 metrics\n"));
}

#[test]
fn without_a_repository_there_is_no_hint() {
    let repository = workspace();
    fs::remove_dir_all(repository.file(".git")).unwrap();
    assert_eq!(run(repository.path(), &["lock"]), silent("metrics.lock: written, 0 metrics\n"));
}

#[test]
fn lock_says_what_has_changed_and_mends_what_cannot_be_read() {
    let repository = workspace();
    repository.write("metrics.lock", BEFORE);
    assert_eq!(run(repository.path(), &["lock"]), silent("metrics.lock: 0 added, 1 removed, 0 changed\n"));
    repository.write("metrics.lock", "version = 1\n# by hand\n");
    assert_eq!(run(repository.path(), &["lock"]), silent("metrics.lock: the same metrics, sorted again\n"));
    let written = fs::read_to_string(repository.file("metrics.lock")).unwrap();
    repository.write("metrics.lock", &written.replace('\n', "\r\n"));
    assert_eq!(run(repository.path(), &["lock"]), silent("metrics.lock: unchanged, 0 metrics\n"));
    repository.write("metrics.lock", "<<<<<<< HEAD\n");
    assert_eq!(
        run(repository.path(), &["lock"]),
        silent(
            "metrics.lock: written anew, 0 metrics, as it could not be read: metrics.lock:1: the lock has conflict markers\n"
        )
    );
    assert_eq!(run(repository.path(), &["lock", "--check"]), silent(""));
}

#[test]
fn a_check_writes_nothing() {
    let repository = workspace();
    repository.write("metrics.lock", BEFORE);
    for arguments in [["lock", "--check"].as_slice(), &["check"]] {
        let (printed, said, code) = run(repository.path(), arguments);
        assert!(printed.starts_with("error: `metrics.lock` is not what the code declares:"), "{printed}");
        for part in ["[lock/stale]", "`orders_total` is gone", "`cargo lowcard lock`"] {
            assert!(printed.contains(part), "{printed}");
        }
        assert_eq!((said.as_str(), code), ("", 100));
    }
    assert_eq!(fs::read_to_string(repository.file("metrics.lock")).unwrap(), BEFORE);
    for (text, parts) in [
        ("version = 2\n", ["of version 2", "update cargo-lowcard"]),
        ("version = 0\n", ["of version 0", "write it anew with `cargo lowcard lock`"]),
    ] {
        repository.write("metrics.lock", text);
        let said = refused(repository.path(), &["lock", "--check"]);
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    }
    fs::remove_file(repository.file("metrics.lock")).unwrap();
    assert_eq!(run(repository.path(), &["lock", "--check"]), silent(""));
    assert!(!repository.file("metrics.lock").exists());
}

#[test]
fn a_difference_is_shown_since_a_revision_or_a_file() {
    let repository = workspace();
    repository.write("metrics.lock", BEFORE);
    repository.commit_all("with a metric");
    repository.git(&["tag", "v1.4.0"]);
    repository.write("metrics.lock", "version = 1\n");
    repository.write("old/v1.lock", BEFORE);
    for earlier in ["v1.4.0", "HEAD", "main", "main~0", "old/v1.lock"] {
        let (printed, said, code) = run(repository.path(), &["diff", "--against", earlier]);
        assert!(printed.starts_with("error: `orders_total` is gone: queries for it find nothing"), "{printed}{said}");
        assert_eq!((said.as_str(), code), ("", 100));
        let (again, _, code) = run(repository.path(), &["check", "--against", earlier]);
        assert!(again.starts_with(&printed), "{again}");
        assert_eq!(code, 100);
    }
    assert_eq!(
        run(repository.path(), &["diff", "--against", "metrics.lock"]),
        silent("no metric has changed since metrics.lock\n")
    );
}

#[test]
fn what_is_allowed_is_a_note() {
    let repository = workspace();
    repository.write("metrics.lock", &format!("{BEFORE}orders_total.stability = \"alpha\"\n"));
    assert_eq!(
        run(repository.path(), &["diff", "--against", "metrics.lock"]),
        ("note: `orders_total` is gone\n".to_owned(), String::new(), 0)
    );
}

#[test]
fn a_workspace_below_the_top_of_its_repository_has_its_own_lock() {
    let repository = Repository::new();
    add_package(&repository, "services/shop/");
    repository.write("services/shop/metrics.lock", BEFORE);
    repository.write("metrics.lock", "of another workspace");
    repository.commit_all("with a metric");
    let mut command = lowcard(&repository.file("services/shop/src"), &["diff", "--against", "HEAD"]);
    for in_a_hook in [false, true] {
        let command = if in_a_hook { command.env("GIT_DIR", ".git") } else { &mut command };
        let (printed, said, code) = told(command);
        assert!(printed.starts_with("error: `orders_total` is gone"), "{printed}{said}");
        assert_eq!(code, 100);
    }
}

#[test]
fn a_revision_without_a_lock_is_called_so() {
    let repository = workspace();
    repository.commit_all("without a lock");
    let said = refused(repository.path(), &["diff", "--against", "HEAD"]);
    assert!(said.starts_with("error: there is no metrics.lock to compare with at `HEAD`\n"), "{said}");
    assert!(said.contains("name a later revision: `git log"), "{said}");
}

#[test]
fn the_change_that_brings_the_first_lock_has_nothing_to_break() {
    let repository = workspace();
    repository.commit_all("without a lock");
    repository.write("metrics.lock", "version = 1\n");
    let (printed, said, code) = run(repository.path(), &["check", "--against", "HEAD"]);
    assert!(printed.ends_with(": nothing found\n"), "{printed}");
    assert_eq!((said.as_str(), code), ("note: there was no metrics.lock at `HEAD` to compare with\n", 0));
}

#[test]
fn a_revision_that_is_none_is_called_so() {
    let repository = workspace();
    for revision in ["origin/main", "v9", "", "--output=x", "HEAD:metrics.lock", "old/none.lock"] {
        let said = refused(repository.path(), &["diff", &format!("--against={revision}")]);
        let expected = format!("error: `{revision}` is neither a file nor a revision that this repository knows\n");
        assert!(said.starts_with(&expected), "{said}");
        assert!(said.contains("git fetch"), "{said}");
    }
}

#[test]
fn a_revision_outside_of_a_repository_is_called_so() {
    let repository = workspace();
    fs::remove_dir_all(repository.file(".git")).unwrap();
    let said = refused(repository.path(), &["diff", "--against", "main"]);
    assert!(said.starts_with("error: `main` is no file, and can't be looked up as a revision: "), "{said}");
    assert!(said.contains("name a file"), "{said}");
}

#[test]
fn a_machine_without_git_still_compares_with_a_file() {
    let repository = workspace();
    repository.write("old.lock", "version = 1\n");
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output().unwrap();
    let tools = Path::new(String::from_utf8(sysroot.stdout).unwrap().trim()).join("bin");
    let without_git = |arguments: &[&str]| told(lowcard(repository.path(), arguments).env("PATH", &tools));
    let (_, said, code) = without_git(&["diff", "--against", "main"]);
    assert!(said.starts_with("error: git could not be started: "), "{said}");
    assert!(said.contains("install git, or name a file"), "{said}");
    assert_eq!(code, 101);
    assert_eq!(without_git(&["diff", "--against", "old.lock"]), silent("no metric has changed since old.lock\n"));
}

#[test]
fn an_earlier_lock_that_cannot_be_read_is_shown_where() {
    let repository = workspace();
    repository.write("metrics.lock", "version = 1\n=======\n");
    repository.commit_all("half merged");
    repository.write("binary.lock", "version = 1\n\u{0}");
    let said = refused(repository.path(), &["diff", "--against", "HEAD"]);
    assert!(said.starts_with("error: HEAD:metrics.lock:2: the lock has conflict markers\n"), "{said}");
    assert!(said.contains("name another revision or file"), "{said}");
    let said = refused(repository.path(), &["diff", "--against", "binary.lock"]);
    assert!(said.starts_with("error: binary.lock:2:2: "), "{said}");
}

#[test]
fn a_lock_is_of_the_whole_workspace() {
    let repository = workspace();
    for arguments in [["lock", "--package", "shop"].as_slice(), &["diff", "--against", "HEAD", "--package", "shop"]] {
        let said = refused(repository.path(), arguments);
        assert!(said.starts_with("error: a lock is of the whole workspace"), "{said}");
    }
    repository.write("metrics.lock", BEFORE);
    let (printed, said, code) = run(repository.path(), &["check", "--package", "shop"]);
    assert_eq!((said.as_str(), code), ("", 0), "{printed}");
}
