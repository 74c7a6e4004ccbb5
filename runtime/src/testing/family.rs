//! Metric families.

use super::{FamilyKind, Sample};

/// A metric family: its metadata and its samples, in the order in which they are written.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Family {
    /// The name of the `# TYPE` line. A counter's ends in `_total` in the text format, and not in OpenMetrics.
    pub name: String,
    /// The type.
    pub kind: FamilyKind,
    /// The unit. None in the text format, which has no units.
    pub unit: Option<String>,
    /// The HELP text without escapes; none if there is no line of it, or nothing in the line.
    pub help: Option<String>,
    /// The samples; there may be none.
    pub samples: Vec<Sample>,
}
