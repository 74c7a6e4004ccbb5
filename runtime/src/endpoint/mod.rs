//! The `/metrics` endpoint: what a request asks for, and what it is answered with.
#![cfg_attr(not(test), expect(dead_code, reason = "no service asks these modules yet"))]

mod accept;
mod auth;
mod encoding;
#[cfg(test)]
mod hostile;
mod quality;
mod query;
mod time_limit;
