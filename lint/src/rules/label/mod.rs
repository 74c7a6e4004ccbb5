//! Rules on labels.

pub(super) mod dynamic_value;
