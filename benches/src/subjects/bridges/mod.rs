//! Metrics of other libraries on their way into lowcard: the same calls as of those libraries, with lowcard behind them.

pub mod dynamic;
pub mod keyed;
pub mod metrics;
pub mod opentelemetry;
pub mod prometheus;
