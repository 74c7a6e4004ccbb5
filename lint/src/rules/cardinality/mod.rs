//! Rules on how many series there can be.

pub(super) mod budget_raised;
