//! Metric names.

use super::{Findings, Metric, Part};
use crate::{Kind, Rule};

/// The name that is scraped: namespace, prefix and the name as it was written, in lower case.
pub fn exposed(namespace: Option<&str>, prefix: Option<&str>, written: &str) -> String {
    [namespace, prefix, Some(&written.to_lowercase())].into_iter().flatten().collect::<Vec<_>>().join("_")
}

/// Whether metric names may begin with it and a `_`: the namespace of a policy, or the prefix of a struct.
pub fn is_prefix(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.ends_with(|c: char| c.is_ascii_alphanumeric())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Names that Prometheus makes itself, with every scrape or alert.
const RESERVED: &[&str] = &[
    "up",
    "scrape_duration_seconds",
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
    "scrape_timeout_seconds",
    "scrape_sample_limit",
    "scrape_body_size_bytes",
];

/// The namespace of the metrics that lowcard keeps about itself.
const OWN_NAMESPACE: &str = "lowcard_";

/// Words for a metric's type, which the scrape states beside the name.
const TYPE_WORDS: &[&str] = &["counter", "gauge", "histogram", "summary", "untyped"];

/// Suffixes of the series that a histogram or a counter makes of its name.
const SERIES_SUFFIXES: &[&str] = &["_bucket", "_sum", "_count", "_created"];

/// The rules on the form of a metric name.
pub(super) fn check(metric: &Metric<'_>, found: &mut Findings<'_>) {
    if !well_formed(metric, found) {
        return;
    }
    reserved(metric, found);
    type_word(metric, found);
    suffix(metric, found);
    namespace(metric, found);
}

fn well_formed(metric: &Metric<'_>, found: &mut Findings<'_>) -> bool {
    let (name, written) = (metric.name, metric.written);
    let stray = name.chars().find(|c| !(c.is_ascii_alphanumeric() || *c == '_' || *c == ':'));
    if stray.is_some() || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        found
            .report(Rule::NameInvalid, Part::Name, format!("`{}` is not a metric name", name.escape_debug()))
            .help("use lower-case ASCII letters, digits and `_`, with a letter first");
        return false;
    }
    if name.contains(':') {
        found
            .report(Rule::NameColon, Part::Name, format!("`{name}` holds a `:`, which is kept for recording rules"))
            .help(format!("write `{}`", name.replace(':', "_")));
    }
    let shouted = !written.chars().any(|c| c.is_ascii_lowercase());
    if name.chars().any(|c| c.is_ascii_uppercase()) || !shouted && written.chars().any(|c| c.is_ascii_uppercase()) {
        found
            .report(Rule::NameCamelCase, Part::Name, format!("`{written}` is not in snake_case"))
            .help(format!("write `{}`", snake_case(written)));
    }
    true
}

/// `requestsTotal` and `RequestsTotal` become `requests_total`.
pub(super) fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut after_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

fn reserved(metric: &Metric<'_>, found: &mut Findings<'_>) {
    let name = metric.name;
    if RESERVED.contains(&name) {
        found
            .report(Rule::NameReserved, Part::Name, format!("Prometheus writes `{name}` itself"))
            .help("give the metric another name");
    } else if name.starts_with(OWN_NAMESPACE) {
        found
            .report(Rule::NameReserved, Part::Name, format!("`{name}` is in the namespace of lowcard's own metrics"))
            .help("give the metric another name, or the workspace a `namespace` in lowcard.toml");
    }
}

fn type_word(metric: &Metric<'_>, found: &mut Findings<'_>) {
    if let Some(word) = metric.name.split('_').find(|word| TYPE_WORDS.contains(word)) {
        found
            .report(Rule::NameTypeWord, Part::Name, format!("`{}` names its type, `{word}`", metric.name))
            .help("leave the word out: the scrape says the type beside the name");
    }
}

fn suffix(metric: &Metric<'_>, found: &mut Findings<'_>) {
    let (name, kind) = (metric.name, metric.kind);
    match (kind, name.ends_with("_total")) {
        (Kind::Counter, false) => {
            found
                .report(Rule::NameCounterTotal, Part::Name, format!("the counter `{name}` does not end in `_total`"))
                .help(format!("write `{}`", as_written(metric, "_TOTAL", "_total")));
        }
        (Kind::Gauge | Kind::Histogram | Kind::Info, true) => {
            found
                .report(Rule::NameCounterTotal, Part::Name, format!("`{name}` ends in `_total`, and is no counter"))
                .help(format!("drop `_total`, or make it a `Counter`; a {} does not count up", kind.word()));
        }
        _ => {}
    }
    match (kind, name.ends_with("_info")) {
        (Kind::Info, false) => {
            found
                .report(Rule::NameInfoSuffix, Part::Name, format!("the info `{name}` does not end in `_info`"))
                .help(format!("write `{}`", as_written(metric, "_INFO", "_info")));
        }
        (Kind::Counter | Kind::Gauge | Kind::Histogram, true) => {
            found
                .report(Rule::NameReservedSuffix, Part::Name, format!("`{name}` ends in `_info`, and is no info"))
                .help("make it an `Info`, or give it another name");
        }
        _ => {}
    }
    if let Some(suffix) = SERIES_SUFFIXES.iter().find(|suffix| name.ends_with(**suffix)) {
        found
            .report(Rule::NameReservedSuffix, Part::Name, format!("`{name}` ends in `{suffix}`"))
            .help("drop the suffix: histograms and counters make series of that name themselves");
    }
}

/// The name as it was written, with a suffix in the same case.
fn as_written(metric: &Metric<'_>, upper: &str, lower: &str) -> String {
    let shouted = metric.written.chars().any(|c| c.is_ascii_uppercase());
    format!("{}{}", metric.written, if shouted { upper } else { lower })
}

fn namespace(metric: &Metric<'_>, found: &mut Findings<'_>) {
    let Some(namespace) = found.policy.namespace.as_deref() else { return };
    if metric.name.strip_prefix(namespace).is_none_or(|rest| !rest.starts_with(['_', ':'])) {
        found
            .report(
                Rule::NamePrefixNotAllowed,
                Part::Name,
                format!("`{}` is outside of the namespace `{namespace}`", metric.name),
            )
            .help(format!("write `{namespace}_{}`, or make an exception with a reason", metric.name));
    }
}

#[cfg(test)]
mod tests {
    use super::{exposed, snake_case};

    #[test]
    fn parts_that_are_missing_leave_no_trace() {
        assert_eq!(exposed(Some("shop"), Some("http"), "REQUESTS_TOTAL"), "shop_http_requests_total");
        assert_eq!(exposed(None, None, "requests_total"), "requests_total");
    }

    #[test]
    fn words_are_split_where_the_case_rises() {
        assert_eq!(snake_case("requestsTotal"), "requests_total");
        assert_eq!(snake_case("HTTPRequests2Total"), "httprequests2_total");
    }
}
