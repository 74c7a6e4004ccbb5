//! Numbers as Prometheus writes them: Go's shortest `%g`.

use std::fmt::Write;

/// Appends an integer with all its digits.
pub(super) fn integer(out: &mut String, value: impl itoa::Integer) {
    out.push_str(itoa::Buffer::new().format(value));
}

/// Appends a float: the fewest digits that read back as the same, with an exponent below 1e-4 and from 1e6 on.
pub(super) fn float(out: &mut String, value: f64) {
    if value.is_nan() {
        out.push_str("NaN");
    } else if value.is_infinite() {
        out.push_str(if value > 0.0 { "+Inf" } else { "-Inf" });
    } else if value == 0.0 || (1e-4..1e6).contains(&value.abs()) {
        append(out, format_args!("{value}"));
    } else {
        scientific(out, value);
    }
}

/// Appends the upper bound of a bucket in the canonical form of `OpenMetrics`, which always looks like a float. So a
/// series keeps its identity when a scrape changes its format.
pub(super) fn bound(out: &mut String, value: f64) {
    let start = out.len();
    float(out, value);
    if value.is_finite() && !out[start..].contains(['.', 'e']) {
        out.push_str(".0");
    }
}

/// Go writes the exponent with a sign and at least two digits, Rust with neither.
fn scientific(out: &mut String, value: f64) {
    let start = out.len();
    append(out, format_args!("{value:e}"));
    let Some(at) = out[start..].find('e').map(|at| start + at) else { return };
    let Ok(exponent) = out[at + 1..].parse::<i32>() else { return };
    out.truncate(at);
    append(out, format_args!("e{exponent:+03}"));
}

fn append(out: &mut String, text: std::fmt::Arguments<'_>) {
    // A String takes everything.
    let _ = out.write_fmt(text);
}

#[cfg(test)]
mod tests {
    use super::{bound, float, integer};

    fn written(value: f64) -> String {
        let mut out = String::new();
        float(&mut out, value);
        out
    }

    fn written_bound(value: f64) -> String {
        let mut out = String::from("le=1e5 ");
        bound(&mut out, value);
        out.split_off("le=1e5 ".len())
    }

    #[test]
    fn floats_are_as_short_as_in_go() {
        let cases = [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.0, "1"),
            (-1.5, "-1.5"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.30000000000000004"),
            (0.0001, "0.0001"),
            (0.000_099, "9.9e-05"),
            (1e-5, "1e-05"),
            (100_000.0, "100000"),
            (123_456.789, "123456.789"),
            (999_999.0, "999999"),
            (999_999.999_999_999_9, "999999.9999999999"),
            (1e6, "1e+06"),
            (-1_234_567.0, "-1.234567e+06"),
            (1e21, "1e+21"),
            (1e100, "1e+100"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
            (5e-324, "5e-324"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "+Inf"),
            (f64::NEG_INFINITY, "-Inf"),
        ];
        for (value, expected) in cases {
            assert_eq!(written(value), expected);
        }
    }

    #[test]
    fn floats_read_back_as_they_were() {
        let mut bits = 1_u64;
        for _ in 0..10_000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let value = f64::from_bits(bits);
            if value.is_finite() {
                assert_eq!(written(value).parse::<f64>().map(f64::to_bits), Ok(bits));
            }
        }
    }

    #[test]
    fn bounds_look_like_floats() {
        let cases = [(1.0, "1.0"), (0.005, "0.005"), (100_000.0, "100000.0"), (1e6, "1e+06"), (-5.0, "-5.0")];
        for (value, expected) in cases {
            assert_eq!(written_bound(value), expected);
        }
        assert_eq!(written_bound(f64::INFINITY), "+Inf");
    }

    #[test]
    fn integers_keep_all_digits() {
        let mut out = String::new();
        integer(&mut out, u64::MAX);
        out.push(' ');
        integer(&mut out, i64::MIN);
        assert_eq!(out, "18446744073709551615 -9223372036854775808");
    }
}
