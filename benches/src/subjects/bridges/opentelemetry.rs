//! lowcard behind the API of OpenTelemetry.

use lowcard::Registry;
use lowcard::dynamic::Policy;
use lowcard::opentelemetry::MeterProvider;
use opentelemetry::metrics::{Meter, MeterProvider as _};

use crate::subjects::opentelemetry::Behind;

/// A registry that a meter records into.
pub struct Attached {
    registry: Registry,
    meter: Meter,
}

impl Behind for Attached {
    const ADD: &'static str = "opentelemetry add(&[KeyValue]) → **lowcard**";
    const RECORD: &'static str = "opentelemetry record(&[KeyValue]) → **lowcard**";

    fn new() -> Self {
        let registry = Registry::new();
        let provider = MeterProvider::new(Policy::default());
        provider.attach(&registry).expect("a registry of its own");
        Self { registry, meter: provider.meter("bench") }
    }

    fn meter(&self) -> &Meter {
        &self.meter
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }
}
