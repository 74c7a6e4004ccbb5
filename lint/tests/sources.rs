//! Sources of a whole workspace, as cargo describes it: nothing has been fetched or built.
#![expect(clippy::unwrap_used, reason = "a workspace that can't be written fails the test")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use cargo_lowcard::finding::Place;
use cargo_lowcard::rules::{Needs, check_stage};
use cargo_lowcard::source;
use cargo_lowcard::subject::{Member, Subject};
use cargo_lowcard::workspace::Workspace;
use lowcard_schema::Level;
use tempfile::TempDir;

const COUNT: &str = "pub fn f() { metrics::counter!(\"shop_orders_total\").increment(1); }\n";

const DECLARE: &str = "
use lowcard::{Counter, metric};

#[metric]
pub static PAID_TOTAL: Counter;

#[metric]
static CANCELLED_TOTAL: Counter;
";

fn package(name: &str, more: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}\n")
}

/// A workspace of these files.
fn workspace(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (file, text) in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What is known of it without building it.
fn subject(folder: &Path) -> Subject {
    let workspace = Workspace::find(Some(&folder.join("Cargo.toml"))).unwrap();
    let members: Vec<Member> = workspace.members().cloned().collect();
    let source = Some(source::read(&members, &workspace.root));
    let policy = Arc::clone(&workspace.policy);
    Subject { policy, members, source, today: "2026-11-28".to_owned(), ..Subject::default() }
}

/// What is found in it, each as `rule place`.
fn found(folder: &Path) -> Vec<String> {
    let shown = |place: &Place| {
        let start = place.start.unwrap();
        format!("{}:{}:{}", place.file.display(), start.line, start.column)
    };
    let findings = check_stage(&subject(folder), Needs::Source);
    findings.iter().map(|finding| format!("{} {}", finding.rule, shown(finding.place.as_ref().unwrap()))).collect()
}

#[test]
fn libraries_and_programs_are_held_and_tests_benches_and_examples_are_not() {
    let manifest = package("shop", "[dependencies]\nmetrics = \"0.24\"");
    let folder = workspace(&[
        ("Cargo.toml", &manifest),
        ("src/lib.rs", "mod a;"),
        ("src/a.rs", COUNT),
        ("src/bin/till.rs", COUNT),
        ("src/main.rs", "fn main() {}"),
        ("tests/a.rs", COUNT),
        ("benches/a.rs", COUNT),
        ("examples/a.rs", COUNT),
        ("build.rs", COUNT),
        ("templates/a.rs", COUNT),
    ]);
    let findings = found(folder.path());
    // Both places are of one metric.
    assert_eq!(findings, ["metric/undeclared src/a.rs:1:14"]);
}

#[test]
fn a_neighbour_of_a_librarys_name_is_not_that_library() {
    let shop = package("shop", "[dependencies]\nmetrics = { path = \"../metrics\" }");
    let till = package("till", "[dependencies]\nfacade = { package = \"metrics\", version = \"0.24\" }");
    let dev = package("dev", "[dev-dependencies]\nmetrics = \"0.24\"");
    let folder = workspace(&[
        ("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"shop\", \"till\", \"dev\", \"metrics\"]\n"),
        ("metrics/Cargo.toml", &package("metrics", "")),
        ("metrics/src/lib.rs", "#[macro_export] macro_rules! counter { ($name:literal) => { $name } }\n"),
        ("shop/Cargo.toml", &shop),
        ("shop/src/lib.rs", COUNT),
        ("dev/Cargo.toml", &dev),
        ("dev/src/lib.rs", COUNT),
        ("till/Cargo.toml", &till),
        ("till/src/lib.rs", &COUNT.replace("metrics::", "facade::")),
    ]);
    assert_eq!(found(folder.path()), ["metric/undeclared till/src/lib.rs:1:14"]);
}

#[test]
fn what_others_may_record_is_not_unused() {
    let dependency = "[dependencies]\nlowcard = \"0.1\"";
    let unused = |more: &str, root: &str, text: &str| {
        let manifest = package("shop", &format!("{more}\n{dependency}"));
        found(workspace(&[("Cargo.toml", &manifest), (root, text)]).path())
    };
    let program = format!("{DECLARE}fn main() {{}}");
    assert_eq!(unused("", "src/lib.rs", DECLARE), ["metric/unused src/lib.rs:8:8"]);
    assert_eq!(unused("publish = false", "src/lib.rs", DECLARE).len(), 2);
    assert_eq!(unused("", "src/main.rs", &program).len(), 2);
}

#[test]
fn exceptions_name_metrics_as_they_are_exposed() {
    let policy = "
        namespace = \"shop\"
        [[exception]]
        rule = \"metric/undeclared\"
        metric = \"shop_orders_total\"
        reason = \"moves later\"
        [[exception]]
        rule = \"metric/unused\"
        metric = \"shop_cancelled_total\"
        reason = \"recorded by generated code\"
    ";
    let manifest = package("shop", "[dependencies]\nlowcard = \"0.1\"\nmetrics = \"0.24\"");
    let count = COUNT.replace("shop_orders_total", "shop.orders-total");
    let folder =
        workspace(&[("Cargo.toml", &manifest), ("lowcard.toml", policy), ("src/lib.rs", &format!("{DECLARE}{count}"))]);
    assert_eq!(found(folder.path()), [""; 0]);
}

#[test]
fn labels_that_are_denied_fail_a_check_and_others_warn() {
    let manifest = package("shop", "[dependencies]\nmetrics = \"0.24\"");
    let text = "fn f() { metrics::counter!(\"a\", \"email\" => x, \"job\" => y, \"colour\" => z); }";
    let policy = "[labels]\nallow = [\"channel\"]\n";
    let folder = workspace(&[("Cargo.toml", &manifest), ("lowcard.toml", policy), ("src/lib.rs", text)]);
    let findings = check_stage(&subject(folder.path()), Needs::Source);
    let levels: Vec<(&str, Level)> = findings.iter().map(|finding| (finding.rule.id(), finding.level)).collect();
    let expected = [
        ("metric/undeclared", Level::Warn),
        ("label/denied", Level::Deny),
        ("label/reserved", Level::Warn),
        ("label/not-allowed", Level::Warn),
    ];
    assert_eq!(levels, expected);
}

#[test]
fn what_to_write_instead_compiles() {
    let manifest = package("shop", "[dependencies]\nopentelemetry = \"0.33\"\nprometheus = \"0.14\"");
    let text = "fn f() {
        meter.u64_counter(\"shop.orders\").build();
        prometheus::register_gauge_vec!(\"shop_carts\", \"Carts.\", &[\"type\", \"till\"]);
    }";
    let folder =
        workspace(&[("Cargo.toml", &manifest), ("lowcard.toml", "namespace = \"shop\"\n"), ("src/lib.rs", text)]);
    let subject = subject(folder.path());
    let helps: Vec<String> =
        check_stage(&subject, Needs::Source).into_iter().filter_map(|finding| finding.help).collect();
    assert_eq!(
        helps,
        [
            "declare it: `#[metric] static ORDERS_TOTAL: Counter;`",
            "declare it: `#[metric] static CARTS: Gauge<Labels>;`, with a `#[derive(LabelSet)] struct Labels { r#type, till }`",
        ]
    );
}
