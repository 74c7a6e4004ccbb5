//! Labels, as the SDK carries them from an instrument to the next.

use std::collections::HashMap;
use std::sync::Arc;

use temporalio_common::telemetry::metrics::{MetricAttributes, NewAttributes};

/// `known` with `added` beside them.
///
/// Of all forms of labels this is the one that can be read without copying any of them, and one of those in which the SDK
/// finds what it tells the server in its heartbeats; in its own `Dynamic` it would not.
pub(crate) fn extended(known: &MetricAttributes, added: NewAttributes) -> MetricAttributes {
    let mut labels = of(known).cloned().unwrap_or_default();
    labels.extend(added.attributes.into_iter().map(|label| (label.key, label.value.to_string())));
    MetricAttributes::NoOp(Arc::new(labels))
}

/// What stands in them; nothing if they are not ours.
pub(crate) fn of(attributes: &MetricAttributes) -> Option<&HashMap<String, String>> {
    if let MetricAttributes::NoOp(labels) = attributes { Some(labels) } else { None }
}
