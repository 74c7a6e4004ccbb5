//! What is read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::testing::{Exposition, FamilyKind};

#[test]
fn families_have_what_is_written() {
    let exposition = Exposition::from_openmetrics(
        "# TYPE a_seconds histogram\n# UNIT a_seconds seconds\n# HELP a_seconds A \\\"b\\\"\\n\\\\n.\n\
         a_seconds_bucket{le=\"+Inf\",c=\"d\\ne\"} 2 1.5 # {trace=\"x\"} 0.25 1.25\nb NaN\n# EOF\n",
    )
    .unwrap();
    let [histogram, untyped] = exposition.families() else { panic!("{exposition:?}") };
    assert_eq!(histogram.name, "a_seconds");
    assert_eq!(histogram.kind, FamilyKind::Histogram);
    assert_eq!(histogram.unit.as_deref(), Some("seconds"));
    assert_eq!(histogram.help.as_deref(), Some("A \"b\"\n\\n."));
    let [bucket] = histogram.samples.as_slice() else { panic!("{histogram:?}") };
    assert_eq!(bucket.name, "a_seconds_bucket");
    assert_eq!(bucket.labels, labels(&[("c", "d\ne"), ("le", "+Inf")]));
    assert_eq!((bucket.value, bucket.timestamp), (2.0, Some(1.5)));
    let exemplar = bucket.exemplar.as_ref().unwrap();
    assert_eq!(exemplar.labels, labels(&[("trace", "x")]));
    assert_eq!((exemplar.value, exemplar.timestamp), (0.25, Some(1.25)));
    assert_eq!((untyped.name.as_str(), untyped.kind), ("b", FamilyKind::Unknown));
    assert_eq!((&untyped.unit, &untyped.help), (&None, &None));
    assert!(untyped.samples[0].value.is_nan());
}

#[test]
fn timestamps_are_seconds_in_both_formats() {
    let text = Exposition::from_text("a 1 1500\n").unwrap();
    let openmetrics = Exposition::from_openmetrics("a 1 1.5\n# EOF\n").unwrap();
    assert_eq!(text, openmetrics);
}

#[test]
fn series_are_found_by_all_their_labels() {
    let exposition =
        Exposition::from_text("a{b=\"c\",d=\"\\\"\\n,\"} 1\na{b=\"c\"} 2\na{b=\"\",e=\"f\"} 3\na 4\n").unwrap();
    let cases = [
        ("a{b=\"c\",d=\"\\\"\\n,\"}", Some(1.0)),
        (" a { d=\"\\\"\\n,\" , b=\"c\", } ", Some(1.0)),
        ("a{b=\"c\"}", Some(2.0)),
        ("a{e=\"f\"}", Some(3.0)),
        ("a{e=\"f\",b=\"\"}", Some(3.0)),
        ("a", Some(4.0)),
        ("a{}", Some(4.0)),
        ("a{d=\"\"}", Some(4.0)),
        ("a{d=\"e\"}", None),
        ("b", None),
        ("a{b=\"c\"} 2", None),
        ("a{b=\"c\"", None),
        ("a b", None),
        ("", None),
    ];
    for (series, expected) in cases {
        assert_eq!(exposition.value(series), expected, "{series}");
    }
}

#[test]
fn of_several_points_the_last_one_counts() {
    let exposition = Exposition::from_openmetrics("a 1 1\na 2 2\n# EOF\n").unwrap();
    assert_eq!(exposition.value("a"), Some(2.0));
}

#[test]
fn large_expositions_are_read_in_one_go() {
    let long = "x".repeat(1_000_000);
    let mut text = format!("# HELP long {long}\nlong{{long=\"{long}\"}} 1\nwide{{");
    for label in 0..10_000 {
        write!(text, "l{label}=\"\",").unwrap();
    }
    text.push_str("} 1\n");
    for series in 0..20_000 {
        writeln!(text, "many{{series=\"{series}\"}} {series}").unwrap();
    }
    let exposition = Exposition::from_text(&text).unwrap();
    assert_eq!(exposition.value("wide"), Some(1.0));
    assert_eq!(exposition.value("many{series=\"19999\"}"), Some(19_999.0));
    let quotes = "\"".repeat(1_000_000);
    let braces = "{".repeat(1_000_000);
    for hostile in [format!("a{{b={quotes}}} 1\n"), format!("a{braces} 1\n"), format!("{braces}\n"), "#".repeat(9)] {
        assert!(Exposition::from_text(hostile).is_err());
    }
}

fn labels(labels: &[(&str, &str)]) -> BTreeMap<String, String> {
    labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
