//! OpenMetrics 1.0.

use super::{assert_accepted, assert_refused};
use crate::testing::Exposition;

/// An exposition with its end.
macro_rules! ended {
    ($($line:expr),* $(,)?) => {
        concat!($($line, "\n",)* "# EOF\n")
    };
}

macro_rules! refused {
    ($(([$($line:expr),* $(,)?], $number:expr, $message:expr)),* $(,)?) => {
        assert_refused(|text| Exposition::from_openmetrics(text), &[$((ended!($($line),*), $number, $message)),*])
    };
}

macro_rules! accepted {
    ($([$($line:expr),* $(,)?]),* $(,)?) => {
        assert_accepted(|text| Exposition::from_openmetrics(text), &[$(ended!($($line),*)),*])
    };
}

#[test]
fn it_ends_with_eof() {
    let cases = [
        ("", 1, "`# EOF` is missing"),
        ("a 1\n", 2, "`# EOF` is missing"),
        ("a 1\n# EOF", 2, "the last line doesn't end"),
        ("# EOF\n\n", 2, "the line comes after `# EOF`"),
        ("# EOF\na 1\n", 2, "the line comes after `# EOF`"),
        ("# EOF\n# EOF\n", 2, "the line comes after `# EOF`"),
        ("# EOF \n", 1, "the line is neither TYPE, UNIT, HELP nor EOF"),
        ("#EOF\n", 1, "the line is neither"),
        ("# eof\n", 1, "the line is neither"),
        ("# EOFx\n", 1, "the line is neither"),
    ];
    assert_refused(|text| Exposition::from_openmetrics(text), &cases);
    accepted!([]);
}

#[test]
fn lines_have_one_form() {
    refused!(
        ([""], 1, "the line is blank"),
        (["a 1", "", "b 1"], 2, "the line is blank"),
        (["# a comment"], 1, "the line is neither TYPE, UNIT, HELP nor EOF"),
        (["#TYPE a gauge"], 1, "the line is neither"),
        (["#  TYPE a gauge"], 1, "the line is neither"),
        (["# TYPE  a gauge"], 1, "more than one blank"),
        (["# TYPE a  gauge"], 1, "more than one blank"),
        (["# TYPE a\tgauge"], 1, "there is no space before"),
        (["# TYPE a gauge "], 1, "a blank follows the type"),
        ([" # TYPE a gauge"], 1, "is not a metric name"),
        ([" a 1"], 1, "is not a metric name"),
        (["a  1"], 1, "more than one blank"),
        (["a\t1"], 1, "there is no space before"),
        (["a 1 "], 1, "the line ends with a space"),
        (["a 1  2"], 1, "more than one blank"),
        (["a 1 2 "], 1, "the line ends with a space"),
        (["a{} "], 1, "the line ends with a space"),
        (["a {} 1"], 1, "`{}` is not a number"),
        (["a{b=\"c\"}1"], 1, "there is no space before `1`"),
        (["a{ b=\"c\"} 1"], 1, "is not a label name"),
        (["a{b =\"c\"} 1"], 1, "is not a label name"),
        (["a{b= \"c\"} 1"], 1, "is not in double quotes"),
        (["a{b=\"c\" } 1"], 1, "neither `,` nor `}`"),
        (["a{b=\"c\", d=\"e\"} 1"], 1, "is not a label name"),
        (["a{b=\"c\",} 1"], 1, "a comma follows the last label"),
        (["a 1\r"], 1, "carriage return"),
        (["\u{feff}a 1"], 1, "byte order mark"),
        (["# HELP a"], 1, "no space follows the name in the HELP line"),
        (["# UNIT a"], 1, "no space follows the name in the UNIT line"),
        (["# HELP a a \"quote\""], 1, "a quote without a backslash"),
        (["# HELP a \\t"], 1, "`\\t` is not an escape sequence"),
    );
    accepted!(
        ["# HELP a ", "# UNIT a ", "# TYPE a gauge", "a{} 1"],
        ["# HELP a \\\\ \\\" \\n  \t ", "a{b=\"\r\\\\ \\\" \\n # {} \"} 1 1.5"],
    );
}

#[test]
fn types_are_those_of_the_format() {
    refused!(
        (["# TYPE a untyped"], 1, "`untyped` is not a type of this format"),
        (["# TYPE a Gauge"], 1, "`Gauge` is not a type"),
        (["# TYPE a gauge gauge"], 1, "follows the type"),
    );
    accepted!(
        ["# TYPE a unknown", "a -1"],
        ["# TYPE a_s counter", "# UNIT a_s s", "# HELP a_s Help.", "a_s_total 1 2", "a_s_created 1.5 2"],
        ["# TYPE a info", "a_info{b=\"c\"} 1.0", "a_info{b=\"d\"} 1"],
        ["# TYPE a stateset", "a{a=\"on\"} 1", "a{a=\"off\"} 0", "a{b=\"c\",a=\"on\"} 0.0"],
        ["# TYPE a gaugehistogram", "a_bucket{le=\"0.5\"} 2", "a_bucket{le=\"+Inf\"} 3", "a_gcount 3", "a_gsum 1.5"],
        ["# TYPE a summary", "a{quantile=\"0.9\"} NaN", "a{quantile=\"0.5\"} 0", "a_count 1", "a_sum 1", "a_created 1"],
        ["# TYPE a histogram", "a_bucket{le=\"+Inf\"} 1"],
    );
}

#[test]
fn reserved_names_are_refused() {
    refused!(
        (["_a 1"], 1, "the name `_a` is reserved"),
        (["# TYPE _a gauge"], 1, "the name `_a` is reserved"),
        (["a{_b=\"c\"} 1"], 1, "the label name `_b` is reserved"),
        (["# TYPE a counter", "a_total 1 # {_b=\"c\"} 1"], 2, "the label name `_b` is reserved"),
        (["{\"a.b\"} 1"], 1, "quoted names"),
    );
}

#[test]
fn units_end_the_name() {
    refused!(
        (["# TYPE a gauge", "# UNIT a seconds"], 2, "the name `a` doesn't end in `_seconds`"),
        (["# UNIT seconds seconds"], 1, "doesn't end in `_seconds`"),
        (["# UNIT aseconds seconds"], 1, "doesn't end in `_seconds`"),
        (["# TYPE a_s info", "# UNIT a_s s"], 2, "an info has no unit"),
        (["# UNIT a_s s", "# TYPE a_s stateset"], 1, "a state set has no unit"),
        (["# UNIT a_s s", "# UNIT a_s s"], 2, "`a_s` has a UNIT line already"),
        (["a_s 1", "# UNIT a_s s"], 2, "the UNIT line comes after a sample"),
        (["# UNIT a_s s "], 1, "a blank follows the unit"),
        (["# UNIT a_% %"], 1, "is not a metric name"),
        (["# UNIT a_s %"], 1, "`%` is not a unit"),
    );
}

#[test]
fn samples_have_the_suffixes_of_their_kind() {
    refused!(
        (["# TYPE a counter", "a 1"], 2, "`a` is a counter, which has no sample of its own name"),
        (["# TYPE a_total counter", "a_total 1"], 2, "`a_total` is a counter, which has no sample of its own name"),
        (["# TYPE a info", "a 1"], 2, "`a` is an info, which has no sample of its own name"),
        (["# TYPE a counter", "a_created 1"], 2, "the counter has no `_total`"),
        (["# TYPE a counter", "a_total 1", "b 1", "a_created 1"], 4, "`a_created` belongs to the family `a`"),
    );
}

#[test]
fn names_of_families_do_not_clash() {
    refused!(
        (["# TYPE a counter", "a_total 1", "# TYPE a_total gauge"], 3, "`a_total` belongs to the family `a`"),
        (["# TYPE a_total gauge", "# TYPE a counter"], 2, "`a` can't be beside `a_total` of line 1"),
        (["# TYPE a_created gauge", "# TYPE a counter"], 2, "both use the name `a_created`"),
        (["# TYPE a_info gauge", "# TYPE a info"], 2, "both use the name `a_info`"),
        (["# TYPE a counter", "# TYPE b gauge", "# TYPE a gauge"], 3, "`a` belongs to the family `a`"),
        (["a_bucket 1", "# TYPE a gaugehistogram"], 2, "both use the name `a_bucket`"),
    );
    accepted!(["# TYPE a gauge", "a 1", "# TYPE a_total gauge", "a_total 1", "# TYPE a_b counter", "a_b_total 1"]);
}

#[test]
fn points_rise_and_do_not_alternate() {
    refused!(
        (["# TYPE a gauge", "a 1 2", "a 1 1"], 3, "the timestamp is before that of the line above"),
        (["# TYPE a gauge", "a 1 1.1", "a 1 1"], 3, "the timestamp is before"),
        (["# TYPE a gauge", "a 1", "a 1 1"], 3, "others have none"),
        (["# TYPE a gauge", "a 1 1", "a 1"], 3, "others have none"),
        (["a 1 0", "a 1 -0"], 2, "the series `a` is there already, in line 1"),
        (["a{b=\"1\"} 1 1", "a{b=\"2\"} 1 1", "a{b=\"1\"} 1 2"], 3, "another metric is between them"),
        (["a{b=\"1\",c=\"2\"} 1", "a{c=\"2\",b=\"1\"} 1"], 2, "is there already"),
        (["# TYPE a summary", "a_count 1 1", "a_count 1 2", "a_sum 1 1"], 4, "the timestamp is before"),
        (["a 1 NaN"], 1, "`NaN` is not a timestamp"),
        (["a 1 +Inf"], 1, "`+Inf` is not a timestamp"),
        (["a 1 0x1"], 1, "`0x1` is not a timestamp"),
    );
    accepted!(
        ["a{b=\"1\"} 1 -1", "a{b=\"1\"} 1 1.5e3", "a{b=\"2\"} 1 1"],
        ["# TYPE a summary", "a_count 1 1", "a_sum 1 1", "a_count 1 2", "a_sum 1 2"],
    );
}

#[test]
fn creation_times_come_last() {
    refused!(
        (["# TYPE a summary", "a_created 1", "a_count 1"], 2, "`_created` comes before other samples of its metric"),
        (["# TYPE a counter", "a_created 1", "a_total 1"], 2, "`_created` comes before other samples"),
        (
            ["# TYPE a counter", "a_total{b=\"1\"} 1", "a_total{b=\"2\"} 1", "a_created{b=\"1\"} 1"],
            4,
            "another metric is between them"
        ),
        (["# TYPE a counter", "a_total 1", "a_created NaN"], 3, "a creation time is a finite number"),
    );
}

#[test]
fn values_are_those_of_their_kind() {
    refused!(
        (["# TYPE a counter", "a_total -1"], 2, "a counter is neither negative nor NaN"),
        (["# TYPE a counter", "a_total NaN"], 2, "a counter is neither negative nor NaN"),
        (["# TYPE a info", "a_info 2"], 2, "an info's value is 1"),
        (["# TYPE a info", "a_info NaN"], 2, "an info's value is 1"),
        (["# TYPE a stateset", "a{a=\"b\"} 2"], 2, "a state's value is 0 or 1"),
        (["# TYPE a stateset", "a{b=\"a\"} 1"], 2, "the state set's label `a` is missing"),
        (["# TYPE a stateset", "a{a=\"b\"} 1", "a{a=\"b\"} 0"], 3, "is there already"),
        (["# TYPE a summary", "a{quantile=\"0.5\"} -1"], 2, "a quantile's value is not negative"),
        (["# TYPE a summary", "a_sum -1", "a_count 1"], 2, "a sum is neither negative nor NaN"),
        (["# TYPE a summary", "a_sum NaN", "a_count 1"], 2, "a sum is neither negative nor NaN"),
        (["# TYPE a summary", "a_count 0.5"], 2, "a count is a whole number"),
        (["# TYPE a gaugehistogram", "a_gsum NaN"], 2, "a sum is not NaN"),
        (["# TYPE a gaugehistogram", "a_gcount -1"], 2, "a count is a whole number"),
    );
}

#[test]
fn histograms_have_a_sum_with_a_count_or_neither() {
    refused!(
        (["# TYPE a histogram", "a_bucket{le=\"+Inf\"} 1", "a_sum 1"], 3, "has `_sum`, and no `_count`"),
        (["# TYPE a histogram", "a_bucket{le=\"+Inf\"} 1", "a_count 1"], 3, "has `_count`, and no `_sum`"),
        (["# TYPE a gaugehistogram", "a_bucket{le=\"+Inf\"} 1", "a_gsum 1"], 3, "has `_gsum`, and no `_gcount`"),
        (["# TYPE a gaugehistogram", "a_bucket{le=\"+Inf\"} 1", "a_gcount 1"], 3, "has `_gcount`, and no `_gsum`"),
        (["# TYPE a histogram", "a_bucket{le=\"+Inf\"} 1", "a_count 2", "a_sum 1"], 3, "the count is 2"),
        (["# TYPE a histogram", "a_count 0", "a_sum 0"], 3, "has no bucket `le=\"+Inf\"`"),
        (
            ["# TYPE a histogram", "a_bucket{le=\"-1.0\"} 0", "a_bucket{le=\"+Inf\"} 0", "a_sum 0", "a_count 0"],
            4,
            "the histogram has a negative bound, and a sum"
        ),
        (
            ["# TYPE a gaugehistogram", "a_bucket{le=\"+Inf\"} 1", "a_gsum -1", "a_gcount 1"],
            3,
            "the sum is negative, and no bucket has a negative bound"
        ),
        (["# TYPE a histogram", "a_bucket{le=\"1.0\"} 1 1", "a_bucket{le=\"+Inf\"} 1 2"], 2, "has no bucket"),
    );
    accepted!(
        ["# TYPE a histogram", "a_bucket{le=\"-1.0\"} 0", "a_bucket{le=\"+Inf\"} 0"],
        ["# TYPE a gaugehistogram", "a_bucket{le=\"-1.0\"} 1", "a_bucket{le=\"+Inf\"} 1", "a_gsum -1", "a_gcount 1"],
    );
}

#[test]
fn bounds_and_quantiles_are_canonical() {
    refused!(
        (["# TYPE a histogram", "a_bucket{le=\"1\"} 0"], 2, "`1` is not how OpenMetrics spells this number"),
        (["# TYPE a histogram", "a_bucket{le=\"1.10\"} 0"], 2, "`1.10` is not how"),
        (["# TYPE a histogram", "a_bucket{le=\"1e6\"} 0"], 2, "`1e6` is not how"),
        (["# TYPE a histogram", "a_bucket{le=\"+INF\"} 0"], 2, "`+INF` is not how"),
        (["# TYPE a summary", "a{quantile=\"1\"} 0"], 2, "`1` is not how"),
    );
    accepted!([
        "# TYPE a histogram",
        "a_bucket{le=\"0.0\"} 0",
        "a_bucket{le=\"1e-05\"} 0",
        "a_bucket{le=\"100000.0\"} 0",
        "a_bucket{le=\"1.1e+23\"} 0",
        "a_bucket{le=\"+Inf\"} 0",
    ]);
}

#[test]
fn exemplars_are_few_short_and_in_their_bucket() {
    let longest = "é".repeat(127);
    let exposition = |value: &str| format!("# TYPE a counter\na_total 1 # {{b=\"{value}\"}} 1\n# EOF\n");
    assert!(Exposition::from_openmetrics(exposition(&longest)).is_ok());
    let too_long = Exposition::from_openmetrics(exposition(&format!("{longest}4"))).unwrap_err();
    assert_eq!(too_long.message(), "the exemplar's labels have 129 characters");

    refused!(
        (["a 1 # {b=\"c\"} 1"], 1, "`a` can't have an exemplar"),
        (["# TYPE a gauge", "a 1 # {b=\"c\"} 1"], 2, "`a` can't have an exemplar"),
        (["# TYPE a info", "a_info 1 # {b=\"c\"} 1"], 2, "`a_info` can't have an exemplar"),
        (["# TYPE a counter", "a_total 1", "a_created 1 # {} 1"], 3, "`a_created` can't have an exemplar"),
        (["# TYPE a histogram", "a_bucket{le=\"+Inf\"} 1", "a_sum 1 # {} 1", "a_count 1"], 3, "`a_sum` can't have"),
        (["# TYPE a_bucket gauge", "a_bucket 1 # {} 1"], 2, "`a_bucket` can't have"),
        (["# TYPE a counter", "a_total 1 # {} 1 # {} 2"], 2, "the sample has two exemplars"),
        (["# TYPE a counter", "a_total 1 # {} 1 1 # {} 2"], 2, "follows the exemplar"),
        (["# TYPE a counter", "a_total 1 # 1"], 2, "the exemplar has no labels"),
        (["# TYPE a counter", "a_total 1 # {}"], 2, "there is no value"),
        (["# TYPE a counter", "a_total 1 # {} 1 "], 2, "the line ends with a space"),
        (["# TYPE a counter", "a_total 1 # {} 1 NaN"], 2, "`NaN` is not a timestamp"),
        (["# TYPE a counter", "a_total 1 #{} 1"], 2, "there is no space before `{}`"),
        (["# TYPE a counter", "a_total 1# {} 1"], 2, "`1#` is not a number"),
        (["# TYPE a counter", "a_total 1 1# {} 1"], 2, "`1#` is not a timestamp"),
        (["# TYPE a counter", "a_total 1 #"], 2, "the exemplar has no labels"),
        (["# TYPE a counter", "a_total 1 1 {} 1"], 2, "`{}` follows the timestamp"),
        (["# TYPE a counter", "a_total 1 # {b=\"c\",b=\"c\"} 1"], 2, "the label `b` is given twice"),
        (
            ["# TYPE a histogram", "a_bucket{le=\"1.0\"} 1 # {} 1.5"],
            2,
            "the exemplar's value, 1.5, is not in the bucket up to 1.0"
        ),
        (["# TYPE a histogram", "a_bucket{le=\"+Inf\"} 1 # {} NaN"], 2, "is not in the bucket up to +Inf"),
    );
    accepted!(
        ["# TYPE a histogram", "a_bucket{le=\"1.0\"} 1 # {b=\"c # \"} 1 1.5", "a_bucket{le=\"+Inf\"} 1 # {} +Inf"],
        ["# TYPE a counter", "a_total{le=\"1\"} 1 5 # {} NaN"],
    );
}
