//! Every meter counts what a worker of Temporal's SDK asked, so that what they cost may be compared.
#![cfg(feature = "temporal")]

use lowcard_benches::contender::check;
use lowcard_benches::subject::Tells;
use lowcard_benches::temporal::{METERS, Replay, Trace};

#[test]
fn meters_are_equal() {
    let trace = Trace::record().expect("a worker that runs");
    let [equal, less] = [2, 1].map(|repeats| trace.tally(repeats));
    for entry in METERS {
        let metered = (entry.new)();
        Replay::new(metered.meter.clone(), &trace).run(2);
        let Some(text) = metered.scrape() else { continue };
        assert_eq!(check(&equal, &text, Tells::Everything), Ok(()), "{}", entry.name);
        assert!(check(&less, &text, Tells::Everything).is_err(), "{}: too much is not noticed", entry.name);
    }
}
