//! Numbers as Prometheus writes them: Go's shortest `%g`.

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
    } else if value == 0.0 {
        out.push_str(if value.is_sign_negative() { "-0" } else { "0" });
    } else {
        let shortest = Shortest::of(value, &mut zmij::Buffer::new());
        out.push_str(if shortest.is_negative { "-" } else { "" });
        if (-4..6).contains(&shortest.exponent) { shortest.positional(out) } else { shortest.scientific(out) }
    }
}

/// Appends the upper bound of a bucket in the canonical form of OpenMetrics, which always looks like a float. So a
/// series keeps its identity when a scrape changes its format.
pub(super) fn bound(out: &mut String, value: f64) {
    let start = out.len();
    float(out, value);
    if value.is_finite() && !out[start..].contains(['.', 'e']) {
        out.push_str(".0");
    }
}

/// The most digits that a double needs.
const DIGITS: usize = 17;

/// The fewest digits that tell a double from every other.
struct Shortest {
    is_negative: bool,
    digits: [u8; DIGITS],
    len: usize,
    /// The power of ten of the first digit.
    exponent: i32,
}

impl Shortest {
    /// For a finite number that is not 0.
    fn of(value: f64, buffer: &mut zmij::Buffer) -> Self {
        let text = buffer.format_finite(value);
        let (mantissa, power) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.trim_start_matches('-').split_once('.').unwrap_or((mantissa, ""));
        let whole = whole.trim_start_matches('-');
        let mut shortest = Self { is_negative: value < 0.0, digits: [b'0'; DIGITS], len: 0, exponent: 0 };
        let all = whole.bytes().chain(fraction.bytes());
        let zeros = all.clone().take_while(|&digit| digit == b'0').count();
        for (place, digit) in shortest.digits.iter_mut().zip(all.skip(zeros)) {
            *place = digit;
        }
        shortest.len = shortest.digits.iter().rposition(|&digit| digit != b'0').map_or(1, |last| last + 1);
        let before_point = i32::try_from(whole.len()).unwrap_or(0) - i32::try_from(zeros).unwrap_or(0);
        shortest.exponent = before_point - 1 + power.parse::<i32>().unwrap_or(0);
        shortest
    }

    /// `1234.5`, `0.00012`
    fn positional(&self, out: &mut String) {
        let before_point = usize::try_from(self.exponent + 1).unwrap_or(0);
        if before_point == 0 {
            out.push_str("0.");
            (0..-(self.exponent + 1)).for_each(|_| out.push('0'));
            self.push(out, 0..self.len);
        } else {
            self.push(out, 0..before_point);
            if self.len > before_point {
                out.push('.');
                self.push(out, before_point..self.len);
            }
        }
    }

    /// `1.2345e+09`: Go writes the exponent with a sign and at least two digits.
    fn scientific(&self, out: &mut String) {
        self.push(out, 0..1);
        if self.len > 1 {
            out.push('.');
            self.push(out, 1..self.len);
        }
        out.push_str(if self.exponent < 0 { "e-" } else { "e+" });
        if self.exponent.abs() < 10 {
            out.push('0');
        }
        integer(out, self.exponent.unsigned_abs());
    }

    fn push(&self, out: &mut String, digits: std::ops::Range<usize>) {
        out.extend(self.digits[digits].iter().map(|&digit| char::from(digit)));
    }
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
