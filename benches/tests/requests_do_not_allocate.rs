//! Observing a request allocates nothing of its own, once each route was met: around the router nothing at all, and by
//! `Router::layer` what axum takes for any layer. The only test of its process, as allocations are counted in all of it.

use lowcard_benches::allocations;
use lowcard_benches::service::ServiceEntry;
use lowcard_benches::subjects::requests::{BARE, LOWCARD_AROUND, LOWCARD_BY_LAYER, PASSED_THROUGH};

#[test]
fn requests_do_not_allocate() {
    let (bare, passed_through) = (allocations_of(&BARE), allocations_of(&PASSED_THROUGH));
    assert!(bare < passed_through, "axum takes memory for a layer");
    assert_eq!(allocations_of(&LOWCARD_AROUND), bare);
    assert_eq!(allocations_of(&LOWCARD_BY_LAYER), passed_through);
}

/// Of a thread that has answered every call before.
fn allocations_of(entry: &ServiceEntry) -> u64 {
    let service = (entry.set_up)();
    service.job(1)(0);
    let answers = service.job(1);
    let ((), allocated) = allocations::count(|| answers(0));
    allocated.calls
}
