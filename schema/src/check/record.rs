//! The rules on a definition, from the record that it left: what a lint can decide again, or decides for the first time
//! where another policy held while it was compiled.

use super::{Findings, LabelNames, Metric, Part, Violation, WrittenNative, label_cap, label_names, metric};
use crate::policy::Policy;
use crate::record::{DomainRecord, Record};
use crate::{Deprecation, Kind, Rule, Series};

/// Every rule that a record decides, as if it was written here. `categories` are those of its label set, which a record does
/// not say. Nor does it say how a name was spelt before it was put together, which `name/camel-case` is about.
pub fn record(record: &Record, categories: &[&str], policy: &Policy, allowed: &[Rule]) -> Vec<Violation> {
    let names: Vec<&str> = record.labels.iter().map(|label| label.name.as_str()).collect();
    let set = LabelNames { labels: &names, categories, flattens: false };
    let mut violations = metric(&written(record), policy, allowed);
    violations.extend(label_names(&set, policy, allowed));
    violations.extend(bounds(record, policy, allowed));
    violations.extend(of_types(record, policy, allowed));
    violations
}

/// The metric as it could have been written.
fn written(record: &Record) -> Metric<'_> {
    Metric {
        name: &record.name,
        written: &record.name,
        kind: record.kind,
        help: &record.help,
        unit: record.unit.as_deref(),
        buckets: (record.kind == Kind::Histogram).then_some(record.buckets.as_slice()),
        native: record
            .native
            .map(|native| WrittenNative { schema: native.schema.into(), max_buckets: native.max_buckets.into() }),
        category: record.category.as_deref(),
        stability: record.stability,
        deprecated: record
            .deprecated
            .as_ref()
            .map(|stated| Deprecation { since: None, replaced_by: stated.replaced_by.as_ref().map(|_| "") }),
    }
}

fn bounds(record: &Record, policy: &Policy, allowed: &[Rule]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (position, label) in record.labels.iter().enumerate() {
        let DomainRecord::Capped { max, .. } = label.domain else { continue };
        let mut of_label = label_cap(max.into(), policy, allowed);
        for violation in &mut of_label {
            violation.part = Part::Label(position);
        }
        violations.append(&mut of_label);
    }
    violations
}

/// What the macros leave to constants of [`series`](crate::series) and [`label`](crate::label), because types decide it.
fn of_types(record: &Record, policy: &Policy, allowed: &[Rule]) -> Vec<Violation> {
    let mut found = Findings::new(policy, allowed);
    too_many_labels(record, &mut found);
    found.metric = Some(record.name.clone());
    over_budget(record, &mut found);
    found.violations
}

fn too_many_labels(record: &Record, found: &mut Findings<'_>) {
    let (count, max) = (record.labels.len(), found.policy.labels.max);
    if count > max {
        found
            .report(Rule::LabelTooMany, Part::Set, format!("{count} labels in one set, and the policy allows {max}"))
            .help("each label multiplies the series; move details to a log line, a span or an exemplar");
    }
}

fn over_budget(record: &Record, found: &mut Findings<'_>) {
    let series = Series::from(record.worst_case);
    let budget = found.policy.metric_budget(record.category.as_deref());
    if !series.exceeds(Series::new(budget.most)) {
        return;
    }
    let message = format!("`{}` can have {series} series, and its budget is {}", record.name, budget.most);
    let reported = found.report(Rule::CardinalityOverBudget, Part::Name, message).help(match record.max_series {
        Some(_) => "lower `max_series` to the budget or below",
        None => "drop a label, use one with fewer values, or cap the metric at run time by `max_series`",
    });
    if let Some(line) = budget.line {
        reported.policy(line);
    }
}

#[cfg(test)]
mod tests {
    use super::record;
    use crate::policy::{self, Policy};
    use crate::record::Record;
    use crate::{Definition, Domain, Kind, Label, Rule, Site};

    const SITE: Site =
        Site { package: "shop", version: "1.0.0", module: "shop", file: "src/metrics.rs", line: 1, column: 1 };

    const LABELS: &[Label] = &[
        Label { name: "channel", domain: Domain::Closed(&["email", "sms"]) },
        Label { name: "route", domain: Domain::Capped { max: 200, overflow: "other" } },
    ];

    fn broken(definition: &Definition, categories: &[&str], policy: &Policy) -> Vec<String> {
        record(&Record::from(definition), categories, policy, &[]).iter().map(ToString::to_string).collect()
    }

    fn policy(text: &str) -> Policy {
        policy::read(text, "lowcard.toml").unwrap_or_default()
    }

    #[test]
    fn what_compiles_under_a_policy_breaks_nothing_under_it() {
        let latency = Definition {
            labels: LABELS,
            unit: Some("seconds"),
            buckets: &[0.1, 1.0],
            ..Definition::new("shop_latency_seconds", Kind::Histogram, "Time to the answer.", SITE)
        };
        assert_eq!(broken(&latency, &[], &Policy::default()), [""; 0]);
    }

    #[test]
    fn each_part_of_a_record_is_held_to_another_policy() {
        let latency = Definition {
            labels: LABELS,
            unit: Some("seconds"),
            buckets: &[0.1, 1.0],
            ..Definition::new("latency_seconds", Kind::Histogram, "", SITE)
        };
        let policy = policy(
            "namespace = \"shop\"\n[labels]\nallow = [\"route\"]\nmax = 1\n[budget]\nmetric = 2_009\nlabel = 100\nbuckets = 1\n",
        );
        let first_lines: Vec<String> =
            broken(&latency, &[], &policy).iter().filter_map(|text| text.lines().next().map(str::to_owned)).collect();
        assert_eq!(
            first_lines,
            [
                "`latency_seconds` is outside of the namespace `shop` [name/prefix-not-allowed]",
                "`latency_seconds` does not say what it counts [help/missing]",
                "2 buckets, and the policy allows 1 [histogram/buckets-too-many]",
                "label `channel` is not in `[labels] allow` [label/not-allowed]",
                "a label may take 100 values, and this one may take 200 [label/bound-too-large]",
                "2 labels in one set, and the policy allows 1 [label/too-many]",
                // 2 channels, 201 routes, and 5 lines of a histogram with 2 buckets
                "`latency_seconds` can have 2010 series, and its budget is 2009 [cardinality/over-budget]",
            ]
        );
    }

    #[test]
    fn more_series_than_can_be_counted_are_over_any_budget() {
        const MANY: Label = Label { name: "route", domain: Domain::Capped { max: u32::MAX, overflow: "other" } };
        let policy = policy("[budget]\nmetric = 9_223_372_036_854_775_807\nlabel = 9_223_372_036_854_775_807\n");
        let requests =
            Definition { labels: &[MANY; 3], ..Definition::new("requests_total", Kind::Counter, "Help.", SITE) };
        let rules: Vec<Rule> =
            record(&Record::from(&requests), &[], &policy, &[]).iter().map(|found| found.rule).collect();
        assert!(rules.contains(&Rule::CardinalityOverBudget), "{rules:?}");
    }
}
