//! `deprecated/overdue`: a metric that was to go and is still there, long after everybody had the time to leave it.

use lowcard_schema::Rule;

use crate::rules::{Findings, Lint, Needs};
use crate::subject::{Subject, place};

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::DeprecatedOverdue, needs: Needs::Catalog, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(catalog) = &subject.catalog else { return };
    for metric in &catalog.metrics {
        let (site, policy) = (&metric.site, subject.policy_of(&metric.site.package));
        let since = metric.deprecated.as_ref().and_then(|deprecated| deprecated.since.as_deref());
        let window = policy.promises.deprecation_window;
        let (Some(since), true) = (since, subject.member(&site.package).is_some()) else { continue };
        if !is_over(since, &site.version, window.most) {
            continue;
        }
        let releases = if window.most == 1 { "release" } else { "releases" };
        let message = format!(
            "`{}` has been deprecated since {since}, and `{}` is at {}: it is kept for {} minor {releases}",
            metric.name, site.package, site.version, window.most
        );
        let mut reported = found.about_metric(Rule::DeprecatedOverdue, &metric.name, &site.package).report(message);
        reported.at(place(site)).help("remove it: whoever queries it has been told");
        if let Some(line) = window.line {
            reported.policy(policy, line);
        }
    }
}

/// Whether a release lies so many minor releases back, or a major one. What can't be read is not judged.
fn is_over(since: &str, version: &str, window: u64) -> bool {
    let (Some((since_major, since_minor)), Some((major, minor))) = (release(since), release(version)) else {
        return false;
    };
    major > since_major || major == since_major && minor.saturating_sub(since_minor) > window
}

/// The major and minor number of `1.4.0`, `1.4` or `v1.4.0-rc.1`.
fn release(version: &str) -> Option<(u64, u64)> {
    let version = version.trim();
    let mut numbers = version.strip_prefix('v').unwrap_or(version).split(['.', '-', '+']);
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    let major = number(numbers.next()?)?;
    Some((major, number(numbers.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::is_over;

    #[test]
    fn minor_releases_are_counted_and_a_major_one_ends_it() {
        for (since, version, over) in [
            ("1.4.0", "1.7.9", false),
            ("1.4.0", "1.8.0", true),
            ("1.4", "1.8.0", true),
            ("v1.4.0", "1.8.0-rc.1", true),
            ("1.9.0", "2.0.0", true),
            ("0.1.0", "0.5.0", true),
            ("0.1.0", "0.4.0", false),
        ] {
            assert_eq!(is_over(since, version, 3), over, "{since} to {version}");
        }
    }

    #[test]
    fn what_is_not_released_yet_is_not_over() {
        assert!(!is_over("2.0.0", "1.9.0", 3));
        assert!(!is_over("1.9.0", "1.4.0", 3));
    }

    #[test]
    fn what_is_no_version_is_not_judged() {
        for unreadable in ["", "2", "next", "1.x", "spring 2026", "+1.-2", "99999999999999999999999.0"] {
            assert!(!is_over(unreadable, "9.9.9", 3), "{unreadable}");
            assert!(!is_over("0.1.0", unreadable, 3), "{unreadable}");
        }
    }
}
