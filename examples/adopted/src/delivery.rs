//! What a library records through the `metrics` facade, whose names are only met at run time.

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};

pub(crate) fn work() {
    describe_counter!("delivery_parcels_total", "Parcels that were handed over.");
    describe_gauge!("delivery_vans", "Vans on the road.");
    describe_histogram!("delivery_way_seconds", metrics::Unit::Seconds, "Time on the way.");
    for (carrier, parcels) in [("post", 4), ("bike", 2)] {
        counter!("delivery_parcels_total", "carrier" => carrier, "user_id" => "7").increment(parcels);
    }
    gauge!("delivery_vans").set(3);
    for seconds in [0.5, 3.0, 60.0] {
        histogram!("delivery_way_seconds").record(seconds);
    }
}
