//! What those are told who ask for metrics while there are none.

use crate::endpoint::Disabled;

/// What those are told who ask for metrics while they are disabled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenDisabled {
    /// 404: there is nothing here.
    #[default]
    NotFound,
    /// 503: there would be something here.
    Unavailable,
}

impl WhenDisabled {
    /// From how it is written.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "not_found" => Some(Self::NotFound),
            "unavailable" => Some(Self::Unavailable),
            _ => None,
        }
    }

    /// As the endpoint says it.
    pub(super) fn answer(self) -> Disabled {
        match self {
            Self::NotFound => Disabled::NOT_FOUND,
            Self::Unavailable => Disabled::UNAVAILABLE,
        }
    }
}
