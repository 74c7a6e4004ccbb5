//! Numbers in labels, which are text: another spelling is another series.

use crate::testing::draft::Draft;
use crate::testing::lines::Line;
use crate::testing::syntax::Syntax;
use crate::testing::{Invalid, number};

/// That `text` is how OpenMetrics spells `value`.
pub(super) fn check(draft: &Draft<'_>, text: &str, value: f64, line: Line<'_>) -> Result<(), Invalid> {
    let canonical = number::canonical(value);
    if draft.syntax == Syntax::Text || text == canonical {
        return Ok(());
    }
    Err(line.invalid(
        format!("`{text}` is not how OpenMetrics spells this number in a label"),
        format!("write `{canonical}`"),
    ))
}
