//! How severe a change is: by what the metric promised, and by what the policy says.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::PathBuf;
use std::sync::Arc;

use cargo_lowcard::lock::{self, Lock};
use cargo_lowcard::rules::{Needs, check_stage};
use cargo_lowcard::subject::{Code, Member};
use cargo_lowcard::{Catalog, Subject};
use lowcard_schema::policy;
use lowcard_schema::record::{DomainRecord, LabelRecord, Record, SiteRecord};
use lowcard_schema::{Definition, Kind, Site, Stability};

const SITE: Site = Site { package: "shop", version: "1.6.0", module: "shop", file: "src/lib.rs", line: 1, column: 1 };

/// A counter of the package `shop` in version 1.6.0.
fn counter(name: &str) -> Record {
    let help = format!("What {name} counts.");
    Record { name: name.to_owned(), help, ..Record::from(&Definition::new("", Kind::Counter, "", SITE)) }
}

/// The same in another package and version.
fn of(record: Record, package: &str, version: &str) -> Record {
    let site = SiteRecord { package: package.to_owned(), version: version.to_owned(), ..record.site };
    Record { site, ..record }
}

fn labelled(name: &str, label: &str) -> Record {
    let label = LabelRecord { name: label.to_owned(), domain: DomainRecord::Constant };
    Record { labels: vec![label], ..counter(name) }
}

/// A lock with a counter that says this of itself, beside its type and help.
fn before(name: &str, facts: &[&str]) -> Lock {
    let facts: String = facts.iter().flat_map(|fact| [name, ".", fact, "\n"]).collect();
    let text = format!("version = 1\n{name}.type = \"counter\"\n{name}.help = \"What {name} counts.\"\n{facts}");
    lock::read(&text, "metrics.lock").unwrap()
}

/// What is found in a workspace of the package `shop`: `level [rule]` of each.
fn found(policy: &str, before: Lock, now: Vec<Record>) -> Vec<String> {
    let policy = Arc::new(policy::read(policy, "lowcard.toml").unwrap());
    let member =
        Member { name: "shop".to_owned(), folder: PathBuf::new(), code: Code::default(), policy: Arc::clone(&policy) };
    let subject = Subject {
        policy,
        members: vec![member],
        catalog: Some(Catalog::new([("shop".to_owned(), now)])),
        before: Some(before),
        today: "2026-11-28".to_owned(),
        ..Subject::default()
    };
    let findings = check_stage(&subject, Needs::Before);
    findings.iter().map(|finding| format!("{:?} [{}]", finding.level, finding.rule)).collect()
}

#[test]
fn what_a_metric_promised_before_is_what_counts() {
    let added = |stability: &str, now: Option<Stability>| {
        let facts = [&format!("stability = \"{stability}\""), "series = 1"];
        found("", before("c_total", &facts), vec![Record { stability: now, ..labelled("c_total", "version") }])
    };
    assert_eq!(added("stable", Some(Stability::Alpha)), ["Warn [stability/downgraded]", "Deny [breaking/label-added]"]);
    assert_eq!(added("beta", Some(Stability::Beta)), [""; 0]);
    assert_eq!(added("alpha", Some(Stability::Stable)), [""; 0]);
}

#[test]
fn the_policy_says_what_is_promised_by_a_metric_that_does_not_say() {
    let gone = |policy: &str| found(policy, before("c_total", &[]), Vec::new());
    assert_eq!(gone(""), ["Deny [breaking/metric-removed]"]);
    assert_eq!(gone("[stability]\nunstated = \"beta\"\n"), ["Deny [breaking/metric-removed]"]);
    assert_eq!(gone("[stability]\nunstated = \"alpha\"\n"), [""; 0]);
}

#[test]
fn to_say_what_held_anyway_is_no_downgrade() {
    let said = |now, unstated: &str| {
        let policy = format!("[stability]\nunstated = \"{unstated}\"\n");
        found(&policy, before("c_total", &["series = 1"]), vec![Record { stability: Some(now), ..counter("c_total") }])
    };
    assert_eq!(said(Stability::Beta, "beta"), [""; 0]);
    assert_eq!(said(Stability::Alpha, "beta"), ["Warn [stability/downgraded]"]);
}

#[test]
fn a_level_of_the_policy_holds_for_every_promise() {
    let gone = |level: &str, stability: &str| {
        let policy = format!("[lints]\n\"breaking/metric-removed\" = \"{level}\"\n");
        found(&policy, before("c_total", &[&format!("stability = \"{stability}\"")]), Vec::new())
    };
    assert_eq!(gone("deny", "alpha"), ["Deny [breaking/metric-removed]"]);
    assert_eq!(gone("warn", "stable"), ["Warn [breaking/metric-removed]"]);
    assert_eq!(gone("allow", "stable"), [""; 0]);
}

#[test]
fn an_exception_excuses_one_metric_or_one_label() {
    let policy =
        |rule: &str, what: &str| format!("[[exception]]\nrule = \"{rule}\"\n{what}\nreason = \"nobody asks for it\"\n");
    let gone =
        |name: &str| found(&policy("breaking/metric-removed", "metric = \"c_total\""), before(name, &[]), Vec::new());
    assert_eq!(gone("c_total"), [""; 0]);
    assert_eq!(gone("d_total"), ["Deny [breaking/metric-removed]"]);
    let removed = |label: &str| {
        let label = format!("labels.{label} = \"constant\"");
        let policy = policy("breaking/label-removed", "label = \"version\"");
        found(&policy, before("c_total", &[&label, "series = 1"]), vec![counter("c_total")])
    };
    assert_eq!(removed("version"), [""; 0]);
    assert_eq!(removed("commit"), ["Deny [breaking/label-removed]"]);
}

#[test]
fn a_deprecated_metric_may_go_when_its_time_is_over() {
    let gone = |since: &str, now: Vec<Record>| {
        let deprecated = format!("deprecated = {{ since = \"{since}\", replaced_by = \"payments_total\" }}");
        found("", before("orders_total", &["series = 1", &deprecated]), now)
            .into_iter()
            .filter(|found| !found.contains("budget"))
            .collect::<Vec<_>>()
    };
    assert_eq!(gone("1.3.0", vec![counter("payments_total")]), [""; 0]);
    assert_eq!(gone("1.4.0", vec![counter("payments_total")]), ["Deny [breaking/metric-removed]"]);
    assert_eq!(gone("soon", vec![counter("payments_total")]), ["Deny [breaking/metric-removed]"]);
    // Without its replacement, every package of the workspace has to be far enough, and fetched ones say nothing.
    assert_eq!(gone("1.3.0", Vec::new()), ["Deny [breaking/metric-removed]"]);
    assert_eq!(
        gone("1.3.0", vec![counter("returns_total"), of(counter("scrapes_total"), "fetched", "0.1.0")]),
        [""; 0]
    );
    assert_eq!(
        gone("1.3.0", vec![of(counter("returns_total"), "fetched", "9.0.0")]),
        ["Deny [breaking/metric-removed]"]
    );
}

#[test]
fn a_renamed_metric_that_was_deprecated_may_lose_its_old_name() {
    let renamed = |since: &str| {
        let deprecated = format!("deprecated = {{ since = \"{since}\", replaced_by = \"cs_total\" }}");
        found(
            "",
            before("c_total", &["series = 1", &deprecated]),
            vec![Record { help: "What c_total counts.".to_owned(), ..counter("cs_total") }],
        )
    };
    assert_eq!(renamed("1.3.0"), [""; 0]);
    assert_eq!(renamed("1.5.0"), ["Deny [breaking/metric-renamed]"]);
}

#[test]
fn packages_that_differ_on_a_name_have_a_key_each() {
    let other = || of(labelled("c_total", "version"), "workers", "1.0.0");
    let catalog = Catalog::new([("shop".to_owned(), vec![counter("c_total"), other()])]);
    let before = Lock::from(&catalog);
    assert_eq!(before.entries.keys().collect::<Vec<_>>(), ["c_total", "c_total (workers)"]);
    assert_eq!(found("", before.clone(), vec![counter("c_total"), other()]), [""; 0]);
    assert_eq!(found("", before, vec![counter("c_total")]), ["Deny [breaking/metric-removed]"]);
}

#[test]
fn what_a_package_declares_several_times_is_all_there_in_whatever_order_it_was_found() {
    let variants = || [counter("c_total"), labelled("c_total", "version"), labelled("c_total", "commit")];
    let mut lines = variants();
    for (line, record) in (1..).zip(&mut lines) {
        record.site.line = line;
    }
    let [a, b, c] = variants();
    let locks = [lines.to_vec(), vec![c, a.clone(), b, a]].map(|found| {
        let processes = found.into_iter().enumerate().map(|(place, record)| (format!("process {place}"), vec![record]));
        Lock::from(&Catalog::new(processes))
    });
    assert_eq!(locks[0].entries.keys().collect::<Vec<_>>(), ["c_total", "c_total (shop 2)", "c_total (shop)"]);
    assert_eq!(locks[0], locks[1]);
    assert_eq!(lock::package_of("c_total (shop 2)"), Some("shop"));
}

#[test]
fn a_metric_of_the_name_of_the_locks_own_key_has_another_key() {
    let catalog = Catalog::new([("shop".to_owned(), vec![counter("version")])]);
    let written = lock::write(&Lock::from(&catalog));
    let read = lock::read(&written, "metrics.lock").unwrap();
    assert_eq!(read.entries.keys().collect::<Vec<_>>(), ["version (shop)"]);
    assert_eq!(found("", read, vec![counter("version")]), [""; 0]);
}
