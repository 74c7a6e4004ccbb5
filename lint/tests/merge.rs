//! Branches that change the metrics are merged by git with `metrics.lock merge=union`: what comes out is read, or says
//! what to do.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod git;

use std::fs;

use cargo_lowcard::lock::{self, FILE_NAME, Lock};
use git::Repository;

/// A counter in the form of the lock.
fn counter(name: &str, labels: &[&str]) -> String {
    let labels: Vec<String> = labels.iter().map(|label| format!("labels.{label} = [\"a\", \"b\"]")).collect();
    let series = 1 << labels.len();
    let mut lines = vec!["type = \"counter\"".to_owned(), format!("help = \"What {name} counts.\"")];
    lines.extend(labels);
    lines.push(format!("series = {series}"));
    lines.iter().flat_map(|line| [name, ".", line, "\n"]).collect()
}

fn lock_of(metrics: &[&String]) -> Lock {
    let metrics: String = metrics.iter().map(|metric| metric.as_str()).collect();
    lock::read(&format!("version = 1\n{metrics}"), FILE_NAME).unwrap()
}

/// Merges two branches that have written these locks, and says what the file has then.
fn merged(base: &Lock, ours: &Lock, theirs: &Lock) -> String {
    let repository = Repository::new();
    repository.write(".gitattributes", "metrics.lock merge=union\n");
    repository.write(FILE_NAME, &lock::write(base));
    repository.commit_all("base");
    repository.git(&["checkout", "--quiet", "-b", "theirs"]);
    repository.write(FILE_NAME, &lock::write(theirs));
    repository.commit_all("theirs");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write(FILE_NAME, &lock::write(ours));
    repository.commit_all("ours");
    repository.git(&["merge", "--quiet", "--no-edit", "theirs"]);
    fs::read_to_string(repository.file(FILE_NAME)).unwrap()
}

fn read(text: &str) -> Lock {
    lock::read(text, FILE_NAME).unwrap_or_else(|failure| panic!("{failure}\n{text}"))
}

#[test]
fn metrics_that_are_added_at_the_same_place_are_both_there() {
    let (a, d) = (counter("a_total", &["x"]), counter("d_total", &["x"]));
    let (b, c) = (counter("b_total", &["x", "y"]), counter("c_total", &["x"]));
    let text = merged(&lock_of(&[&a, &d]), &lock_of(&[&a, &b, &d]), &lock_of(&[&a, &c, &d]));
    let wanted = lock_of(&[&a, &b, &c, &d]);
    assert_eq!(read(&text), wanted);
    assert_eq!(lock::compare(&read(&text), &wanted), []);
}

#[test]
fn the_first_metrics_of_two_branches_are_both_there() {
    let (a, b) = (counter("a_total", &["x"]), counter("b_total", &[]));
    let text = merged(&lock_of(&[]), &lock_of(&[&b]), &lock_of(&[&a]));
    assert_eq!(read(&text), lock_of(&[&a, &b]));
}

#[test]
fn metrics_that_are_added_at_different_places_are_as_if_they_were_written_together() {
    let [first, b, c, d, last] = ["a", "b", "c", "d", "e"].map(|name| counter(name, &["x"]));
    let base = [&b, &c, &d];
    let ours = [&first, &b, &c, &d];
    let theirs = [&b, &c, &d, &last];
    let text = merged(&lock_of(&base), &lock_of(&ours), &lock_of(&theirs));
    assert_eq!(text, lock::write(&lock_of(&[&first, &b, &c, &d, &last])));
}

#[test]
fn labels_that_are_added_to_different_metrics_are_both_there() {
    let of = |a: &[&str], b: &[&str]| lock_of(&[&counter("a_total", a), &counter("b_total", b)]);
    let text = merged(&of(&["x"], &["x"]), &of(&["x", "y"], &["x"]), &of(&["x"], &["w", "x"]));
    assert_eq!(text, lock::write(&of(&["x", "y"], &["w", "x"])));
}

#[test]
fn the_same_metric_that_both_branches_add_is_there_once() {
    let (a, b, c) = (counter("a_total", &["x"]), counter("b_total", &["x"]), counter("c_total", &["x"]));
    let both = [&a, &b];
    let text = merged(&lock_of(&[&a]), &lock_of(&both), &lock_of(&both));
    assert_eq!(read(&text), lock_of(&both));
    let more = lock_of(&[&a, &b, &c]);
    let text = merged(&lock_of(&[&a]), &lock_of(&both), &more);
    assert_eq!(read(&text), more);
}

#[test]
fn a_metric_that_one_branch_removes_and_one_that_the_other_adds_beside_it() {
    let (a, b, c) = (counter("a_total", &["x"]), counter("b_total", &["x"]), counter("c_total", &["x"]));
    let text = merged(&lock_of(&[&a, &b]), &lock_of(&[&a]), &lock_of(&[&a, &b, &c]));
    let found = read(&text);
    assert_eq!(found.entries.get("c_total"), lock_of(&[&c]).entries.get("c_total"));
    assert_eq!(found.entries.get("a_total"), lock_of(&[&a]).entries.get("a_total"));
}

#[test]
fn a_metric_that_both_branches_change_is_refused_by_the_name_of_its_key() {
    let of = |labels: &[&str]| lock_of(&[&counter("a_total", labels), &counter("b_total", &["x"])]);
    let text = merged(&of(&["x"]), &of(&["x", "y"]), &of(&["x", "y", "z"]));
    let failure = lock::read(&text, FILE_NAME).unwrap_err();
    assert!(failure.message.ends_with("duplicate key"), "{failure}\n{text}");
    let line = failure.message.split(':').nth(1).and_then(|line| line.parse::<usize>().ok()).unwrap();
    assert!(text.lines().nth(line - 1).unwrap().starts_with("a_total.series = "), "{failure}\n{text}");
}

#[test]
fn without_the_attribute_the_markers_are_called_so() {
    let repository = Repository::new();
    for (branch, name) in [("theirs", "b_total"), ("ours", "a_total")] {
        repository.git(&["checkout", "--quiet", "-b", branch, "main"]);
        repository.write(FILE_NAME, &lock::write(&lock_of(&[&counter(name, &[])])));
        repository.commit_all(branch);
    }
    assert!(!repository.try_git(&["merge", "--quiet", "theirs"]).status.success());
    let failure = lock::committed(repository.path()).unwrap_err();
    assert!(failure.message.ends_with("the lock has conflict markers"), "{failure}");
    assert!(failure.help.unwrap().contains("`cargo lowcard lock`"));
}
