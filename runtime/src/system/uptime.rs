//! How long the process has been running.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// When it was first asked, and how old the process was then. From then on a clock tells that nobody can set.
static BEGUN: LazyLock<(Instant, Duration)> = LazyLock::new(|| (Instant::now(), age().unwrap_or_default()));

/// Seconds since the process started; where the system doesn't say when that was, since this was called for the first time.
pub fn uptime() -> f64 {
    let (asked, age) = *BEGUN;
    (age + asked.elapsed()).as_secs_f64()
}

#[cfg(target_os = "linux")]
fn age() -> Option<Duration> {
    let uptime = std::fs::read("/proc/uptime").ok()?;
    let stat = std::fs::read("/proc/self/stat").ok()?;
    linux::age(&String::from_utf8_lossy(&uptime), &String::from_utf8_lossy(&stat))
}

#[cfg(not(target_os = "linux"))]
fn age() -> Option<Duration> {
    None
}

#[cfg(target_os = "linux")]
mod linux {
    use std::time::Duration;

    /// How many ticks a second has that Linux counts for programs, whatever its kernel is built with.
    const TICKS: f64 = 100.0;

    /// The age of a process, from what `/proc/uptime` and its `stat` say. Both count from when the machine started; in some
    /// containers only the latter does, so that the process would not have started yet.
    pub(super) fn age(uptime: &str, stat: &str) -> Option<Duration> {
        let now: f64 = uptime.split_whitespace().next()?.parse().ok()?;
        // The name, in brackets, may have anything in it. What comes behind it starts with the third field.
        let (_, fields) = stat.rsplit_once(')')?;
        let started: f64 = fields.split_whitespace().nth(22 - 3)?.parse().ok()?;
        Duration::try_from_secs_f64(now - started / TICKS).ok()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::time::Duration;

    use super::linux::age;

    /// A `stat` of a process of this name that started 42 s after the machine.
    fn stat(name: &str) -> String {
        format!("7 ({name}) S 1 7 7 0 -1 4194560 9 0 0 0 3 4 0 0 20 0 2 0 4200 1000 25 18446744073709551615 1 1 0")
    }

    #[test]
    fn the_age_is_a_difference_whatever_the_process_is_called() {
        for name in ["app", "a (b) c", ") 1 2 3", ""] {
            assert_eq!(age("50.50 99.13\n", &stat(name)), Some(Duration::from_millis(8_500)), "{name}");
        }
        assert_eq!(age("42.00 1.00\n", &stat("app")), Some(Duration::ZERO));
    }

    #[test]
    fn what_makes_no_sense_is_no_age() {
        assert_eq!(age("41.99 1.00\n", &stat("app")), None, "the clock of a container started later");
        for uptime in ["", "words", "NaN 1.0", "inf 1.0", "1e300 1.0"] {
            assert_eq!(age(uptime, &stat("app")), None, "{uptime}");
        }
        for stat in ["", "7 (app", "7 (app) S 1 7", "7 (app) S 1 7 7 0 -1 4194560 9 0 0 0 3 4 0 0 20 0 2 0 soon"] {
            assert_eq!(age("50.0 1.0", stat), None, "{stat}");
        }
    }
}
