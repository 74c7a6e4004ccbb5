//! How long an answer may take.

use std::time::Duration;

use http::{HeaderMap, HeaderName};

/// How long a Prometheus will wait for an answer, in seconds. What comes later is thrown away.
const SCRAPE_TIMEOUT: HeaderName = HeaderName::from_static("x-prometheus-scrape-timeout-seconds");

/// How much of that is for the answer; the rest is for the way there and back.
const SHARE: f64 = 0.9;

/// Longer than any limit that is meant, and short enough to be added to the time of day.
pub(crate) const LONGEST: Duration = Duration::from_hours(365 * 24);

/// The time from the request on after which its answer must be complete: what was configured, or less if the scraper
/// gives up earlier. A header that makes no sense is ignored.
pub(crate) fn time_limit(configured: Duration, headers: &HeaderMap) -> Duration {
    asked(headers).map_or(configured, |asked| asked.min(configured))
}

fn asked(headers: &HeaderMap) -> Option<Duration> {
    let seconds: f64 = headers.get(SCRAPE_TIMEOUT)?.to_str().ok()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds * SHARE).ok().filter(|limit| !limit.is_zero())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

    use std::time::Duration;

    use http::{HeaderMap, HeaderValue};

    use super::{SCRAPE_TIMEOUT, time_limit};

    const CONFIGURED: Duration = Duration::from_secs(30);

    fn limit(header: &[u8]) -> Duration {
        let value = HeaderValue::from_bytes(header).expect("a line that a server lets through");
        time_limit(CONFIGURED, &HeaderMap::from_iter([(SCRAPE_TIMEOUT, value)]))
    }

    #[test]
    fn the_shorter_one_holds() {
        let cases = [("10", 9000), ("10.000000", 9000), ("0.5", 450), ("1e1", 9000), ("33", 29_700), ("34", 30_000)];
        for (header, milliseconds) in cases {
            assert_eq!(limit(header.as_bytes()), Duration::from_millis(milliseconds), "{header}");
        }
        assert_eq!(time_limit(CONFIGURED, &HeaderMap::new()), CONFIGURED);
    }

    #[test]
    fn what_makes_no_sense_is_ignored() {
        let junk: [&[u8]; 17] = [
            b"",
            b"0",
            b"-0",
            b"0.0",
            b"-1",
            b"NaN",
            b"inf",
            b"-inf",
            b"infinity",
            b"1e19",
            b"1e400",
            b"1e-400",
            b"1e-30",
            b"ten",
            b"10s",
            b"1,5",
            b"\xff\xfe",
        ];
        for header in junk {
            assert_eq!(limit(header), CONFIGURED, "{}", header.escape_ascii());
        }
        assert_eq!(limit("9".repeat(100_000).as_bytes()), CONFIGURED);
    }
}
