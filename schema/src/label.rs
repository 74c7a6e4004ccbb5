//! Labels: their names, and the values that they can take.

use crate::{Rule, Text};

/// One label of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its name.
    pub name: &'static str,
    /// The values that it can take.
    pub domain: Domain,
}

/// The values that a label can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Known to the compiler.
    Closed(&'static [&'static str]),
    /// Met at run time: `max` of them, and `overflow` for all further ones.
    Capped {
        /// How many values are kept apart.
        max: u32,
        /// What stands for every other.
        overflow: &'static str,
    },
    /// One value, known when the program is built or starts.
    Constant,
}

impl Domain {
    /// How many different values there can be, the overflow value included.
    #[expect(clippy::len_without_is_empty, reason = "a domain without values is a compile error")]
    #[inline]
    pub const fn len(self) -> u64 {
        match self {
            Self::Closed(values) => values.len() as u64,
            Self::Capped { max, .. } => max as u64 + 1,
            Self::Constant => 1,
        }
    }

    /// How the value with this number is exposed. There is always an answer: beyond the values of a closed domain it is
    /// [`OTHER`].
    pub fn text(self, ordinal: u32) -> &'static str {
        match self {
            Self::Closed(values) => values.get(ordinal as usize).copied().unwrap_or(OTHER),
            Self::Capped { overflow, .. } => overflow,
            Self::Constant => OTHER,
        }
    }
}

/// What stands for every value without a place of its own, unless the label states another word.
pub const OTHER: &str = "other";

/// What stands in the way of a label set whose labels come from several structs, so that only the compiler sees them
/// together.
pub const fn set_refused(labels: &[Label], max: usize) -> Option<Text> {
    let mut i = 0;
    while i < labels.len() {
        let mut j = 0;
        while j < i {
            if same(labels[i].name, labels[j].name) {
                return Some(
                    Text::new("label `")
                        .str(labels[i].name)
                        .str("` stands in this set twice")
                        .rule(Rule::LabelDuplicate),
                );
            }
            j += 1;
        }
        i += 1;
    }
    if labels.len() > max {
        return Some(
            Text::new("")
                .number(labels.len() as u64)
                .str(" labels in one set, and the policy allows ")
                .number(max as u64)
                .rule(Rule::LabelTooMany)
                .str("\n  help: each label multiplies the series; move details to a log line, a span or an exemplar"),
        );
    }
    None
}

/// `==` on strings, in a `const fn`.
pub(crate) const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut i = 0;
    while i < left.len() {
        if left[i] != right[i] {
            return false;
        }
        i += 1;
    }
    true
}
