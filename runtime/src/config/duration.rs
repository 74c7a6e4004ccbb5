//! Durations as operators write them: a number and its unit.

use std::time::Duration;

/// The duration that is written as `30s`, `500ms` or `2m`. None if it is 0, or longer than can be told.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let digits = text.len() - text.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let (number, unit) = text.split_at_checked(digits)?;
    let milliseconds: u64 = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        _ => return None,
    };
    let duration = Duration::from_millis(number.parse::<u64>().ok()?.checked_mul(milliseconds)?);
    (!duration.is_zero()).then_some(duration)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::parse;

    #[test]
    fn a_number_needs_its_unit() {
        let cases = [("30s", 30_000), ("500ms", 500), ("2m", 120_000), ("007s", 7_000)];
        for (text, milliseconds) in cases {
            assert_eq!(parse(text), Some(Duration::from_millis(milliseconds)), "{text}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        let junk =
            ["", "s", "30", "0s", "0ms", "-1s", "+1s", "1.5s", "1 s", " 1s", "1s ", "1h", "1S", "1s1s", "1é", "é"];
        assert_eq!(junk.into_iter().find(|text| parse(text).is_some()), None);
        assert_eq!(parse("18446744073709551616ms"), None);
        assert_eq!(parse("18446744073709551615s"), None);
        assert_eq!(parse(&format!("{}s", "9".repeat(100_000))), None);
    }
}
