//! Work that nobody waits for longer than stated.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{io, thread};

/// Longer than any limit that is meant, and short enough to be added to the time of day.
pub(super) const LONGEST: Duration = Duration::from_hours(24);

/// Why the work has no result.
#[derive(Debug)]
pub(super) enum Unfinished {
    /// It goes on, and nobody waits for it.
    Late,
    /// It panicked.
    Panicked,
    /// The system has no thread left.
    NoThread(io::Error),
}

/// Does `work` on a thread of its own, and waits no longer than `limit`: whatever it is that does not return there, a
/// look-up of a name or a function that a metric is read from.
pub(super) fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Unfinished> {
    let (done, result) = mpsc::sync_channel(1);
    let worker = thread::Builder::new().name("lowcard-push".to_owned());
    // Nobody may be there any more to take the result.
    worker.spawn(move || drop(done.send(work()))).map_err(Unfinished::NoThread)?;
    result.recv_timeout(limit).map_err(|error| match error {
        RecvTimeoutError::Timeout => Unfinished::Late,
        RecvTimeoutError::Disconnected => Unfinished::Panicked,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::{LONGEST, Unfinished, within};

    #[test]
    fn what_is_done_in_time_has_its_result() {
        assert!(matches!(within(LONGEST, || 7), Ok(7)));
        assert!(matches!(within(Duration::MAX, || 7), Ok(7)));
    }

    #[test]
    fn what_never_returns_is_not_waited_for() {
        let (end, ended) = mpsc::channel::<()>();
        assert!(matches!(within(Duration::from_millis(1), move || ended.recv()), Err(Unfinished::Late)));
        drop(end);
    }

    #[test]
    fn a_panic_stays_where_it_is() {
        assert!(matches!(within(LONGEST, || panic!("of the test")), Err::<(), _>(Unfinished::Panicked)));
    }
}
