//! Rules on how many series there are, and can be.

pub(super) mod budget_raised;
pub(super) mod crate_over_budget;
pub(super) mod overflowed;
pub(super) mod process_over_budget;
mod sum;
