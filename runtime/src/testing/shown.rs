//! Text of others, as a report shows it.

/// With control characters escaped, which would do something to the terminal.
pub(super) fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            printable.extend(character.escape_default());
        } else {
            printable.push(character);
        }
    }
    printable
}

/// Printable, and without what comes after the first `most` characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => printable(text.split_at(end).0) + "…",
        None => printable(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{printable, shortened};

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(printable("a\u{1b}[2J\tb\r🦀"), "a\\u{1b}[2J\\tb\\r🦀");
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(shortened("🦀🦀", 2), "🦀🦀");
        assert_eq!(shortened("🦀🦀🦀", 2), "🦀🦀…");
        assert_eq!(shortened("\r\r", 1), "\\r…");
        assert_eq!(shortened("", 0), "");
    }
}
