//! Units.

use crate::testing::draft::Draft;
use crate::testing::{FamilyKind, Invalid};

pub(super) fn check(draft: &Draft<'_>) -> Result<(), Invalid> {
    let Some((line, unit)) = &draft.unit else { return Ok(()) };
    if unit.is_empty() {
        return Ok(());
    }
    if matches!(draft.kind(), FamilyKind::Info | FamilyKind::StateSet) {
        return Err(line.invalid(format!("{} has no unit", draft.kind().phrase()), "leave the UNIT line out"));
    }
    if draft.name.strip_suffix(unit.as_str()).is_none_or(|stem| !stem.ends_with('_')) {
        return Err(line.invalid(
            format!("the name `{}` doesn't end in `_{unit}`", draft.name),
            "end the family's name with its unit, or leave the UNIT line out",
        ));
    }
    Ok(())
}
