//! Numbers, as both formats write them.

/// Reads a decimal number, an infinity or `NaN`; none if it is something else, or more than a double can hold.
pub(super) fn parse(text: &str) -> Option<f64> {
    let value: f64 = text.parse().ok()?;
    let is_written_in_digits = text.contains(|character: char| character.is_ascii_digit());
    let is_too_large = value.is_infinite() && is_written_in_digits;
    let is_signed_nan = value.is_nan() && text.starts_with(['+', '-']);
    (!is_too_large && !is_signed_nan).then_some(value)
}

/// Whether it counts something: 0, 1, 2 and so on.
pub(super) fn is_count(value: f64) -> bool {
    value >= 0.0 && value.is_finite() && value.fract() == 0.0
}

/// The one spelling that OpenMetrics has for a bound or a quantile: the fewest digits, as a float.
///
/// Written anew and not shared with the encoder, since what checks it should not have its faults.
pub(super) fn canonical(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "+Inf".into() } else { "-Inf".into() };
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        let plain = value.to_string();
        if plain.contains('.') { plain } else { plain + ".0" }
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::{canonical, parse};

    #[test]
    fn numbers_are_decimal() {
        let good = [
            ("0042", 42.0),
            ("1.", 1.0),
            (".5", 0.5),
            ("+1E3", 1000.0),
            ("-1.5e-3", -0.0015),
            ("inf", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
            ("+Inf", f64::INFINITY),
            ("1e-999", 0.0),
        ];
        for (text, value) in good {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        assert!(parse("NaN").is_some_and(f64::is_nan));
        for bad in ["", ".", "+", "e5", "1e", "1_000", "0x1", "0x1p-3", "0b1", "1e999", "-NaN", "1,5", "١", "1 "] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_canonical_spelling_is_that_of_go() {
        let cases = [
            (0.0, "0.0"),
            (0.001, "0.001"),
            (0.95, "0.95"),
            (10.0, "10.0"),
            (-5.0, "-5.0"),
            (1e-10, "1e-10"),
            (1e-9, "1e-09"),
            (1e-5, "1e-05"),
            (0.0001, "0.0001"),
            (100_000.0, "100000.0"),
            (1e6, "1e+06"),
            (1_555_555.555_555_52, "1.55555555555552e+06"),
            (1.1e23, "1.1e+23"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "+Inf"),
            (f64::NEG_INFINITY, "-Inf"),
        ];
        for (value, expected) in cases {
            assert_eq!(canonical(value), expected);
        }
    }
}
