//! Records are found in the artifacts of every target, and nothing that a file says of itself is taken for granted.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod crafted;
mod formats;
mod hostile;
