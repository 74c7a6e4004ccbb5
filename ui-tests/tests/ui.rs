//! Compiles every case under its policy, and sees to it that every rule has one.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a case that can't be run has failed")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use lowcard_schema::{Judge, Rule};

/// The folder of cases that a process of its own is to compile. The macros find the policy through the environment,
/// which is the same for all of a process's cases.
const GROUP: &str = "LOWCARD_UI_GROUP";

#[test]
fn every_case_says_what_it_should() {
    if let Some(group) = env::var_os(GROUP) {
        return compile(Path::new(&group));
    }
    let failed: Vec<PathBuf> = groups(&cases()).into_iter().filter(|group| !passes(group)).collect();
    assert!(failed.is_empty(), "see above for what differs in {failed:?}");
}

#[test]
fn every_rule_has_a_case() {
    let mut words = String::new();
    for group in groups(&cases()) {
        for file in files(&group, "stderr") {
            words.push_str(&fs::read_to_string(file).unwrap());
        }
    }
    let at_compile_time = Rule::ALL.iter().filter(|rule| rule.judge() == Judge::Compiler);
    let missing: Vec<&str> =
        at_compile_time.map(|rule| rule.id()).filter(|id| !words.contains(&format!("[{id}]"))).collect();
    assert!(missing.is_empty(), "no case in ui-tests/cases breaks these rules: {missing:?}");
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

/// Every folder below that holds cases.
fn groups(folder: &Path) -> BTreeSet<PathBuf> {
    let mut groups = BTreeSet::new();
    if !files(folder, "rs").is_empty() {
        groups.insert(folder.to_owned());
    }
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            groups.append(&mut self::groups(&path));
        }
    }
    groups
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

/// Whether a process that compiles the group under its policy ends well.
fn passes(group: &Path) -> bool {
    let policy = group.ancestors().map(|folder| folder.join("lowcard.toml")).find(|file| file.is_file());
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "every_case_says_what_it_should", "--nocapture"]);
    child.env(GROUP, group).env("LOWCARD_POLICY", policy.expect("ui-tests has a policy"));
    child.status().unwrap().success()
}

fn compile(group: &Path) {
    let cases = trybuild::TestCases::new();
    for file in files(group, "rs") {
        if group.ends_with("pass") { cases.pass(file) } else { cases.compile_fail(file) }
    }
}
