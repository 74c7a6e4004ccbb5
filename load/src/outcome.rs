//! What came back in a run.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::Latencies;

/// What answers are counted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answered {
    /// The request's method.
    pub method: String,
    /// The template that its path is one of, as the caller named it.
    pub template: String,
    /// The answer's status code.
    pub status: u16,
}

/// A run in which every request was answered as expected.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How many answers there were of each kind.
    pub counts: BTreeMap<Answered, u64>,
    /// From when a request was to be sent to the last byte of its answer. In a closed loop that is from its sending.
    pub latencies: Latencies,
    /// From when a request was sent to the last byte of its answer: without the time for which it had to wait for the
    /// one before, and so not what a caller meets.
    pub since_sending: Latencies,
    /// From the first request to the last answer.
    pub took: Duration,
}

impl Outcome {
    /// How many answers of this kind there were.
    pub fn count(&self, method: &str, template: &str, status: u16) -> u64 {
        let key = Answered { method: method.to_owned(), template: template.to_owned(), status };
        self.counts.get(&key).copied().unwrap_or(0)
    }

    /// All answers.
    pub fn answers(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Answers in a second.
    pub fn per_second(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "no run has so many answers")]
        let answers = self.answers() as f64;
        answers / self.took.as_secs_f64()
    }
}
