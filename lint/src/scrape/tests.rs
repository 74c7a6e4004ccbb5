//! What is kept of an exposition.

use super::MetricType::{self, Gauge, Histogram};
use super::{Exposition, OverflowOf, read};
use crate::failure::Outcome;

fn exposition(text: &str) -> Exposition {
    read(text.as_bytes(), "there", 1 << 20).unwrap()
}

fn families(text: &str) -> Vec<(String, MetricType, u64)> {
    let families = exposition(text).families.into_iter();
    families.map(|family| (family.name, family.metric_type, family.series)).collect()
}

#[test]
fn a_family_is_the_same_in_both_formats() {
    let text = "# HELP a_total A.\n# TYPE a_total counter\na_total{x=\"1\"} 1\na_total{x=\"2\"} 1\n\
                # TYPE b_info gauge\nb_info{v=\"1\"} 1\n\
                # TYPE c_seconds histogram\nc_seconds_bucket{le=\"0.5\"} 1\nc_seconds_bucket{le=\"+Inf\"} 1\n\
                c_seconds_sum 1\nc_seconds_count 1\n";
    let openmetrics = "# TYPE a counter\n# HELP a A.\na_total{x=\"1\"} 1\na_created{x=\"1\"} 5\na_total{x=\"2\"} 1\n\
                       # TYPE b info\nb_info{v=\"1\"} 1\n\
                       # TYPE c_seconds histogram\nc_seconds_bucket{le=\"0.5\"} 1\nc_seconds_bucket{le=\"+Inf\"} 1\n\
                       c_seconds_sum 1\nc_seconds_count 1\nc_seconds_created 5\n# EOF\n";
    let (text, openmetrics) = (exposition(text), exposition(openmetrics));
    for (one, other) in text.families.iter().zip(&openmetrics.families) {
        assert_eq!((&one.name, &one.help, one.series), (&other.name, &other.help, other.series));
        assert_eq!((&one.bounds, one.labels.len()), (&other.bounds, other.labels.len()));
    }
    assert_eq!(text.families[0].labels["x"].values["2"].series, 1);
    assert_eq!(text.families[0].help.as_deref(), Some("A."));
    assert_eq!(text.families[2].bounds, [0.5, f64::INFINITY]);
    assert_eq!((text.families.len(), openmetrics.families.len()), (3, 3));
}

#[test]
fn lines_of_a_family_need_not_be_together() {
    let text = "# TYPE a histogram\n# TYPE b gauge\nb 1\na_count 1\nb{x=\"\"} 2\na_sum 1\nc 1\n# TYPE c gauge\n";
    assert_eq!(families(text), [("a".into(), Histogram, 2), ("b".into(), Gauge, 2), ("c".into(), Gauge, 1)]);
    assert!(exposition(text).families[1].labels.is_empty(), "a label without a value is none");
}

#[test]
fn a_name_that_only_starts_like_another_is_another() {
    let text = "# TYPE a gauge\na 1\na_total 1\na_bucket{le=\"1\"} 1\na_created 1\n";
    let names: Vec<String> = families(text).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["a", "a_total", "a_bucket", "a_created"]);
}

#[test]
fn a_line_that_can_not_be_read_hides_no_other() {
    let read = read(&b"a 1\nb=2\n\xff 3\nc\nd\ne 1"[..], "there", 1 << 20).unwrap();
    let names: Vec<&str> = read.families.iter().map(|family| family.name.as_str()).collect();
    assert_eq!(names, ["a", "e"]);
    assert_eq!(read.unreadable.count, 4);
    assert_eq!(read.unreadable.first[0], (2, "`=2` is not a value".into()));
    assert_eq!(read.unreadable.first[1], (3, "the line is not UTF-8".into()));
}

#[test]
fn what_found_no_room_is_known() {
    let text = "lowcard_label_overflow_total{label=\"route\"} 3\nlowcard_series_overflow_total{metric=\"a_total\"} 0\n";
    let overflows: Vec<_> =
        exposition(text).overflows.into_iter().map(|it| (it.of, it.name, it.count.to_string(), it.line)).collect();
    assert_eq!(overflows[0], (OverflowOf::Label, "route".into(), "3".into(), 1));
    assert_eq!(overflows[1], (OverflowOf::Metric, "a_total".into(), "0".into(), 2));
}

#[test]
fn nothing_is_an_exposition_and_a_page_is_none() {
    assert_eq!(families(""), []);
    let failed = |result: Outcome<Exposition>| result.unwrap_err().message;
    let page = read(&b"<!DOCTYPE html>\n<p>no metrics</p>\n"[..], "http://localhost/", 1 << 20);
    assert_eq!(
        failed(page),
        "http://localhost/ is not an exposition: line 1: `<!DOCTYPE html>` does not start with a name"
    );
    let large = vec![b'#'; (1 << 20) + 1];
    assert_eq!(failed(read(&large[..], "there", 1 << 20)), "there has more than 1 MiB");
    assert_eq!(read(&large[..1 << 20], "there", 1 << 20).unwrap().families, []);
}
