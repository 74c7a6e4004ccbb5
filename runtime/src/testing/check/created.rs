//! Creation times.

use super::Point;
use crate::testing::draft::Draft;
use crate::testing::{FamilyKind, Invalid, Sample};

/// Prometheus looks for it behind the other samples of a metric, and there must be others.
pub(super) fn check(draft: &Draft<'_>, point: Point<'_, '_>) -> Result<(), Invalid> {
    let is_created = |(_, (_, sample)): &(usize, &(_, Sample))| draft.suffix(sample) == "_created";
    let Some((position, (line, _))) = point.iter().enumerate().find(is_created) else { return Ok(()) };
    if position + 1 < point.len() {
        return Err(line.invalid(
            "`_created` comes before other samples of its metric",
            "write it as the last line of each metric",
        ));
    }
    if draft.kind() == FamilyKind::Counter && position == 0 {
        return Err(line.invalid("the counter has no `_total`", "write the total above `_created`"));
    }
    Ok(())
}
