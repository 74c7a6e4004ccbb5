//! Messages that are written while a constant is evaluated.

use crate::Rule;

/// How much a message may hold; the rest of a longer one is cut off.
const CAPACITY: usize = 1024;

/// A message built in a `const fn`, where `format!` can't run.
#[derive(Clone, Copy)]
pub struct Text {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl Text {
    /// Starts with `start`.
    pub const fn new(start: &str) -> Self {
        Self { bytes: [0; CAPACITY], len: 0 }.str(start)
    }

    /// Appends `piece`, whole or, where there is no room for it, not at all.
    #[must_use]
    pub const fn str(mut self, piece: &str) -> Self {
        let piece = piece.as_bytes();
        if piece.len() > CAPACITY - self.len {
            return self;
        }
        let mut i = 0;
        while i < piece.len() {
            self.bytes[self.len + i] = piece[i];
            i += 1;
        }
        self.len += piece.len();
        self
    }

    /// Appends a number in decimal digits.
    #[must_use]
    pub const fn number(self, mut number: u64) -> Self {
        let mut digits = [b'0'; 20];
        let mut start = digits.len();
        loop {
            start -= 1;
            digits[start] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        match str::from_utf8(digits.split_at(start).1) {
            Ok(digits) => self.str(digits),
            Err(_) => self,
        }
    }

    /// Appends the id of the rule that was broken, as every error does.
    #[must_use]
    pub const fn rule(self, rule: Rule) -> Self {
        self.str(" [").str(rule.id()).str("]")
    }

    /// The message.
    pub const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

/// Stops the compiler with a message, if there is one.
///
/// # Panics
///
/// With the message. The macros call it from constants only, so the panic is a compile error under the caller's token.
#[track_caller]
pub const fn refuse(message: Option<Text>) {
    if let Some(message) = message {
        panic!("{}", message.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::{CAPACITY, Text};

    #[test]
    fn pieces_and_numbers_are_joined() {
        assert_eq!(
            Text::new("from ").number(0).str(" to ").number(u64::MAX).as_str(),
            "from 0 to 18446744073709551615"
        );
    }

    #[test]
    fn a_piece_without_room_is_left_out() {
        let long = "x".repeat(CAPACITY);
        assert_eq!(Text::new("kept").str(&long).str("!").as_str(), "kept!");
    }
}
