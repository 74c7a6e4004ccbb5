//! Names as they are exposed: what no exposition can have becomes `_`.

use std::borrow::Cow;

use super::RefusalCause;
use crate::name::{is_label, is_metric};

/// The longest name, in bytes.
const LONGEST: usize = 200;

/// The name of a metric.
pub(super) fn metric(raw: &str) -> Result<Cow<'_, str>, RefusalCause> {
    short(raw)?;
    let name = if is_metric(raw) { Cow::Borrowed(raw) } else { start(&mapped(raw), "metric_")? };
    // The registry's own families.
    if name.starts_with("lowcard_") { Err(RefusalCause::Reserved) } else { Ok(name) }
}

/// The name of a label.
pub(super) fn label(raw: &str) -> Result<Cow<'_, str>, RefusalCause> {
    short(raw)?;
    let name = if is_label(raw) { Cow::Borrowed(raw) } else { start(&mapped(raw).replace(':', "_"), "key_")? };
    let is_reserved = raw.starts_with("__") || ["le", "quantile"].contains(&&*name);
    if is_reserved { Err(RefusalCause::Reserved) } else { Ok(name) }
}

/// With a `_` for each character that no name can have.
pub(super) fn mapped(raw: &str) -> String {
    let is_kept = |character: char| character.is_ascii_alphanumeric() || character == ':';
    raw.chars().map(|character| if is_kept(character) { character } else { '_' }).collect()
}

/// With a letter first, as what starts with `_` is reserved.
fn start(name: &str, before_digits: &str) -> Result<Cow<'static, str>, RefusalCause> {
    let rest = name.trim_start_matches('_');
    match rest.chars().next() {
        None => Err(RefusalCause::Invalid),
        Some('0'..='9') => Ok(Cow::Owned(format!("{before_digits}{rest}"))),
        Some(_) => Ok(Cow::Owned(rest.to_owned())),
    }
}

fn short(raw: &str) -> Result<(), RefusalCause> {
    if raw.len() > LONGEST { Err(RefusalCause::Invalid) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{RefusalCause, label, metric};

    #[test]
    fn names_are_mapped_as_exporters_do() {
        for (raw, name) in [
            ("http.server-requests total", "http_server_requests_total"),
            ("a:b", "a:b"),
            ("_private", "private"),
            ("2xx", "metric_2xx"),
            ("größe", "gr__e"),
        ] {
            assert_eq!(metric(raw).as_deref(), Ok(name));
        }
        for (raw, name) in [("http.method", "http_method"), ("a:b", "a_b"), ("_a", "a"), (":1", "key_1")] {
            assert_eq!(label(raw).as_deref(), Ok(name));
        }
    }

    #[test]
    fn what_has_no_letter_is_too_long_or_reserved_is_refused() {
        let (long, mapped) = ("a".repeat(201), format!("{}a", "_".repeat(200)));
        for raw in ["", "_", "é🦀", &long, &mapped] {
            assert_eq!((metric(raw), label(raw)), (Err(RefusalCause::Invalid), Err(RefusalCause::Invalid)), "{raw}");
        }
        for raw in ["le", "_le", "quantile", "__name__", "__x"] {
            assert_eq!(label(raw), Err(RefusalCause::Reserved), "{raw}");
        }
        assert_eq!(metric("lowcard.refused"), Err(RefusalCause::Reserved));
    }
}
