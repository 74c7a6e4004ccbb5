//! The series that several metrics can have together.

use lowcard_schema::policy::{Limit, Policy};
use lowcard_schema::record::Record;
use lowcard_schema::{Rule, Series};

use crate::rules::Findings;
use crate::subject::place;

/// How many of the metrics are named.
const NAMED: usize = 3;

/// The worst case of several metrics, the largest first.
pub(super) struct Sum<'s> {
    total: Series,
    metrics: Vec<(&'s Record, Series)>,
}

impl<'s> Sum<'s> {
    /// Adds up metrics, which come sorted by name. A name counts once, however often it is declared: with the most series.
    pub(super) fn of(metrics: impl IntoIterator<Item = &'s Record>) -> Self {
        let mut largest: Vec<(&Record, Series)> = Vec::new();
        for metric in metrics {
            let series = Series::from(metric.worst_case);
            match largest.last_mut() {
                Some(last) if last.0.name == metric.name => {
                    if series.exceeds(last.1) {
                        *last = (metric, series);
                    }
                }
                _ => largest.push((metric, series)),
            }
        }
        largest.sort_by_key(|&(_, series)| core::cmp::Reverse(series.get().unwrap_or(u64::MAX)));
        let total = largest.iter().fold(Series::new(0), |total, &(_, series)| total.plus(series));
        Self { total, metrics: largest }
    }

    /// Reports the rule if the sum is over its budget, at the metric that has most of it. `whole` is what they are the
    /// metrics of.
    pub(super) fn hold(&self, rule: Rule, policy: &'s Policy, budget: Limit, whole: &str, found: &mut Findings<'s>) {
        let Some(((largest, _), others)) = self.metrics.split_first() else { return };
        if !self.total.exceeds(Series::new(budget.most)) {
            return;
        }
        let mut reported = found.about_policy(rule, policy).report(format!(
            "the {whole} can have {} series, and its budget is {}: {}",
            self.total,
            budget.most,
            self.shares()
        ));
        reported.at(place(&largest.site));
        for (metric, series) in others.iter().take(NAMED - 1) {
            reported.related(place(&metric.site), format!("`{}` can have {series} series", metric.name));
        }
        reported.policy(policy, budget.line).help(
            "drop a label of the largest, use one with fewer values, cap it by `max_series`, or raise the budget",
        );
    }

    /// `` `a_total` 400, `b_total` 200, and 12 others``.
    fn shares(&self) -> String {
        let named = self.metrics.iter().take(NAMED).map(|(metric, series)| format!("`{}` {series}", metric.name));
        let mut shares: Vec<String> = named.collect();
        match self.metrics.len().saturating_sub(NAMED) {
            0 => {}
            1 => shares.push("and 1 other".to_owned()),
            others => shares.push(format!("and {others} others")),
        }
        shares.join(", ")
    }
}
