//! `deprecated/overdue`: a metric that was to go and is still there, long after everybody had the time to leave it.

use lowcard_schema::Rule;

use crate::rules::{Findings, Lint, Needs, window};
use crate::subject::{Subject, place};

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::DeprecatedOverdue, needs: Needs::Catalog, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(catalog) = &subject.catalog else { return };
    for metric in &catalog.metrics {
        let (site, policy) = (&metric.site, subject.policy_of(&metric.site.package));
        let since = metric.deprecated.as_ref().and_then(|deprecated| deprecated.since.as_deref());
        let kept = policy.promises.deprecation_window;
        let (Some(since), true) = (since, subject.is_own(metric)) else { continue };
        // The release that ends the time is the one to remove it in: the next one is too late.
        if !window::is_over(since, &site.version, kept.most.saturating_add(1)) {
            continue;
        }
        let releases = if kept.most == 1 { "release" } else { "releases" };
        let message = format!(
            "`{}` has been deprecated since {since}, and `{}` is at {}: it is kept for {} minor {releases}",
            metric.name, site.package, site.version, kept.most
        );
        found
            .about_metric(Rule::DeprecatedOverdue, &metric.name, &site.package)
            .report(message)
            .at(place(site))
            .policy(policy, kept.line)
            .help("remove it: whoever queries it has been told");
    }
}
