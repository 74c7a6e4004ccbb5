//! Rules on metrics that will go.

pub(super) mod overdue;
pub(super) mod target_missing;
