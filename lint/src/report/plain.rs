//! Text that can't speak to the terminal. Messages quote names and values that anybody may have chosen.

/// The text with what a terminal would obey, or would show in another order, as escapes; lines stay lines, but none are
/// empty at its end.
pub(super) fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.trim_end().chars() {
        match c {
            '\n' => shown.push(c),
            '\t' => shown.push(' '),
            c if is_obeyed(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

/// The same in one line.
pub(super) fn one_line(text: &str) -> String {
    plain(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether a terminal acts on the character rather than showing it: controls, and marks that change the direction.
pub(super) fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{one_line, plain};

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        assert_eq!(plain("a\u{1b}[2Jb\u{9b}1m\u{7f}\r\n"), r"a\u{1b}[2Jb\u{9b}1m\u{7f}");
        assert_eq!(plain("user\u{202e}di"), r"user\u{202e}di");
    }

    #[test]
    fn letters_and_lines_stay() {
        assert_eq!(plain("Größe\n\tзаказ 🛒"), "Größe\n заказ 🛒");
        assert_eq!(one_line("one\r\n  two"), "one two");
    }
}
