//! `cargo lowcard`: holds a workspace's metrics to its policy, to what was committed, and to each other.
//!
//! ```text
//! source tree | built artifact ──▶ catalog ──▶ rules ──▶ findings ──▶ report
//! ```
//!
//! [`workspace`] knows the packages and their policies, and builds them. [`artifact`] reads the records out of what was
//! built, [`catalog`] puts them together, [`lock`] is the catalog as it was committed. [`source`] reads what the code does
//! without declaring it, [`scrape`] what a running program exposes. All of that is a [`Subject`]: [`rules`] look at it, do
//! no I/O, and report [`Finding`]s. Only `report` prints. `fix` and `baseline` change files so that less is found, `init`
//! writes a first policy. [`command`] has a file for each command, and [`pages`] the pages of the rules.

pub mod artifact;
mod baseline;
pub mod catalog;
pub mod command;
mod counted;
mod date;
mod exit;
mod failure;
mod file;
pub mod finding;
mod fix;
mod git;
mod init;
pub mod lock;
pub mod pages;
mod quoted;
mod report;
pub mod rules;
pub mod scrape;
pub mod source;
pub mod subject;
pub mod workspace;

pub use catalog::Catalog;
pub use failure::Failure;
pub use finding::Finding;
pub use subject::Subject;
