//! A registry as it is at one time, for all scrapes that asked for it at that time.

use std::time::Instant;

use super::collecting;
use crate::gather::Gathered;
use crate::registry::Registry;
use crate::storage::Readings;

/// Every family with its numbers: 8 bytes a cell, and labels that are shared with all other snapshots.
pub(super) struct Snapshot {
    pub(super) families: Vec<Gathered>,
}

impl Snapshot {
    /// Reads the registry. Functions and collectors that have not returned by the deadline are left out.
    pub(super) fn take(registry: &Registry, deadline: Instant) -> Self {
        let sources = registry.sources();
        let numbers = collecting::ask_all(&sources.functions, deadline);
        let families = collecting::ask_all(&sources.collectors, deadline);
        let members = registry.members(sources.answered(numbers, families));
        Self { families: members.into_iter().map(|member| member.gather(Readings::default())).collect() }
    }

    /// How many series Prometheus would store of it.
    pub(super) fn series_count(&self) -> u64 {
        self.families.iter().map(Gathered::lines).sum()
    }
}
