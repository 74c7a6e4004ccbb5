//! A crate under the strictest lints that a team may have.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unused_qualifications, unreachable_pub, clippy::all, clippy::pedantic)]

use lowcard::{Counter, Gauge, Histogram, Info, Interned, LabelSet, LabelValue, Method, Metrics, Registry, metric};

/// How a reminder is sent.
#[derive(Clone, Copy, Debug, LabelValue)]
#[label(rename_all = "kebab-case")]
pub enum Channel {
    /// By e-mail.
    Email,
    /// By push message.
    WebPush,
    /// Any other way.
    #[label(other, rename = "other")]
    Unknown,
}

/// Route templates.
#[derive(Clone, Copy, Debug, LabelValue)]
#[label(max = 20, overflow = "more")]
pub struct Route(Interned);

/// Where it happened.
#[derive(Clone, Copy, Debug, LabelSet)]
pub struct Place {
    /// The route.
    pub route: Route,
    /// Whether it was in this region.
    pub region: bool,
}

/// A delivery.
#[derive(Clone, Copy, Debug, LabelSet)]
#[labels(category = ["delivery", "http"])]
pub struct Delivery {
    /// How it is sent.
    pub channel: Channel,
    /// The method, if it came over HTTP.
    pub method: Method,
    /// Where it happened.
    #[labels(flatten)]
    pub place: Place,
}

/// What this build is.
#[derive(Clone, Debug, LabelSet)]
#[labels(constant)]
pub struct Build {
    /// Where it runs.
    pub region: String,
}

/// Reminders that left the service.
#[metric(category = "delivery", max_series = 600, stability = "stable")]
pub static REMINDERS_TOTAL: Counter<Delivery>;

/// Bytes that were sent.
#[metric(unit = "bytes")]
pub static SENT_BYTES_TOTAL: Counter<(), f64>;

/// Messages that were sent.
#[metric(deprecated(since = "1.4.0", replaced_by = "app_reminders_total"))]
pub static MESSAGES_TOTAL: Counter;

/// Workers that run.
#[metric(name = "app_workers_running_total")]
pub static WORKERS_RUNNING: Gauge;

/// Time that work takes.
#[metric(name = "app_work_gauge_seconds", allow("name/type-word", reason = "a public name since 1.0"))]
static WORK_SECONDS: Gauge<(), f64>;

fn waiting() -> i64 {
    3
}

fn region() -> Build {
    Build { region: "eu".to_owned() }
}

/// Where it runs.
#[metric(from = region)]
pub static REGION_INFO: Info<Build>;

lowcard::system_metrics!(
    /// What the program says of itself.
    #[labels(allow("label/not-allowed", reason = "the same in all of our services"))]
    pub SystemMetrics
);

mod worker {
    lowcard::system_metrics!(
        #[metrics(prefix = "worker")]
        #[labels(allow("label/not-allowed", reason = "the same in all of our services"))]
        pub(crate) SystemMetrics
    );
}

/// The metrics of the deliveries.
#[derive(Metrics)]
#[metrics(prefix = "delivery", category = "delivery")]
pub struct DeliveryMetrics {
    /// Deliveries begun.
    pub begun_total: Counter,
    /// Time to deliver.
    #[metric(buckets = [0.1, 1, 10], max_series = 60)]
    pub duration_seconds: Histogram<Place>,
    /// Deliveries that wait.
    #[metric(from = waiting)]
    pub waiting: Gauge,
    /// This build.
    pub build_info: Info<Build>,
}

/// All metrics.
#[derive(Metrics)]
#[metrics(route = "/metrics")]
struct AppMetrics {
    /// Those of the deliveries.
    #[metrics(flatten)]
    delivery: DeliveryMetrics,
    /// Those of the program.
    #[metrics(flatten)]
    system: SystemMetrics,
    /// Those of its worker.
    #[metrics(flatten)]
    worker: worker::SystemMetrics,
}

macro_rules! counters {
    ($($(#[$attribute:meta])* $name:ident;)+) => {
        $($(#[$attribute])* #[metric] pub(crate) static $name: Counter;)+
    };
}

counters! {
    /// Orders placed.
    ORDERS_TOTAL;
    /// Orders paid.
    PAYMENTS_TOTAL;
}

/// A metric may be declared where it is used.
fn work() {
    /// Work done.
    #[metric]
    static WORK_TOTAL: Counter;

    #[derive(Clone, Copy, LabelValue)]
    enum Local {
        One,
        Two,
    }

    #[derive(LabelSet)]
    struct Labels {
        outcome: Local,
    }

    #[derive(Metrics)]
    struct LocalMetrics {
        /// Results.
        results_total: Counter<Labels>,
    }

    WORK_TOTAL.inc();
    if let Ok(metrics) = LocalMetrics::global() {
        metrics.results_total.with(Labels { outcome: Local::One }).inc();
        metrics.results_total.with(Labels { outcome: Local::Two }).inc();
    }
}

fn main() {
    work();
    WORK_SECONDS.set(0.5);
    SENT_BYTES_TOTAL.add(0.25);
    ORDERS_TOTAL.inc();
    PAYMENTS_TOTAL.add(2);
    let _working = WORKERS_RUNNING.track();
    let place = Place { route: "/reminders/{id}".into(), region: true };
    REMINDERS_TOTAL.with(Delivery { channel: "web-push".into(), method: Method::Post, place }).inc();
    let registry = Registry::new();
    match AppMetrics::register(&registry) {
        Ok(metrics) => {
            metrics.delivery.begun_total.inc();
            metrics.delivery.duration_seconds.with(place).observe(0.3);
            metrics.delivery.build_info.set(Build { region: "eu".to_owned() });
            assert!(metrics.system.uptime_seconds_total.get() >= metrics.worker.uptime_seconds_total.get() - 1e9);
            let text = registry.encode_text();
            assert!(text.contains("app_delivery_waiting 3\n"));
            assert!(text.contains("app_worker_build_info{"));
        }
        Err(error) => assert_eq!(error.to_string(), ""),
    }
}
