//! What is let through of names, labels and values that are met at run time.

use lowcard_schema::denied;

use super::RefusalCause;
use super::buckets::{self, Buckets};
use super::pattern::Pattern;

/// Holds metrics to bounds that nobody could check at compile time.
///
/// It works without a word: labels that no metric should have, such as `user_id`, `trace_id` or `url`, are denied as they
/// are at compile time, and everything has a cap.
///
/// | cap | if nothing is said | beyond it |
/// |---|---|---|
/// | [`max_families`](Self::max_families) | 1,000 | a metric is not exposed |
/// | [`max_series`](Self::max_series) of a family | 1,000 | all label values become `other` |
/// | [`max_values`](Self::max_values) of a label | 200 | the value becomes `other` |
/// | [`max_value_length`](Self::max_value_length) | 128 bytes | the value becomes `other` |
/// | labels of a family | 16 | further ones are left out |
/// | length of a name | 200 bytes | the metric is not exposed, the label is left out |
///
/// Names are compared as they are exposed, so that `http.requests` is `http_requests`. A `*` at the start or the end of a
/// name stands for the rest. The last word on a name holds.
///
/// ```
/// use lowcard::dynamic::Policy;
///
/// let policy = Policy::default()
///     .deny_metric("hyper_*")
///     .deny_label("peer")
///     .allow_label("session") // few values in this program
///     .max_values(50)
///     .buckets("*_bytes", &[1e3, 1e4, 1e5, 1e6]);
/// # let _ = policy;
/// ```
#[derive(Clone, Debug)]
pub struct Policy {
    labels: Vec<(Pattern, Verdict)>,
    metrics: Vec<(Pattern, Verdict)>,
    buckets: Vec<(Pattern, Buckets)>,
    max_families: usize,
    pub(super) max_series: usize,
    pub(super) max_values: usize,
    pub(super) max_value_length: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Allow,
    Deny,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            labels: Vec::new(),
            metrics: Vec::new(),
            buckets: Vec::new(),
            max_families: 1_000,
            max_series: 1_000,
            max_values: 200,
            max_value_length: 128,
        }
    }
}

impl Policy {
    /// Leaves a label out wherever it comes. The series that only it told apart become one: counters and histograms add
    /// up, and of gauges, the last one that is set wins.
    #[must_use]
    pub fn deny_label(mut self, name: &str) -> Self {
        self.labels.push((Pattern::new(name), Verdict::Deny));
        self
    }

    /// Lets a label in that would be denied.
    #[must_use]
    pub fn allow_label(mut self, name: &str) -> Self {
        self.labels.push((Pattern::new(name), Verdict::Allow));
        self
    }

    /// Does not expose a metric.
    #[must_use]
    pub fn deny_metric(mut self, name: &str) -> Self {
        self.metrics.push((Pattern::new(name), Verdict::Deny));
        self
    }

    /// Exposes a metric that would be denied: `deny_metric("*").allow_metric("http_*")` lets nothing else in.
    #[must_use]
    pub fn allow_metric(mut self, name: &str) -> Self {
        self.metrics.push((Pattern::new(name), Verdict::Allow));
        self
    }

    /// How many families there may be.
    #[must_use]
    pub fn max_families(mut self, max: usize) -> Self {
        self.max_families = max;
        self
    }

    /// How many label sets each family may have, with the one that stands for all further ones; at least that one.
    #[must_use]
    pub fn max_series(mut self, max: usize) -> Self {
        self.max_series = max.max(1);
        self
    }

    /// How many values of each label of a family are kept apart; `other` stands for all further ones.
    #[must_use]
    pub fn max_values(mut self, max: usize) -> Self {
        self.max_values = max;
        self
    }

    /// How long a value may be, in bytes.
    #[must_use]
    pub fn max_value_length(mut self, max: usize) -> Self {
        self.max_value_length = max;
        self
    }

    /// The upper bounds of the buckets that histograms of this name have, without `+Inf`. What no such rule is about has
    /// those that [`suggest_buckets`](super::Metrics::suggest_buckets) says, or buckets for seconds: from 5 milliseconds to
    /// 10 seconds.
    ///
    /// The bounds may be in any order. What is infinite or not a number is left out, and of more than 250 bounds those
    /// above are.
    #[must_use]
    pub fn buckets(mut self, name: &str, bounds: &[f64]) -> Self {
        self.buckets.push((Pattern::new(name), Buckets::new(bounds)));
        self
    }

    pub(super) fn families(&self) -> usize {
        self.max_families
    }

    pub(super) fn allows_metric(&self, name: &str) -> bool {
        last(&self.metrics, name) != Some(&Verdict::Deny)
    }

    pub(super) fn allows_label(&self, name: &str) -> bool {
        last(&self.labels, name).map_or_else(|| denied::label(name).is_none(), |verdict| *verdict == Verdict::Allow)
    }

    pub(super) fn buckets_of(&self, name: &str) -> Option<&Buckets> {
        last(&self.buckets, name)
    }

    /// How many label sets there may be in all.
    pub(super) fn max_label_sets(&self) -> usize {
        self.max_families.saturating_mul(self.max_series)
    }

    /// The most lines that an exposition can have of all of it.
    pub(super) fn max_lines(&self) -> usize {
        self.max_label_sets().saturating_mul(buckets::MOST + 3).saturating_add(RefusalCause::COUNT)
    }
}

/// What the last rule says that is about this name.
fn last<'r, T>(rules: &'r [(Pattern, T)], name: &str) -> Option<&'r T> {
    rules.iter().rev().find(|(pattern, _)| pattern.matches(name)).map(|(_, rule)| rule)
}
