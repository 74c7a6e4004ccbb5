//! The rules on a family as a whole.

mod created;
mod exemplar;
mod grouping;
mod histogram;
mod label;
mod spelling;
mod summary;
mod unit;
mod value;

use super::draft::Draft;
use super::lines::Line;
use super::{FamilyKind, Invalid, Sample};

/// The samples of one metric that belong to one moment, with their lines.
type Point<'d, 'a> = &'d [(Line<'a>, Sample)];

/// That a family, whose lines are good each by itself, breaks no rule.
pub(super) fn family(draft: &Draft<'_>) -> Result<(), Invalid> {
    unit::check(draft)?;
    for (line, sample) in &draft.samples {
        label::check(draft, sample, *line)?;
        value::check(draft, sample, *line)?;
        exemplar::check(draft, sample, *line)?;
    }
    for point in grouping::points(draft)? {
        created::check(draft, point)?;
        match draft.kind() {
            FamilyKind::Histogram | FamilyKind::GaugeHistogram => histogram::check(draft, point)?,
            FamilyKind::Summary => summary::check(draft, point)?,
            _ => {}
        }
    }
    Ok(())
}
