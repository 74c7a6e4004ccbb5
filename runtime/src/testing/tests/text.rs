//! The text format 0.0.4.

use super::{Bad, assert_accepted, assert_refused};
use crate::testing::Exposition;

/// The samples of a histogram.
macro_rules! histogram {
    ($samples:literal) => {
        concat!("# TYPE a histogram\n", $samples)
    };
}

/// The samples of a summary.
macro_rules! summary {
    ($samples:literal) => {
        concat!("# TYPE a summary\n", $samples)
    };
}

#[test]
fn lines_that_are_none_are_refused() {
    refused(&[
        ("a 1", 1, "the last line doesn't end"),
        ("a 1\nb 2", 2, "the last line doesn't end"),
        ("\u{feff}a 1\n", 1, "byte order mark"),
        ("a 1\r\n", 1, "carriage return"),
        ("# a comment\r\n", 1, "carriage return"),
    ]);
}

#[test]
fn names_are_of_the_legacy_character_set() {
    refused(&[
        ("0a 1\n", 1, "`0a` is not a metric name"),
        ("a.b 1\n", 1, "`a.b` is not a metric name"),
        ("é 1\n", 1, "`é` is not a metric name"),
        ("{} 1\n", 1, "`{}` is not a metric name"),
        ("{\"a.b\"} 1\n", 1, "quoted names are not in this version of the format"),
        ("{\"a.b\",c=\"d\"} 1\n", 1, "quoted names"),
        ("a{\"b.c\"=\"d\"} 1\n", 1, "quoted names"),
        ("# TYPE \"a.b\" gauge\n", 1, "quoted names"),
        ("# HELP a-b Help.\n", 1, "`a-b` is not a metric name"),
        ("# HELP a{b=\"c\"} Help.\n", 1, "follows the name of the family"),
    ]);
    accepted(&["a:b_C9 1\n", ":a 1\n", "_a 1\n"]);
}

#[test]
fn labels_are_well_formed() {
    refused(&[
        ("a{b=\"c\" 1\n", 1, "neither `,` nor `}` follows the label `b`"),
        ("a{b=\"c\"d=\"e\"} 1\n", 1, "neither `,` nor `}` follows the label `b`"),
        ("a{b=\"c\",,d=\"e\"} 1\n", 1, "is not a label name"),
        ("a{,} 1\n", 1, "is not a label name"),
        ("a{b} 1\n", 1, "`b}` is not a label name and `=`"),
        ("a{b:c=\"d\"} 1\n", 1, "is not a label name"),
        ("a{1=\"d\"} 1\n", 1, "is not a label name"),
        ("a{é=\"d\"} 1\n", 1, "is not a label name"),
        ("a{b=c} 1\n", 1, "the value of the label `b` is not in double quotes"),
        ("a{b='c'} 1\n", 1, "is not in double quotes"),
        ("a{b=\"c} 1\n", 1, "the value of the label `b` has no closing quote"),
        ("a{b=\"c\\\"} 1\n", 1, "has no closing quote"),
        ("a{b=\"c\",b=\"c\"} 1\n", 1, "the label `b` is given twice"),
        ("a{__name__=\"b\"} 1\n", 1, "the label name `__name__` is reserved"),
        ("a{", 1, "the last line doesn't end"),
        ("a{\n", 1, "the end of the line is not a label name"),
    ]);
    accepted(&["a{} 1\n", "a{_b=\"c\"} 1\n", "a{b=\"{},=# \"} 1\n", "a{b=\"\r\t\0\"} 1\n"]);
}

#[test]
fn unknown_escape_sequences_are_refused() {
    refused(&[
        ("a{b=\"\\t\"} 1\n", 1, "`\\t` is not an escape sequence"),
        ("a{b=\"\\", 1, "the last line doesn't end"),
        ("a{b=\"\\\n", 1, "`\\` is not an escape sequence"),
        ("a{b=\"\\é\"} 1\n", 1, "`\\é` is not an escape sequence"),
        ("# HELP a b\\c\n", 1, "`\\c` is not an escape sequence"),
        ("# HELP a b\\\"\n", 1, "`\\\"` is not an escape sequence"),
        ("# HELP a b\\\n", 1, "`\\` is not an escape sequence"),
    ]);
}

#[test]
fn values_and_timestamps_are_numbers() {
    refused(&[
        ("a\n", 1, "there is no value"),
        ("a \n", 1, "there is no value"),
        ("a{}\n", 1, "there is no value"),
        ("a b\n", 1, "`b` is not a number"),
        ("a 0x1p-3\n", 1, "`0x1p-3` is not a number"),
        ("a 1_000\n", 1, "`1_000` is not a number"),
        ("a 1e999\n", 1, "`1e999` is not a number"),
        ("a 1 1.5\n", 1, "`1.5` is not a timestamp"),
        ("a 1 9223372036854775808\n", 1, "is not a timestamp"),
        ("a 1 2 3\n", 1, "`3` follows the timestamp"),
        ("a 1 # {} 1\n", 1, "the text format has no exemplars"),
        ("a 1 2 # {} 1\n", 1, "the text format has no exemplars"),
    ]);
    accepted(&["a +Inf\n", "a -inf\n", "a nan\n", "a 1 -5\n"]);
}

#[test]
fn what_the_format_leaves_open_is_accepted() {
    accepted(&[
        "",
        "\n\n",
        " \t\n",
        "#\n# a comment\n#comment\n# EOF\na 1\n",
        "# UNIT a anything at all\na 1\n",
        "# HELP a\n# TYPE a gauge\n",
        "# HELP a \"quoted\" \n",
        "\t #\tTYPE \t a\tgauge \t\n \ta \t{ b = \"c\" , d = \"e\" , } \t1 \t2 \t\n",
        "a{b=\"c\"}1\n",
        "a 1\na_total 1\na_created 1\n",
        "# TYPE a counter\na 1\n# TYPE a_total gauge\na_total 1\n",
        "# TYPE a untyped\na 1\n",
        "# TYPE a histogram\na_bucket{le=\"1\"} 1 5\na_bucket{le=\"+Inf\"} 1 6\na_sum NaN 7\na_count 1 1\n",
    ]);
}

#[test]
fn types_are_those_of_the_format() {
    refused(&[
        ("# TYPE\n", 1, "the TYPE line has no name"),
        ("# HELP\n", 1, "the HELP line has no name"),
        ("# TYPE a\n", 1, "`` is not a type of this format"),
        ("# TYPE a Counter\n", 1, "`Counter` is not a type"),
        ("# TYPE a info\n", 1, "`info` is not a type"),
        ("# TYPE a stateset\n", 1, "`stateset` is not a type"),
        ("# TYPE a unknown\n", 1, "`unknown` is not a type"),
        ("# TYPE a gaugehistogram\n", 1, "`gaugehistogram` is not a type"),
        ("# TYPE a gauge x\n", 1, "`x` follows the type"),
    ]);
}

#[test]
fn families_are_together_and_their_metadata_is_first() {
    refused(&[
        (
            "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\na{c=\"d\"} 1\n",
            5,
            "`a` belongs to the family `a`, which starts in line 1",
        ),
        ("a 1\nb 1\n# TYPE a gauge\n", 3, "`a` belongs to the family `a`"),
        ("# TYPE a gauge\n# TYPE b gauge\n# HELP a Help.\n", 3, "`a` belongs to the family `a`"),
        ("# TYPE a gauge\n# TYPE a gauge\n", 2, "`a` has a TYPE line already"),
        ("# HELP a Help.\n# HELP a Help.\n", 2, "`a` has a HELP line already"),
        ("a 1\n# TYPE a gauge\n", 2, "the TYPE line comes after a sample of `a`, in line 1"),
        ("# TYPE a gauge\na 1\n# HELP a Help.\n", 3, "the HELP line comes after a sample of `a`, in line 2"),
        ("# TYPE a summary\na_sum 1\nb 1\na_count 1\n", 4, "`a_count` belongs to the family `a`"),
        ("a_sum 1\n# TYPE a summary\n", 2, "`a` can't be beside `a_sum` of line 1: both use the name `a_sum`"),
        ("# TYPE a histogram\n# TYPE a_count gauge\n", 2, "`a_count` belongs to the family `a`"),
        ("# TYPE a histogram\na 1\n", 2, "`a` is a histogram, which has no sample of its own name"),
    ]);
}

#[test]
fn series_are_written_once() {
    refused(&[
        ("a 1\na 1\n", 2, "the series `a` is there already, in line 1"),
        ("a 1\na{} 1\n", 2, "the series `a` is there already"),
        ("a 1\na{b=\"\"} 1\n", 2, "the series `a` is there already"),
        ("a 1 1\na 1 2\n", 2, "the series `a` is there already"),
        ("a{b=\"1\",c=\"2\"} 1\na{b=\"2\"} 1\na{c=\"2\",b=\"1\"} 1\n", 3, "is there already, in line 1"),
        ("a{b=\"\\n\"} 1\na{b=\"\\n\"} 1\n", 2, "is there already"),
    ]);
    accepted(&["a{b=\"\\n\"} 1\na{b=\"n\"} 1\na{b=\"\\\\n\"} 1\na{c=\"n\"} 1\n"]);
}

#[test]
fn metrics_are_together() {
    refused(&[
        (
            "# TYPE a summary\na_sum{b=\"1\"} 0\na_sum{b=\"2\"} 0\na_count{b=\"1\"} 0\n",
            4,
            "another metric is between them",
        ),
        (
            "# TYPE a histogram\na_bucket{b=\"1\",le=\"+Inf\"} 0\na_count{b=\"1\"} 0\na_bucket{b=\"2\",le=\"+Inf\"} 0\n\
             a_count{b=\"2\"} 0\na_sum{b=\"1\"} 0\n",
            6,
            "another metric is between them",
        ),
    ]);
}

#[test]
fn counters_are_not_negative() {
    refused(&[
        ("# TYPE a counter\na -1\n", 2, "a counter is neither negative nor NaN"),
        ("# TYPE a counter\na NaN\n", 2, "a counter is neither negative nor NaN"),
        ("# TYPE a_total counter\na_total 1\na_total{b=\"c\"} -0.5\n", 3, "neither negative nor NaN"),
    ]);
    accepted(&["# TYPE a counter\na -0\n", "# TYPE a counter\na +Inf\n", "# TYPE a gauge\na -1\n"]);
}

#[test]
fn histograms_rise_to_their_count() {
    refused(&[
        (histogram!("a_bucket{le=\"+Inf\"} 1.5\na_count 1.5\n"), 2, "a count is a whole number"),
        (histogram!("a_bucket{le=\"+Inf\"} +Inf\na_count +Inf\n"), 2, "a count is a whole number"),
        (histogram!("a_bucket{le=\"+Inf\"} -1\na_count -1\n"), 2, "a count is a whole number"),
        (histogram!("a_bucket{le=\"+Inf\"} 1\na_count NaN\n"), 3, "a count is a whole number"),
        (histogram!("a_bucket 1\na_count 1\n"), 2, "the bucket has no label `le`"),
        (histogram!("a_bucket{le=\"x\"} 1\n"), 2, "the bound `x` is not a number"),
        (histogram!("a_bucket{le=\"NaN\"} 1\n"), 2, "the bound `NaN` is not a number"),
        (histogram!("a_bucket{le=\"1\"} 1\na_count 1\n"), 3, "has no bucket `le=\"+Inf\"`"),
        (histogram!("a_count 1\na_sum 1\n"), 3, "has no bucket `le=\"+Inf\"`"),
        (histogram!("a_bucket{le=\"+Inf\"} 1\na_sum 1\n"), 3, "has no `_count`"),
        (
            histogram!("a_bucket{le=\"+Inf\"} 1\na_count 2\n"),
            3,
            "the count is 2, and the bucket `le=\"+Inf\"` counts 1",
        ),
        (histogram!("a_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} 1\n"), 3, "bound is not above"),
        (histogram!("a_bucket{le=\"+Inf\"} 1\na_bucket{le=\"1\"} 1\n"), 3, "bound is not above"),
        (
            histogram!("a_bucket{le=\"1\"} 1\na_bucket{le=\"1.0\"} 1\na_bucket{le=\"+Inf\"} 1\n"),
            3,
            "bound is not above",
        ),
        (
            histogram!("a_bucket{le=\"1\"} 5\na_bucket{le=\"2\"} 4\na_bucket{le=\"+Inf\"} 6\n"),
            3,
            "the bucket counts 4, and the one below it counts 5",
        ),
        (histogram!("a_bucket{le=\"+Inf\"} 1\na_count{le=\"1\"} 1\n"), 3, "`a_count` has the label `le`"),
        (histogram!("a_count{le=\"+Inf\"} 1\na_bucket{le=\"+Inf\"} 1\n"), 2, "`a_count` has the label `le`"),
    ]);
    accepted(&[
        histogram!("a_count 2\na_sum -3.5\na_bucket{le=\"-1e0\"} 1\na_bucket{le=\"0.5\"} 1\na_bucket{le=\"inf\"} 2\n"),
        histogram!(
            "a_bucket{b=\"c\",le=\"+Inf\"} 0\na_count{b=\"c\"} 0\na_bucket{le=\"+Inf\",b=\"d\"} 0\na_count{b=\"d\"} 0\n"
        ),
        histogram!("a_bucket{le=\"+Inf\"} 0\na_count -0\n"),
        histogram!(""),
    ]);
}

#[test]
fn quantiles_are_sorted_shares() {
    refused(&[
        (summary!("a 1\n"), 2, "no label `quantile`"),
        (summary!("a{quantile=\"1.1\"} 1\n"), 2, "the quantile `1.1` is not a number from 0 to 1"),
        (summary!("a{quantile=\"-0.1\"} 1\n"), 2, "is not a number from 0 to 1"),
        (summary!("a{quantile=\"NaN\"} 1\n"), 2, "is not a number from 0 to 1"),
        (summary!("a{quantile=\"\"} 1\n"), 2, "is not a number from 0 to 1"),
        (summary!("a{quantile=\"0.9\"} 1\na{quantile=\"0.5\"} 1\n"), 3, "the quantile is not above the one before it"),
        (summary!("a{quantile=\"0.5\"} 1\na{quantile=\"0.50\"} 1\n"), 3, "the quantile is not above the one before it"),
        (summary!("a_sum{quantile=\"0.5\"} 1\n"), 2, "`a_sum` has the label `quantile`"),
        (summary!("a_count 1.5\n"), 2, "a count is a whole number"),
    ]);
    accepted(&[summary!("a{quantile=\"0\"} -1\na{quantile=\"1\"} NaN\na_sum -1\na_count 2\n"), summary!("a_sum 1\n")]);
}

#[test]
fn the_file_may_hold_any_bytes() {
    for bytes in [&b"a \xff\n"[..], b"\xff", b"a{b=\"\xc3\"} 1\n", b"a 1\n\x80\n", b"\xef\xbb\xbf"] {
        assert!(Exposition::from_text(bytes).is_err());
    }
    assert_eq!(Exposition::from_text(b"a 1\nb{c=\"\xff\"} 1\n").map_err(|invalid| invalid.line()), Err(2));
}

#[track_caller]
fn refused(cases: &[Bad]) {
    assert_refused(|text| Exposition::from_text(text), cases);
}

#[track_caller]
fn accepted(cases: &[&str]) {
    assert_accepted(|text| Exposition::from_text(text), cases);
}
