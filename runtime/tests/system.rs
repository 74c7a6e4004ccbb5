//! Every program says which build it is and how long it runs, without a call.
#![expect(clippy::unwrap_used, reason = "a metric that is refused here fails the test")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use lowcard::{Info, Kind, LabelSet, Metrics, Registry, metric};

lowcard::system_metrics!(pub SystemMetrics);

lowcard::system_metrics!(
    /// A worker of the same program.
    #[metrics(prefix = "worker")]
    #[labels(allow("label/not-allowed", reason = "it is about the attribute"))]
    WorkerMetrics
);

#[derive(Metrics)]
struct AppMetrics {
    #[metrics(flatten)]
    system: SystemMetrics,
}

/// The value of a series in the text format.
fn value(registry: &Registry, series: &str) -> f64 {
    let text = registry.encode_text();
    let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{series} is not in\n{text}")).parse().unwrap()
}

#[test]
fn whoever_flattens_it_has_the_build() {
    let registry = Registry::new();
    AppMetrics::register(&registry).unwrap();
    let text = registry.encode_text();
    let start = concat!("\napp_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\",commit_hash=\"");
    let line = text.split_once(start).unwrap_or_else(|| panic!("{start} is not in\n{text}")).1.lines().next().unwrap();
    let (hash, rest) = line.split_once('"').unwrap();
    assert!(hash == "unknown" || hash.len() >= 7, "{hash}");
    let compiler = rest.strip_prefix(",rust_version=\"").unwrap().strip_suffix("\"} 1").unwrap();
    assert!(compiler.starts_with("1."), "{compiler}");
    assert!(text.contains("# TYPE app_uptime_seconds_total counter\n"), "{text}");
}

#[test]
fn the_process_has_it_as_well() {
    SystemMetrics::global().unwrap();
    WorkerMetrics::global().unwrap();
    let text = Registry::global().encode_text();
    assert!(text.contains("\napp_build_info{version=\""), "{text}");
    assert!(text.contains("\napp_worker_build_info{version=\""), "{text}");
}

#[test]
fn its_definitions_are_in_the_catalogue() {
    let kinds = ["app_build_info", "app_uptime_seconds_total", "app_worker_build_info"].map(|name| {
        let definition = lowcard::definitions().find(|definition| definition.name == name).unwrap();
        assert!(definition.site.file.ends_with("tests/system.rs"));
        definition.kind
    });
    assert_eq!(kinds, [Kind::Info, Kind::Counter, Kind::Info]);
}

#[test]
fn the_uptime_only_grows_for_whoever_reads_it() {
    let registry = Registry::new();
    let metrics = AppMetrics::register(&registry).unwrap();
    let uptime = &metrics.system.uptime_seconds_total;
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let first = uptime.get();
                assert!(first >= 0.0);
                let mut last = first;
                while last <= first {
                    let now = value(&registry, "app_uptime_seconds_total");
                    assert!(now >= last, "{now} after {last}");
                    last = now;
                }
            });
        }
    });
}

#[cfg(target_os = "linux")]
#[test]
fn the_uptime_is_that_of_the_process() {
    /// As the system counts it, in hundredths of a second.
    fn age() -> f64 {
        let [uptime, stat] = ["/proc/uptime", "/proc/self/stat"].map(|file| std::fs::read_to_string(file).unwrap());
        let started: f64 = stat.rsplit_once(") ").unwrap().1.split(' ').nth(19).unwrap().parse().unwrap();
        uptime.split(' ').next().unwrap().parse::<f64>().unwrap() - started / 100.0
    }
    let registry = Registry::new();
    SystemMetrics::register(&registry).unwrap();
    let before = age();
    let said = value(&registry, "app_uptime_seconds_total");
    let after = age();
    // Each of the two that it was made of may be a hundredth too small.
    assert!(before - 0.02 <= said && said <= after + 0.02, "{said} is not from {before} to {after}");
}

#[derive(LabelSet)]
#[labels(constant)]
struct Host {
    region: String,
}

static ASKED: AtomicU32 = AtomicU32::new(0);

fn host() -> Host {
    Host { region: format!("region-{}", ASKED.fetch_add(1, Ordering::Relaxed)) }
}

fn nowhere() -> Host {
    panic!("nobody knows where it runs")
}

#[test]
fn the_function_of_an_info_is_asked_once_for_each_registry() {
    #[derive(Metrics)]
    struct HostMetrics {
        /// Where it runs.
        #[metric(from = host)]
        host_info: Info<Host>,
    }

    let registry = Registry::new();
    let first = HostMetrics::register(&registry).unwrap();
    let line = "\napp_host_info{region=\"region-0\"} 1\n";
    assert!(registry.encode_text().contains(line));
    assert!(!first.host_info.set(Host { region: "mine".to_owned() }), "the function has said it");
    HostMetrics::register(&registry).unwrap();
    assert!(registry.encode_text().contains(line));
    assert_eq!(ASKED.load(Ordering::Relaxed), 1);

    let other = Registry::new();
    HostMetrics::register(&other).unwrap();
    assert!(other.encode_text().contains("\napp_host_info{region=\"region-1\"} 1\n"));
}

#[test]
fn a_static_info_is_labelled_when_it_comes_to_life() {
    fn place() -> Host {
        Host { region: "eu".to_owned() }
    }

    /// Where the program runs.
    #[metric(from = place)]
    static PLACE_INFO: Info<Host>;

    /// That it runs.
    #[metric(from = marker)]
    static MARKER_INFO: Info;

    fn marker() {}

    assert!(!PLACE_INFO.set(Host { region: "mine".to_owned() }), "the first touch asks the function");
    assert!(!MARKER_INFO.set(()));
    let text = Registry::global().encode_text();
    assert!(text.contains("\napp_place_info{region=\"eu\"} 1\n"), "{text}");
    assert!(text.contains("\napp_marker_info 1\n"), "{text}");
}

#[test]
fn an_info_whose_function_panics_is_left_out_and_counted() {
    #[derive(Metrics)]
    struct LostMetrics {
        /// Where it was.
        #[metric(from = nowhere)]
        lost_info: Info<Host>,
    }

    let registry = Registry::new();
    let metrics = LostMetrics::register(&registry).unwrap();
    LostMetrics::register(&registry).unwrap();
    let text = registry.encode_text();
    assert!(!text.contains("app_lost_info{"), "{text}");
    assert!(text.contains("lowcard_collector_errors_total{collector=\"app_lost_info\",cause=\"panic\"} 1\n"), "{text}");
    assert!(!metrics.lost_info.set(Host { region: "found".to_owned() }));
}

#[test]
fn a_function_may_use_the_registry_that_asks_it() {
    fn within() -> Host {
        assert!(!NESTED_INFO.set(Host { region: "early".to_owned() }));
        assert!(!Registry::global().encode_text().contains("app_nested_info{"), "nobody knows yet");
        Host { region: "inner".to_owned() }
    }

    /// Where it runs, in other words.
    #[metric(from = within)]
    static NESTED_INFO: Info<Host>;

    NESTED_INFO.set(Host { region: "outer".to_owned() });
    let text = Registry::global().encode_text();
    assert!(text.contains("\napp_nested_info{region=\"inner\"} 1\n"), "{text}");
}
