//! Expected lines.

use crate::Registry;
use crate::testing::{assert_exposition, compare};

const FOUND: &str = "\
# HELP a_total Things.
# TYPE a_total counter
a_total{b=\"1\",c=\"x\"} 1
a_total{b=\"2\",c=\"x\"} 1e+06
# TYPE d histogram
d_bucket{le=\"1.0\"} 1
d_bucket{le=\"+Inf\"} 2
d_sum 3
d_count 2
e NaN
";

#[test]
fn what_is_written_otherwise_is_the_same() {
    assert_exposition!(FOUND, "");
    assert_exposition!(FOUND, FOUND);
    assert_exposition!(FOUND.to_owned(), String::from(FOUND));
    assert_exposition!(&FOUND, "e nan");
    assert_exposition!(Registry::new(), "");
    assert_exposition!(
        FOUND,
        r#"
            d_count 2.0
            d_sum 3e0
            d_bucket{le="+Inf"} 2
            d_bucket{le="1.0"} 1

            # TYPE a_total counter
            a_total{ c="x", b="2" } 1000000
            a_total{c="x",b="1",empty=""} 1
        "#,
    );
}

#[test]
fn changes_are_shown_beside_each_other() {
    assert_differs(
        FOUND,
        "# HELP a_total Thing.\na_total{c=\"x\",b=\"1\"} 2\na_total{b=\"2\",c=\"x\"} 1e6\n",
        "\
- # HELP a_total Thing.
+ # HELP a_total Things.
- a_total{c=\"x\",b=\"1\"} 2
+ a_total{b=\"1\",c=\"x\"} 1
  a_total{b=\"2\",c=\"x\"} 1e+06",
    );
}

#[test]
fn what_is_missing_or_too_much_is_shown() {
    assert_differs(
        FOUND,
        "a_total{b=\"2\",c=\"x\"} 1000000\nf{g=\"h\"} 1\nd_bucket{le=\"1\"} 1\nd_bucket{le=\"+Inf\"} 2\nd_sum 3\nd_count 2\n",
        "\
+ a_total{b=\"1\",c=\"x\"} 1
  a_total{b=\"2\",c=\"x\"} 1e+06
- f{g=\"h\"} 1
+ d_bucket{le=\"1.0\"} 1
  d_bucket{le=\"+Inf\"} 2
  d_sum 3
  d_count 2
- d_bucket{le=\"1\"} 1",
    );
    assert_differs(FOUND, "# TYPE e gauge\n", "+ e NaN\n- # TYPE e gauge");
    assert_differs(FOUND, "e NaN\ne NaN\n", "  e NaN\n- e NaN");
}

#[test]
fn lines_far_from_a_change_are_left_out() {
    let line = |series, value| format!("a{{b=\"{series}\"}} {value}\n");
    let lines = |changed| (0..20).map(move |series| line(series, if series == 9 { changed } else { 0 }));
    let (found, expected): (String, String) = (lines(1).collect(), lines(2).collect());
    assert_differs(
        &found,
        &expected,
        "  …\n  a{b=\"6\"} 0\n  a{b=\"7\"} 0\n  a{b=\"8\"} 0\n- a{b=\"9\"} 2\n+ a{b=\"9\"} 1\n  a{b=\"10\"} 0\n  a{b=\"11\"} 0\n  \
         a{b=\"12\"} 0\n  …",
    );
}

#[test]
fn openmetrics_is_recognised_by_its_end() {
    let found =
        "# TYPE a counter\na_total{b=\"c\"} 1 # {t=\"u\"} 1\na_created{b=\"c\"} 5\n# TYPE b info\nb_info 1\n# EOF\n";
    assert_exposition!(found, "a_total{b=\"c\"} 1.0 # {t=\"u\"} 1\na_created{b=\"c\"} 5\n# EOF\n");
    assert_exposition!(found, "b_info 1");
    assert_differs(
        found,
        "a_total{b=\"c\"} 1\na_created{b=\"c\"} 5",
        "- a_total{b=\"c\"} 1\n+ a_total{b=\"c\"} 1 # {t=\"u\"} 1\n  a_created{b=\"c\"} 5",
    );
}

#[test]
fn an_invalid_exposition_is_refused_even_if_no_line_differs() {
    let mismatch = compare("a 1\nb 1\na{c=\"d\"} 1\n", "b 1").unwrap_err();
    assert_eq!(
        mismatch.to_string(),
        "the exposition is invalid: line 3: `a` belongs to the family `a`, which starts in line 1 and has ended\n  \
         found: a{c=\"d\"} 1\n  help: write all lines of a family together, each family once, and other families with other names"
    );
    let both = compare("a 1\n?\n", "a 2").unwrap_err().to_string();
    assert!(both.starts_with("the exposition is not what was expected"), "{both}");
    assert!(both.contains("\n- a 2\n+ a 1\nthe exposition is invalid: line 2: `?` is not a metric name"), "{both}");
}

#[test]
fn expected_lines_that_are_none_are_refused() {
    let mismatch = compare("a 1\n", "a 1\n  a{b=c} 1\n").unwrap_err().to_string();
    assert!(mismatch.starts_with("the expected text can't be read: line 2: the value of the label `b`"), "{mismatch}");
}

#[test]
#[should_panic(expected = "- a 2\n+ a 1")]
fn a_difference_is_a_panic() {
    assert_exposition!("a 1\n", "a 2\n");
}

#[track_caller]
fn assert_differs(found: &str, expected: &str, diff: &str) {
    let mismatch = compare(found, expected).unwrap_err().to_string();
    assert_eq!(mismatch, format!("the exposition is not what was expected (`-` expected, `+` found):\n{diff}"));
}
