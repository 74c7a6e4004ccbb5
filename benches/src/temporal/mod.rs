//! A worker of the Temporal SDK, what it asks of its meter, and the meters that it may have.

mod by_hand;
#[path = "../../../temporal/tests/worker/frontend.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "it is that of the tests of lowcard-temporal, which ask more of it")]
mod frontend;
mod meters;
mod replay;
#[path = "../../../temporal/tests/worker/run.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "the same")]
mod run;
mod trace;
mod worker;

pub use meters::{METERS, MeterEntry, Metered};
pub use replay::Replay;
pub use trace::{TASKS, Trace};
