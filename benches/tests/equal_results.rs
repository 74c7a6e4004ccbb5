//! Every subject counts the same, so that speeds may be compared. The command checks it again after what it has timed.

use std::time::Instant;

use lowcard::Format;
use lowcard_benches::contender::check;
use lowcard_benches::exposition::Exposition;
use lowcard_benches::parts::{Expected, Kind, Switch};
use lowcard_benches::service;
use lowcard_benches::subject::{Size, Tells};
use lowcard_benches::subjects::{BRIDGED_WORLDS, WORLDS};
use lowcard_benches::workload::{self, Sequence};

#[test]
fn updates_are_equal() {
    // Once metrics are off, nobody counts any more: those kinds have a test of their own.
    for kind in Kind::ALL.into_iter().filter(|kind| !Kind::DISABLED.contains(kind)) {
        let expected = Expected::new(kind);
        let equal = expected.after(&[(Sequence::Varying, 2), (Sequence::Hot, 1)]);
        let less = expected.after(&[(Sequence::Varying, 2)]);
        for entry in kind.entries() {
            let contender = (entry.set_up)();
            for (sequence, repeats) in [(Sequence::Varying, 2), (Sequence::Hot, 1)] {
                contender.job(sequence, repeats)(0);
            }
            assert_eq!(contender.check(&equal), Ok(()), "{} of {}", entry.name, kind.word());
            assert!(contender.check(&less).is_err(), "{} of {}: too much is not noticed", entry.name, kind.word());
        }
    }
}

#[test]
fn requests_are_answered_and_observed_alike() {
    for entry in Switch::On.entries() {
        let (started, service) = (Instant::now(), (entry.set_up)());
        assert_eq!(service.check_answers(), Ok(()), "{}", entry.name);
        service.job(2)(0);
        let check = |repeats| service::check(entry.names.as_ref(), &service.scrape(), repeats, started.elapsed());
        assert_eq!(check(3), Ok(()), "{}", entry.name);
        assert!(entry.names.is_none() || check(2).is_err(), "{}: too much is not noticed", entry.name);
    }
}

#[test]
fn scrapes_are_equal_in_every_format() {
    let expected = workload::world(Size::FULL, 1);
    for entry in WORLDS.iter().chain(BRIDGED_WORLDS) {
        let world = (entry.new)(Size::FULL);
        world.fill(Size::FULL);
        assert_eq!(check(&expected, &world.scrape(), Tells::Everything), Ok(()), "{}", entry.name);
        for format in [Format::Text, Format::OpenMetrics, Format::Protobuf] {
            let Some(exposition) = world.encode(format, Vec::new()) else { continue };
            let found =
                Exposition::read(format, &exposition).and_then(|found| expected.check(&found, Tells::Everything));
            assert_eq!(found, Ok(()), "{} in {format:?}", entry.name);
        }
    }
}
