//! What jobs leave for the textfile collector.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use lowcard::testing::Exposition;
use lowcard::{Counter, Gauge, Metrics, Registry, Textfile};
use lowcard_servers::promtool;
use tempfile::tempdir;

use crate::child::{self, Ending};

const SUCCESS: &str = "app_import_last_success_timestamp_seconds";
const FAILURE: &str = "app_import_last_failure_timestamp_seconds";

#[derive(Metrics)]
struct First {
    /// Rows that were # HELP imported.
    rows_total: Counter,
    /// Size of the backup.
    size_bytes: Gauge,
}

#[derive(Metrics)]
struct Second {
    /// Size of what is left.
    rest_bytes: Gauge,
}

/// A file is all that is in its folder.
#[track_caller]
fn is_alone(path: &Path) {
    let folder = fs::read_dir(path.parent().expect("a folder")).expect("it can be read");
    let names: Vec<_> = folder.flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names, [path.file_name().expect("a name")]);
}

#[test]
fn a_file_is_replaced_as_a_whole() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("backup.prom");
    let file = Textfile::new(&path).expect("a path");
    file.write(&Registry::new()).expect("written");
    assert_eq!(fs::read_to_string(&path).expect("readable"), "");

    let registry = Registry::new();
    let metrics = First::register(&registry).expect("a fresh registry");
    metrics.rows_total.add(3);
    metrics.size_bytes.set(-5);
    file.write(&registry).expect("written");
    let text = fs::read_to_string(&path).expect("readable");
    assert_eq!(text, registry.encode_text());
    let exposition = Exposition::from_text(&text).expect("valid");
    assert_eq!((exposition.value("app_rows_total"), exposition.value("app_size_bytes")), (Some(3.0), Some(-5.0)));
    assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o644);
    is_alone(&path);
}

#[test]
fn an_update_keeps_other_families() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("backup.prom");
    let file = Textfile::new(&path).expect("a path");
    let [first, second] = [Registry::new(), Registry::new()];
    let rows = First::register(&first).expect("a fresh registry").rows_total;
    rows.add(3);
    file.update(&first).expect("there need not be a file");
    Second::register(&second).expect("a fresh registry").rest_bytes.set(9);
    file.update(&second).expect("written");
    rows.add(1);
    file.update(&first).expect("written");
    file.update(&Registry::new()).expect("written");

    let exposition = Exposition::from_text(fs::read_to_string(&path).expect("readable")).expect("valid");
    assert_eq!(exposition.families().len(), 3);
    let values = ["app_rows_total", "app_size_bytes", "app_rest_bytes"].map(|name| exposition.value(name));
    assert_eq!(values, [Some(4.0), Some(0.0), Some(9.0)]);
    is_alone(&path);
}

#[test]
fn a_failure_leaves_the_old_file_and_nothing_else() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("taken.prom");
    fs::create_dir(&path).expect("a folder in the place of the file");
    let file = Textfile::new(&path).expect("a path");
    let error = file.write(&Registry::new()).expect_err("a folder can't be replaced").to_string();
    assert!(error.starts_with(&format!("metrics can't be written to {}: ", path.display())), "{error}");
    assert!(file.update(&Registry::new()).is_err());
    is_alone(&path);

    let lost = Textfile::new(folder.path().join("missing/backup.prom")).expect("a path");
    assert!(lost.write(&Registry::new()).is_err());
}

#[test]
fn the_collector_reads_no_other_names() {
    for path in ["", "/", "backup", "backup.txt", "backup.prom.tmp", ".prom", "backup.PROM", "a.prom/.."] {
        let error = Textfile::new(path).expect_err("no such file is read").to_string();
        assert!(error.contains("does not end in `.prom`") && error.contains("\n  help: "), "{error}");
    }
}

#[test]
fn a_failed_job_keeps_the_time_of_the_last_success() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("import.prom");
    let run = |ending| {
        let mut child = child::spawn(ending, path.to_str().expect("UTF-8"));
        child.wait().expect("the process is ours");
        Exposition::from_text(fs::read_to_string(&path).expect("readable")).expect("valid")
    };
    let succeeded = run(Ending::Success);
    assert_eq!(succeeded.value(FAILURE), None);
    let failed = run(Ending::EarlyReturn);
    assert!(failed.value(SUCCESS).is_some() && failed.value(SUCCESS) == succeeded.value(SUCCESS));
    assert!(failed.value(FAILURE) >= failed.value(SUCCESS));
    assert_eq!(failed.value("app_import_rows_total"), Some(3.0));
    assert_eq!(run(Ending::Success).value(FAILURE), None);
    is_alone(&path);
}

#[test]
#[ignore = "needs promtool: run by cargo xtask test"]
fn promtool_finds_no_fault_with_it() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("import.prom");
    for ending in [Ending::Success, Ending::EarlyReturn] {
        child::spawn(ending, path.to_str().expect("UTF-8")).wait().expect("the process is ours");
    }
    assert_eq!(promtool::check_metrics(&fs::read_to_string(&path).expect("readable")), Ok(()));
}
