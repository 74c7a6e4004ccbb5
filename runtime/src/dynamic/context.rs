//! What all families of one store share.

use std::hash::{BuildHasher, Hash, RandomState};

use super::refusal::Refusals;
use super::{Policy, RefusalCause};

/// The policy, what came of it, and a way to hash that nobody outside knows.
pub(crate) struct Context {
    pub(super) policy: Policy,
    pub(super) refusals: Refusals,
    hasher: RandomState,
}

impl Context {
    pub(super) fn new(policy: Policy) -> Self {
        Self { policy, refusals: Refusals::default(), hasher: RandomState::new() }
    }

    pub(super) fn hash<T: Hash + ?Sized>(&self, key: &T) -> u64 {
        self.hasher.hash_one(key)
    }

    pub(super) fn refuse(&self, cause: RefusalCause, metric: &str, label: &str) {
        self.refusals.add(cause, metric, label);
    }
}
