//! The two text formats.

/// Which rules an exposition is read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// The Prometheus text format 0.0.4.
    Text,
    /// OpenMetrics 1.0.
    OpenMetrics,
}

impl Syntax {
    /// The format of a text that doesn't say it: only OpenMetrics ends with a line `# EOF`.
    pub(super) fn of(text: &str) -> Self {
        if text.trim_end().lines().next_back() == Some("# EOF") { Self::OpenMetrics } else { Self::Text }
    }
}
