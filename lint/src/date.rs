//! Today, as policies write dates.

use std::time::{SystemTime, UNIX_EPOCH};

/// The day in UTC, as `YYYY-MM-DD`: in this form, earlier dates compare as less.
pub(crate) fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    of_day(i64::try_from(since.as_secs() / 86_400).unwrap_or(i64::MAX))
}

/// The date of a day, counted from 1970-01-01: Howard Hinnant's `civil_from_days`
/// (<https://howardhinnant.github.io/date_algorithms.html>), in eras of 400 years that start in March.
fn of_day(day: i64) -> String {
    let shifted = day.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::of_day;

    #[test]
    fn leap_days_and_ends_of_years_are_where_they_should_be() {
        assert_eq!(of_day(0), "1970-01-01");
        assert_eq!(of_day(11_016), "2000-02-29");
        assert_eq!(of_day(11_017), "2000-03-01");
        assert_eq!(of_day(20_453), "2025-12-31");
        assert_eq!(of_day(47_540), "2100-02-28");
        assert_eq!(of_day(47_541), "2100-03-01");
    }
}
