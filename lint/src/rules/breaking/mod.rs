//! Rules on what a change breaks for those who query the metrics.

pub(super) mod bucket_added;
pub(super) mod bucket_removed;
pub(super) mod label_added;
pub(super) mod label_removed;
pub(super) mod label_renamed;
pub(super) mod metric_removed;
pub(super) mod metric_renamed;
pub(super) mod type_changed;
pub(super) mod unit_changed;
pub(super) mod value_removed;
