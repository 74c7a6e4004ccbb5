//! What every program says of itself: which build it is, and how long it has been running.

mod metrics;
mod uptime;

pub use uptime::uptime;

/// The version of the compiler, which the build script has asked for it. Some build systems leave such scripts out.
pub const RUST_VERSION: &str = match option_env!("LOWCARD_RUST_VERSION") {
    Some(version) => version,
    None => "unknown",
};
