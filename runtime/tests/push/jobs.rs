//! How jobs end, each in a process of its own.

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Output};

use lowcard::{Gauge, Job, Metrics, Pushgateway, Registry, Textfile};
use tempfile::tempdir;

use crate::answers::Stuck;
use crate::child::{self, Ending, WORKING};
use crate::fake::{Fake, OK, PATIENCE, Reaction};

const SIGTERM: i32 = 15;
const SUCCESS: [&str; 3] =
    ["app_import_duration_seconds", "app_import_last_success_timestamp_seconds", "app_import_rows_total"];
const FAILURE: [&str; 3] =
    ["app_import_duration_seconds", "app_import_last_failure_timestamp_seconds", "app_import_rows_total"];

lowcard::job_metrics! {
    #[metrics(prefix = "shift")]
    struct ShiftMetrics;
}

#[derive(Metrics)]
#[expect(dead_code, reason = "it is only pushed")]
struct Broken {
    /// A value that can't be read.
    #[metric(from = broken)]
    broken: Gauge,
}

fn broken() -> i64 {
    panic!("of a function that a metric is read from")
}

/// Jobs that push into one group, without limits of time.
fn shift(registry: &Registry, fake: &Fake) -> Job {
    let gateway = Pushgateway::new(&fake.url(), "shift").expect("a gateway");
    Job::start_in::<ShiftMetrics>(registry, gateway.time_limit(PATIENCE))
}

#[track_caller]
fn finish(child: Child) -> Output {
    child.wait_with_output().expect("the process is ours")
}

/// What the job warned of.
fn warnings(output: &Output) -> Vec<String> {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    said.lines().filter(|line| line.contains("WARN")).map(str::to_owned).collect()
}

#[test]
fn a_success_replaces_the_group() {
    let fake = Fake::reacting(vec![OK]);
    let output = finish(child::spawn(Ending::Success, &fake.url()));
    assert_eq!((output.status.code(), warnings(&output)), (Some(0), vec![]));
    let request = fake.request();
    assert_eq!(
        (request.line.as_str(), request.families()),
        ("PUT /metrics/job/import", SUCCESS.map(str::to_owned).into())
    );
    assert_eq!(fake.more(), 0);
}

#[test]
fn an_early_return_is_a_failure() {
    let fake = Fake::reacting(vec![OK]);
    let output = finish(child::spawn(Ending::EarlyReturn, &fake.url()));
    assert_eq!((output.status.code(), warnings(&output)), (Some(0), vec![]));
    pushed_a_failure_once(&fake);
}

#[test]
fn a_panic_is_a_failure() {
    let fake = Fake::reacting(vec![OK]);
    let output = finish(child::spawn(Ending::Panic, &fake.url()));
    assert_ne!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("of the job"));
    pushed_a_failure_once(&fake);
}

#[test]
fn a_panic_of_another_thread_is_a_failure_before_anything_is_dropped() {
    let fake = Fake::reacting(vec![OK]);
    let output = finish(child::spawn(Ending::PanicElsewhere, &fake.url()));
    assert_eq!(output.status.code(), Some(7));
    assert!(String::from_utf8_lossy(&output.stderr).contains("of another thread"));
    pushed_a_failure_once(&fake);
}

#[test]
fn sigterm_is_a_failure_and_ends_the_job_all_the_same() {
    let fake = Fake::reacting(vec![OK]);
    let output = finish(terminated(child::spawn(Ending::Never, &fake.url())));
    assert_eq!((output.status.signal(), warnings(&output)), (Some(SIGTERM), vec![]));
    pushed_a_failure_once(&fake);
}

#[test]
fn sigterm_ends_a_job_whose_gateway_never_answers() {
    let fake = Fake::reacting(vec![Reaction::Hang]);
    let output = finish(terminated(child::spawn(Ending::Never, &fake.url())));
    assert_eq!((output.status.signal(), warnings(&output).len()), (Some(SIGTERM), 1));
}

#[test]
fn a_job_succeeds_whatever_its_gateway_does_and_says_so_once() {
    let refusal = "HTTP/1.1 400 Bad Request\r\n\r\nfirst line\nsecond line\n";
    for reaction in
        [Reaction::Close, Reaction::Hang, Reaction::Send(refusal), Reaction::Send("HTTP/1.1 500 No\r\n\r\n")]
    {
        let fake = Fake::reacting(vec![reaction]);
        let output = finish(child::spawn(Ending::Success, &fake.url()));
        assert_eq!(output.status.code(), Some(0));
        let warnings = warnings(&output);
        let expected = format!("the job's metrics are lost: PUT {}/metrics/job/import failed: ", fake.url());
        assert!(warnings.len() == 1 && warnings[0].contains(&expected), "{warnings:#?}");
        assert!(warnings[0].contains("; help: "), "{warnings:#?}");
    }
}

#[test]
fn jobs_may_follow_each_other_in_one_process() {
    let fake = Fake::reacting(vec![OK]);
    let registry = Registry::new();
    shift(&registry, &fake).fail();
    shift(&registry, &fake).succeed();
    let [failed, succeeded] = [fake.request(), fake.request()];
    assert_eq!(failed.line, "POST /metrics/job/shift");
    assert_eq!(failed.families(), ["app_shift_duration_seconds", "app_shift_last_failure_timestamp_seconds"]);
    assert_eq!(succeeded.line, "PUT /metrics/job/shift");
    assert!(succeeded.families().iter().any(|name| name == "app_shift_last_success_timestamp_seconds"));
    assert_eq!(fake.more(), 0);
}

#[test]
fn a_function_that_panics_in_the_push_does_not_hold_it_up() {
    let fake = Fake::reacting(vec![OK]);
    let registry = Registry::new();
    Broken::register(&registry).expect("a fresh registry");
    shift(&registry, &fake).on_panic().succeed();
    let request = fake.request();
    assert_eq!(request.line, "PUT /metrics/job/shift");
    assert!(!request.families().iter().any(|name| name == "app_broken"), "{request:?}");
    assert_eq!(fake.more(), 0);
}

#[test]
fn a_function_that_never_returns_does_not_hold_up_a_job_with_a_textfile() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("shift.prom");
    let registry = Registry::new();
    Stuck::register(&registry).expect("a fresh registry");
    Job::start_in::<ShiftMetrics>(&registry, Textfile::new(&path).expect("a path")).succeed();
    assert!(!path.exists());
}

#[test]
fn metrics_whose_names_are_taken_do_not_fail_a_job() {
    mod elsewhere {
        lowcard::job_metrics! {
            #[metrics(prefix = "shift")]
            pub(super) struct ShiftMetrics;
        }
    }
    let fake = Fake::reacting(vec![OK]);
    let registry = Registry::new();
    elsewhere::ShiftMetrics::register(&registry).expect("a fresh registry");
    shift(&registry, &fake).succeed();
    assert!(fake.request().families().contains(&"lowcard_refused_families".to_owned()));
}

#[track_caller]
fn pushed_a_failure_once(fake: &Fake) {
    let request = fake.request();
    assert_eq!(
        (request.line.as_str(), request.families()),
        ("POST /metrics/job/import", FAILURE.map(str::to_owned).into())
    );
    assert_eq!(fake.more(), 0);
}

/// Sends SIGTERM as soon as the job works.
fn terminated(mut child: Child) -> Child {
    let said = BufReader::new(child.stdout.as_mut().expect("it is piped"));
    assert!(said.lines().any(|line| line.is_ok_and(|line| line == WORKING)), "the job does not get to work");
    let sent = Command::new("sh").args(["-c", &format!("kill -TERM {}", child.id())]).status();
    assert!(sent.is_ok_and(|status| status.success()));
    child
}
