//! Each rule has a file, a row, a pair of fixtures and a page; each fixture is checked by all rules.
//!
//! `fixtures/<group>/<fact>/bad` breaks the rule and `…/good` does not, although it is close to. A fixture has any of
//!
//! - `lowcard.toml`, the policy
//! - `catalog/<process>/<package>.toml`, in the form of `metrics.lock`: what a package declares that is part of a process
//! - `dependencies/<process>/<package>.toml`, the same for a package that is no member of the workspace
//! - `metrics.lock`, what was committed (nothing was, if it is empty), and `before.lock`, what breaking changes are looked
//!   for against
//! - `src/lib.rs`, which is read as the source, of a package that depends on everything that makes metrics
//! - `scrape.txt`, what a running program exposes, held against the catalog
//! - `findings.txt`: what is printed, written anew where the variable `BLESS` is set
//!
//! Today is 2026-11-28 there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lowcard_schema::policy::{self, Policy};
use lowcard_schema::record::{DomainRecord, LabelRecord, Record, SiteRecord};
use lowcard_schema::{Judge, Number, Rule};

use super::{LINTS, check, definition};
use crate::catalog::Catalog;
use crate::finding::Finding;
use crate::lock::{self, Domain, Entry, Lock};
use crate::report::{self, Format, View};
use crate::scrape::{self, Scraped};
use crate::source::{self, Source};
use crate::subject::{Code, CommittedLock, Member, Subject};

mod catalogs;

#[test]
fn the_table_and_the_schema_have_the_same_rules() {
    let rows: Vec<Rule> = LINTS.iter().map(|lint| lint.rule).collect();
    let unique: BTreeSet<Rule> = rows.iter().copied().collect();
    assert_eq!(unique.len(), rows.len(), "a rule stands in the table twice");
    let missing: Vec<&str> = Rule::ALL
        .iter()
        .filter(|rule| rule.judge() == Judge::Lint && !unique.contains(rule))
        .map(|rule| rule.id())
        .collect();
    assert_eq!(missing, [""; 0], "rules without a row in the table");
}

#[test]
fn every_rule_has_its_file_and_its_fixtures() {
    for lint in LINTS {
        let id = lint.rule.id().replace('-', "_");
        assert!(manifest("src/rules").join(format!("{id}.rs")).is_file(), "{} has no file", lint.rule);
        for half in ["bad", "good"] {
            let fixture = fixture(lint.rule, half);
            assert!(fixture.join("findings.txt").is_file(), "{} has no fixture `{half}`", lint.rule);
        }
    }
}

#[test]
fn bad_fixtures_break_their_rule_and_good_ones_do_not() {
    for rule in rules() {
        let broken = |half| findings(&fixture(rule, half)).iter().any(|finding| finding.rule == rule);
        assert!(broken("bad"), "{rule}");
        assert!(!broken("good"), "{rule}");
    }
}

#[test]
fn exceptions_are_judged_when_every_other_rule_has_run() {
    assert_eq!(LINTS.last().map(|lint| lint.rule), Some(Rule::ExceptionUnused));
}

#[test]
fn every_fixture_shows_what_all_rules_find_in_it() {
    let mut different = Vec::new();
    for fixture in all_fixtures() {
        let found = findings(&fixture);
        let shown = shown(&fixture, &found);
        let file = fixture.join("findings.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&file, &shown).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != shown {
            different.push(format!("{}\n{shown}", file.display()));
        }
    }
    assert!(different.is_empty(), "set BLESS=1 if this is right:\n{}", different.join("\n"));
}

fn manifest(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn fixture(rule: Rule, half: &str) -> PathBuf {
    manifest("fixtures").join(rule.id()).join(half)
}

/// Those of the table, and those on definitions that the compiler did not judge.
fn rules() -> impl Iterator<Item = Rule> {
    LINTS.iter().map(|lint| lint.rule).chain(definition::OF_DEPENDENCIES.iter().copied())
}

fn all_fixtures() -> Vec<PathBuf> {
    rules().flat_map(|rule| ["bad", "good"].map(|half| fixture(rule, half))).filter(|path| path.is_dir()).collect()
}

fn findings(fixture: &Path) -> Vec<Finding> {
    check(&subject(fixture))
}

/// What is printed for the findings.
fn shown(fixture: &Path, findings: &[Finding]) -> String {
    let view = View { root: fixture.to_owned(), ..View::default() };
    let mut out = Vec::new();
    report::findings(findings, Format::Text, &view, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn subject(fixture: &Path) -> Subject {
    let policy = Arc::new(policy_of(fixture));
    let catalog = catalog(fixture);
    let committed = fixture.join(lock::FILE_NAME);
    let members: BTreeSet<String> = packages(&fixture.join(MEMBERS)).iter().map(|(_, package)| stem(package)).collect();
    let scrape = scraped(fixture, catalog.as_ref());
    Subject {
        members: members
            .into_iter()
            .map(|name| Member { name, folder: fixture.to_owned(), policy: Arc::clone(&policy), code: Code::default() })
            .collect(),
        source: source(fixture, &policy),
        policy,
        catalog,
        lock: fs::metadata(&committed).ok().map(|metadata| CommittedLock {
            file: lock::FILE_NAME.into(),
            lock: (metadata.len() > 0).then(|| lock_of(&committed)),
        }),
        before: fixture.join("before.lock").is_file().then(|| lock_of(&fixture.join("before.lock"))),
        partial: false,
        options: Vec::new(),
        scrape,
        today: "2026-11-28".to_owned(),
    }
}

fn policy_of(fixture: &Path) -> Policy {
    match fs::read_to_string(fixture.join(policy::FILE_NAME)) {
        Ok(text) => policy::read(&text, policy::FILE_NAME).unwrap(),
        Err(_) => Policy::default(),
    }
}

fn source(fixture: &Path, policy: &Arc<Policy>) -> Option<Source> {
    let root = fixture.join("src/lib.rs");
    let crates = ["lowcard", "metrics", "opentelemetry", "prometheus", "prometheus-client"];
    let code = Code {
        roots: vec![root.clone()],
        dependencies: crates.map(|name| (name.replace('-', "_"), name.to_owned())).into(),
        published: false,
    };
    let member = Member { name: "shop".to_owned(), folder: fixture.to_owned(), policy: Arc::clone(policy), code };
    root.is_file().then(|| source::read(&[member], fixture))
}

fn lock_of(file: &Path) -> Lock {
    lock::read(&fs::read_to_string(file).unwrap(), &file.display().to_string()).unwrap()
}

/// What the members declare, and what their dependencies do.
const MEMBERS: &str = "catalog";
const DEPENDENCIES: &str = "dependencies";

fn catalog(fixture: &Path) -> Option<Catalog> {
    let folders = [fixture.join(MEMBERS), fixture.join(DEPENDENCIES)];
    let mut processes: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for (process, package) in folders.iter().flat_map(|folder| packages(folder)) {
        processes.entry(process).or_default().extend(records(fixture, &package));
    }
    folders.iter().any(|folder| folder.is_dir()).then(|| Catalog::new(processes))
}

/// The files of packages, each with the process that it is part of.
fn packages(folder: &Path) -> Vec<(String, PathBuf)> {
    let processes = if folder.is_dir() { entries(folder) } else { Vec::new() };
    processes.iter().flat_map(|process| entries(process).into_iter().map(|package| (stem(process), package))).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn scraped(fixture: &Path, catalog: Option<&Catalog>) -> Option<Scraped> {
    let text = fs::read(fixture.join("scrape.txt")).ok()?;
    let exposition = scrape::read(text.as_slice(), "scrape.txt", u64::MAX).unwrap();
    Some(Scraped { exposition, declared: catalog.map(Lock::from).unwrap_or_default(), all: false })
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The metrics that a package declares, each where its `type` is stated.
fn records(fixture: &Path, file: &Path) -> Vec<Record> {
    let text = fs::read_to_string(file).unwrap();
    let package = stem(file);
    let shown = file.strip_prefix(fixture).unwrap().display().to_string();
    let lock = lock_of(file);
    let line = |name: &str| text.lines().position(|line| line.starts_with(&format!("{name}.type"))).unwrap() + 1;
    lock.entries.iter().map(|(name, entry)| record(name, entry, &package, &shown, line(name))).collect()
}

pub(super) fn record(name: &str, entry: &Entry, package: &str, file: &str, line: usize) -> Record {
    Record {
        name: name.to_owned(),
        kind: entry.kind,
        number: Number::U64,
        unit: entry.unit.clone(),
        help: entry.help.clone(),
        labels: entry
            .labels
            .iter()
            .map(|(name, domain)| LabelRecord { name: name.clone(), domain: domain_of(domain) })
            .collect(),
        buckets: entry.buckets.clone(),
        native: entry.native,
        category: entry.category.clone(),
        stability: entry.stability,
        deprecated: entry.deprecated.clone(),
        max_series: None,
        worst_case: entry.series,
        site: SiteRecord {
            package: package.to_owned(),
            version: "1.4.0".to_owned(),
            module: package.to_owned(),
            file: file.to_owned(),
            line: u32::try_from(line).unwrap(),
            column: 1,
        },
    }
}

fn domain_of(domain: &Domain) -> DomainRecord {
    match domain {
        Domain::Closed(values) => DomainRecord::Closed(values.clone()),
        Domain::Capped { max, overflow } => DomainRecord::Capped { max: *max, overflow: overflow.clone() },
        Domain::Constant => DomainRecord::Constant,
    }
}
