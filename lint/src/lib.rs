//! `cargo lowcard`: holds a workspace's metrics to its policy, to what was committed, and to each other.
//!
//! ```text
//! source tree | built artifact ──▶ catalog ──▶ rules ──▶ findings ──▶ report
//! ```
//!
//! [`workspace`] knows the packages and their policies, and builds them. [`artifact`] reads the records out of what was
//! built, [`catalog`] puts them together, [`lock`] is the catalog as it was committed. [`source`] reads what the code does
//! without declaring it, [`scrape`] what a running program exposes. [`rules`] look at all of it and do no I/O. Only
//! [`report`] prints. [`init`] writes a first policy.

pub mod artifact;
pub mod baseline;
pub mod catalog;
pub mod command;
mod counted;
pub mod date;
pub mod exit;
pub mod failure;
mod file;
pub mod finding;
pub mod fix;
pub mod git;
pub mod init;
pub mod lock;
pub mod pages;
mod quoted;
pub mod report;
pub mod rules;
pub mod scrape;
pub mod source;
pub mod subject;
pub mod workspace;

pub use catalog::Catalog;
pub use failure::Failure;
pub use finding::Finding;
pub use subject::Subject;
