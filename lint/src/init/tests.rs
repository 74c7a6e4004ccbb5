//! The policy that is written can be read, and forbids nothing that is there.

use std::collections::BTreeSet;
use std::sync::Arc;

use lowcard_schema::policy::{self, Policy};
use lowcard_schema::record::{DomainRecord, LabelRecord, Record, SiteRecord};
use lowcard_schema::{Definition, Kind, Level, Site};

use super::sets::Set;
use super::{Facts, Recorded, write};
use crate::catalog::Catalog;
use crate::rules;
use crate::subject::{Code, Member, Subject};

const SITE: Site = Site { package: "", version: "1.0.0", module: "shop", file: "src/lib.rs", line: 1, column: 1 };

fn metric(package: &str, name: &str, category: Option<&str>, labels: &[&str]) -> Record {
    let label = |name: &&str| LabelRecord {
        name: (*name).to_owned(),
        domain: DomainRecord::Capped { max: 10, overflow: "other".to_owned() },
    };
    let defined = Record::from(&Definition::new("", Kind::Counter, "What there is.", SITE));
    Record {
        name: name.to_owned(),
        labels: labels.iter().map(label).collect(),
        category: category.map(str::to_owned),
        worst_case: Some(10_u64.pow(labels.len().try_into().unwrap())),
        site: SiteRecord { package: package.to_owned(), ..defined.site },
        ..defined
    }
}

fn catalog(metrics: Vec<Record>) -> Catalog {
    Catalog::new([("shop".to_owned(), metrics)])
}

fn read(text: &str) -> Policy {
    policy::read(text, policy::FILE_NAME).unwrap()
}

fn names(names: &[policy::Named]) -> Vec<&str> {
    names.iter().map(|named| named.name.as_str()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn without_metrics_it_is_the_built_in_policy() {
    let text = write(&Facts::of("web-shop", &Catalog::default(), &[], &Recorded::default()));
    assert!(text.contains("\n# namespace = \"web_shop\"\n"), "{text}");
    let expected = Policy { path: Some(policy::FILE_NAME.to_owned()), ..Policy::default() };
    let read = read(&text);
    assert_eq!(read.labels, expected.labels);
    assert_eq!((read.namespace, read.categories, read.levels, read.exceptions), (None, vec![], vec![], vec![]));
    assert_eq!(read.prometheus, expected.prometheus);
}

#[test]
fn every_key_has_a_comment() {
    let metrics =
        vec![metric("shop", "shop_a_total", Some("http"), &["path"]), metric("shop", "b_total", None, &["uid"])];
    let text = write(&Facts::of("shop", &catalog(metrics), &[], &Recorded::default()));
    let lines: Vec<&str> = text.lines().collect();
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.contains(" = ") && !line.starts_with('#')) {
        assert!(lines[number - 1].starts_with("# "), "{line}\n{text}");
    }
}

#[test]
fn labels_are_where_they_are_used() {
    let metrics = vec![
        metric("shop", "shop_a_total", Some("http"), &["path", "outcome"]),
        metric("shop", "shop_b_total", Some("http"), &["status_code"]),
        metric("shop", "shop_c_total", Some("a b"), &[]),
        metric("till", "shop_d_total", None, &["outcome"]),
    ];
    let recorded =
        Recorded { names: set(&["other_total"]), labels: set(&["path", "queue", "user_id", "userId", "le", "a\nb"]) };
    let text = write(&Facts::of("shop", &catalog(metrics), &[], &recorded));
    let policy = read(&text);
    assert_eq!(names(&policy.labels.allow), ["outcome", "queue"]);
    assert_eq!(names(&policy.category("http").unwrap().labels), ["path", "status_code"]);
    assert_eq!(names(&policy.category("a b").unwrap().labels), [""; 0]);
    assert!(text.contains("# Recorded through other libraries by now: `queue`.\n"), "{text}");
    assert!(text.contains("\"user_id\", one series per user.\n"), "{text}");
    assert!(text.contains("\"userId\", which is not in snake_case.\n"), "{text}");
    assert!(text.contains("\"le\", which Prometheus gives to labels of its own.\n"), "{text}");
}

#[test]
fn label_sets_are_held_to_the_lists_by_themselves() {
    let metrics = vec![metric("shop", "shop_a_total", Some("http"), &["path", "outcome"])];
    let sets = [
        Set { categories: vec![], labels: vec!["outcome".to_owned()] },
        Set { categories: vec!["http".to_owned(), "grpc".to_owned()], labels: vec!["path".to_owned()] },
        Set { categories: vec!["unused".to_owned()], labels: vec![] },
    ];
    let policy = read(&write(&Facts::of("shop", &catalog(metrics), &sets, &Recorded::default())));
    assert_eq!(names(&policy.labels.allow), ["outcome"]);
    let categories = policy.categories.iter().map(|category| (category.name.as_str(), names(&category.labels)));
    let expected = [("grpc", vec!["path"]), ("http", vec!["path"]), ("unused", vec![])];
    assert_eq!(categories.collect::<Vec<_>>(), expected);
}

#[test]
fn a_namespace_that_names_have_by_now_would_be_put_before_them_twice() {
    let declared = catalog(vec![metric("shop", "shop_a_total", None, &[]), metric("shop", "shop_b_total", None, &[])]);
    let text = write(&Facts::of("web", &declared, &[], &Recorded::default()));
    assert_eq!(read(&text).namespace, None);
    assert!(text.contains("\n# namespace = \"shop\"\n"), "{text}");
    let recorded = Recorded { names: set(&["shop_a_total", "shop_b_total"]), ..Recorded::default() };
    let text = write(&Facts::of("web", &Catalog::default(), &[], &recorded));
    assert_eq!(read(&text).namespace.as_deref(), Some("shop"));
}

#[test]
fn limits_are_raised_to_round_figures_above_what_is_there() {
    let many: Vec<String> = (0..11).map(|n| format!("{}_{n}", "l".repeat(70))).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let wide = Record { worst_case: Some(12_345), ..metric("shop", "wide_total", None, &many) };
    let buckets = (0..31).map(f64::from).collect();
    let histogram = Record { buckets, worst_case: Some(60_000), ..metric("shop", "h_seconds", None, &["a"]) };
    let text = write(&Facts::of("shop", &catalog(vec![wide, histogram]), &[], &Recorded::default()));
    for line in [
        "# Series of one metric. A metric over it states `max_series`, or uses labels with fewer values.\n# Now: 60_000, of `h_seconds`.\nmetric = 100_000\n",
        "# Series of all metrics of one crate.\n# Now: 72_345, of `shop`.\ncrate = 100_000\n",
        "# Series of all metrics of one process.\n# Now: 72_345, of `shop`.\nprocess = 200_000\n",
        "Now: 10, of `a`.\nlabel = 1_000\n",
        "Now: 31, of `h_seconds`.\nbuckets = 50\n",
        "Now: 11, of `wide_total`.\nmax = 20\n",
        "\nmax_name_length = 100\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    read(&text);
}

#[test]
fn a_metric_without_an_end_can_still_be_written_down() {
    let endless = Record { worst_case: None, ..metric("shop", "endless_total", None, &["a"]) };
    let text = write(&Facts::of("shop", &catalog(vec![endless]), &[], &Recorded::default()));
    assert!(
        text.contains("Now: more than can be counted, of `endless_total`.\nmetric = 9_223_372_036_854_775_807\n"),
        "{text}"
    );
    read(&text);
}

#[test]
fn nothing_that_is_there_is_denied_by_it() {
    let metrics = vec![
        metric("shop", "shop_a_total", Some("http"), &["path", "outcome"]),
        metric("shop", "shop_b_total", None, &["outcome", "user_id"]),
        Record { worst_case: Some(1_000_000), ..metric("till", "shop_c_total", Some("till"), &["user_id", "till"]) },
    ];
    let catalog = catalog(metrics);
    let text = write(&Facts::of("shop", &catalog, &[], &Recorded::default()));
    assert!(text.contains("    \"user_id\", # denied if it stood in no list: one series per user\n"), "{text}");
    let policy = Arc::new(read(&text));
    let member = |name: &str| Member {
        name: name.to_owned(),
        folder: "".into(),
        policy: Arc::clone(&policy),
        code: Code::default(),
    };
    let subject = Subject {
        members: vec![member("shop"), member("till")],
        policy: Arc::clone(&policy),
        catalog: Some(catalog),
        today: "2026-11-28".to_owned(),
        ..Subject::default()
    };
    let denied: Vec<_> = rules::check(&subject).into_iter().filter(|found| found.level == Level::Deny).collect();
    assert_eq!(denied, []);
}
