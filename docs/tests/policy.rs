//! The policies on the pages are read as the macros read them, and the page on the policy knows all of it.
#![expect(clippy::unwrap_used, reason = "a page that lacks something fails the test")]

use lowcard_docs::{Block, blocks, page};
use lowcard_schema::policy::{self, Budget, Limit, Policy, Promises};
use lowcard_schema::{Level, Rule, denied};

fn policies() -> impl Iterator<Item = Block> {
    blocks("toml", &[]).filter(|block| !block.has("manifest"))
}

#[test]
fn every_policy_is_valid() {
    for block in policies().filter(|block| !block.has("mistake")) {
        let errors = policy::read(&block.text, policy::FILE_NAME).err().unwrap_or_default();
        assert_eq!(errors.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0], "{block}");
    }
}

#[test]
fn every_mistake_leads_to_what_stands_below_it() {
    for block in policies().filter(|block| block.has("mistake")) {
        let errors = policy::read(&block.text, policy::FILE_NAME).unwrap_err();
        let said: Vec<_> = errors.iter().map(ToString::to_string).collect();
        let shown = page(block.file).unwrap().text_below(&block).unwrap();
        assert_eq!(shown.text.trim_end(), said.join("\n"), "{shown}");
    }
}

#[test]
fn the_page_on_migration_has_the_policy_that_the_pages_are_compiled_with() {
    let (policy, _levels) = include_str!("../lowcard.toml").split_once("\n# What these excuse").unwrap();
    assert!(page("migration.md").unwrap().text.contains(policy));
}

#[test]
fn the_policy_that_states_the_defaults_is_the_default() {
    let stated = policies().find(|block| block.text.starts_with("# The defaults.")).unwrap();
    let policy = policy::read(&stated.text, policy::FILE_NAME).unwrap();
    assert_eq!(without_places(policy), Policy::default());
}

/// What is stated, and not where.
fn without_places(policy: Policy) -> Policy {
    let most = |limit: Limit| Limit { line: None, ..limit };
    let Budget { metric, krate, process, label, buckets } = policy.budget;
    let Promises { unstated, deprecation_window } = policy.promises;
    Policy {
        budget: Budget {
            metric: most(metric),
            krate: most(krate),
            process: most(process),
            label: most(label),
            buckets: most(buckets),
        },
        promises: Promises { unstated, deprecation_window: most(deprecation_window) },
        path: None,
        ..policy
    }
}

#[test]
fn the_table_of_rules_has_every_rule_as_it_is() {
    let word = |level| Level::ALL.iter().find(|(_, known)| *known == level).unwrap().0;
    let rules = Rule::ALL.iter().map(|rule| {
        let relaxable = if rule.relaxable() { "yes" } else { "no" };
        vec![format!("`{rule}`"), word(rule.default_level()).to_owned(), relaxable.to_owned()]
    });
    let rows = page("policy.md")
        .unwrap()
        .rows()
        .filter(|row| row.len() == 4 && Rule::from_id(row[0].trim_matches('`')).is_some());
    let rows = rows.map(|row| row[..3].iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(rows.collect::<Vec<_>>(), rules.collect::<Vec<_>>());
}

#[test]
fn the_table_of_denied_labels_has_what_is_denied() {
    let rows: Vec<_> =
        page("policy.md").unwrap().rows().filter(|row| row.len() == 3 && row[1].starts_with("one series")).collect();
    assert!(!rows.is_empty());
    for row in rows {
        for name in row[0].split(", ") {
            let denied = denied::label(name.trim_matches('`')).unwrap_or_else(|| panic!("{name} is not denied"));
            assert_eq!((denied.reason, denied.instead), (row[1], row[2]), "{name}");
        }
    }
}
