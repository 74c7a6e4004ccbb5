//! What a definition promises to those who query it.

/// How much notice a change to the metric gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Stability {
    /// May change in any release.
    Alpha = 1,
    /// Changes are announced.
    Beta = 2,
    /// Changes only after a deprecation.
    Stable = 3,
}

impl Stability {
    /// Every level, by the word that `stability = "…"` uses for it.
    pub const ALL: [(&'static str, Self); 3] = [("alpha", Self::Alpha), ("beta", Self::Beta), ("stable", Self::Stable)];

    /// The level that a word in an attribute stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|&(_, level)| level)
    }

    /// The word for the level.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Alpha => "alpha",
            Self::Beta => "beta",
            Self::Stable => "stable",
        }
    }
}

/// Says that a metric will go, and what takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// The release that deprecated it.
    pub since: Option<&'static str>,
    /// The exposed name of the metric to use instead.
    pub replaced_by: Option<&'static str>,
}
