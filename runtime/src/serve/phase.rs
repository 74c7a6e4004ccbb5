//! What a connection is doing, and until when it may.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::Instant;

use super::ServerLimits;
use crate::endpoint::time_limit::LONGEST;

/// What a connection is doing. Its task, its socket and its answer write it, and the server reads it.
pub(super) struct Phase {
    limits: ServerLimits,
    step: Cell<Step>,
    since: Cell<Instant>,
    deadline: Cell<Instant>,
    last: Cell<bool>,
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// For a request.
    Waiting,
    /// The service makes the answer.
    Answering,
    /// The answer is made, but some of it is not sent yet.
    Flushing,
}

impl Phase {
    /// Of a connection that was just accepted.
    pub(super) fn new(limits: ServerLimits) -> Self {
        let now = Instant::now();
        Self {
            limits,
            step: Cell::new(Step::Waiting),
            since: Cell::new(now),
            deadline: Cell::new(now + limits.head_time.min(LONGEST)),
            last: Cell::new(false),
        }
    }

    /// A request has come.
    pub(super) fn requested(&self) {
        // An answer that is still being sent has to arrive in its own time, whatever is asked behind it.
        if self.step.replace(Step::Answering) == Step::Waiting {
            self.begin(self.limits.answer_time);
        }
    }

    /// The service has made all of the answer, or it was given up.
    pub(super) fn made(&self) {
        self.step.set(Step::Flushing);
    }

    /// All that was made has been handed to the system.
    pub(super) fn flushed(&self) {
        if self.step.get() == Step::Flushing {
            self.step.set(Step::Waiting);
            self.begin(self.limits.idle_time);
        }
    }

    fn begin(&self, limit: Duration) {
        let now = Instant::now();
        self.since.set(now);
        self.deadline.set(now + limit.min(LONGEST));
    }

    /// No answer is to come after the one that is under way.
    pub(super) fn make_last(&self) {
        self.last.set(true);
    }

    /// The last answer is sent.
    pub(super) fn is_over(&self) -> bool {
        self.last.get() && self.is_waiting()
    }

    /// It waits for a request, and no answer is under way.
    pub(super) fn is_waiting(&self) -> bool {
        self.step.get() == Step::Waiting
    }

    /// When it began to do what it does.
    pub(super) fn since(&self) -> Instant {
        self.since.get()
    }

    /// When the connection is to be closed if it still does the same.
    pub(super) fn deadline(&self) -> Instant {
        self.deadline.get()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Phase, ServerLimits};

    const SECOND: Duration = Duration::from_secs(1);

    fn limits() -> ServerLimits {
        ServerLimits::default().head_time(SECOND).answer_time(100 * SECOND).idle_time(10_000 * SECOND)
    }

    #[test]
    fn each_step_has_its_time() {
        let phase = Phase::new(limits());
        assert!(phase.is_waiting());
        assert_eq!(phase.deadline(), phase.since() + SECOND);
        phase.requested();
        assert!(!phase.is_waiting());
        assert_eq!(phase.deadline(), phase.since() + 100 * SECOND);
        phase.made();
        assert!(!phase.is_waiting(), "some of it is not sent yet");
        phase.flushed();
        assert!(phase.is_waiting());
        assert_eq!(phase.deadline(), phase.since() + 10_000 * SECOND);
    }

    #[test]
    fn a_flush_in_the_middle_of_an_answer_gives_no_more_time() {
        let phase = Phase::new(limits());
        phase.requested();
        let deadline = phase.deadline();
        phase.flushed();
        assert!(!phase.is_waiting());
        assert_eq!(phase.deadline(), deadline);
    }

    #[test]
    fn a_request_behind_an_answer_that_is_not_sent_gives_no_more_time() {
        let phase = Phase::new(limits());
        phase.requested();
        let deadline = phase.deadline();
        phase.made();
        phase.requested();
        assert_eq!(phase.deadline(), deadline);
    }

    #[test]
    fn the_last_answer_is_sent_whole() {
        let phase = Phase::new(limits());
        phase.requested();
        phase.make_last();
        assert!(!phase.is_over());
        phase.made();
        assert!(!phase.is_over());
        phase.flushed();
        assert!(phase.is_over());
    }

    #[test]
    fn a_limit_that_no_clock_reaches_is_a_long_one() {
        let phase = Phase::new(limits().head_time(Duration::MAX));
        assert!(phase.deadline() > Instant::now() + 1_000_000 * SECOND);
    }
}
