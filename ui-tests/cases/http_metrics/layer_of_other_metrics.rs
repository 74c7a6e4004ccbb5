//! A layer records into what the macro declares.

#[derive(Clone)]
struct OrderMetrics;

fn main() {
    let _layer = lowcard::http::HttpLayer::new(&OrderMetrics);
}
