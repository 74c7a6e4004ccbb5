//! lowcard allocates nothing once a series was touched, also behind the handles of other libraries. The only test of its
//! process, as allocations are counted in all of it.

use lowcard_benches::allocations;
use lowcard_benches::contender::Entry;
use lowcard_benches::parts::Kind;
use lowcard_benches::subjects::lowcard;
use lowcard_benches::workload::Sequence;

#[test]
fn updates_do_not_allocate() {
    // One exemplar in a second is kept, which takes memory.
    let kinds = [Kind::Counters, Kind::Histograms, Kind::NativeHistograms];
    let subjects = kinds.into_iter().flat_map(Kind::entries);
    let subjects: Vec<_> = subjects.filter(|entry| entry.name.starts_with(lowcard::NAME)).collect();
    assert_eq!(subjects.len(), 5, "counters and histograms, with labels and by handle; native histograms");
    for entry in subjects {
        assert_eq!(allocations_of_updates(entry), 0, "{}", entry.name);
    }

    for kind in [Kind::BridgedCounters, Kind::BridgedHistograms] {
        for entry in kind.entries().iter().filter(|entry| entry.name.contains(lowcard::NAME)) {
            // The key of a caller is made at each update.
            let per_update = u64::from(entry.name.contains("(key)"));
            assert_eq!(
                allocations_of_updates(entry),
                per_update * Sequence::LEN as u64,
                "{} of {}",
                entry.name,
                kind.word()
            );
        }
    }
}

/// Of a thread that has touched every series.
fn allocations_of_updates(entry: &Entry) -> u64 {
    let contender = (entry.set_up)();
    contender.job(Sequence::Varying, 1)(0);
    let updates = contender.job(Sequence::Varying, 1);
    let ((), allocated) = allocations::count(|| updates(0));
    allocated.calls
}
