//! An exposition, and what it is held against.

use std::ops::Bound;

use lowcard_schema::policy::Policy;

use super::exposition::{Exposition, Family, MetricType};
use super::standard::is_standard;
use crate::lock::{Entry, Lock};

/// What a running program exposes, and what was declared.
#[derive(Clone, Debug, Default)]
pub struct Scraped {
    /// What is exposed.
    pub exposition: Exposition,
    /// What was declared.
    pub declared: Lock,
    /// Whether metrics outside of the namespace have to be declared, too.
    pub all: bool,
}

impl Scraped {
    /// The declarations of a family; more than one where packages differ on what its name means.
    pub fn declarations<'s>(&'s self, family: &Family) -> Vec<(&'s str, &'s Entry)> {
        let names: &[&str] = match family.metric_type {
            // Which name a family has of which there is no sample, OpenMetrics doesn't say.
            MetricType::Counter if family.series == 0 => &["", "_total"],
            MetricType::Info if family.series == 0 => &["", "_info"],
            _ => &[""],
        };
        names.iter().flat_map(|suffix| self.named(&format!("{}{suffix}", family.name))).collect()
    }

    fn named<'s>(&'s self, name: &str) -> Vec<(&'s str, &'s Entry)> {
        let from = (Bound::Included(name), Bound::Unbounded);
        let entries = self.declared.entries.range::<str, _>(from).take_while(|(key, _)| key.starts_with(name));
        let entries = entries.map(|(key, entry)| (self::name(key), entry));
        entries.filter(|(known, _)| *known == name).collect()
    }

    /// The declared metrics that are not exposed.
    pub fn absent(&self) -> Vec<&str> {
        let exposed: Vec<&str> = self
            .exposition
            .families
            .iter()
            .flat_map(|family| self.declarations(family).into_iter().map(|(name, _)| name))
            .collect();
        let mut absent: Vec<&str> = self.declared.entries.keys().map(|key| name(key)).collect();
        absent.dedup();
        absent.retain(|name| !exposed.contains(name));
        absent
    }

    /// Whether somebody should have declared this family: it is in the policy's namespace, or every one has to be.
    pub fn should_be_declared(&self, family: &Family, policy: &Policy) -> bool {
        let namespace = policy.namespace.as_deref();
        let is_ours = namespace.is_some_and(|namespace| {
            family.name.strip_prefix(namespace).is_some_and(|rest| rest.starts_with(['_', ':']))
        });
        is_ours || self.all && !is_standard(&family.name)
    }
}

/// The metric's name in a key of the lock, which may name a package, too.
fn name(key: &str) -> &str {
    key.split_once(" (").map_or(key, |(name, _)| name)
}
