//! Reads back the labels that were rendered as text.
//!
//! Label sets are kept as text, which two of the three formats are made of. The third takes them from there, once, so
//! that nothing has to be kept twice where nobody asks for it.

use std::borrow::Cow;

/// The names and values in `{channel="email",outcome="failed"`, whatever may stand before the first name and after the
/// last value.
pub(super) fn pairs(text: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (name, after) = rest.split_once('=')?;
        let (value, after) = unescaped(after.strip_prefix('"')?);
        rest = after;
        Some((name.trim_start_matches(['{', ',']), value))
    })
}

/// The value up to its closing quote, and what comes after that.
fn unescaped(text: &str) -> (Cow<'_, str>, &str) {
    if let Some((value, after)) = text.split_once('"').filter(|(value, _)| !value.contains('\\')) {
        return (Cow::Borrowed(value), after);
    }
    let mut value = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next() {
            Some('\\') => value.extend(characters.next().map(|escaped| if escaped == 'n' { '\n' } else { escaped })),
            Some('"') | None => return (Cow::Owned(value), characters.as_str()),
            Some(character) => value.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pairs;
    use crate::encode::lines::escape_quoted;

    fn read(text: &str) -> Vec<(&str, String)> {
        pairs(text).map(|(name, value)| (name, value.into_owned())).collect()
    }

    #[test]
    fn every_value_is_read_back_as_it_was() {
        for value in ["", "a", "\"", "\\", "\n", "\\n", "\\\"", "},{=\"", "é🦀", "a=\"b\",c"] {
            let mut text = String::from("{first=\"1\",second=\"");
            escape_quoted(&mut text, value);
            text.push_str("\",third=\"\"} ");
            let expected = [("first", "1".to_owned()), ("second", value.to_owned()), ("third", String::new())];
            assert_eq!(read(&text), expected, "{text}");
        }
    }

    #[test]
    fn no_labels_are_no_pairs() {
        for text in ["", " ", "{"] {
            assert_eq!(read(text), []);
        }
    }
}
