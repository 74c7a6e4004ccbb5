//! lowcard scrapes 10,560 series with a few allocations. The only test of its process, as allocations are counted in
//! all of it.

use ::lowcard::Format;
use lowcard_benches::allocations;
use lowcard_benches::subject::Size;
use lowcard_benches::subjects::{WORLDS, lowcard};

#[test]
fn scrapes_do_not_allocate_per_series() {
    let entry = WORLDS.iter().find(|entry| entry.name == lowcard::NAME).expect("lowcard is a subject");
    let world = (entry.new)(Size::FULL);
    world.fill(Size::FULL);
    drop(world.scrape());
    let (text, allocated) = allocations::count(|| world.scrape());
    assert!(text.lines().count() > 17_840);
    assert!(allocated.calls < 100, "{} allocations", allocated.calls);
    for format in [Format::Text, Format::OpenMetrics, Format::Protobuf] {
        let room = world.encode(format, Vec::new()).expect("lowcard has every format");
        let (_, allocated) = allocations::count(|| world.encode(format, room));
        assert!(allocated.calls < 100, "{} allocations in {format:?}", allocated.calls);
    }
}
