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
    /// Reads the registry. Functions that have not returned by the deadline are left out.
    pub(super) fn take(registry: &Registry, deadline: Instant) -> Self {
        let members = registry.families();
        let read = collecting::read(&members, deadline);
        let families = members.iter().zip(read).map(|(member, read)| member.gather(|_| read, Readings::default()));
        Self { families: families.collect() }
    }

    /// How many series Prometheus would store of it.
    pub(super) fn series_count(&self) -> u64 {
        self.families.iter().map(|family| family.rendered.len() as u64 * family.definition.lines()).sum()
    }
}
