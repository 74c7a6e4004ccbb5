//! What a running program exposes, held against what was declared.
//!
//! [`Origin`] opens it, [`read`] reads it line by line and keeps what is counted, never the lines. [`Scraped`] is what the
//! rules look at, [`Usage`] what the report shows.

mod exposition;
mod line;
mod open;
mod origin;
mod read;
mod scraped;
mod standard;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "an exposition that can't be read fails its test")]
mod tests;
mod usage;

pub use exposition::{Exposition, Family, LabelSeen, MetricType, Overflow, OverflowOf, Seen, Unreadable};
pub use open::Request;
pub use origin::Origin;
pub use read::read;
pub use scraped::Scraped;
pub use usage::{FamilyUsage, LabelUsage, Usage};
