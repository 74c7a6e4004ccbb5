//! Attributes as labels.

use std::borrow::Cow;

use opentelemetry::KeyValue;

/// The attributes, their values as text.
pub(super) struct Attributes<'a> {
    attributes: &'a [KeyValue],
    values: Vec<Cow<'a, str>>,
}

impl<'a> Attributes<'a> {
    pub(super) fn new(attributes: &'a [KeyValue]) -> Self {
        Self { attributes, values: attributes.iter().map(|attribute| attribute.value.as_str()).collect() }
    }

    /// Names and values. Of a name that comes twice, the last value counts, as the API has it.
    pub(super) fn labels(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.attributes.iter().zip(&self.values).enumerate();
        pairs
            .filter(|(position, (attribute, _))| !self.comes_after(*position, attribute))
            .map(|(_, (attribute, value))| (attribute.key.as_str(), &**value))
    }

    fn comes_after(&self, position: usize, attribute: &KeyValue) -> bool {
        self.attributes.iter().skip(position + 1).any(|later| later.key == attribute.key)
    }
}
