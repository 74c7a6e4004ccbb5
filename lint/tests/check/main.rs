//! `cargo lowcard check` as its users run it: what it prints where, what it writes, and its exit code.

#![expect(clippy::unwrap_used, reason = "a workspace that can't be prepared fails its test")]

#[path = "../command/mod.rs"]
mod command;
mod page;
mod shop;

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use command::Ran;
use shop::{LEVELS, Shop};

/// An exception whose date has passed is denied, whatever the build finds.
const EXPIRED: &str = "\
[[exception]]
rule = \"name/unit-missing\"
metric = \"shop_basket_size\"
reason = \"the dashboards move in May\"
expires = 2026-06-01
";

fn denied() -> String {
    format!("{LEVELS}\n{EXPIRED}")
}

fn warned() -> String {
    format!("{LEVELS}\"exception/expired\" = \"warn\"\n\n{EXPIRED}")
}

fn check(policy: &str, arguments: &[&str]) -> Ran {
    Shop::new(policy).lowcard(&[&["check"], arguments].concat())
}

#[test]
fn a_clean_workspace_says_so() {
    let done = check(LEVELS, &[]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(done.out.ends_with("nothing found\n") && done.out.lines().count() == 1, "{}", done.out);
}

#[test]
fn a_denied_finding_is_shown_and_fails() {
    let done = check(&denied(), &[]);
    assert_eq!(done.code, 100, "{done:?}");
    assert!(done.out.contains(" --> lowcard.toml:5:1\n  |\n5 | [[exception]]\n  | ^^^^^^^^^^^^^\n"), "{}", done.out);
    assert!(done.out.ends_with("1 error\n") && !done.out.contains('\u{1b}'), "{:?}", done.out);
}

#[test]
fn a_warning_fails_only_where_it_is_denied() {
    let done = check(&warned(), &[]);
    assert!(done.code == 0 && done.out.ends_with("1 warning\n"), "{done:?}");
    assert_eq!(check(&warned(), &["--deny-warnings"]).code, 100);
    assert_eq!(check(LEVELS, &["--deny-warnings"]).code, 0);
}

#[test]
fn what_can_not_be_checked_is_neither_clean_nor_denied() {
    let broken = check("[labels\n", &[]);
    assert!(broken.err.starts_with("error: lowcard.toml:1:"), "{}", broken.err);
    let elsewhere = check(LEVELS, &["--manifest-path", "elsewhere/Cargo.toml"]);
    let misspelt = check(LEVELS, &["--formt", "json"]);
    for done in [broken, elsewhere, misspelt] {
        assert_eq!((done.code, done.out.as_str()), (101, ""), "{done:?}");
    }
}

#[test]
fn a_stated_policy_is_found_from_the_workspace_as_the_compiler_finds_it() {
    let shop = Shop::new(&denied());
    for stated in ["lowcard.toml", shop.policy().to_str().unwrap(), ""] {
        let done = shop.lowcard_in("src", ("LOWCARD_POLICY", stated), &["check"]);
        assert!(done.code == 100 && done.out.contains(" --> lowcard.toml:5:1\n"), "{stated}: {done:?}");
    }
    let done = shop.lowcard_in("src", ("LOWCARD_POLICY", "other.toml"), &["check"]);
    assert!(done.err.starts_with("error: the policy other.toml can't be read: "), "{done:?}");
    assert_eq!(done.code, 101);
}

#[test]
fn the_help_has_the_exit_codes() {
    for arguments in
        [&["--help"][..], &["check", "--help"], &["diff", "--help"], &["lock", "--help"], &["scrape", "--help"]]
    {
        let done = Shop::new(LEVELS).lowcard(arguments);
        assert!(done.code == 0 && done.out.contains("Exit codes:\n  0    nothing that the policy denies"), "{done:?}");
    }
}

#[test]
fn formats_for_programs_print_nothing_else() {
    let json = check(&denied(), &["--format", "json"]);
    let objects: Vec<Value> = json.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((json.code, objects.len(), &objects[0]["rule"]), (100, 1, &"exception/expired".into()));
    let sarif = check(&denied(), &["--format", "sarif"]);
    let log: Value = serde_json::from_str(&sarif.out).unwrap();
    assert_eq!((sarif.code, &log["runs"][0]["results"][0]["ruleId"]), (100, &"exception/expired".into()));
    let github = check(&denied(), &["--format", "github"]);
    assert!(github.out.starts_with("::error file=lowcard.toml,line=5,col=1,title=exception/expired::"), "{github:?}");
    assert_eq!((github.code, github.out.lines().count()), (100, 1));
}

#[test]
fn colours_can_be_asked_for() {
    assert!(check(&warned(), &["--color", "always"]).out.contains("\u{1b}["));
}

#[test]
fn what_nothing_can_mend_or_excuse_stays_and_the_policy_with_it() {
    let shop = Shop::new(&denied());
    let done = shop.lowcard(&["check", "--fix", "--write-baseline"]);
    assert_eq!(done.code, 100, "{done:?}");
    assert!(done.err.contains("left 1 finding out: "), "{}", done.err);
    assert_eq!(fs::read_to_string(shop.policy()).unwrap(), denied());
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    for format in ["text", "json", "sarif", "github"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let done = Shop::new(&denied()).lowcard_to(&["check", "--format", format], Stdio::from(writer));
        assert_eq!(done.code, 100, "{done:?}");
        assert!(!done.err.contains("panicked") && !done.err.contains("printed"), "{}", done.err);
    }
}
