//! What the process takes is what the system says, and what the program did. The tests run one by one, so that none sees
//! what another one does.
#![cfg(all(feature = "process", feature = "testing", target_os = "linux"))]
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs::{self, File};
use std::sync::{Barrier, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use lowcard::process::ProcessCollector;
use lowcard::testing::{Exposition, FamilyKind, value};
use lowcard::{Format, Registry};

/// Held by the test that looks.
static LOOKING: Mutex<()> = Mutex::new(());

fn registry() -> (Registry, MutexGuard<'static, ()>) {
    let looking = LOOKING.lock().unwrap_or_else(PoisonError::into_inner);
    let registry = Registry::new();
    registry.attach("process", ProcessCollector::new()).unwrap();
    (registry, looking)
}

/// The number behind a word at the start of a line, as in `Threads: 3`.
fn said(file: &str, word: &str) -> f64 {
    let text = fs::read_to_string(file).unwrap();
    let rest = text.lines().find_map(|line| line.strip_prefix(word)).unwrap();
    match rest.split_whitespace().next().unwrap() {
        "unlimited" => 18_446_744_073_709_551_615.0,
        number => number.parse().unwrap(),
    }
}

/// One field of `/proc/self/stat`, from 1.
fn stat(field: usize) -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap();
    text.rsplit_once(") ").unwrap().1.split(' ').nth(field - 3).unwrap().parse().unwrap()
}

/// Tries again until it is true.
fn eventually(what: &str, mut is_true: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !is_true() {
        assert!(Instant::now() < deadline, "{what}");
    }
}

#[test]
fn there_are_nine_and_a_strict_parser_takes_them() {
    let (registry, _looking) = registry();
    let mut openmetrics = Vec::new();
    registry.encode(Format::OpenMetrics, &mut openmetrics).unwrap();
    for exposition in
        [Exposition::from_text(registry.encode_text()).unwrap(), Exposition::from_openmetrics(openmetrics).unwrap()]
    {
        let families = exposition.families();
        let names: Vec<_> = families.iter().map(|family| family.name.trim_end_matches("_total")).collect();
        let expected = [
            "process_cpu_seconds",
            "process_heap_bytes",
            "process_max_fds",
            "process_open_fds",
            "process_resident_memory_bytes",
            "process_start_time_seconds",
            "process_threads",
            "process_virtual_memory_bytes",
            "process_virtual_memory_max_bytes",
        ];
        assert_eq!(names, expected);
        for family in families {
            let is_counter = family.name.starts_with("process_cpu_seconds");
            assert_eq!(family.kind, if is_counter { FamilyKind::Counter } else { FamilyKind::Gauge });
            assert!(family.help.as_ref().is_some_and(|help| help.ends_with('.')), "{}", family.name);
            assert_eq!(family.samples.len(), 1, "{}", family.name);
        }
    }
    assert!(registry.collector_errors().is_empty());
}

#[test]
fn each_is_what_the_system_says() {
    let (registry, _looking) = registry();
    let status = "/proc/self/status";
    let sources: [(&str, &dyn Fn() -> f64); 8] = [
        ("process_threads", &|| said(status, "Threads:")),
        ("process_virtual_memory_bytes", &|| said(status, "VmSize:") * 1024.0),
        ("process_resident_memory_bytes", &|| said(status, "VmRSS:") * 1024.0),
        ("process_heap_bytes", &|| said(status, "VmData:") * 1024.0),
        ("process_max_fds", &|| said("/proc/self/limits", "Max open files")),
        ("process_virtual_memory_max_bytes", &|| said("/proc/self/limits", "Max address space")),
        ("process_start_time_seconds", &|| said("/proc/stat", "btime") + stat(22) / 100.0),
        ("process_cpu_seconds_total", &|| (stat(14) + stat(15)) / 100.0),
    ];
    for (series, source) in sources {
        // It may change at any time: what was the same before and after has been the same meanwhile.
        eventually(series, || {
            let before = source();
            let exposed = value(&registry, series).unwrap();
            let after = source();
            let is_calm = before.to_bits() == after.to_bits();
            assert!(!is_calm || (exposed - before).abs() < 1e-6, "{series} is {exposed}, and {before} to the system");
            is_calm
        });
    }
}

#[test]
fn the_start_is_the_same_in_each_scrape() {
    let (registry, _looking) = registry();
    let start = || value(&registry, "process_start_time_seconds").unwrap().to_bits();
    let first = start();
    assert!((0..20).all(|_| start() == first));
}

#[test]
fn open_files_are_counted_and_the_collectors_own_are_not() {
    let (registry, _looking) = registry();
    let open_fds = || value(&registry, "process_open_fds").unwrap();
    let before = open_fds();
    let listed = fs::read_dir("/proc/self/fd").unwrap().count();
    assert_eq!(before.to_string(), (listed - 1).to_string(), "the folder that is being listed is one");
    let files: Vec<File> = (0..20).map(|_| File::open("/proc/self/status").unwrap()).collect();
    assert_eq!((open_fds() - before).to_string(), "20");
    drop(files);
    assert_eq!(open_fds().to_string(), before.to_string());
}

#[test]
fn threads_are_counted() {
    let (registry, _looking) = registry();
    let threads = || value(&registry, "process_threads").unwrap();
    let before = threads();
    let barrier = Barrier::new(8);
    thread::scope(|scope| {
        for _ in 0..7 {
            scope.spawn(|| barrier.wait());
        }
        assert!(threads() >= before + 7.0);
        barrier.wait();
    });
    eventually("they are gone", || threads() < before + 7.0);
}

#[test]
fn work_takes_cpu_time() {
    let (registry, _looking) = registry();
    let seconds = || value(&registry, "process_cpu_seconds_total").unwrap();
    let before = seconds();
    let mut last = before;
    eventually("the work is seen", || {
        let now = seconds();
        assert!(now >= last);
        last = now;
        now > before
    });
}

#[test]
fn memory_that_is_taken_is_seen() {
    const MORE: usize = 64 << 20;
    let (registry, _looking) = registry();
    let all = || {
        let bytes = |kind: &str| value(&registry, &format!("process_{kind}_bytes")).unwrap();
        [bytes("virtual_memory"), bytes("heap"), bytes("resident_memory")]
    };
    let before = all();
    let taken = vec![1_u8; MORE];
    let after = all();
    assert_eq!(taken.iter().map(|byte| usize::from(*byte)).sum::<usize>(), MORE);
    for (before, after) in before.into_iter().zip(after) {
        assert!(after - before > 60e6, "{before} and {after}");
    }
}
