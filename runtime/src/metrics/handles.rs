//! The facade's handles, which are the series themselves.

use metrics::{CounterFn, GaugeFn, HistogramFn};

use crate::dynamic::{Distribution, Level, Sum};

impl CounterFn for Sum<u64> {
    fn increment(&self, value: u64) {
        self.add(value);
    }

    fn absolute(&self, value: u64) {
        self.set_at_least(value);
    }
}

impl GaugeFn for Level {
    fn increment(&self, value: f64) {
        self.add(value);
    }

    fn decrement(&self, value: f64) {
        self.add(-value);
    }

    fn set(&self, value: f64) {
        self.set(value);
    }
}

impl HistogramFn for Distribution {
    fn record(&self, value: f64) {
        self.observe(value);
    }

    fn record_many(&self, value: f64, count: usize) {
        self.observe_many(value, count as u64);
    }
}
