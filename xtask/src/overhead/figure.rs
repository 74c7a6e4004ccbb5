//! What is read off a stretch, and how it is written.

use super::stretch::Stretch;

/// One row of a table.
pub(super) struct Figure {
    pub(super) name: &'static str,
    unit: Unit,
    /// By how much metrics may raise it, if that is claimed: 0.02 is 2 %.
    pub(super) allowed: Option<f64>,
    pub(super) of: fn(&Stretch) -> f64,
}

enum Unit {
    Seconds,
    Bytes,
    PerSecond,
    Share,
}

/// At a fixed rate.
pub(super) const STEADY: &[Figure] = &[P50, P95, P99, CPU, RESIDENT];
/// As fast as the service answers. Its peak is that of its whole life.
pub(super) const SATURATED: &[Figure] = &[P50, P95, P99, CPU, RESIDENT, PEAK, THROUGHPUT, BUSY];

const P50: Figure = Figure { name: "p50", unit: Unit::Seconds, allowed: None, of: |stretch| stretch.p50.as_secs_f64() };
const P95: Figure =
    Figure { name: "p95", unit: Unit::Seconds, allowed: Some(0.005), of: |stretch| stretch.p95.as_secs_f64() };
const P99: Figure = Figure { name: "p99", unit: Unit::Seconds, allowed: None, of: |stretch| stretch.p99.as_secs_f64() };
const CPU: Figure = Figure {
    name: "CPU time of a request",
    unit: Unit::Seconds,
    allowed: Some(0.02),
    of: |stretch| stretch.cpu.as_secs_f64() / float(stretch.answers),
};
const RESIDENT: Figure = Figure {
    name: "memory at the end",
    unit: Unit::Bytes,
    allowed: Some(0.02),
    of: |stretch| float(stretch.memory.resident),
};
const PEAK: Figure = Figure {
    name: "memory at its peak",
    unit: Unit::Bytes,
    allowed: Some(0.02),
    of: |stretch| float(stretch.memory.peak),
};
const THROUGHPUT: Figure = Figure {
    name: "requests a second",
    unit: Unit::PerSecond,
    allowed: None,
    of: |stretch| float(stretch.answers) / stretch.took.as_secs_f64(),
};
const BUSY: Figure = Figure {
    name: "CPU time over wall time",
    unit: Unit::Share,
    allowed: None,
    of: |stretch| stretch.cpu.as_secs_f64() / stretch.took.as_secs_f64(),
};

impl Figure {
    /// With its unit.
    pub(super) fn written(&self, value: f64) -> String {
        match self.unit {
            Unit::Seconds => format!("{} µs", number(value * 1e6)),
            Unit::Bytes => format!("{} MiB", number(value / f64::from(1 << 20))),
            Unit::PerSecond => number(value),
            Unit::Share => format!("{} %", number(value * 100.0)),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "neither bytes nor answers are so many")]
fn float(count: u64) -> f64 {
    count as f64
}

/// Three digits that matter.
fn number(value: f64) -> String {
    match value {
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}
