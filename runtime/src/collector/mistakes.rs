//! What was left out of what a collector said.

use super::error::CollectorErrorCause;

/// How many are kept in words; all are counted.
const KEPT: usize = 32;

/// How much of a name is repeated, in characters.
const NAME: usize = 200;

/// How often each cause came up, and some of it in words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mistakes {
    counts: [u64; CollectorErrorCause::ALL.len()],
    kept: Vec<Mistake>,
}

/// One of them. The same cause is kept once for each family.
#[derive(Clone, Debug)]
pub(super) struct Mistake {
    pub(super) family: String,
    pub(super) cause: CollectorErrorCause,
    pub(super) detail: String,
}

impl Mistakes {
    /// Takes note that something of this family was left out. `detail` says why, and what to do.
    pub(super) fn add(&mut self, family: &str, cause: CollectorErrorCause, detail: impl FnOnce() -> String) {
        self.count(cause, 1);
        let family = shortened(family);
        if self.kept.len() < KEPT && !self.has(&family, cause) {
            self.kept.push(Mistake { family, cause, detail: detail() });
        }
    }

    /// Takes note of those of another scrape.
    pub(super) fn extend(&mut self, others: Self) {
        for (cause, count) in CollectorErrorCause::ALL.into_iter().zip(others.counts) {
            self.count(cause, count);
        }
        for mistake in others.kept {
            if self.kept.len() < KEPT && !self.has(&mistake.family, mistake.cause) {
                self.kept.push(mistake);
            }
        }
    }

    /// How often each cause came up.
    pub(super) fn counts(&self) -> impl Iterator<Item = (CollectorErrorCause, u64)> {
        CollectorErrorCause::ALL.into_iter().zip(self.counts)
    }

    /// Those in words, the first ones first.
    pub(super) fn kept(&self) -> &[Mistake] {
        &self.kept
    }

    fn count(&mut self, cause: CollectorErrorCause, by: u64) {
        if let Some(count) = self.counts.get_mut(cause as usize) {
            *count = count.saturating_add(by);
        }
    }

    fn has(&self, family: &str, cause: CollectorErrorCause) -> bool {
        self.kept.iter().any(|known| known.family == family && known.cause == cause)
    }
}

/// A name, or the start of one that is too long to be repeated.
pub(crate) fn shortened(name: &str) -> String {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}
