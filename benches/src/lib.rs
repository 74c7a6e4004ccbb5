//! lowcard side by side with its peers: the same work, equal results checked first, then the speed.
//!
//! | to know | see |
//! |---|---|
//! | what is done, and by whom | [`workload`], [`subject`], [`subjects`], [`contender`], [`service`] |
//! | what the results must be | [`tally`], [`exposition`], [`messages`] |
//! | how it is measured | [`crew`], [`rounds`], [`allocations`] |
//! | which tables there are | [`parts`] |

pub mod allocations;
pub mod contender;
mod cpu;
pub mod crew;
pub mod exposition;
pub mod labels;
pub mod messages;
pub mod parts;
pub mod rounds;
pub mod service;
pub mod setting;
pub mod subject;
pub mod subjects;
pub mod table;
pub mod tally;
#[cfg(feature = "temporal")]
pub mod temporal;
pub mod workload;
