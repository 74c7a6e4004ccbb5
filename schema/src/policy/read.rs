//! Reads the policy file: every mistake in it, each with its line, or the policy.

use core::fmt;

use toml::de::DeTable;

use super::table::{Source, Table};
use super::{Alias, Budget, Category, Deny, Exception, Labels, Line, Named, Policy, Prometheus, Promises, Sources};
use crate::check::is_prefix;
use crate::{Level, Rule, Stability, nearest};

/// A mistake in the policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: Line,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, column, message, help } = self;
        write!(f, "{path}:{line}:{column}: {message} [{}]", Rule::PolicyInvalid)?;
        match help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for PolicyError {}

/// Reads the text of a policy file; `path` is the name that errors call it by.
pub fn read(text: &str, path: &str) -> Result<Policy, Vec<PolicyError>> {
    let source = Source::new(text, path);
    let (document, syntax) = DeTable::parse_recoverable(text);
    for error in syntax {
        source.error(&error.span().unwrap_or_default(), error.message().to_owned(), None);
    }
    let policy = {
        let sections =
            ["namespace", "labels", "category", "budget", "stability", "prometheus", "sources", "lints", "exception"];
        let file = Table::new(&source, "the policy", document.get_ref(), document.span(), Some(&sections));
        Policy { path: Some(path.to_owned()), ..policy(&file) }
    };
    let mut errors = source.into_errors();
    errors.sort_by_key(|error| (error.line, error.column));
    errors.dedup_by_key(|error| (error.line, error.column));
    if errors.is_empty() { Ok(policy) } else { Err(errors) }
}

fn policy(file: &Table<'_>) -> Policy {
    let categories = categories(file);
    let mut labels = labels(file);
    labels.listed = categories
        .iter()
        .flat_map(|category| &category.labels)
        .chain(&labels.allow)
        .map(|named| named.name.clone())
        .collect();
    Policy {
        namespace: namespace(file),
        labels,
        categories,
        budget: budget(file),
        promises: promises(file),
        prometheus: prometheus(file),
        sources: sources(file),
        levels: levels(file),
        exceptions: exceptions(file),
        path: None,
    }
}

fn namespace(file: &Table<'_>) -> Option<String> {
    let namespace = file.string("namespace")?;
    let word = namespace.get_ref();
    if !is_prefix(word) {
        file.error(
            &namespace.span(),
            format!("`{word}` can't start a metric name"),
            Some("use lower-case letters, digits and `_`; a `_` is put between it and the rest of the name".into()),
        );
    }
    Some(namespace.into_inner())
}

fn labels(file: &Table<'_>) -> Labels {
    let default = Labels::default();
    let Some(table) = file.table("labels", Some(&["allow", "deny", "alias", "max", "max_name_length"])) else {
        return default;
    };
    let allow = table.names("allow");
    let deny: Vec<Deny> = table.tables("deny", &["name", "reason", "instead"]).iter().filter_map(deny).collect();
    for named in &allow {
        if let Some(deny) = deny.iter().find(|deny| deny.name == named.name) {
            table.error(
                &table.span,
                format!("`{}` is allowed in line {} and denied in line {}", named.name, named.line, deny.line),
                None,
            );
        }
    }
    Labels {
        allow,
        deny,
        alias: aliases(&table),
        max: table.number("max").map_or(default.max, |max| usize::try_from(max).unwrap_or(usize::MAX)),
        max_name_length: table
            .number("max_name_length")
            .map_or(default.max_name_length, |max| usize::try_from(max).unwrap_or(usize::MAX)),
        ..default
    }
}

fn deny(table: &Table<'_>) -> Option<Deny> {
    let name = table.required("name", "name the label that is denied");
    let reason = table.required("reason", "say why, for whoever meets the error");
    Some(Deny {
        name: name?.into_inner(),
        reason: reason?.into_inner(),
        instead: table.string("instead").map(toml::Spanned::into_inner),
        line: table.line(),
    })
}

fn aliases(labels: &Table<'_>) -> Vec<Alias> {
    let Some(table) = labels.table("alias", None) else { return Vec::new() };
    let mut aliases = Vec::new();
    for (name, _) in table.keys() {
        if let Some(canonical) = table.string(&name) {
            let line = table.line_of(&canonical.span());
            aliases.push(Alias { name, canonical: canonical.into_inner(), line });
        }
    }
    aliases
}

fn categories(file: &Table<'_>) -> Vec<Category> {
    let Some(table) = file.table("category", None) else { return Vec::new() };
    let mut categories = Vec::new();
    for (name, _) in table.keys() {
        let Some(category) = table.table(&name, Some(&["labels", "required", "max_series"])) else { continue };
        let labels = category.names("labels");
        let required = category.names("required");
        categories.push(Category {
            labels: union(labels, &required),
            required,
            max_series: category.limit("max_series"),
            line: category.line(),
            name,
        });
    }
    categories.sort_by_key(|category| category.line);
    categories
}

/// What a category requires, it allows.
fn union(mut labels: Vec<Named>, required: &[Named]) -> Vec<Named> {
    for named in required {
        if !labels.iter().any(|label| label.name == named.name) {
            labels.push(named.clone());
        }
    }
    labels
}

fn budget(file: &Table<'_>) -> Budget {
    let default = Budget::default();
    let Some(table) = file.table("budget", Some(&["metric", "crate", "process", "label", "buckets"])) else {
        return default;
    };
    Budget {
        metric: table.limit("metric").unwrap_or(default.metric),
        krate: table.limit("crate").unwrap_or(default.krate),
        process: table.limit("process").unwrap_or(default.process),
        label: table.limit("label").unwrap_or(default.label),
        buckets: table.limit("buckets").unwrap_or(default.buckets),
    }
}

fn promises(file: &Table<'_>) -> Promises {
    let default = Promises::default();
    let Some(table) = file.table("stability", Some(&["unstated", "deprecation_window"])) else { return default };
    Promises {
        unstated: unstated(&table).unwrap_or(default.unstated),
        deprecation_window: table.limit("deprecation_window").unwrap_or(default.deprecation_window),
    }
}

fn unstated(table: &Table<'_>) -> Option<Stability> {
    let word = table.string("unstated")?;
    let level = Stability::from_word(word.get_ref());
    if level.is_none() {
        let help = "write `alpha`, `beta` or `stable`".to_owned();
        table.error(&word.span(), format!("`{}` is not a stability", word.get_ref()), Some(help));
    }
    level
}

fn prometheus(file: &Table<'_>) -> Prometheus {
    let default = Prometheus::default();
    let Some(table) = file.table("prometheus", Some(&["target_labels", "scrape_interval"])) else { return default };
    let stated = table.strings("target_labels");
    Prometheus {
        target_labels: if stated.is_empty() { default.target_labels } else { stated },
        scrape_interval: scrape_interval(&table).unwrap_or(default.scrape_interval),
    }
}

fn scrape_interval(table: &Table<'_>) -> Option<String> {
    let interval = table.string("scrape_interval")?;
    let word = interval.get_ref();
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if unit.len() == word.len() || !["ms", "s", "m", "h"].contains(&unit) {
        table.error(
            &interval.span(),
            format!("`{word}` is not a duration"),
            Some("write one such as `15s` or `1m`".into()),
        );
        return None;
    }
    Some(interval.into_inner())
}

fn sources(file: &Table<'_>) -> Sources {
    let Some(table) = file.table("sources", Some(&["rules", "dashboards"])) else { return Sources::default() };
    Sources { rules: table.strings("rules"), dashboards: table.strings("dashboards") }
}

fn levels(file: &Table<'_>) -> Vec<(Rule, Level)> {
    let Some(table) = file.table("lints", None) else { return Vec::new() };
    let mut levels = Vec::new();
    for (id, span) in table.keys() {
        let word = table.string(&id);
        let (Some(rule), Some(word)) = (known_rule(&table, &id, &span), word) else { continue };
        let Some(level) = Level::from_word(word.get_ref()) else {
            let help = "write `allow`, `warn` or `deny`".to_owned();
            table.error(&word.span(), format!("`{}` is not a level", word.get_ref()), Some(help));
            continue;
        };
        if level < rule.default_level() && !rule.relaxable() {
            table.error(&span, format!("`{rule}` can't be relaxed: what breaks it can't be scraped or compiled"), None);
            continue;
        }
        levels.push((rule, level));
    }
    levels
}

fn exceptions(file: &Table<'_>) -> Vec<Exception> {
    let keys = ["rule", "metric", "label", "reason", "expires"];
    file.tables("exception", &keys).iter().filter_map(exception).collect()
}

fn exception(table: &Table<'_>) -> Option<Exception> {
    let id = table.required("rule", "name the rule, such as `name/counter-total`");
    let reason = table.required("reason", "say why: an exception without a reason outlives it");
    let expires = table.date("expires");
    let id = id?;
    let rule = known_rule(table, id.get_ref(), &id.span())?;
    if !rule.relaxable() {
        table.error(
            &id.span(),
            format!("there are no exceptions from `{rule}`: it can't be scraped or compiled"),
            None,
        );
        return None;
    }
    Some(Exception {
        rule,
        metric: table.string("metric").map(toml::Spanned::into_inner),
        label: table.string("label").map(toml::Spanned::into_inner),
        reason: reason?.into_inner(),
        expires,
        line: table.line(),
    })
}

fn known_rule(table: &Table<'_>, id: &str, span: &core::ops::Range<usize>) -> Option<Rule> {
    let rule = Rule::from_id(id);
    if rule.is_none() {
        let help = nearest(id, Rule::ALL.iter().map(|rule| rule.id())).map(|id| format!("did you mean `{id}`?"));
        table.error(span, format!("there is no rule `{id}`"), help);
    }
    rule
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a policy that a test can't read fails it")]
mod tests {
    use super::super::Limit;
    use super::{Promises, read};
    use crate::{Level, Rule, Stability};

    fn errors(text: &str) -> Vec<String> {
        read(text, "lowcard.toml").unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_full_policy_is_read_as_it_is_written() {
        let policy = read(
            r#"
namespace = "shop"
[labels]
allow = ["outcome"]
max = 4
[[labels.deny]]
name = "tenant"
reason = "one series per tenant"
instead = "a span attribute"
[labels.alias]
msg_op = "opcode"
[category.http]
labels = ["method", "path"]
required = ["method"]
max_series = 20_000
[budget]
metric = 5_000
[prometheus]
target_labels = ["job", "cluster"]
scrape_interval = "30s"
[stability]
unstated = "beta"
deprecation_window = 5
[sources]
rules = ["deploy/**/*.yml"]
[lints]
"name/unit-missing" = "warn"
[[exception]]
rule = "name/counter-total"
metric = "shop_workers_running_total"
reason = "a public name since 1.0"
expires = 2027-06-01
"#,
            "lowcard.toml",
        )
        .unwrap();
        assert_eq!(policy.namespace.as_deref(), Some("shop"));
        assert_eq!((policy.labels.max, policy.labels.max_name_length), (4, 64));
        assert_eq!(policy.labels.deny[0].instead.as_deref(), Some("a span attribute"));
        assert_eq!(policy.labels.alias[0].canonical, "opcode");
        assert!(policy.closes_labels());
        assert_eq!(policy.metric_budget(Some("http")), Limit { most: 20_000, line: Some(15) });
        assert_eq!(policy.metric_budget(None), Limit { most: 5_000, line: Some(17) });
        assert_eq!(policy.budget.process, Limit { most: 200_000, line: None });
        assert_eq!(policy.prometheus.target_labels, ["job", "cluster"]);
        let window = Limit { most: 5, line: Some(23) };
        assert_eq!(policy.promises, Promises { unstated: Stability::Beta, deprecation_window: window });
        assert_eq!(policy.level(Rule::NameUnitMissing), Level::Warn);
        assert!(policy.excuses(Rule::NameCounterTotal, Some("shop_workers_running_total"), None));
        assert!(!policy.excuses(Rule::NameCounterTotal, Some("shop_other"), None));
        assert_eq!(policy.exceptions[0].expires.as_deref(), Some("2027-06-01"));
        assert_eq!((policy.labels.deny[0].line, policy.exceptions[0].line), (6, 28));
    }

    #[test]
    fn an_empty_file_is_the_default_policy() {
        let policy = read("", "lowcard.toml").unwrap();
        assert_eq!(super::Policy { path: None, ..policy }, super::Policy::default());
    }

    #[test]
    fn every_mistake_is_reported_at_its_place() {
        let text = "namespce = \"shop\"\n[budget]\nmetric = -1\n[lints]\n\"name/unit-mising\" = \"warn\"\n\"label/unbounded\" = \"allow\"\n";
        assert_eq!(
            errors(text),
            [
                "lowcard.toml:1:1: unknown key `namespce` in the policy [policy/invalid]\n  help: did you mean `namespace`?",
                "lowcard.toml:3:10: `metric` in `[budget]` is of type integer [policy/invalid]\n  help: write a whole number above 0",
                "lowcard.toml:5:1: there is no rule `name/unit-mising` [policy/invalid]\n  help: did you mean `name/unit-missing`?",
                "lowcard.toml:6:1: `label/unbounded` can't be relaxed: what breaks it can't be scraped or compiled [policy/invalid]",
            ]
        );
    }

    #[test]
    fn an_exception_without_a_reason_is_refused() {
        let found = errors("[[exception]]\nrule = \"name/colon\"\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("lowcard.toml:1:1: `[[exception]]` needs `reason`"), "{found:?}");
    }

    #[test]
    fn broken_toml_is_an_error_with_a_line() {
        let found = errors("namespace = \"shop\"\n[labels\nallow = [1]\n");
        assert!(found[0].starts_with("lowcard.toml:2:"), "{found:?}");
    }

    #[test]
    fn hostile_bytes_do_not_panic() {
        for text in [
            "=",
            "[[[",
            "\"\u{0}\" = 1",
            "a.b.c = {",
            "namespace = \"\\u{d800}\"",
            "é = 1",
            "[exception]\n",
            "exception = 1",
            "labels = 3",
        ] {
            assert!(read(text, "lowcard.toml").is_err(), "{text:?}");
        }
    }
}
