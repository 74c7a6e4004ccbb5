//! metrics with metrics-exporter-prometheus: a key is made of name and labels at each operation.

use std::sync::OnceLock;

use lowcard::Format;
use metrics::{Key, Label, Level, Metadata, Recorder as _, counter, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

use crate::subject::{Size, Subject, World};
use crate::workload::{BOUNDS, Operation, Timing, VISITS, Visit, WAITS};

/// The macro, which finds the recorder of the process.
pub struct Count {
    exporter: &'static PrometheusHandle,
}

impl Subject for Count {
    const NAME: &'static str = "metrics counter!";
    type Step = Operation;

    fn new() -> Self {
        Self { exporter: exporter_of_process() }
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        let [method, path, status] = operation.texts();
        counter!("bench_requests_total", "method" => method, "path" => path, "status" => status).increment(1);
    }

    fn scrape(&self) -> String {
        self.exporter.render()
    }
}

/// The macro, which finds the recorder of the process.
pub struct Observe {
    exporter: &'static PrometheusHandle,
}

impl Subject for Observe {
    const NAME: &'static str = "metrics histogram!";
    type Step = Operation;

    fn new() -> Self {
        Self { exporter: exporter_of_process() }
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        let [method, path, _] = operation.texts();
        histogram!("bench_request_duration_seconds", "method" => method, "path" => path).record(operation.value);
    }

    fn scrape(&self) -> String {
        self.exporter.render()
    }
}

/// A recorder with all families, each of which exists once it is touched.
pub struct Program {
    recorder: PrometheusRecorder,
}

impl Program {
    /// Registers the first families of each kind, and touches no series.
    pub fn new(_: Size) -> Self {
        Self { recorder: recorder() }
    }
}

impl World for Program {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        let [region, route, status] = visit.texts();
        let key = key(VISITS[family], &[("region", region), ("route", route), ("status", status)]);
        self.recorder.register_counter(&key, &METADATA).increment(amount);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        let [method, path] = timing.texts();
        let key = key(WAITS[family], &[("method", method), ("path", path)]);
        self.recorder.register_histogram(&key, &METADATA).record(value);
    }

    fn scrape(&self) -> String {
        self.recorder.handle().render()
    }

    fn encode(&self, format: Format, mut room: Vec<u8>) -> Option<Vec<u8>> {
        room.clear();
        (format == Format::Text).then(|| {
            self.recorder.handle().render_to_write(&mut room).expect("a vector takes everything");
            room
        })
    }
}

/// What the macros say of where they are.
pub(super) const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, None);

/// A key as the macros make it.
pub(super) fn key(name: &'static str, labels: &[(&'static str, &'static str)]) -> Key {
    let labels: Vec<_> = labels.iter().map(|(name, value)| Label::from_static_parts(name, value)).collect();
    Key::from_parts(name, labels)
}

/// A recorder with the buckets of every histogram.
pub(super) fn recorder() -> PrometheusRecorder {
    PrometheusBuilder::new().set_buckets(&BOUNDS).expect("buckets that rise").build_recorder()
}

/// The recorder that the macros find: there can be only one.
pub(super) fn exporter_of_process() -> &'static PrometheusHandle {
    static EXPORTER: OnceLock<PrometheusHandle> = OnceLock::new();
    EXPORTER.get_or_init(|| {
        let recorder = recorder();
        let exporter = recorder.handle();
        metrics::set_global_recorder(recorder).expect("nobody else sets one");
        exporter
    })
}
