//! The rules by their ids: how severe each is, and whether it may be relaxed.

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
}

macro_rules! rules {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $id:literal, $level:ident, $relaxable:literal; )+) => {
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
    NameInvalid = "name/invalid", Deny, false;
    /// Names are written in `snake_case`.
    NameCamelCase = "name/camel-case", Deny, true;
    /// `:` is kept for the names of recording rules.
    NameColon = "name/colon", Deny, true;
    /// A name that Prometheus or lowcard itself writes.
    NameReserved = "name/reserved", Deny, false;
    /// The type is not part of the name.
    NameTypeWord = "name/type-word", Deny, true;
    /// Counters end in `_total`, and nothing else does.
    NameCounterTotal = "name/counter-total", Deny, true;
    /// An info ends in `_info`.
    NameInfoSuffix = "name/info-suffix", Deny, true;
    /// `_bucket`, `_sum`, `_count` and `_created` belong to the series of a histogram or counter, `_info` to infos.
    NameReservedSuffix = "name/reserved-suffix", Deny, true;
    /// A histogram's name ends with the unit that it observes.
    NameUnitMissing = "name/unit-missing", Deny, true;
    /// Units are base units: seconds, not milliseconds.
    NameUnitNotBase = "name/unit-not-base", Deny, true;
    /// Units are written out.
    NameUnitAbbreviated = "name/unit-abbreviated", Deny, true;
    /// A stated unit is the one that the name ends with.
    NameUnitMismatch = "name/unit-mismatch", Deny, false;
    /// A name that is given whole stays in the policy's namespace.
    NamePrefixNotAllowed = "name/prefix-not-allowed", Warn, true;
    /// A metric says what it counts.
    HelpMissing = "help/missing", Deny, true;
    /// Help is a sentence: a capital first, a full stop last.
    HelpStyle = "help/style", Allow, true;
    /// One name, one definition.
    MetricDuplicate = "metric/duplicate", Deny, false;
    /// Two metrics of a process that can't be exposed side by side; only a running program can know.
    MetricConflict = "metric/conflict", Deny, false;
    /// A label name is made of lower-case ASCII letters, digits and `_`, and starts with a letter.
    LabelInvalid = "label/invalid", Deny, false;
    /// Label names are written in `snake_case`.
    LabelCamelCase = "label/camel-case", Deny, true;
    /// A name that Prometheus gives to labels of its own.
    LabelReserved = "label/reserved", Deny, false;
    /// A label that makes one series for each user, request or address.
    LabelDenied = "label/denied", Deny, true;
    /// A label that neither `[labels] allow` nor the category lists.
    LabelNotAllowed = "label/not-allowed", Deny, true;
    /// Another name of a label that has one already.
    LabelAlias = "label/alias", Warn, true;
    /// The category requires a label that the set does not have.
    LabelRequiredMissing = "label/required-missing", Warn, true;
    /// One label name, once in a set.
    LabelDuplicate = "label/duplicate", Deny, false;
    /// More labels in a set than the policy allows.
    LabelTooMany = "label/too-many", Deny, true;
    /// A label name longer than the policy allows.
    LabelNameTooLong = "label/name-too-long", Deny, true;
    /// A value whose type has no bound.
    LabelUnbounded = "label/unbounded", Deny, false;
    /// An interned label that does not say how many values it may take.
    LabelBoundUndeclared = "label/bound-undeclared", Deny, false;
    /// An interned label with more values than the policy allows.
    LabelBoundTooLarge = "label/bound-too-large", Deny, true;
    /// Two values of a label that read the same.
    LabelValueDuplicate = "label/value-duplicate", Deny, false;
    /// A label value that means "no such label" to Prometheus.
    LabelValueEmpty = "label/value-empty", Deny, false;
    /// A category that the policy does not know.
    CategoryUnknown = "category/unknown", Deny, false;
    /// A metric and its label set are of different categories.
    CategoryMismatch = "category/mismatch", Deny, false;
    /// More series than the budget allows.
    CardinalityOverBudget = "cardinality/over-budget", Deny, true;
    /// A series cap where every series is known already.
    CardinalityCapUnneeded = "cardinality/cap-unneeded", Deny, false;
    /// A histogram without buckets.
    BucketsMissing = "histogram/buckets-missing", Deny, false;
    /// Bucket bounds rise, each once.
    BucketsUnsorted = "histogram/buckets-unsorted", Deny, false;
    /// Bucket bounds are finite numbers; `+Inf` is always added.
    BucketsNotFinite = "histogram/buckets-not-finite", Deny, false;
    /// More buckets than the policy allows.
    BucketsTooMany = "histogram/buckets-too-many", Deny, true;
    /// Bucket bounds that look like another unit than the name's.
    BucketsUnitMismatch = "histogram/buckets-unit-mismatch", Warn, true;
    /// A metric that does not say how stable it is.
    StabilityMissing = "stability/missing", Allow, true;
    /// A deprecated metric that names no replacement.
    DeprecatedNoReplacement = "deprecated/no-replacement", Warn, true;
    /// A deprecated metric that is still recorded: rustc's own lint, which `#[allow(deprecated)]` silences.
    DeprecatedRecorded = "deprecated/recorded", Warn, true;
    /// An exception without a reason.
    ExceptionNoReason = "exception/no-reason", Deny, false;
    /// An exception from a rule that does not exist or can't be relaxed.
    ExceptionInvalid = "exception/invalid", Deny, false;
    /// An attribute key that does not exist there.
    AttributeUnknownKey = "attribute/unknown-key", Deny, false;
    /// An attribute key that is set twice.
    AttributeRepeatedKey = "attribute/repeated-key", Deny, false;
    /// An attribute value of the wrong form.
    AttributeInvalidValue = "attribute/invalid-value", Deny, false;
    /// An item that a metric, label or label set can't be made of.
    ItemUnsupported = "item/unsupported", Deny, false;
    /// A policy file that can't be used as it is.
    PolicyInvalid = "policy/invalid", Deny, false;
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
    use super::Rule;

    #[test]
    fn ids_are_unique_and_found_again() {
        for &rule in Rule::ALL {
            assert_eq!(Rule::from_id(rule.id()), Some(rule));
        }
        assert_eq!(Rule::from_id("label/unheard-of"), None);
    }
}
