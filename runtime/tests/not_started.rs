//! A process whose metrics can't be started, and have been touched before.
#![cfg(feature = "config")]
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

mod events;

use std::net::TcpListener;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use lowcard::{Config, Counter, Gauge, Histogram, Metrics, Registry, metric};
use tower::ServiceExt;

/// Touched before the start.
#[metric]
static BEFORE_TOTAL: Counter;

/// Touched after it.
#[metric]
static AFTER_TOTAL: Counter;

#[derive(Metrics)]
struct Tenant {
    /// Jobs.
    jobs: Gauge,
    /// Time to run one.
    job_duration_seconds: Histogram,
}

#[tokio::test]
async fn a_port_that_cannot_be_opened_is_one_error_and_the_application_runs_on_without_metrics() {
    BEFORE_TOTAL.inc();
    let registry = Registry::new();
    let before = Tenant::register(&registry).expect("a fresh registry");
    before.jobs.set(7);
    before.job_duration_seconds.observe(0.5);
    assert!(registry.encode_text().contains("\napp_jobs 7\n"));

    // An address in use; or any at all, where the program is compiled without what would listen there.
    let taken = TcpListener::bind("127.0.0.1:0").and_then(|taken| Ok((taken.local_addr()?, taken)));
    let (address, _taken) = taken.expect("a free port");
    let mut config = Config::default();
    config.listen = Some(address);
    let (monitoring, events) = events::of(|| config.start());
    let [event] = &*events else { panic!("one error and no more: {events:?}") };
    assert!(event.starts_with("ERROR metrics could not be started: the application runs on without them"), "{event}");
    let why = if cfg!(feature = "serve") { "metrics can't be served on" } else { "`listen` is" };
    assert!(event.contains(&format!("error={why} {address}")), "{event}");
    assert!(!monitoring.is_enabled());
    assert_eq!(monitoring.local_addr(), None);
    let request = Request::builder().uri("/metrics").body(Body::empty()).expect("a request");
    let answer = monitoring.endpoint().oneshot(request).await.expect("infallible");
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);

    // What was touched before counts on, and nothing shows it.
    BEFORE_TOTAL.inc();
    before.jobs.inc();
    before.job_duration_seconds.observe(0.5);
    assert_eq!((BEFORE_TOTAL.get(), before.jobs.get(), before.job_duration_seconds.get().count), (2, 8, 2));
    let again = Tenant::register(&registry).expect("the same ones");
    assert_eq!(again.jobs.get(), 8);
    assert_eq!((registry.encode_text(), Registry::global().encode_text()), (String::new(), String::new()));

    // What is touched after it leads nowhere.
    AFTER_TOTAL.inc();
    let after = Tenant::register(&Registry::new()).expect("a fresh registry");
    after.jobs.set(7);
    after.job_duration_seconds.observe(0.5);
    assert_eq!((AFTER_TOTAL.get(), after.jobs.get(), after.job_duration_seconds.get().count), (0, 0, 0));
}
