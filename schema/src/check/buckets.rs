//! The buckets of a histogram.

use super::{Findings, Metric, Part};
use crate::{Kind, Rule};

/// The bounds of a histogram of seconds that states none: those of Prometheus' client libraries, from 5 ms to 10 s.
pub const DEFAULT_SECONDS_BUCKETS: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// The rules on the bounds of a histogram's buckets.
pub(super) fn check(metric: &Metric<'_>, found: &mut Findings<'_>) {
    if metric.kind != Kind::Histogram {
        return;
    }
    let Some(bounds) = metric.buckets else {
        // A native histogram has buckets of its own; under the unit that it should have, another may have a default.
        if metric.native.is_some() || super::unit::is_misnamed(metric.name) {
            return;
        }
        found
            .report(Rule::BucketsMissing, Part::Name, format!("`{}` has no buckets", metric.name))
            .help("state their upper bounds: `#[metric(buckets = [1.0, 10.0, 100.0])]`; only seconds have a default");
        return;
    };
    if bounds.is_empty() && metric.native.is_none() {
        found
            .report(Rule::BucketsMissing, Part::Buckets, "a histogram without buckets is a sum and a count".into())
            .help("state the upper bounds, smallest first; `+Inf` is always added");
    }
    for (position, &bound) in bounds.iter().enumerate() {
        in_order(position, bound, bounds, found);
    }
    let max = found.policy.budget.buckets.most;
    if bounds.len() as u64 > max {
        found
            .report(
                Rule::BucketsTooMany,
                Part::Buckets,
                format!("{} buckets, and the policy allows {max}", bounds.len()),
            )
            .help("each bucket is a series for every label set; keep those that an alert or a panel needs");
    }
    fits_unit(metric, bounds, found);
}

fn in_order(position: usize, bound: f64, bounds: &[f64], found: &mut Findings<'_>) {
    if !bound.is_finite() {
        found
            .report(Rule::BucketsNotFinite, Part::Bucket(position), format!("{bound} is not a bucket bound"))
            .help("remove it: `+Inf` is always added");
    } else if position > 0 && bounds[position - 1].total_cmp(&bound).is_eq() {
        found.report(Rule::BucketsUnsorted, Part::Bucket(position), format!("the bound {bound} stands there twice"));
    } else if position > 0 && bounds[position - 1] >= bound {
        found
            .report(
                Rule::BucketsUnsorted,
                Part::Bucket(position),
                format!("the bound {bound} comes after {}, and bounds must rise", bounds[position - 1]),
            )
            .help("sort the bounds, smallest first");
    }
}

/// Bounds of seconds that start at 1 and reach a thousand were meant as milliseconds, unless all of them are whole minutes; a
/// ratio is at most 1.
fn fits_unit(metric: &Metric<'_>, bounds: &[f64], found: &mut Findings<'_>) {
    let (Some(&first), Some(&last)) = (bounds.first(), bounds.last()) else { return };
    let are_minutes = || bounds.iter().all(|bound| bound.rem_euclid(60.0).abs() < f64::EPSILON);
    let looks_like = match super::unit::of_name(metric.name) {
        Some("seconds") if first >= 1.0 && (1000.0..=100_000.0).contains(&last) && !are_minutes() => "milliseconds",
        Some("ratio") if last > 1.0 => "percent",
        _ => return,
    };
    found
        .report(
            Rule::BucketsUnitMismatch,
            Part::Buckets,
            format!("`{}` has bounds from {first} to {last}, which look like {looks_like}", metric.name),
        )
        .help("state the bounds in the unit of the name");
}

#[cfg(test)]
mod tests {
    use crate::check::{Metric, metric};
    use crate::policy::Policy;
    use crate::{Kind, Rule};

    fn are_suspect(bounds: &[f64]) -> bool {
        let histogram = Metric {
            name: "job_duration_seconds",
            written: "job_duration_seconds",
            kind: Kind::Histogram,
            help: "Time that a job takes.",
            unit: None,
            buckets: Some(bounds),
            native: None,
            category: None,
            stability: None,
            deprecated: None,
        };
        metric(&histogram, &Policy::default(), &[]).iter().any(|found| found.rule == Rule::BucketsUnitMismatch)
    }

    #[test]
    fn whole_minutes_up_to_a_day_are_seconds() {
        assert!(are_suspect(&[5.0, 50.0, 500.0, 5_000.0]));
        assert!(are_suspect(&[1.0, 60.0, 3_600.0]));
        assert!(!are_suspect(&[60.0, 600.0, 3_600.0, 86_400.0]));
        assert!(!are_suspect(&[0.1, 1.0, 3_600.0]));
    }
}
