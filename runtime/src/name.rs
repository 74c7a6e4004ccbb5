//! Which names every format and every version of Prometheus can read.

/// Whether a label can have the name. What starts with `_` is reserved.
pub(crate) fn is_label(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// Whether a metric can have the name. What starts with `_` is reserved.
pub(crate) fn is_metric(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == ':')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || ['_', ':'].contains(&character))
}
