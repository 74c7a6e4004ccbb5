//! Round figures.

/// The least of 1, 2, 5, 10, 20, 50, … that is not below the number.
pub(super) fn up(number: u64) -> u64 {
    let mut power: u64 = 1;
    loop {
        for step in [1, 2, 5] {
            match power.checked_mul(step) {
                Some(round) if round >= number => return round,
                Some(_) => {}
                None => return number,
            }
        }
        let Some(next) = power.checked_mul(10) else { return number };
        power = next;
    }
}

/// As TOML and Rust write it: `10_000`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{grouped, up};

    #[test]
    fn round_figures_are_not_below() {
        let rounded = [0, 1, 2, 3, 5, 6, 11, 50, 51, 10_001, 12_345].map(up);
        assert_eq!(rounded, [1, 1, 2, 5, 5, 10, 20, 50, 100, 20_000, 20_000]);
        assert_eq!(up(u64::MAX), u64::MAX);
    }

    #[test]
    fn digits_are_in_threes() {
        assert_eq!([1, 999, 1_000, 1_234_567].map(grouped), ["1", "999", "1_000", "1_234_567"]);
    }
}
