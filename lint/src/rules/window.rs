//! For how long a deprecated metric is kept.

/// Whether the time is over: so many minor releases have followed, or a major one. Never for a version that is none.
pub(super) fn is_over(since: &str, now: &str, minor_releases: u64) -> bool {
    match (release(since), release(now)) {
        (Some(since), Some(now)) if now.0 == since.0 => now.1 >= since.1.saturating_add(minor_releases),
        (Some(since), Some(now)) => now.0 > since.0,
        _ => false,
    }
}

/// The major and the minor number of a version. `1.4` and `v1.4` are taken for `1.4.0`.
fn release(version: &str) -> Option<(u64, u64)> {
    let version = version.trim();
    let mut numbers = version.strip_prefix('v').unwrap_or(version).split(['.', '-', '+']);
    let major = numbers.next()?.parse().ok()?;
    let minor = numbers.next().map_or(Some(0), |minor| minor.parse().ok())?;
    Some((major, minor))
}

#[cfg(test)]
mod tests {
    use super::is_over;

    #[test]
    fn minor_releases_are_counted_and_a_major_one_ends_it() {
        assert!(!is_over("1.4.0", "1.4.9", 3));
        assert!(!is_over("1.4.2", "1.6.9", 3));
        assert!(is_over("1.4.2", "1.7.0", 3));
        assert!(is_over("1.4", "1.10.0-rc.1", 3));
        assert!(is_over("1.4.0", "2.0.0", 3));
        assert!(is_over("0.4.0", "1.0.0", 3));
        assert!(is_over("1.4.0", "1.4.0", 0));
        assert!(is_over("v2", "v2.3.0", 3));
    }

    #[test]
    fn what_is_no_version_or_lies_ahead_is_never_over() {
        assert!(!is_over("soon", "9.0.0", 3));
        assert!(!is_over("1.4.0", "unknown", 3));
        assert!(!is_over("2.0.0", "1.9.0", 0));
        assert!(!is_over("1.18446744073709551615.0", "1.2.0", 3));
        assert!(!is_over("", "1.0.0", 0));
    }
}
