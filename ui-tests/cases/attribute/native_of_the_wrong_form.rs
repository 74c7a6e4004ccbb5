use lowcard::{Histogram, Metrics};

#[derive(Metrics)]
pub struct DeliveryMetrics {
    /// Bytes of a letter.
    #[metric(native = 3)]
    pub letter_bytes: Histogram,
    /// Bytes of a parcel.
    #[metric(native(schema = 0.5, max_buckets = -160))]
    pub parcel_bytes: Histogram,
}

fn main() {}
