//! How many of something, in words.

/// A number and what it is a number of: `1 metric`, `2 metrics`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
