//! The page on findings shows what the command prints.

use serde_json::Value;

use crate::shop::{self, Shop};

const PAGE: &str = include_str!("../../../docs/findings.md");

/// The first block in a language.
fn block(language: &str) -> &'static str {
    let (_, block) = PAGE.split_once(&format!("```{language}\n")).unwrap();
    block.split_once("```").unwrap().0
}

/// What is printed under the page's policy.
fn printed(format: &str) -> String {
    let shop = Shop::new(&format!("{}\n{}", block("toml"), shop::LEVELS));
    shop.lowcard(&["check", "--format", format]).out
}

#[test]
fn the_text_is_the_one_that_is_printed() {
    assert!(printed("text").starts_with(block("text")), "{}", printed("text"));
}

#[test]
fn the_object_and_its_keys_are_those_that_are_printed() {
    let shown: Value = serde_json::from_str(block("json")).unwrap();
    let found: Value = serde_json::from_str(printed("json").lines().next().unwrap()).unwrap();
    assert_eq!(shown, found);
    let (_, table) = PAGE.split_once("| key | value |").unwrap();
    for key in found.as_object().unwrap().keys() {
        assert!(table.contains(&format!("`{key}`")), "{key} has no row");
    }
}
