//! Waiting for what happens elsewhere.

use std::thread;
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(100);

/// Asks every 100 ms until there is an answer. None if there was none in time.
pub fn poll<T>(timeout: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + timeout;
    loop {
        let answer = ask();
        if answer.is_some() || Instant::now() >= end {
            return answer;
        }
        thread::sleep(PAUSE);
    }
}
