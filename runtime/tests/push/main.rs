//! Jobs that end: what they push, what they leave in files, and that nothing of it makes them fail.
#![cfg(all(unix, feature = "push", feature = "testing"))]
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

mod answers;
mod child;
mod fake;
mod jobs;
mod pushgateway;
mod textfile;
