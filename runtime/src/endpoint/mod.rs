//! The `/metrics` endpoint: what a request asks for, and what it is answered with.
#![cfg_attr(not(test), expect(dead_code, reason = "no service asks these modules yet"))]

mod accept;
mod encoding;
mod quality;
