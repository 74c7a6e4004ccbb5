//! Rules on the committed lock.

pub(super) mod missing;
pub(super) mod stale;
