//! Attributes as labels.

use std::borrow::Cow;

use opentelemetry::{KeyValue, Value};

/// The attributes, if the values of all are texts: names and values, which are found without an allocation.
pub(super) fn texts(attributes: &[KeyValue]) -> Option<impl Iterator<Item = (&str, &str)>> {
    let are_texts = attributes.iter().all(|attribute| text(&attribute.value).is_some());
    are_texts.then(|| labels(attributes, |attribute, _| text(&attribute.value).unwrap_or_default()))
}

/// The values as text, whatever they are.
pub(super) fn values(attributes: &[KeyValue]) -> Vec<Cow<'_, str>> {
    attributes.iter().map(|attribute| attribute.value.as_str()).collect()
}

/// Names, and what `value` says of the attribute at a position. Of a name that comes twice, the last value counts, as the
/// API has it.
pub(super) fn labels<'a>(
    attributes: &'a [KeyValue],
    value: impl Fn(&'a KeyValue, usize) -> &'a str,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let last = |position: usize, attribute: &KeyValue| {
        !attributes.iter().skip(position + 1).any(|later| later.key == attribute.key)
    };
    let kept = attributes.iter().enumerate().filter(move |(position, attribute)| last(*position, attribute));
    kept.map(move |(position, attribute)| (attribute.key.as_str(), value(attribute, position)))
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.as_str()),
        _ => None,
    }
}
