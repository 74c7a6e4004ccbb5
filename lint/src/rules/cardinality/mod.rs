//! Rules on how many series there are.

pub(super) mod overflowed;
