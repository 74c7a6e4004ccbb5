//! The engine under a real Temporal server and a real Prometheus: what is scraped is what the server knows.
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

mod counted;
mod engine;
mod history;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

use lowcard_servers::{Prometheus, TemporalServer, http, poll, promtool, python};

use counted::{COUNTED, Counted};
use engine::Engine;

/// How long anything may take that does happen.
const PATIENCE: Duration = Duration::from_mins(1);

/// Gauges that end as a counter does: their names are public, and dashboards look for them.
const GAUGES: [&str; 2] = ["demo_temporal_workers_configured_total", "demo_temporal_workers_running_total"];

#[test]
#[ignore = "needs Temporal and Prometheus: run by cargo xtask test"]
fn what_is_scraped_is_what_the_server_knows() {
    let temporal = TemporalServer::start();
    let engine = Engine::start(temporal.address());
    let prometheus = Prometheus::scraping(engine.address, "/metrics");
    a_hundred_workflows(&engine);

    let expected = history::closed(&temporal, 110, PATIENCE);
    engine.wait_until(|counted| *counted == expected, PATIENCE);
    prometheus.wait_until(COUNTED, |stored| Counted::of(stored) == expected, PATIENCE);
}

#[test]
#[ignore = "needs Temporal: run by cargo xtask test"]
fn the_sdk_counts_the_same() {
    let temporal = TemporalServer::start();
    let engine = Engine::start(temporal.address());
    a_hundred_workflows(&engine);
    let expected = history::closed(&temporal, 110, PATIENCE);
    engine.wait_until(|counted| *counted == expected, PATIENCE);

    let scraped = engine.scrape();
    // The parser calls each counter what OpenMetrics would.
    let by_type = |name: &str| counted::by_type(&scraped, &format!("{name}_total"));
    assert_eq!(by_type("temporal_workflow_completed"), expected.completed);
    assert_eq!(by_type("temporal_workflow_failed"), expected.failed);
    assert_eq!(by_type("temporal_workflow_canceled"), refunds(10));
    // The bank is busy twice for 10 orders, and the card is declined for 20.
    assert_eq!(by_type("temporal_activity_execution_failed"), [("FulfilOrder".to_owned(), 40)].into());
}

/// Which is told by the counts of both: each workflow was started by one worker, and ended by the other.
#[test]
#[ignore = "needs Temporal: run by cargo xtask test"]
fn a_worker_that_takes_over_counts_only_what_it_does_itself() {
    let temporal = TemporalServer::start();
    let first = Engine::start(temporal.address());
    for id in 0..5 {
        assert_eq!(first.put(&format!("/refunds/{id}")), 202);
    }
    history::under_way(&temporal, 5, PATIENCE);
    first.wait_until(|counted| counted.started == refunds(5), PATIENCE);
    drop(first);

    let second = Engine::start(temporal.address());
    for id in 0..5 {
        assert_eq!(second.put(&format!("/refunds/{id}/decision?approved=true")), 202);
    }
    history::closed(&temporal, 5, PATIENCE);
    let counted = second.wait_until(|counted| counted.completed == refunds(5), PATIENCE);
    assert_eq!(counted, Counted { completed: refunds(5), timed: refunds(5), ..Counted::default() });
}

#[test]
#[ignore = "needs Temporal: run by cargo xtask test"]
fn workers_are_counted_while_they_run() {
    let temporal = TemporalServer::start();
    let engine = Engine::start(temporal.address());
    for name in GAUGES {
        let value = poll(PATIENCE, || counted::value(&engine.scrape(), name).filter(|value| *value > 0.0));
        assert_eq!(value, Some(1.0), "{name}");
    }
}

#[test]
#[ignore = "needs Temporal: run by cargo xtask test"]
fn real_parsers_read_all_of_it() {
    let temporal = TemporalServer::start();
    let engine = Engine::start(temporal.address());
    assert_eq!(engine.put("/orders/1"), 202);
    history::closed(&temporal, 1, PATIENCE);
    engine.wait_until(|counted| !counted.completed.is_empty(), PATIENCE);

    let names: Vec<_> = python::parse(&engine.scrape()).into_iter().map(|family| family.name).collect();
    for name in [
        "demo_http_requests",
        "demo_temporal_workflow_started",
        "demo_build_info",
        "process_cpu_seconds",
        "temporal_request",
        "temporal_num_pollers",
        "temporal_workflow_endtoend_latency",
    ] {
        assert!(names.iter().any(|found| found == name), "{name} is not among {names:?}");
    }
    let openmetrics = http::Request::get(engine.address, "/metrics").header("Accept", "application/openmetrics-text");
    assert!(!python::parse_openmetrics(openmetrics.send().text()).is_empty());
}

#[test]
#[ignore = "needs Temporal and promtool: run by cargo xtask test"]
fn promtool_would_rename_two_gauges_and_nothing_else_where_names_have_suffixes() {
    assert_eq!(findings("suffixed"), gauges());
}

/// Temporal's own dashboards have these counters without a suffix; Prometheus takes them as they are.
#[test]
#[ignore = "needs Temporal and promtool: run by cargo xtask test"]
fn promtool_would_rename_the_counters_of_the_sdk_where_names_are_bare() {
    let (counters, others): (Vec<_>, Vec<_>) =
        findings("bare").into_iter().partition(|finding| finding.starts_with("temporal_"));
    assert_eq!(others, gauges());
    let named: Vec<_> = counters.iter().map(|finding| finding.split_once(' ').expect("a name and words")).collect();
    assert!(named.iter().all(|(_, words)| *words == "counter metrics should have \"_total\" suffix"), "{named:?}");
    assert!(named.iter().any(|(name, _)| *name == "temporal_workflow_completed"), "{named:?}");
}

fn gauges() -> Vec<String> {
    GAUGES.map(|name| format!("{name} non-counter metrics should not have \"_total\" suffix")).into()
}

/// What promtool finds in the exposition of an engine that has done everything that workflows can, sorted.
fn findings(naming: &str) -> Vec<String> {
    let temporal = TemporalServer::start();
    let engine = Engine::with(temporal.address(), &[("TEMPORAL_NAMING", naming)]);
    a_hundred_workflows(&engine);
    let expected = history::closed(&temporal, 110, PATIENCE);
    engine.wait_until(|counted| *counted == expected, PATIENCE);
    let mut findings = promtool::lint(&engine.scrape()).expect("promtool can read it");
    findings.sort();
    findings
}

#[test]
#[ignore = "needs Temporal: run by cargo xtask test"]
fn workflows_run_without_metrics() {
    let temporal = TemporalServer::start();
    let engine = Engine::with(temporal.address(), &[("MONITORING_ENABLED", "false")]);
    assert_eq!(engine.put("/orders/1"), 202);
    let known = history::closed(&temporal, 1, PATIENCE);
    assert_eq!(known.completed, [("FulfilOrder".to_owned(), 1)].into());
    assert_eq!(http::get(engine.address, "/metrics").status, 404);
}

#[test]
fn without_a_server_it_says_how_to_start_one() {
    let said = Engine::refused(nobody());
    assert!(said.starts_with("error: no Temporal server at 127.0.0.1:"), "{said}");
    assert!(said.contains("`cargo xtask temporal`"), "{said}");
}

#[test]
fn a_naming_that_there_is_not_is_refused_before_anything_is_asked() {
    let said = Engine::refused_with(nobody(), &[("TEMPORAL_NAMING", "long")]);
    assert_eq!(said, "error: `temporal.naming` is \"long\"\n  help: write `bare` or `suffixed`\n");
}

#[test]
fn a_server_that_never_answers_is_not_waited_for() {
    // It takes connections into its backlog, and says nothing.
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let said = Engine::refused(silent.local_addr().expect("a bound listener has an address"));
    assert!(said.contains("no answer in 5s"), "{said}");
}

/// Workflows that complete, fail, are tried again, are told something and are cancelled. They have 110 runs, as a parcel
/// that is delivered at the second attempt has two.
fn a_hundred_workflows(engine: &Engine) {
    for id in 0..30 {
        assert_eq!(engine.put(&format!("/orders/good-{id}")), 202);
    }
    for id in 0..20 {
        assert_eq!(engine.put(&format!("/orders/declined-{id}?card=declined")), 202);
    }
    for id in 0..10 {
        assert_eq!(engine.put(&format!("/orders/busy-{id}?card=busy")), 202);
        assert_eq!(engine.put(&format!("/deliveries/{id}?missed=1")), 202);
    }
    for id in 0..30 {
        assert_eq!(engine.put(&format!("/refunds/{id}")), 202);
    }
    for id in 0..20 {
        let approved = id % 2 == 0;
        assert_eq!(engine.put(&format!("/refunds/{id}/decision?approved={approved}")), 202);
    }
    for id in 20..30 {
        assert_eq!(engine.delete(&format!("/refunds/{id}")), 202);
    }
}

/// A count of nothing but refunds.
fn refunds(count: u64) -> counted::ByType {
    [("DecideRefund".to_owned(), count)].into()
}

/// Where nobody listens.
fn nobody() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("a bound listener has an address")
}
