//! An exposition, and what it is held against.

use std::collections::BTreeSet;
use std::ops::Bound;

use lowcard_schema::policy::Policy;

use super::exposition::{Exposition, Family, MetricType};
use super::standard::is_standard;
use crate::lock::{Entry, Lock, name_of};

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
        let entries = entries.map(|(key, entry)| (name_of(key), entry));
        entries.filter(|(known, _)| *known == name).collect()
    }

    /// The declared metrics that are not exposed.
    pub fn absent(&self) -> Vec<&str> {
        let exposed: BTreeSet<&str> = self
            .exposition
            .families
            .iter()
            .flat_map(|family| self.declarations(family).into_iter().map(|(name, _)| name))
            .collect();
        let mut absent: Vec<&str> = self.declared.entries.keys().map(|key| name_of(key)).collect();
        absent.dedup();
        absent.retain(|name| !exposed.contains(*name));
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a lock or an exposition that can't be read fails its test")]
mod tests {
    use lowcard_schema::policy::{self, Policy};

    use super::Scraped;
    use crate::{lock, scrape};

    const DECLARED: &str = "version = 1\n\
        a.type = \"gauge\"\na.help = \"A.\"\na.series = 1\n\
        \"a (till)\".type = \"counter\"\n\"a (till)\".help = \"A.\"\n\"a (till)\".series = 1\n\
        a_total.type = \"counter\"\na_total.help = \"A.\"\na_total.series = 1\n\
        b_info.type = \"info\"\nb_info.help = \"B.\"\nb_info.series = 1\n";

    fn scraped(exposition: &str) -> Scraped {
        let exposition = scrape::read(exposition.as_bytes(), "there", u64::MAX).unwrap();
        Scraped { exposition, declared: lock::read(DECLARED, "metrics.lock").unwrap(), all: false }
    }

    /// The declarations of the first family.
    fn declarations(exposition: &str) -> Vec<(String, &'static str)> {
        let scraped = scraped(exposition);
        let declarations = scraped.declarations(&scraped.exposition.families[0]);
        declarations.into_iter().map(|(name, entry)| (name.to_owned(), entry.kind.word())).collect()
    }

    #[test]
    fn a_family_is_found_by_its_name_alone() {
        assert_eq!(declarations("a 1\n"), [("a".into(), "gauge"), ("a".into(), "counter")]);
        assert_eq!(declarations("# TYPE a counter\na_total 1\n"), [("a_total".into(), "counter")]);
        assert_eq!(declarations("# TYPE a_total counter\na_total 1\n"), [("a_total".into(), "counter")]);
        assert_eq!(declarations("# TYPE b info\n"), [("b_info".into(), "info")]);
        assert_eq!(declarations("a_tot 1\n"), []);
        assert_eq!(declarations("b 1\n"), []);
    }

    #[test]
    fn what_is_not_exposed_is_known() {
        assert_eq!(scraped("").absent(), ["a", "a_total", "b_info"]);
        assert_eq!(scraped("# TYPE b info\na_total 1\n").absent(), ["a"]);
    }

    #[test]
    fn the_namespace_ends_where_the_next_word_starts() {
        let policy = policy::read("namespace = \"shop\"\n", "lowcard.toml").unwrap();
        let mut scraped = scraped("shop_a 1\nshop:a:rate5m 1\nshopping 1\nshop 1\nprocess_threads 1\n");
        let ours = |scraped: &Scraped, policy: &Policy| -> Vec<bool> {
            scraped.exposition.families.iter().map(|family| scraped.should_be_declared(family, policy)).collect()
        };
        assert_eq!(ours(&scraped, &policy), [true, true, false, false, false]);
        assert_eq!(ours(&scraped, &Policy::default()), [false; 5]);
        scraped.all = true;
        assert_eq!(ours(&scraped, &policy), [true, true, true, true, false]);
    }
}
