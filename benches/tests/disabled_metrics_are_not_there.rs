//! Where metrics are off, the same code runs, exposes nothing and needs no memory. The only test of its process, in which
//! there are no metrics from then on.

use std::time::Instant;

use lowcard_benches::allocations;
use lowcard_benches::parts::{Expected, Kind, Switch};
use lowcard_benches::service;
use lowcard_benches::workload::Sequence;

#[test]
fn disabled_metrics_are_not_there() {
    for kind in Kind::DISABLED {
        // The floor is on, and comes first.
        let [_, disabled @ ..] = kind.entries() else { panic!("{} has no subjects", kind.word()) };
        let expected = Expected::new(kind).after(&[(Sequence::Varying, 1)]);
        for entry in disabled {
            let contender = (entry.set_up)();
            let updates = contender.job(Sequence::Varying, 1);
            let ((), allocated) = allocations::count(|| updates(0));
            assert_eq!(contender.check(&expected), Ok(()), "{} of {}", entry.name, kind.word());
            // The key of a caller is made whether anybody wants it or not.
            let per_update = u64::from(entry.name.contains("(key)"));
            assert_eq!(allocated.calls, per_update * Sequence::LEN as u64, "{} of {}", entry.name, kind.word());
        }
    }
    requests_are_only_passed_on();
}

fn requests_are_only_passed_on() {
    for entry in Switch::Off.entries() {
        let (started, service) = (Instant::now(), (entry.set_up)());
        assert_eq!(service.check_answers(), Ok(()), "{}", entry.name);
        let scrape = service.scrape();
        assert_eq!(service::check(entry.names.as_ref(), &scrape, 1, started.elapsed()), Ok(()), "{}", entry.name);
    }
}
