//! The rules by their ids: how severe each is, whether it may be relaxed, and who decides it.

use core::fmt;

/// What a broken rule leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is said.
    Allow,
    /// The compiler warns, the build goes on.
    Warn,
    /// The build fails.
    Deny,
}

impl Level {
    /// Every level, by the word that `[lints]` in the policy uses for it.
    pub const ALL: [(&'static str, Self); 3] = [("allow", Self::Allow), ("warn", Self::Warn), ("deny", Self::Deny)];

    /// The level that a word in the policy stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|&(_, level)| level)
    }

    /// The word that the policy uses for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}

/// Who is the first to know that a rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judge {
    /// The compiler, through the macros.
    Compiler,
    /// The registry of a running program.
    Registry,
    /// `cargo lowcard`, which sees all crates, what was committed before, and code that declares nothing.
    Lint,
}

macro_rules! rules {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $id:literal, $level:ident, $relaxable:literal, $judge:ident; )+) => {
        /// A rule that definitions are held to, known everywhere by its id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule { $( $(#[doc = $doc])+ $variant, )+ }

        impl Rule {
            /// Every rule, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// The id that errors end with and that `[lints]` and `[[exception]]` use, such as `label/denied`.
            pub const fn id(self) -> &'static str {
                match self { $( Self::$variant => $id, )+ }
            }

            /// What it says, in one sentence.
            pub const fn summary(self) -> &'static str {
                match self { $( Self::$variant => concat!($($doc),+).trim_ascii(), )+ }
            }

            /// Who is the first to know that it is broken.
            pub const fn judge(self) -> Judge {
                match self { $( Self::$variant => Judge::$judge, )+ }
            }

            /// The level without a word in the policy.
            pub const fn default_level(self) -> Level {
                match self { $( Self::$variant => Level::$level, )+ }
            }

            /// Whether the policy or an `allow` may relax it. What would break a scrape, or could not be
            /// compiled, may not be.
            pub const fn relaxable(self) -> bool {
                match self { $( Self::$variant => $relaxable, )+ }
            }
        }
    };
}

rules! {
    /// A metric name is made of lower-case ASCII letters, digits and `_`, and starts with a letter.
    NameInvalid = "name/invalid", Deny, false, Compiler;
    /// Names are written in `snake_case`.
    NameCamelCase = "name/camel-case", Deny, true, Compiler;
    /// `:` is kept for the names of recording rules.
    NameColon = "name/colon", Deny, true, Compiler;
    /// A name that Prometheus or lowcard itself writes.
    NameReserved = "name/reserved", Deny, false, Compiler;
    /// The type is not part of the name.
    NameTypeWord = "name/type-word", Deny, true, Compiler;
    /// Counters end in `_total`, and nothing else does.
    NameCounterTotal = "name/counter-total", Deny, true, Compiler;
    /// An info ends in `_info`.
    NameInfoSuffix = "name/info-suffix", Deny, true, Compiler;
    /// `_bucket`, `_sum`, `_count` and `_created` belong to the series of a histogram or counter, `_info` to infos.
    NameReservedSuffix = "name/reserved-suffix", Deny, true, Compiler;
    /// A histogram's name ends with the unit that it observes.
    NameUnitMissing = "name/unit-missing", Deny, true, Compiler;
    /// Units are base units: seconds, not milliseconds.
    NameUnitNotBase = "name/unit-not-base", Deny, true, Compiler;
    /// Units are written out.
    NameUnitAbbreviated = "name/unit-abbreviated", Deny, true, Compiler;
    /// A stated unit is the one that the name ends with.
    NameUnitMismatch = "name/unit-mismatch", Deny, false, Compiler;
    /// A name that is given whole stays in the policy's namespace.
    NamePrefixNotAllowed = "name/prefix-not-allowed", Warn, true, Compiler;
    /// A metric says what it counts.
    HelpMissing = "help/missing", Deny, true, Compiler;
    /// Help is a sentence: a capital first, a full stop last.
    HelpStyle = "help/style", Allow, true, Compiler;
    /// One name, one definition.
    MetricDuplicate = "metric/duplicate", Deny, false, Compiler;
    /// Two metrics of a process that can't be exposed side by side.
    MetricConflict = "metric/conflict", Deny, false, Registry;
    /// One name means the same in every process of the workspace: one type, one unit, the same labels.
    MetricInconsistent = "metric/inconsistent", Deny, true, Lint;
    /// A metric that goes round the toolkit, through the macros or types of another library.
    MetricUndeclared = "metric/undeclared", Warn, true, Lint;
    /// A metric that is declared and never recorded.
    MetricUnused = "metric/unused", Warn, true, Lint;
    /// A label name is made of lower-case ASCII letters, digits and `_`, and starts with a letter.
    LabelInvalid = "label/invalid", Deny, false, Compiler;
    /// Label names are written in `snake_case`.
    LabelCamelCase = "label/camel-case", Deny, true, Compiler;
    /// A name that Prometheus gives to labels of its own.
    LabelReserved = "label/reserved", Deny, false, Compiler;
    /// A label that makes one series for each user, request or address.
    LabelDenied = "label/denied", Deny, true, Compiler;
    /// A label that neither `[labels] allow` nor the category lists.
    LabelNotAllowed = "label/not-allowed", Deny, true, Compiler;
    /// Another name of a label that has one already.
    LabelAlias = "label/alias", Warn, true, Compiler;
    /// The category requires a label that the set does not have.
    LabelRequiredMissing = "label/required-missing", Warn, true, Compiler;
    /// One label name, once in a set.
    LabelDuplicate = "label/duplicate", Deny, false, Compiler;
    /// More labels in a set than the policy allows.
    LabelTooMany = "label/too-many", Deny, true, Compiler;
    /// A label name longer than the policy allows.
    LabelNameTooLong = "label/name-too-long", Deny, true, Compiler;
    /// A value whose type has no bound.
    LabelUnbounded = "label/unbounded", Deny, false, Compiler;
    /// An interned label that does not say how many values it may take.
    LabelBoundUndeclared = "label/bound-undeclared", Deny, false, Compiler;
    /// An interned label with more values than the policy allows.
    LabelBoundTooLarge = "label/bound-too-large", Deny, true, Compiler;
    /// Two values of a label that read the same.
    LabelValueDuplicate = "label/value-duplicate", Deny, false, Compiler;
    /// A label value that means "no such label" to Prometheus.
    LabelValueEmpty = "label/value-empty", Deny, false, Compiler;
    /// A label value that is made where the metric is recorded, outside of the toolkit.
    LabelDynamicValue = "label/dynamic-value", Warn, true, Lint;
    /// A category that the policy does not know.
    CategoryUnknown = "category/unknown", Deny, false, Compiler;
    /// A metric and its label set are of different categories.
    CategoryMismatch = "category/mismatch", Deny, false, Compiler;
    /// More series than the budget allows.
    CardinalityOverBudget = "cardinality/over-budget", Deny, true, Compiler;
    /// A series cap where every series is known already.
    CardinalityCapUnneeded = "cardinality/cap-unneeded", Deny, false, Compiler;
    /// More series in one crate than `[budget] crate` allows.
    CardinalityCrateOverBudget = "cardinality/crate-over-budget", Warn, true, Lint;
    /// More series in one process than `[budget] process` allows.
    CardinalityProcessOverBudget = "cardinality/process-over-budget", Warn, true, Lint;
    /// A metric that can have at least twice the series that it could before.
    CardinalityBudgetRaised = "cardinality/budget-raised", Warn, true, Lint;
    /// A label or metric of a running program that has met more values than it keeps apart.
    CardinalityOverflowed = "cardinality/overflowed", Warn, true, Lint;
    /// A histogram without buckets.
    BucketsMissing = "histogram/buckets-missing", Deny, false, Compiler;
    /// Bucket bounds rise, each once.
    BucketsUnsorted = "histogram/buckets-unsorted", Deny, false, Compiler;
    /// Bucket bounds are finite numbers; `+Inf` is always added.
    BucketsNotFinite = "histogram/buckets-not-finite", Deny, false, Compiler;
    /// More buckets than the policy allows.
    BucketsTooMany = "histogram/buckets-too-many", Deny, true, Compiler;
    /// Bucket bounds that look like another unit than the name's.
    BucketsUnitMismatch = "histogram/buckets-unit-mismatch", Warn, true, Compiler;
    /// A metric that does not say how stable it is.
    StabilityMissing = "stability/missing", Allow, true, Compiler;
    /// A metric that promises less than it did before.
    StabilityDowngraded = "stability/downgraded", Warn, true, Lint;
    /// A deprecated metric that names no replacement.
    DeprecatedNoReplacement = "deprecated/no-replacement", Warn, true, Compiler;
    /// A deprecated metric that is still recorded: rustc's own lint, which `#[allow(deprecated)]` silences.
    DeprecatedRecorded = "deprecated/recorded", Warn, true, Compiler;
    /// The replacement that a deprecated metric names does not exist, or is another type of metric.
    DeprecatedTargetMissing = "deprecated/target-missing", Deny, true, Lint;
    /// A metric that has been deprecated for longer than the policy keeps one.
    DeprecatedOverdue = "deprecated/overdue", Warn, true, Lint;
    /// There is no `metrics.lock`, so that no change can be seen.
    LockMissing = "lock/missing", Deny, true, Lint;
    /// `metrics.lock` is not what the code declares.
    LockStale = "lock/stale", Deny, true, Lint;
    /// A metric is gone that others may query.
    BreakingMetricRemoved = "breaking/metric-removed", Deny, true, Lint;
    /// A metric goes by another name.
    BreakingMetricRenamed = "breaking/metric-renamed", Deny, true, Lint;
    /// A metric is of another type.
    BreakingTypeChanged = "breaking/type-changed", Deny, true, Lint;
    /// A metric is in another unit.
    BreakingUnitChanged = "breaking/unit-changed", Deny, true, Lint;
    /// A label is gone that queries may select or group by.
    BreakingLabelRemoved = "breaking/label-removed", Deny, true, Lint;
    /// A label goes by another name.
    BreakingLabelRenamed = "breaking/label-renamed", Deny, true, Lint;
    /// A metric has one more label, which joins and `without` see.
    BreakingLabelAdded = "breaking/label-added", Deny, true, Lint;
    /// A label can't take a value any more that queries may select.
    BreakingValueRemoved = "breaking/value-removed", Warn, true, Lint;
    /// A histogram has lost a bucket that alerts may select.
    BreakingBucketRemoved = "breaking/bucket-removed", Deny, true, Lint;
    /// A histogram has one more bucket, so that quantiles change.
    BreakingBucketAdded = "breaking/bucket-added", Warn, true, Lint;
    /// A running program exposes a metric that nobody declared.
    ScrapeUndeclared = "scrape/undeclared", Warn, true, Lint;
    /// A running program exposes a metric in another form than the declared one.
    ScrapeMismatch = "scrape/mismatch", Deny, true, Lint;
    /// An exception without a reason.
    ExceptionNoReason = "exception/no-reason", Deny, false, Compiler;
    /// An exception from a rule that does not exist or can't be relaxed.
    ExceptionInvalid = "exception/invalid", Deny, false, Compiler;
    /// An exception that nothing needs any more.
    ExceptionUnused = "exception/unused", Warn, true, Lint;
    /// An exception whose date has passed.
    ExceptionExpired = "exception/expired", Deny, true, Lint;
    /// An attribute key that does not exist there.
    AttributeUnknownKey = "attribute/unknown-key", Deny, false, Compiler;
    /// An attribute key that is set twice.
    AttributeRepeatedKey = "attribute/repeated-key", Deny, false, Compiler;
    /// An attribute value of the wrong form.
    AttributeInvalidValue = "attribute/invalid-value", Deny, false, Compiler;
    /// An item that a metric, label or label set can't be made of.
    ItemUnsupported = "item/unsupported", Deny, false, Compiler;
    /// A policy file that can't be used as it is.
    PolicyInvalid = "policy/invalid", Deny, false, Compiler;
}

impl Rule {
    /// The rule with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Rule};

    #[test]
    fn a_level_has_the_word_that_it_is_found_by() {
        assert_eq!(Level::ALL.map(|(_, level)| level.word()), Level::ALL.map(|(word, _)| word));
    }

    #[test]
    fn ids_are_unique_and_found_again() {
        for &rule in Rule::ALL {
            assert_eq!(Rule::from_id(rule.id()), Some(rule));
        }
        assert_eq!(Rule::from_id("label/unheard-of"), None);
    }
}
