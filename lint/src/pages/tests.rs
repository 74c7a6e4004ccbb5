//! Each rule has a page, all pages have one form, and the index has all of them. `BLESS=1` writes the index.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lowcard_schema::Rule;
use lowcard_schema::policy::{self, Policy};

use super::{PAGES, page};
use crate::Subject;
use crate::report::{RulesFormat, rules};

const SECTIONS: [&str; 4] = ["What is wrong", "Why it matters", "What to write instead", "When it is right anyway"];

#[test]
fn every_rule_has_a_page() {
    let missing = Rule::ALL.iter().filter(|rule| PAGES.iter().all(|(id, _)| *id != rule.id()));
    assert_eq!(missing.map(|rule| rule.id()).collect::<Vec<_>>(), [""; 0], "rules without a row in the table");
}

#[test]
fn every_page_is_of_a_rule_and_in_the_table() {
    let written: BTreeSet<String> = files(&folder()).iter().map(|file| id(file)).collect();
    let rows: BTreeSet<String> = PAGES.iter().map(|&(id, _)| id.to_owned()).collect();
    assert_eq!(written, rows);
    assert_eq!(rows.len(), PAGES.len(), "a page stands in the table twice");
    let strays = PAGES.iter().filter(|(id, _)| Rule::from_id(id).is_none());
    assert_eq!(strays.map(|&(id, _)| id).collect::<Vec<_>>(), [""; 0], "pages without a rule");
}

#[test]
fn every_page_starts_with_what_the_schema_says() {
    for (rule, page) in pages() {
        let relaxable = if rule.relaxable() { "May be relaxed." } else { "May not be relaxed." };
        let level = rule.default_level().word();
        let expected = format!("# {rule}\n\n{}\n\nLevel: {level}. {relaxable}\n\n", rule.summary());
        assert!(page.starts_with(&expected), "{rule}: the page does not start with\n{expected}");
    }
}

#[test]
fn every_page_has_the_same_sections() {
    for (rule, page) in pages() {
        let sections: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let expected = if rule.relaxable() { &SECTIONS[..] } else { &SECTIONS[..3] };
        assert_eq!(sections, expected, "{rule}");
        assert_eq!(page.lines().filter(|line| line.starts_with("```")).count() % 2, 0, "{rule}: a block has no end");
    }
}

#[test]
fn the_index_has_every_rule() {
    let file = folder().join("README.md");
    let index = index();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, index).unwrap();
    } else {
        assert_eq!(fs::read_to_string(&file).unwrap_or_default(), index, "set BLESS=1 to write it");
    }
}

#[test]
fn the_exception_on_a_page_has_expired_and_its_successor_has_not() {
    let page = page(Rule::ExceptionExpired);
    let policies = page.split("```toml\n").skip(1).map(|below| below.split("```").next().unwrap());
    let found: Vec<Vec<String>> =
        policies.map(|text| findings(policy::read(text, policy::FILE_NAME).unwrap())).collect();
    let [bad, good] = found.try_into().unwrap();
    assert_eq!(good, [""; 0]);
    assert!(page.contains(&format!("\nerror: {} [exception/expired]\n", bad.join("\n"))), "{bad:?}");
}

/// What is said of exceptions that have expired.
fn findings(policy: Policy) -> Vec<String> {
    let subject = Subject { policy: Arc::new(policy), today: "2026-11-28".to_owned(), ..Subject::default() };
    let found = crate::rules::check(&subject).into_iter().filter(|finding| finding.rule == Rule::ExceptionExpired);
    found.map(|finding| finding.message).collect()
}

fn pages() -> impl Iterator<Item = (Rule, &'static str)> {
    PAGES.iter().filter_map(|&(id, page)| Some((Rule::from_id(id)?, page)))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules")
}

/// The pages in the folders of the groups.
fn files(folder: &Path) -> Vec<PathBuf> {
    let groups = entries(folder).into_iter().filter(|path| path.is_dir());
    groups.flat_map(|group| entries(&group)).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn id(file: &Path) -> String {
    let group = file.parent().unwrap().file_name().unwrap();
    format!("{}/{}", group.to_string_lossy(), file.file_stem().unwrap().to_string_lossy())
}

/// What `cargo lowcard rules` prints, with a link to each page.
fn index() -> String {
    let mut table = Vec::new();
    rules(&Policy::default(), RulesFormat::Markdown, &mut table).unwrap();
    let mut index = String::from(INTRODUCTION);
    for line in String::from_utf8(table).unwrap().lines() {
        let linked = line.strip_prefix("| `").and_then(|row| row.split_once('`'));
        index += &linked.map_or(line.to_owned(), |(id, rest)| format!("| [`{id}`]({id}.md){rest}"));
        index.push('\n');
    }
    index
}

const INTRODUCTION: &str = "\
# Rules

Each error and finding ends with the id of the rule that is broken. Its page, which `cargo lowcard explain` prints, says
what is wrong, why it matters and what to write instead. The level is the one without a word in `lowcard.toml`.

";
