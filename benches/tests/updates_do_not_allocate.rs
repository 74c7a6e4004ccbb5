//! lowcard allocates nothing once a series was touched. The only test of its process, as allocations are counted in all
//! of it.

use lowcard_benches::allocations;
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
        let contender = (entry.set_up)();
        contender.job(Sequence::Varying, 1)(0);
        let updates = contender.job(Sequence::Varying, 1);
        let ((), allocated) = allocations::count(|| updates(0));
        assert_eq!(allocated.calls, 0, "{}", entry.name);
    }
}
