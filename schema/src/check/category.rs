//! The rule on categories.

use super::{Findings, Part};
use crate::{Rule, nearest};

/// A category is one that the policy knows, if the policy knows any.
pub(super) fn check(category: &str, part: Part, found: &mut Findings<'_>) {
    let policy = found.policy;
    if policy.categories.is_empty() || policy.category(category).is_some() {
        return;
    }
    let known = policy.categories.iter().map(|category| category.name.as_str());
    let help = match nearest(category, known) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("add `[category.{category}]` to lowcard.toml"),
    };
    found.report(Rule::CategoryUnknown, part, format!("the policy has no category `{category}`")).help(help);
}
