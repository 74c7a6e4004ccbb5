//! What the policy did not let through.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use lowcard_schema::denied;

use crate::collector::{Families, shortened};

/// How many are kept in words; all are counted.
const KEPT: usize = 32;

/// Something that a [`Policy`](super::Policy) did not let through as it came.
///
/// Its `Display` says what became of it, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The name of the metric; as it came if it was refused itself.
    pub metric: String,
    /// The name of the label, if it is about one; as it came if it was left out.
    pub label: Option<String>,
    /// The value of the label `cause`.
    pub cause: RefusalCause,
}

/// Why something was not let through as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalCause {
    /// The policy denies the label: it was left out.
    LabelDenied,
    /// The policy denies the metric.
    MetricDenied,
    /// Something else has the name: another metric, or another label of the same series.
    Conflict,
    /// The name is for Prometheus itself or for lowcard.
    Reserved,
    /// No name can be made of it, or it is longer than 200 bytes.
    Invalid,
    /// The value is longer than [`max_value_length`](super::Policy::max_value_length): it became `other`.
    ValueTooLong,
    /// The label has [`max_values`](super::Policy::max_values): the value became `other`.
    MaxValues,
    /// The family has 16 labels: a further one was left out.
    MaxLabels,
    /// The family has [`max_series`](super::Policy::max_series): all values became `other`.
    MaxSeries,
    /// There are [`max_families`](super::Policy::max_families).
    MaxFamilies,
}

impl RefusalCause {
    /// Every cause, in the order of its number.
    const ALL: [Self; 10] = [
        Self::LabelDenied,
        Self::MetricDenied,
        Self::Conflict,
        Self::Reserved,
        Self::Invalid,
        Self::ValueTooLong,
        Self::MaxValues,
        Self::MaxLabels,
        Self::MaxSeries,
        Self::MaxFamilies,
    ];

    /// How many there are.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// The value of the label `cause`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::LabelDenied => "label_denied",
            Self::MetricDenied => "metric_denied",
            Self::Conflict => "conflict",
            Self::Reserved => "reserved",
            Self::Invalid => "invalid",
            Self::ValueTooLong => "value_too_long",
            Self::MaxValues => "max_values",
            Self::MaxLabels => "max_labels",
            Self::MaxSeries => "max_series",
            Self::MaxFamilies => "max_families",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use RefusalCause::*;
        write!(f, "`{}`", self.metric)?;
        if let Some(label) = &self.label {
            write!(f, ", label `{label}`")?;
        }
        f.write_str(": ")?;
        match (self.cause, &self.label) {
            (LabelDenied, label) => {
                let denied = super::name::label(label.as_deref().unwrap_or_default()).ok();
                let built_in = denied.and_then(|name| denied::label(&name));
                let reason = built_in.map_or("the policy denies it", |denied| denied.reason);
                write!(f, "it was left out: {reason}; `allow_label` lets it in")
            }
            (MetricDenied, _) => f.write_str("it is not exposed, as the policy denies it; `allow_metric` lets it in"),
            (Conflict, Some(_)) => f.write_str("it was left out, as another label of the series has its name"),
            (Conflict, None) => f.write_str(
                "it is not exposed, as another metric has its name, or one that its samples have: give one of them another \
                 name",
            ),
            (Reserved, _) => f.write_str("it was left out, as the name is reserved: give it another name"),
            (Invalid, _) => {
                f.write_str("it was left out: a name has at least one ASCII letter or digit, and at most 200 bytes")
            }
            (ValueTooLong, _) => f.write_str("a value became `other`, as it is longer than `max_value_length`"),
            (MaxValues, _) => {
                f.write_str("a value became `other`, as the label has its `max_values`: deny the label, or raise the cap")
            }
            (MaxLabels, _) => f.write_str("it was left out, as the metric has 16 labels already"),
            (MaxSeries, _) => f.write_str(
                "all values of a series became `other`, as the metric has its `max_series`: deny a label, or raise the cap",
            ),
            (MaxFamilies, _) => {
                f.write_str("it is not exposed, as there are `max_families` already: deny some, or raise the cap")
            }
        }
    }
}

/// How often each cause came up, and the first refusals in words.
#[derive(Default)]
pub(super) struct Refusals {
    counts: [AtomicU64; RefusalCause::COUNT],
    kept: [OnceLock<Refusal>; KEPT],
    /// Held by whoever keeps one.
    keeping: Mutex<()>,
}

impl Refusals {
    /// Takes note of one. An empty `label` is none.
    pub(super) fn add(&self, cause: RefusalCause, metric: &str, label: &str) {
        if let Some(count) = self.counts.get(cause as usize) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        let refusal = || Refusal {
            metric: shortened(metric),
            label: Some(shortened(label)).filter(|name| !name.is_empty()),
            cause,
        };
        if self.is_to_keep(cause, metric, label) {
            let _keeping = self.keeping.lock().unwrap_or_else(PoisonError::into_inner);
            if self.is_to_keep(cause, metric, label)
                && let Some(free) = self.kept.iter().find(|place| place.get().is_none())
            {
                free.get_or_init(refusal);
            }
        }
    }

    /// The first ones.
    pub(super) fn kept(&self) -> impl Iterator<Item = &Refusal> {
        self.kept.iter().map_while(OnceLock::get)
    }

    /// Hands the counts over to a registry.
    pub(super) fn collect(&self, families: &mut Families) {
        let collector = families.collector();
        let mut refused = families.counter(
            "lowcard_dynamic_refused_total",
            "What the policy on metrics that are met at run time did not let through as it came, by the reason.",
        );
        for (cause, count) in RefusalCause::ALL.iter().zip(&self.counts) {
            let count = count.load(Ordering::Relaxed);
            if count > 0 {
                refused.series(&[("collector", &collector), ("cause", cause.word())], count);
            }
        }
    }

    /// Whether there is room for it, and none like it. What is too long is never compared in full, and so kept more than
    /// once at worst.
    fn is_to_keep(&self, cause: RefusalCause, metric: &str, label: &str) -> bool {
        let is_it = |kept: &Refusal| {
            kept.cause == cause && kept.metric == metric && kept.label.as_deref().unwrap_or_default() == label
        };
        self.kept.last().is_some_and(|last| last.get().is_none()) && !self.kept().any(is_it)
    }
}
