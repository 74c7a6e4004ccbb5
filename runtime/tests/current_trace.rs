//! The exemplar of an update within a span leads to its trace.
#![cfg(feature = "tracing")]
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use lowcard::{Counter, CurrentTrace, Format, Histogram, Metrics, Registry};
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::layer::SubscriberExt;

#[derive(Metrics)]
struct Calls {
    /// Calls.
    calls_total: Counter,
}

/// The line of the counter after one call within a span, and the ids of the trace and the span.
fn counted_in_a_span(sampler: Sampler) -> (String, String, String) {
    let registry = Registry::new();
    let calls = Calls::register(&registry).expect("a fresh registry");
    let provider = SdkTracerProvider::builder().with_sampler(sampler).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    let (trace, span) = tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        let span = tracing::info_span!("call");
        let _entered = span.enter();
        calls.calls_total.inc_with_exemplar(CurrentTrace);
        let context = span.context();
        let context = context.span().span_context().clone();
        (context.trace_id().to_string(), context.span_id().to_string())
    });
    (line(&registry), trace, span)
}

fn text(registry: &Registry) -> String {
    let mut text = Vec::new();
    registry.encode(Format::OpenMetrics, &mut text).expect("a vector takes everything");
    String::from_utf8(text).expect("UTF-8")
}

fn line(registry: &Registry) -> String {
    text(registry).lines().find(|line| line.starts_with("app_calls_total ")).expect("it was counted").to_owned()
}

#[derive(Metrics)]
struct Watched {
    /// Bytes that were sent.
    #[metric(exemplars)]
    sent_bytes_total: Counter<(), f64>,
    /// Time to send them.
    #[metric(exemplars)]
    send_duration_seconds: Histogram,
    /// The same, as it is measured elsewhere.
    #[metric(exemplars, native)]
    sent_duration_seconds: Histogram,
}

#[test]
fn plain_updates_of_a_metric_that_asks_for_exemplars_have_them() {
    let registry = Registry::new();
    let watched = Watched::register(&registry).expect("a fresh registry");
    let update = || {
        watched.sent_bytes_total.add(2.5);
        watched.send_duration_seconds.observe(0.25);
        watched.sent_duration_seconds.observe(0.5);
    };
    update(); // outside of a span
    assert!(!text(&registry).contains(" # {"));

    let provider = SdkTracerProvider::builder().with_sampler(Sampler::AlwaysOn).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        let _entered = tracing::info_span!("send").entered();
        update();
    });
    update(); // neither outside nor so soon
    let text = text(&registry);
    let starts = [
        "app_sent_bytes_total 7.5 # {trace_id=\"",
        "app_send_duration_seconds_bucket{le=\"0.25\"} 3 # {trace_id=\"",
        "app_sent_duration_seconds_bucket{le=\"+Inf\"} 3 # {trace_id=\"",
    ];
    for start in starts {
        assert!(text.lines().any(|line| line.starts_with(start)), "{start}\n{text}");
    }
    assert_eq!(text.matches(" # {").count(), starts.len(), "{text}");
}

#[test]
fn a_sampled_trace_is_found() {
    let (line, trace, span) = counted_in_a_span(Sampler::AlwaysOn);
    let expected = format!("app_calls_total 1 # {{trace_id=\"{trace}\",span_id=\"{span}\"}} 1 ");
    assert!(line.starts_with(&expected), "{line}");
    assert_eq!((trace.len(), span.len()), (32, 16));
}

#[test]
fn a_trace_that_nobody_keeps_is_not_referred_to() {
    assert_eq!(counted_in_a_span(Sampler::AlwaysOff).0, "app_calls_total 1");
}

#[test]
fn without_a_span_the_update_counts_and_has_no_exemplar() {
    let registry = Registry::new();
    Calls::register(&registry).expect("a fresh registry").calls_total.inc_with_exemplar(CurrentTrace);
    assert_eq!(line(&registry), "app_calls_total 1");
}
