//! The pages of the rules, in `docs/rules`: what is wrong, why it matters, and what to write instead.

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a page that lacks something fails its test")]
mod tests;

use lowcard_schema::Rule;

macro_rules! pages {
    ($($id:literal,)+) => {
        /// The page of each rule, by its id.
        const PAGES: &[(&str, &str)] = &[$(($id, include_str!(concat!("../docs/rules/", $id, ".md"))),)+];
    };
}

pages! {
    "name/invalid",
    "name/camel-case",
    "name/colon",
    "name/reserved",
    "name/type-word",
    "name/counter-total",
    "name/info-suffix",
    "name/reserved-suffix",
    "name/unit-missing",
    "name/unit-not-base",
    "name/unit-abbreviated",
    "name/unit-mismatch",
    "name/prefix-not-allowed",
    "help/missing",
    "help/style",
    "metric/duplicate",
    "metric/conflict",
    "metric/inconsistent",
    "metric/undeclared",
    "metric/unused",
    "label/invalid",
    "label/camel-case",
    "label/reserved",
    "label/denied",
    "label/not-allowed",
    "label/alias",
    "label/required-missing",
    "label/duplicate",
    "label/too-many",
    "label/name-too-long",
    "label/unbounded",
    "label/bound-undeclared",
    "label/bound-too-large",
    "label/value-duplicate",
    "label/value-empty",
    "label/dynamic-value",
    "category/unknown",
    "category/mismatch",
    "cardinality/over-budget",
    "cardinality/cap-unneeded",
    "cardinality/crate-over-budget",
    "cardinality/process-over-budget",
    "cardinality/budget-raised",
    "cardinality/overflowed",
    "histogram/buckets-missing",
    "histogram/buckets-unsorted",
    "histogram/buckets-not-finite",
    "histogram/buckets-too-many",
    "histogram/buckets-unit-mismatch",
    "stability/missing",
    "stability/downgraded",
    "deprecated/no-replacement",
    "deprecated/recorded",
    "deprecated/target-missing",
    "deprecated/overdue",
    "lock/missing",
    "lock/stale",
    "breaking/metric-removed",
    "breaking/metric-renamed",
    "breaking/type-changed",
    "breaking/unit-changed",
    "breaking/label-removed",
    "breaking/label-renamed",
    "breaking/label-added",
    "breaking/value-removed",
    "breaking/bucket-removed",
    "breaking/bucket-added",
    "scrape/undeclared",
    "scrape/mismatch",
    "exception/no-reason",
    "exception/invalid",
    "exception/unused",
    "exception/expired",
    "attribute/unknown-key",
    "attribute/repeated-key",
    "attribute/invalid-value",
    "item/unsupported",
    "policy/invalid",
}

/// The page of a rule, in Markdown.
pub fn page(rule: Rule) -> &'static str {
    PAGES.iter().find(|(id, _)| *id == rule.id()).map_or(rule.summary(), |&(_, page)| page)
}
