//! A few attempts, for what may pass.

use std::thread;
use std::time::{Duration, Instant};

use super::attempt::Failure;

/// Before the second attempt; it doubles from one to the next.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// What the last of some attempts came to.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) last: Failure,
    pub(super) tries: u32,
}

/// Calls `attempt` with the time that is left, until it succeeds, fails for good, or there is no try or time left.
pub(super) fn tries(
    retries: u32,
    deadline: Instant,
    mut attempt: impl FnMut(Duration) -> Result<(), Failure>,
) -> Result<(), Failed> {
    let left = || deadline.saturating_duration_since(Instant::now());
    let (mut tries, mut pause) = (0_u32, FIRST_PAUSE);
    loop {
        let Err(last) = attempt(left()) else { return Ok(()) };
        tries = tries.saturating_add(1);
        if tries > retries || !last.may_pass() || pause >= left() {
            return Err(Failed { last, tries });
        }
        thread::sleep(pause);
        pause = pause.saturating_mul(2);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use std::time::{Duration, Instant};

    use http::StatusCode;

    use super::super::attempt::{Answer, Failure};
    use super::tries;

    fn in_a_minute() -> Instant {
        Instant::now() + Duration::from_mins(1)
    }

    fn answered(status: StatusCode) -> Failure {
        Failure::Answered(Answer { status, location: None, lines: Vec::new() })
    }

    /// How often it is tried if every attempt fails so.
    fn tried(retries: u32, failure: impl Fn() -> Failure) -> u32 {
        tries(retries, in_a_minute(), |_| Err(failure())).unwrap_err().tries
    }

    #[test]
    fn what_may_pass_is_tried_again() {
        assert_eq!(tried(1, || Failure::Unanswered("refused".to_owned())), 2);
        assert_eq!(tried(1, || answered(StatusCode::SERVICE_UNAVAILABLE)), 2);
        assert_eq!(tried(1, || answered(StatusCode::TOO_MANY_REQUESTS)), 2);
        assert_eq!(tried(0, || answered(StatusCode::BAD_GATEWAY)), 1);
    }

    #[test]
    fn what_stays_is_not() {
        for status in [StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED, StatusCode::FOUND, StatusCode::NOT_FOUND] {
            assert_eq!(tried(9, || answered(status)), 1, "{status}");
        }
        assert_eq!(tried(9, || Failure::Late), 1);
    }

    #[test]
    fn a_success_ends_it() {
        let mut failures = 1;
        let outcome = tries(9, in_a_minute(), |_| {
            failures -= 1;
            if failures < 0 { Ok(()) } else { Err(Failure::Unanswered(String::new())) }
        });
        assert!(outcome.is_ok());
        assert_eq!(failures, -1);
    }

    #[test]
    fn no_pause_is_begun_that_the_time_is_too_short_for() {
        let unanswered = |_| Err(Failure::Unanswered(String::new()));
        assert_eq!(tries(u32::MAX, Instant::now(), unanswered).unwrap_err().tries, 1);
    }
}
