//! Rules on how many series there can be.

pub(super) mod budget_raised;
pub(super) mod crate_over_budget;
pub(super) mod process_over_budget;
mod sum;
