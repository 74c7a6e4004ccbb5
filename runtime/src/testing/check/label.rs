//! Labels that only some samples of a family have.

use crate::testing::draft::Draft;
use crate::testing::lines::Line;
use crate::testing::{FamilyKind, Invalid, Sample};

/// That `le` and `quantile` are only where they tell the samples of one metric apart.
pub(super) fn check(draft: &Draft<'_>, sample: &Sample, line: Line<'_>) -> Result<(), Invalid> {
    let (label, suffix, help) = match draft.kind() {
        FamilyKind::Histogram | FamilyKind::GaugeHistogram => {
            ("le", "_bucket", "leave it out: only buckets have a bound")
        }
        FamilyKind::Summary => ("quantile", "", "leave it out: only samples of the summary's own name are quantiles"),
        _ => return Ok(()),
    };
    if draft.suffix(sample) == suffix || !sample.labels.contains_key(label) {
        return Ok(());
    }
    Err(line.invalid(format!("`{}` has the label `{label}`", sample.name), help))
}
