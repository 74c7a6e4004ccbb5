//! Each registry a part of the other.

use std::thread;

use lowcard::prometheus::Bridge;
use lowcard::{Counter, Families, Metrics, Registry};
use prometheus::{IntCounter, TextEncoder};

use crate::told::{adopting, causes, samples};

#[derive(Metrics)]
struct Ours {
    /// Ours.
    ours_total: Counter,
}

/// Ours and theirs, each with a counter, and each a part of the other.
fn joined() -> (Registry, prometheus::Registry, Ours) {
    let theirs = prometheus::Registry::new();
    let registry = adopting(&theirs);
    let ours = Ours::register(&registry).expect("a fresh registry");
    theirs.register(Box::new(Bridge::new(registry.clone()))).expect("nothing in its way");
    theirs.register(Box::new(IntCounter::new("theirs_total", "Theirs.").expect("valid"))).expect("a name of its own");
    (registry, theirs, ours)
}

fn gathered(theirs: &prometheus::Registry) -> String {
    TextEncoder::new().encode_to_string(&theirs.gather()).expect("it can be encoded")
}

#[test]
fn each_shows_both_once() {
    let (registry, theirs, _ours) = joined();
    for _ in 0..3 {
        assert_eq!(samples(&registry), ["app_ours_total 0", "theirs_total 0"]);
        let expected = "# HELP app_ours_total Ours.\n# TYPE app_ours_total counter\napp_ours_total 0\n\
                        # HELP theirs_total Theirs.\n# TYPE theirs_total counter\ntheirs_total 0\n";
        assert_eq!(gathered(&theirs), expected);
    }
    assert_eq!(causes(&registry), []);
}

/// Two registries of ours with one of theirs between them: what is behind the bridge is no part of the one that asks.
#[test]
fn a_bridge_leads_to_another_registry_too() {
    let (registry, theirs, _ours) = joined();
    let other = Registry::new();
    let collector = |families: &mut Families| {
        families.gauge("other", "Another registry's.").series(&[], 1);
    };
    other.attach("some", collector).expect("the first of its name");
    other.attach("prometheus", theirs.clone()).expect("the first of its name");
    theirs.register(Box::new(Bridge::new(other.clone()))).expect("another registry");
    assert_eq!(samples(&registry), ["app_ours_total 0", "other 1", "theirs_total 0"]);
    assert_eq!(samples(&other), ["app_ours_total 0", "other 1", "theirs_total 0"]);
    assert!(gathered(&theirs).contains("\nother 1\n"));
    assert_eq!((causes(&registry), causes(&other)), (vec![], vec![]));
}

/// A registration waits for those who gather, and who gathers then waits for the registration: a lock that one thread
/// took twice would never be free again.
#[test]
fn scrapes_of_both_and_registrations_do_not_wait_for_one_another() {
    let (registry, theirs, ours) = joined();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| (0..300).for_each(|_| assert!(registry.encode_text().contains("\ntheirs_total "))));
            scope.spawn(|| (0..300).for_each(|_| assert!(gathered(&theirs).contains("\napp_ours_total "))));
        }
        scope.spawn(|| {
            for number in 0..300 {
                let late = IntCounter::new(format!("late_{number}_total"), "Late.").expect("valid");
                theirs.register(Box::new(late)).expect("a name of its own");
                ours.ours_total.inc();
            }
        });
    });
    assert_eq!(samples(&registry).len(), 302);
    assert_eq!(causes(&registry), []);
}
