//! What is said of each change, and which renames are recognised.

use super::super::compare;
use super::lock;

/// What has become of the first lines, in words.
fn changes(before: &str, now: &str) -> Vec<String> {
    compare(&lock(before), &lock(now)).iter().map(ToString::to_string).collect()
}

fn counter(name: &str, help: &str, more: &str) -> String {
    let more: String = more.lines().flat_map(|line| [name, ".", line, "\n"]).collect();
    format!("{name}.type = \"counter\"\n{name}.help = \"{help}\"\n{more}")
}

fn histogram(name: &str, more: &str) -> String {
    counter(name, "Waits.", more).replace("counter", "histogram")
}

#[test]
fn nothing_has_changed_in_the_same_lock_of_another_order() {
    let one = "labels.a = [\"x\", \"y\"]\nlabels.b = \"constant\"";
    let other = "labels.b = \"constant\"\nlabels.a = [\"y\", \"x\"]";
    assert_eq!(changes(&counter("c_total", "C.", one), &counter("c_total", "C.", other)), [""; 0]);
}

#[test]
fn a_metric_with_the_same_help_and_form_was_renamed() {
    let before = counter("jobs_done_total", "Jobs that ended.", "");
    let now = counter("worker_jobs_finished_total", "Jobs that ended.", "");
    assert_eq!(changes(&before, &now), ["`jobs_done_total` is called `worker_jobs_finished_total` now"]);
}

#[test]
fn a_metric_of_a_similar_name_and_the_same_form_was_renamed() {
    let before = counter("jobs_done_total", "Jobs done.", "series = 1");
    let now = counter("job_done_total", "Jobs that are done.", "series = 1");
    assert_eq!(
        changes(&before, &now),
        ["`jobs_done_total` is called `job_done_total` now", "`jobs_done_total` is described in other words"]
    );
}

#[test]
fn a_new_prefix_renames_each_metric_by_its_help() {
    let of = |prefix: &str| {
        counter(&format!("{prefix}hits_total"), "Hits.", "") + &counter(&format!("{prefix}misses_total"), "Misses.", "")
    };
    assert_eq!(
        changes(&of("cache_"), &of("store_cache_")),
        [
            "`cache_hits_total` is called `store_cache_hits_total` now",
            "`cache_misses_total` is called `store_cache_misses_total` now",
        ]
    );
}

#[test]
fn thousands_that_come_and_go_at_once_are_recognised_by_their_help_alone() {
    let of = |prefix: &str, help: &str| -> String {
        (0..1_000).map(|n| counter(&format!("{prefix}_requests_{n}_total"), &format!("{help} {n}."), "")).collect()
    };
    let renamed = changes(&of("shop", "Requests of kind"), &of("web_shop", "Requests of kind"));
    assert_eq!(renamed.len(), 1_000);
    assert!(renamed.iter().all(|change| change.contains(" is called ")), "{}", renamed[0]);
    let replaced = changes(&of("shop", "Requests of kind"), &of("shap", "Requests that are"));
    assert_eq!(replaced.iter().filter(|change| change.ends_with(" is gone")).count(), 1_000);
    assert_eq!(replaced.iter().filter(|change| change.ends_with(" is new")).count(), 1_000);
}

#[test]
fn where_two_could_be_the_renamed_one_nobody_can_know() {
    let before = counter("jobs_total", "Jobs.", "");
    let now = counter("tasks_total", "Jobs.", "") + &counter("works_total", "Jobs.", "");
    assert_eq!(changes(&before, &now), ["`jobs_total` is gone", "`tasks_total` is new", "`works_total` is new"]);
    assert_eq!(changes(&now, &before), ["`tasks_total` is gone", "`works_total` is gone", "`jobs_total` is new"]);
}

#[test]
fn another_form_is_another_metric() {
    let before = counter("jobs_total", "Jobs.", "labels.a = [\"x\"]");
    let now = counter("tasks_total", "Jobs.", "labels.b = [\"x\"]");
    assert_eq!(changes(&before, &now), ["`jobs_total` is gone", "`tasks_total` is new"]);
}

#[test]
fn another_unit_in_the_name_is_recognised() {
    let before = histogram("wait_milliseconds", "unit = \"milliseconds\"\nbuckets = [1, 10]");
    let now = histogram("wait_seconds", "unit = \"seconds\"\nbuckets = [0.001, 0.01]");
    let said = "`wait_milliseconds` is called `wait_seconds` now and is in seconds, not in milliseconds";
    assert_eq!(changes(&before, &now), [said]);
    let before = counter("sent_kilobytes_total", "Sent.", "unit = \"kilobytes\"");
    let now = counter("sent_bytes_total", "Sent.", "unit = \"bytes\"");
    let said = "`sent_kilobytes_total` is called `sent_bytes_total` now and is in bytes, not in kilobytes";
    assert_eq!(changes(&before, &now), [said]);
}

#[test]
fn another_unit_under_the_same_name_is_seen() {
    let before = counter("sent_total", "Sent.", "");
    let now = counter("sent_total", "Sent.", "unit = \"bytes\"");
    assert_eq!(changes(&before, &now), ["`sent_total` is in bytes, not without a unit"]);
    assert_eq!(changes(&now, &before), ["`sent_total` is without a unit, not in bytes"]);
}

#[test]
fn labels_with_the_same_values_were_renamed() {
    let of = |labels: &str| counter("c_total", "C.", labels);
    assert_eq!(
        changes(&of("labels.a = [\"x\"]\nlabels.b = [\"y\"]"), &of("labels.c = [\"x\"]\nlabels.d = [\"y\"]")),
        ["the label `a` of `c_total` is called `c` now", "the label `b` of `c_total` is called `d` now"]
    );
    assert_eq!(
        changes(&of("labels.a = [\"x\"]\nlabels.b = [\"x\"]"), &of("labels.c = [\"x\"]")),
        ["`c_total` has no label `a` any more", "`c_total` has no label `b` any more", "`c_total` has a new label `c`"]
    );
}

#[test]
fn what_a_label_can_take_changes_in_several_ways() {
    let said = |before: &str, now: &str| {
        let of = |domain: &str| counter("c_total", "C.", &format!("labels.l = {domain}"));
        changes(&of(before), &of(now))
    };
    let of = |what: &str| [format!("the label `l` of `c_total` {what}")];
    assert_eq!(
        said("[\"a\", \"b\", \"c\"]", "[\"c\", \"d\"]"),
        [&of("can't be `a` or `b` any more")[0], &of("can be `d`, too")[0]].map(String::as_str)
    );
    let capped = |max: u32, overflow: &str| format!("{{ max = {max}, overflow = \"{overflow}\" }}");
    assert_eq!(said("[\"a\"]", &capped(9, "z")), of("takes up to 9 values and `z` now, not nothing but `a`"));
    assert_eq!(said(&capped(9, "z"), "[\"a\"]"), of("can be nothing but `a` now"));
    assert_eq!(said("\"constant\"", "[\"a\"]"), of("can be nothing but `a` now"));
    assert_eq!(
        said(&capped(9, "z"), &capped(5, "z")),
        of("takes up to 5 values and `z` now, not up to 9 values and `z`")
    );
    assert_eq!(
        said(&capped(9, "z"), &capped(9, "other")),
        [&of("can't be `z` any more")[0], &of("can be `other`, too")[0]].map(String::as_str)
    );
    assert_eq!(said("\"constant\"", &capped(9, "z")), of("takes up to 9 values and `z` now, not one value"));
}

#[test]
fn a_histogram_changes_its_buckets_or_its_form() {
    let native = "native = { schema = 3, max_buckets = 160 }";
    let classic = "buckets = [0.1, 1.0]";
    let both = format!("{native}\n{classic}");
    let said = |before: &str, now: &str| changes(&histogram("h", before), &histogram("h", now));
    assert_eq!(
        said(classic, "buckets = [0.1, 2.5, 1e16]"),
        ["`h` has lost the bucket `1.0`", "`h` has got the new buckets `2.5` and `1e16`"]
    );
    assert_eq!(said(classic, native), ["`h` is nothing but a native histogram now, without buckets"]);
    assert_eq!(said(native, classic), ["`h` is no native histogram any more"]);
    assert_eq!(said(classic, &both), ["`h` is a native histogram now, too"]);
    assert_eq!(said(native, &both), ["`h` has buckets now, too"]);
    assert_eq!(said(&both, native), ["`h` is nothing but a native histogram now, without buckets"]);
    assert_eq!(said(&both, classic), ["`h` is no native histogram any more"]);
    assert_eq!(
        said(native, "native = { schema = 5, max_buckets = 100 }"),
        ["`h` is of schema 5 now, with up to 100 buckets"]
    );
}

#[test]
fn another_type_is_said_once() {
    let before = histogram("h", "buckets = [1]");
    let now = before.replace("histogram", "gauge").replace("h.buckets = [1]\n", "");
    assert_eq!(changes(&before, &now), ["`h` is a gauge now, not a histogram"]);
}

#[test]
fn promises_are_compared_with_what_was_said() {
    let said = |before: &str, now: &str| changes(&counter("c_total", "C.", before), &counter("c_total", "C.", now));
    assert_eq!(said("stability = \"beta\"", "stability = \"alpha\""), ["`c_total` is alpha now; it was beta"]);
    assert_eq!(said("", "stability = \"alpha\""), ["`c_total` says that it is alpha now"]);
    assert_eq!(said("stability = \"beta\"", ""), ["`c_total` does not say any more how stable it is; it was beta"]);
    assert_eq!(
        said("", "deprecated = { since = \"1.4.0\", replaced_by = \"d_total\" }"),
        ["`c_total` is deprecated since 1.4.0: use `d_total`"]
    );
    assert_eq!(said("", "deprecated = {}"), ["`c_total` is deprecated"]);
    assert_eq!(said("deprecated = {}", ""), ["`c_total` is not deprecated any more"]);
    assert_eq!(said("category = \"http\"", ""), ["`c_total` is of no category any more"]);
    assert_eq!(
        said("series = 3", "category = \"http\""),
        ["`c_total` can have countless series now; it could have 3", "`c_total` is of the category `http` now"]
    );
}

#[test]
fn a_unit_in_common_makes_no_names_similar() {
    let of = |name: &str, help: &str| histogram(name, "unit = \"seconds\"\nbuckets = [1]").replace("Waits.", help);
    assert_eq!(
        changes(&of("wait_seconds", "Waits."), &of("load_seconds", "Loads.")),
        ["`wait_seconds` is gone", "`load_seconds` is new"]
    );
}
