//! The pages of the rules on changes show what is found, and a way that is not.

use lowcard_schema::{Level, Rule};

use crate::catalog::Catalog;
use crate::lock::{self, Lock};
use crate::pages::page;
use crate::rules::tests::record;
use crate::rules::{LINTS, Needs, check};
use crate::subject::{CommittedLock, Subject};

#[test]
fn pages_show_what_is_found_and_a_way_that_is_not() {
    let about_changes = LINTS.iter().filter(|lint| lint.needs == Needs::Before).map(|lint| lint.rule);
    for rule in about_changes.chain([Rule::LockStale]) {
        let page = page(rule);
        let [before, after] = blocks(page, "diff").try_into().unwrap();
        assert_eq!(found(rule, before), blocks(page, "text"), "{rule}");
        assert_eq!(found(rule, after), [""; 0], "{rule}");
    }
}

/// The blocks of a page in this language.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let start = format!("```{language}\n");
    page.split(&start).skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

/// What is found of a rule where a lock has changed like this.
fn found(rule: Rule, diff: &str) -> Vec<String> {
    let (before, now) = (side(diff, '-'), side(diff, '+'));
    let metrics = now.entries.iter().map(|(name, entry)| record(name, entry, "orders", "src/lib.rs", 1)).collect();
    let subject = Subject {
        catalog: Some(Catalog::new([("orders".to_owned(), metrics)])),
        lock: Some(CommittedLock { file: lock::FILE_NAME.into(), lock: Some(before.clone()) }),
        before: Some(before),
        ..Subject::default()
    };
    let findings = check(&subject).into_iter().filter(|finding| finding.rule == rule);
    let word = |level| if level == Level::Deny { "error" } else { "warning" };
    findings.map(|finding| format!("{}: {} [{rule}]", word(finding.level), finding.message)).collect()
}

/// The lines of one side of a change, and those of both.
fn side(diff: &str, sign: char) -> Lock {
    let lines = diff.lines().filter_map(|line| line.strip_prefix([' ', sign]));
    let text: Vec<&str> = ["version = 1"].into_iter().chain(lines).collect();
    lock::read(&text.join("\n"), "page").unwrap()
}
