//! Catalogs that no fixture is: empty, large, and of definitions that differ in one thing.

use std::path::PathBuf;
use std::sync::Arc;

use lowcard_schema::policy::{self, Policy};
use lowcard_schema::record::{DeprecationRecord, DomainRecord, LabelRecord, Record, SiteRecord};
use lowcard_schema::{Definition, Domain, Kind, Label, Rule, Site};

use crate::catalog::Catalog;
use crate::rules::check;
use crate::subject::{Code, Member, Subject};

const SITE: Site =
    Site { package: "shop", version: "1.4.0", module: "shop", file: "src/metrics.rs", line: 1, column: 1 };

fn metric(name: &str, kind: Kind) -> Record {
    let mut record = Record::from(&Definition::new("", kind, "Help.", SITE));
    name.clone_into(&mut record.name);
    record
}

fn counter(name: &str) -> Record {
    metric(name, Kind::Counter)
}

fn of_package(package: &str, mut record: Record) -> Record {
    package.clone_into(&mut record.site.package);
    record
}

fn with_series(record: Record, worst_case: Option<u64>) -> Record {
    Record { worst_case, ..record }
}

fn with_labels(record: Record, labels: &[&str]) -> Record {
    let domain = DomainRecord::Closed(vec!["a".to_owned(), "b".to_owned()]);
    let labels = labels.iter().map(|&name| LabelRecord { name: name.to_owned(), domain: domain.clone() }).collect();
    Record { labels, ..record }
}

fn replaced_by(record: Record, target: &str) -> Record {
    let deprecated = Some(DeprecationRecord { since: None, replaced_by: Some(target.to_owned()) });
    Record { deprecated, ..record }
}

/// A workspace whose only member is `shop`.
fn subject(policy: &str, processes: &[(&str, &[Record])]) -> Subject {
    let policy: Arc<Policy> = Arc::new(policy::read(policy, policy::FILE_NAME).unwrap());
    let catalog = Catalog::new(processes.iter().map(|(name, records)| ((*name).to_owned(), records.to_vec())));
    Subject {
        members: vec![Member {
            name: "shop".to_owned(),
            folder: PathBuf::new(),
            policy: Arc::clone(&policy),
            code: Code::default(),
        }],
        policy,
        catalog: Some(catalog),
        today: "2026-11-28".to_owned(),
        ..Subject::default()
    }
}

fn found(subject: &Subject) -> Vec<(Rule, String)> {
    check(subject).into_iter().map(|finding| (finding.rule, finding.message)).collect()
}

fn rules(subject: &Subject) -> Vec<Rule> {
    found(subject).into_iter().map(|(rule, _)| rule).collect()
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let policy = "[budget]\ncrate = 1\nprocess = 1\n";
    assert_eq!(found(&subject(policy, &[])), []);
    assert_eq!(found(&subject(policy, &[("shop", &[]), ("worker", &[])])), []);
    assert_eq!(found(&Subject::default()), []);
}

#[test]
fn thousands_of_metrics_in_a_hundred_processes_are_checked() {
    let mut records: Vec<Record> = (0..2_000).map(|number| counter(&format!("requests_{number}_total"))).collect();
    records.push(metric("requests_7", Kind::Gauge));
    let names: Vec<String> = (0..100).map(|number| format!("process_{number}")).collect();
    let processes: Vec<(&str, &[Record])> = names.iter().map(|name| (name.as_str(), records.as_slice())).collect();
    let message = "`requests_7_total` can't be exposed beside `requests_7`: both use the name `requests_7`, and meet in \
                   the process `process_0` and 99 others";
    assert_eq!(found(&subject("", &processes)), [(Rule::MetricConflict, message.to_owned())]);
}

#[test]
fn a_thousand_definitions_of_one_name_are_each_refused_once() {
    let at_line = |line| Record { site: SiteRecord { line, ..counter("jobs_total").site }, ..counter("jobs_total") };
    let records: Vec<Record> = (1..=1_000).map(at_line).collect();
    let rules = rules(&subject("", &[("shop", &records), ("worker", &records)]));
    assert_eq!(rules.len(), 999);
    assert!(rules.iter().all(|&rule| rule == Rule::MetricDuplicate));
}

#[test]
fn a_sum_beyond_u64_is_over_budget() {
    let policy = "[budget]\nmetric = 9_000_000_000_000_000_000\ncrate = 9_000_000_000_000_000_000\nprocess = 9_000_000_000_000_000_000\n";
    let largest = with_series(counter("a_total"), Some(u64::MAX / 2));
    let records = [
        largest.clone(),
        Record { name: "b_total".to_owned(), ..largest.clone() },
        Record { name: "c_total".to_owned(), ..largest },
    ];
    let found_in_shop = found(&subject(policy, &[("shop", &records)]));
    let rules: Vec<Rule> = found_in_shop.iter().map(|&(rule, _)| rule).collect();
    assert_eq!(rules, [Rule::CardinalityCrateOverBudget, Rule::CardinalityProcessOverBudget]);
    assert!(found_in_shop[0].1.starts_with("the crate `shop` can have more than 2^64 series"), "{found_in_shop:?}");
}

#[test]
fn a_metric_that_can_t_be_counted_comes_first() {
    let records = [with_series(counter("a_total"), Some(7)), with_series(counter("b_total"), None)];
    let found = found(&subject("[budget]\nprocess = 300_000\n", &[("shop", &records)]));
    let message = "the process `shop` can have more than 2^64 series, and its budget is 300000: `b_total` more than \
                   2^64, `a_total` 7";
    assert!(found.contains(&(Rule::CardinalityProcessOverBudget, message.to_owned())), "{found:?}");
}

#[test]
fn the_lines_of_a_histogram_are_series() {
    const CHANNEL: Label = Label { name: "channel", domain: Domain::Closed(&["email", "sms"]) };
    let definition = Definition {
        labels: &[CHANNEL],
        unit: Some("seconds"),
        buckets: &[0.1, 1.0],
        ..Definition::new("latency_seconds", Kind::Histogram, "Help.", SITE)
    };
    let records = [Record::from(&definition)]; // two channels, and two buckets, +Inf, _sum and _count for each
    assert_eq!(rules(&subject("[budget]\ncrate = 10\n", &[("shop", &records)])), []);
    assert_eq!(rules(&subject("[budget]\ncrate = 9\n", &[("shop", &records)])), [Rule::CardinalityCrateOverBudget]);
}

#[test]
fn a_name_counts_once_in_a_sum_with_the_most_series() {
    let small = with_series(counter("jobs_total"), Some(2));
    let large = with_series(counter("jobs_total"), Some(5));
    let processes: &[(&str, &[Record])] = &[("shop", &[small]), ("worker", &[large])];
    assert_eq!(rules(&subject("[budget]\ncrate = 5\n", processes)), []);
    let found = found(&subject("[budget]\ncrate = 4\n", processes));
    assert_eq!(found[0].1, "the crate `shop` can have 5 series, and its budget is 4: `jobs_total` 5");
}

#[test]
fn two_that_clash_are_one_finding() {
    let again = |record| of_package("shop_again", record);
    let refused = |records: &[Record]| rules(&subject("", &[("shop", records), ("worker", records)]));
    let jobs = counter("jobs_total");
    assert_eq!(refused(&[jobs.clone(), again(jobs.clone())]), [Rule::MetricDuplicate]);
    assert_eq!(refused(&[jobs.clone(), again(metric("jobs_total", Kind::Gauge))]), [Rule::MetricConflict]);
    assert_eq!(refused(&[jobs.clone(), again(with_labels(jobs.clone(), &["queue"]))]), [Rule::MetricConflict]);
    assert_eq!(refused(&[jobs.clone(), again(metric("jobs", Kind::Gauge))]), [Rule::MetricConflict]);
    assert_eq!(refused(&[jobs, counter("jobs_done_total")]), []);
}

#[test]
fn the_samples_of_a_histogram_take_their_names() {
    let records = [metric("batch_bytes", Kind::Histogram), of_package("pool", metric("batch_bytes_sum", Kind::Gauge))];
    let message = "`batch_bytes_sum` can't be exposed beside `batch_bytes`: both use the name `batch_bytes_sum`, and meet \
                   in the process `shop`";
    assert_eq!(found(&subject("", &[("shop", &records)])), [(Rule::MetricConflict, message.to_owned())]);
}

#[test]
fn what_meets_in_one_process_is_not_inconsistent_as_well() {
    let jobs = counter("jobs_total");
    let gauge = of_package("pool", metric("jobs_total", Kind::Gauge));
    let both = [jobs.clone(), gauge.clone()];
    assert_eq!(
        rules(&subject("", &[("shop", &both), ("worker", std::slice::from_ref(&gauge))])),
        [Rule::MetricConflict]
    );
    let apart: [&[Record]; 2] = [&[jobs], &[gauge]];
    assert_eq!(rules(&subject("", &[("shop", apart[0]), ("worker", apart[1])])), [Rule::MetricInconsistent]);
    let of_one_name = [("shop", apart[0]), ("shop", apart[1])]; // programs of two packages
    assert_eq!(rules(&subject("", &of_one_name)), [Rule::MetricInconsistent]);
}

#[test]
fn labels_may_differ_in_their_order_and_values_between_processes() {
    let one = with_labels(counter("jobs_total"), &["queue", "outcome"]);
    let mut other = of_package("pool", with_labels(counter("jobs_total"), &["outcome", "queue"]));
    other.labels[0].domain = DomainRecord::Capped { max: 9, overflow: "other".to_owned() };
    assert_eq!(found(&subject("", &[("shop", &[one]), ("worker", &[other])])), []);
}

#[test]
fn what_the_compiler_can_t_warn_of_is_warned_of_here() {
    let large = with_labels(with_series(counter("jobs_total"), Some(101)), &["a", "b", "c"]);
    let records = [large];
    let limits = "[labels]\nmax = 2\n[budget]\nmetric = 100\n";
    assert_eq!(found(&subject(limits, &[("shop", &records)])), [], "the compiler has refused it");
    let warn = format!("{limits}[lints]\n\"label/too-many\" = \"warn\"\n\"cardinality/over-budget\" = \"warn\"\n");
    assert_eq!(rules(&subject(&warn, &[("shop", &records)])), [Rule::LabelTooMany, Rule::CardinalityOverBudget]);
    let excused = format!(
        "{warn}[[exception]]\nrule = \"cardinality/over-budget\"\nmetric = \"jobs_total\"\nreason = \"few jobs\"\n"
    );
    assert_eq!(rules(&subject(&excused, &[("shop", &records)])), [Rule::LabelTooMany]);
}

#[test]
fn how_a_dependency_names_its_metrics_is_its_own_business() {
    let policy =
        "namespace = \"shop\"\n[lints]\n\"help/style\" = \"deny\"\n\"stability/missing\" = \"deny\"\n[category.http]\n";
    let record =
        Record { help: String::new(), category: Some("database".to_owned()), ..metric("poolWaitMs", Kind::Gauge) };
    assert_eq!(found(&subject(policy, &[("shop", &[of_package("pool", record)])])), []);
}

#[test]
fn a_replacement_is_looked_for_to_its_end() {
    let help = |records: &[Record]| {
        let found = check(&subject("", &[("shop", records)]));
        found.into_iter().map(|finding| finding.help.unwrap_or_default()).collect::<Vec<_>>()
    };
    let jobs = replaced_by(counter("jobs_total"), "tasks_total");
    let tasks = replaced_by(counter("tasks_total"), "work_total");
    assert_eq!(help(&[jobs.clone(), tasks, counter("work_total")]), ["name the one that stays: `work_total`"]);
    let back = replaced_by(counter("tasks_total"), "jobs_total");
    assert_eq!(help(&[jobs.clone(), back]), ["name one that stays"; 2]);
    assert_eq!(help(&[replaced_by(counter("jobs_total"), "jobs_total")]), ["name one that stays"]);
    let other = metric("requests_seconds", Kind::Histogram);
    assert_eq!(help(&[jobs, other]), ["name a metric as it is scraped, with its namespace and prefix"]);
}

#[test]
fn what_a_part_of_the_workspace_lacks_may_be_in_the_rest() {
    let policy = "[[exception]]\nrule = \"help/missing\"\nmetric = \"tasks_total\"\nreason = \"to be written\"\n";
    let records = [replaced_by(counter("jobs_total"), "tasks_total")];
    let whole = subject(policy, &[("shop", &records)]);
    assert_eq!(rules(&whole), [Rule::ExceptionUnused, Rule::DeprecatedTargetMissing]);
    assert_eq!(rules(&Subject { partial: true, ..whole }), []);
}

#[test]
fn of_two_exceptions_that_one_label_needs_neither_is_unused() {
    let exception =
        |rule: &str| format!("[[exception]]\nrule = \"{rule}\"\nlabel = \"userId\"\nreason = \"an old name\"\n");
    let policy = format!(
        "[[labels.deny]]\nname = \"userId\"\nreason = \"one series per user\"\n{}{}",
        exception("label/camel-case"),
        exception("label/denied"),
    );
    let records = [with_labels(counter("jobs_total"), &["userId"])];
    assert_eq!(found(&subject(&policy, &[("shop", &records)])), []);
}

#[test]
fn an_exception_that_a_label_set_of_some_category_needs_is_not_unused() {
    let policy = "[labels]\nallow = [\"outcome\"]\n[category.http]\nlabels = [\"path\"]\nrequired = [\"method\"]\n\
                  [[exception]]\nrule = \"label/not-allowed\"\nlabel = \"queue\"\nreason = \"moves next year\"\n\
                  [[exception]]\nrule = \"label/required-missing\"\nreason = \"moves next year\"\n";
    let records = [with_labels(counter("jobs_total"), &["queue", "path"])];
    assert_eq!(found(&subject(policy, &[("shop", &records)])), []);
}

#[test]
fn an_exception_that_only_a_dependency_needs_is_not_unused() {
    let policy = "[[exception]]\nrule = \"label/denied\"\nmetric = \"waits_total\"\nlabel = \"user_id\"\nreason = \"ten users\"\n";
    let records = [of_package("pool", with_labels(counter("waits_total"), &["user_id"]))];
    assert_eq!(found(&subject(policy, &[("shop", &records)])), []);
    assert_eq!(rules(&subject(policy, &[("shop", &[counter("waits_total")])])), [Rule::ExceptionUnused]);
}

#[test]
fn a_deprecated_metric_is_overdue_after_its_last_release() {
    let since = |since: &str| {
        let deprecated = Some(DeprecationRecord { since: Some(since.to_owned()), replaced_by: None });
        rules(&subject("", &[("shop", &[Record { deprecated, ..counter("jobs_total") }])]))
    };
    assert_eq!(since("1.1.0"), [], "at 1.4, it goes in this release");
    assert_eq!(since("1.0.7"), [Rule::DeprecatedOverdue]);
    assert_eq!(since("0.9.0"), [Rule::DeprecatedOverdue]);
    for not_judged in ["1.9.0", "2.0.0", "", "the spring", "1.x"] {
        assert_eq!(since(not_judged), [], "{not_judged}");
    }
}

#[test]
fn what_a_dependency_deprecates_is_its_own_business() {
    let deprecated = DeprecationRecord { since: Some("0.1.0".to_owned()), replaced_by: Some("gone_total".to_owned()) };
    let record = Record { deprecated: Some(deprecated), ..counter("jobs_total") };
    assert_eq!(found(&subject("", &[("shop", &[of_package("pool", record)])])), []);
}

#[test]
fn of_two_metrics_the_one_that_is_written_here_is_pointed_at() {
    let at = |file: &str, record: Record| {
        let site = SiteRecord { file: file.to_owned(), ..record.site };
        Record { site, ..record }
    };
    let here = at("here.rs", counter("jobs_total"));
    let there = |record| at("there.rs", of_package("zoo", record));
    let places = |processes: &[(&str, &[Record])]| {
        let found = check(&subject("", processes)).into_iter();
        found.map(|finding| finding.place.unwrap().file).collect::<Vec<_>>()
    };
    let one_process = |other| places(&[("shop", &[here.clone(), there(other)])]);
    assert_eq!(one_process(counter("jobs_total")), [PathBuf::from("here.rs")]);
    assert_eq!(one_process(metric("jobs", Kind::Gauge)), [PathBuf::from("here.rs")]);
    let two = [there(metric("jobs_total", Kind::Gauge))];
    assert_eq!(places(&[("shop", std::slice::from_ref(&here)), ("worker", &two)]), [PathBuf::from("here.rs")]);
}
