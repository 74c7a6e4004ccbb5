//! Categories: what part of the service a metric speaks of.

use crate::label::same;
use crate::{Rule, Text};

/// What stands in the way of a metric of `category` using a label set of `categories`, where none means any.
pub const fn mismatch(metric: Option<&str>, set: &[&str]) -> Option<Text> {
    let Some(category) = metric else { return None };
    if set.is_empty() {
        return None;
    }
    let mut i = 0;
    while i < set.len() {
        if same(set[i], category) {
            return None;
        }
        i += 1;
    }
    Some(
        Text::new("category `")
            .str(category)
            .str("` can't use these labels: they belong to category `")
            .str(set[0])
            .str("`")
            .rule(Rule::CategoryMismatch)
            .str("\n  help: add the category to the label set: `#[labels(category = [\"")
            .str(set[0])
            .str("\", \"")
            .str(category)
            .str("\"])]`"),
    )
}

/// What stands in the way of a label set of `outer` categories taking in one of `inner` categories.
pub const fn flatten_mismatch(outer: &[&str], inner: &[&str]) -> Option<Text> {
    let mut i = 0;
    while i < outer.len() {
        let refused = mismatch(Some(outer[i]), inner);
        if refused.is_some() {
            return refused;
        }
        i += 1;
    }
    None
}
