//! What is counted of workflows, with the real SDK: its runtime, its worker and its client, and a frontend that stands in
//! for the server.
#![expect(clippy::unwrap_used, reason = "a worker that can't be set up fails the test")]
#![expect(clippy::default_trait_access, reason = "the options of the SDK have long names")]

mod frontend;
mod run;
mod scene;
mod sdk;
mod workflows;

use std::sync::atomic::Ordering;
use std::time::Duration;

use lowcard::Registry;
use lowcard_temporal::WorkflowMetrics;
use temporalio_sdk::workflow_replayer::{WorkflowReplayer, WorkflowReplayerOptions};

use frontend::{Frontend, Loss};
use run::{Run, Task};
use scene::{Scene, TemporalMetrics};
use workflows::{Completes, FAILURES, Fails, PANICS, Waits};

/// As many as the SDK has by default, and none, so that each task is a full replay.
const CACHES: [usize; 2] = [1_000, 0];

#[tokio::test]
async fn a_run_counts_once_however_many_tasks_and_replays_it_takes() {
    for cache in CACHES {
        let scene = Scene::new(cache);
        scene
            .play(async |frontend| {
                for run in ["Completes", "Completes", "Fails", "Returns"].map(|name| frontend.start(name)) {
                    frontend.until_closed(run).await;
                }
            })
            .await;
        scene.assert_runs("Completes", 2, 2, 0, 2);
        scene.assert_runs("Returns", 1, 1, 0, 1);
        scene.assert_runs("Fails", 1, 0, 1, 1);
    }
}

#[tokio::test]
async fn an_end_that_the_server_refuses_does_not_count() {
    for cache in CACHES {
        let scene = Scene::new(cache);
        scene
            .play(async |frontend| {
                for name in ["Completes", "Returns", "Fails"] {
                    frontend.refuse(2);
                    frontend.until_closed(frontend.start(name)).await;
                }
            })
            .await;
        assert_eq!(scene.frontend.refused(), 6);
        scene.assert_runs("Completes", 1, 1, 0, 1);
        scene.assert_runs("Returns", 1, 1, 0, 1); // its first task came three times
        scene.assert_runs("Fails", 1, 0, 1, 1);
    }
}

#[tokio::test]
async fn tasks_that_fail_or_panic_are_no_starts_and_no_ends() {
    for cache in CACHES {
        let scene = Scene::new(cache);
        PANICS.store(2, Ordering::Relaxed);
        FAILURES.store(2, Ordering::Relaxed);
        scene
            .play(async |frontend| {
                for run in ["Panics", "FailsTasks"].map(|name| frontend.start(name)) {
                    frontend.until_closed(run).await;
                }
            })
            .await;
        assert_eq!(scene.frontend.failed_tasks(), 4);
        scene.assert_runs("Panics", 1, 1, 0, 1);
        scene.assert_runs("FailsTasks", 1, 1, 0, 1);
    }
}

#[tokio::test]
async fn a_query_is_a_replay_whether_the_workflow_is_closed_or_open() {
    for cache in CACHES {
        let scene = Scene::new(cache);
        scene
            .play(async |frontend| {
                let closed = frontend.start("Completes");
                frontend.until_closed(closed).await;
                let open = frontend.start("Waits");
                frontend.until_waiting(open).await;
                for run in [closed, open].repeat(3) {
                    frontend.query(run).await;
                }
            })
            .await;
        scene.assert_runs("Completes", 1, 1, 0, 1);
        scene.assert_runs("Waits", 1, 0, 0, 0);
    }
}

#[tokio::test]
async fn a_cancelled_run_is_timed_and_neither_completed_nor_failed() {
    for cache in CACHES {
        let scene = Scene::new(cache);
        scene
            .play(async |frontend| {
                let run = frontend.start("Waits");
                frontend.until_waiting(run).await;
                frontend.cancel(run);
                frontend.until_closed(run).await;
            })
            .await;
        scene.assert_runs("Waits", 1, 0, 0, 1);
    }
}

#[tokio::test]
async fn each_run_of_a_chain_starts_and_is_timed_and_the_last_completes() {
    for cache in CACHES {
        let scene = Scene::new(cache);
        scene
            .play(async |frontend| {
                let first = frontend.start_with("Continues", Some(Run::number(2)));
                frontend.until_closed(first + 2).await;
            })
            .await;
        scene.assert_runs("Continues", 3, 1, 0, 3);
    }
}

#[tokio::test]
async fn what_ends_without_its_worker_only_started() {
    let scene = Scene::new(1_000);
    scene
        .play(async |frontend| {
            let run = frontend.start("Waits");
            frontend.until_waiting(run).await;
            frontend.terminate(run);
        })
        .await;
    scene.assert_runs("Waits", 1, 0, 0, 0);
}

#[tokio::test]
async fn a_benign_failure_is_none() {
    let scene = Scene::new(1_000);
    scene
        .play(async |frontend| {
            for name in ["FailsBenignly", "Returns"] {
                frontend.until_closed(frontend.start(name)).await;
            }
        })
        .await;
    scene.assert_runs("FailsBenignly", 1, 0, 0, 0);
    scene.assert_runs("Returns", 1, 1, 0, 1);
}

#[tokio::test]
async fn a_run_that_is_reset_to_its_last_task_ends_once_more_without_having_started() {
    for cache in CACHES {
        let scene = Scene::new(cache);
        scene
            .play(async |frontend| {
                let run = frontend.start("Completes");
                frontend.until_closed(run).await;
                frontend.until_closed(frontend.reset(run, Task::Last)).await;
            })
            .await;
        scene.assert_runs("Completes", 1, 2, 0, 2);
    }
}

#[tokio::test]
async fn a_run_that_is_reset_to_its_first_task_starts_and_ends_once_more() {
    for cache in CACHES {
        let scene = Scene::new(cache);
        scene
            .play(async |frontend| {
                for name in ["Completes", "Fails"] {
                    let run = frontend.start(name);
                    frontend.until_closed(run).await;
                    frontend.until_closed(frontend.reset(run, Task::First)).await;
                }
            })
            .await;
        scene.assert_runs("Completes", 2, 2, 0, 2);
        scene.assert_runs("Fails", 2, 0, 2, 2);
    }
}

#[tokio::test]
async fn a_history_that_is_replayed_is_no_run() {
    let scene = Scene::new(1_000);
    scene
        .play(async |frontend| {
            let closed = ["Completes", "Fails"].map(|name| frontend.start(name));
            for run in closed {
                frontend.until_closed(run).await;
            }
            let open = frontend.start("Waits");
            frontend.until_waiting(open).await;
            let options = WorkflowReplayerOptions::new().register_workflow::<Completes>().unwrap();
            let options = options.register_workflow::<Fails>().unwrap().register_workflow::<Waits>().unwrap();
            let replayer = WorkflowReplayer::new(options.build()).unwrap();
            for run in [closed[0], closed[1], open] {
                replayer.replay_workflow(frontend.history(run).into()).await.unwrap();
            }
        })
        .await;
    scene.assert_runs("Completes", 1, 1, 0, 1);
    scene.assert_runs("Fails", 1, 0, 1, 1);
    scene.assert_runs("Waits", 1, 0, 0, 0);
}

#[tokio::test]
async fn a_run_is_counted_by_the_process_that_sees_it_begin_and_the_one_that_sees_it_end() {
    let (first, second) = (Scene::new(1_000), Scene::new(1_000));
    let waiting = async |frontend: &Frontend| frontend.until_waiting(frontend.start("Waits")).await;
    first.play(waiting).await;
    let second = Scene { frontend: first.frontend.clone(), ..second };
    second
        .play(async |frontend| {
            frontend.query(0).await;
            frontend.cancel(0);
            frontend.until_closed(0).await;
        })
        .await;
    first.assert_runs("Waits", 1, 0, 0, 0);
    second.assert_runs("Waits", 0, 0, 0, 1); // the time is the server's, so that the first process's is in it
}

#[test]
fn a_process_that_ends_in_a_first_task_has_counted_a_start_and_the_next_one_counts_another() {
    let (first, second) = died(async |frontend| {
        frontend.lose(Loss::Answer);
        frontend.start("Completes");
        frontend.until_lost().await;
        frontend.time_out(0);
    });
    first.assert_runs("Completes", 1, 0, 0, 0);
    process(second.play(async |frontend| frontend.until_closed(0).await));
    second.assert_runs("Completes", 1, 1, 0, 1);
}

#[test]
fn a_process_that_ends_in_a_later_task_has_counted_the_start_and_the_next_one_counts_the_end() {
    let (first, second) = died(async |frontend| {
        frontend.until_waiting(frontend.start("Waits")).await;
        frontend.lose(Loss::Answer);
        frontend.cancel(0);
        frontend.until_lost().await;
        frontend.time_out(0);
    });
    first.assert_runs("Waits", 1, 0, 0, 0);
    process(second.play(async |frontend| frontend.until_closed(0).await));
    second.assert_runs("Waits", 0, 0, 0, 1);
}

#[test]
fn an_end_that_is_accepted_while_the_process_ends_is_counted_by_nobody() {
    let (first, second) = died(async |frontend| {
        frontend.lose(Loss::Acceptance);
        frontend.until_closed(frontend.start("Returns")).await;
        frontend.until_lost().await;
    });
    first.assert_runs("Returns", 1, 0, 0, 0);
    process(second.play(async |frontend| {
        frontend.query(0).await; // nor by who replays it
        frontend.until_closed(frontend.start("Completes")).await;
    }));
    second.assert_runs("Returns", 0, 0, 0, 0);
    second.assert_runs("Completes", 1, 1, 0, 1);
}

/// A process that ended without a word when this had happened, and the one that takes its place at the same frontend, with
/// nothing in its memory.
fn died(scenario: impl AsyncFnOnce(&Frontend)) -> (Scene, Scene) {
    let first = Scene::new(1_000);
    process(async {
        let forever = first.play(async |_| std::future::pending().await);
        tokio::select! {
            () = forever => unreachable!("its scenario has no end"),
            () = scenario(&first.frontend) => {}
        }
    });
    let second = Scene { frontend: first.frontend.clone(), ..Scene::new(1_000) };
    (first, second)
}

/// Runs a process until this is done: then all of its tasks are gone.
fn process(life: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(life);
}

#[tokio::test]
async fn a_hundred_runs_at_once_are_a_hundred() {
    for cache in CACHES {
        let scene = Scene::new(cache);
        scene
            .play(async |frontend| {
                frontend.refuse(20);
                let names = ["Completes", "Fails", "Returns", "Completes"].iter().cycle().take(100);
                let runs: Vec<usize> = names.map(|name| frontend.start(name)).collect();
                for run in runs {
                    frontend.until_closed(run).await;
                }
            })
            .await;
        assert_eq!(scene.frontend.refused(), 20);
        scene.assert_runs("Completes", 50, 50, 0, 50);
        scene.assert_runs("Fails", 25, 0, 25, 25);
        scene.assert_runs("Returns", 25, 25, 0, 25);
    }
}

#[tokio::test]
async fn workers_are_counted_while_they_run() {
    let scene = Scene::new(1_000);
    let running = || scene.value("app_temporal_workers_running_total");
    let configured = || scene.value("app_temporal_workers_configured_total");
    assert_eq!((running(), configured()), (Some(0.0), Some(0.0)));
    scene
        .play(async |frontend| {
            frontend.until_closed(frontend.start("Returns")).await;
            assert_eq!((running(), configured()), (Some(1.0), Some(1.0)));
        })
        .await;
    assert_eq!((running(), configured()), (Some(0.0), Some(1.0)));
}

#[tokio::test]
async fn a_worker_that_is_dropped_runs_no_more() {
    let scene = Scene::new(1_000);
    let forever = scene.play(async |_| std::future::pending().await);
    let seen = async {
        while scene.value("app_temporal_workers_running_total") != Some(1.0) {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = forever => unreachable!("its scenario has no end"),
        seen = tokio::time::timeout(Duration::from_secs(30), seen) => seen.unwrap(),
    }
    assert_eq!(scene.value("app_temporal_workers_running_total"), Some(0.0));
}

/// Metrics that panic whenever something is recorded.
struct Broken;

impl WorkflowMetrics for Broken {
    fn started(&self, _workflow_type: &str) {
        panic!("started");
    }

    fn completed(&self, _workflow_type: &str) {
        panic!("completed");
    }

    fn failed(&self, _workflow_type: &str) {
        panic!("failed");
    }

    fn took(&self, _workflow_type: &str, _duration: Duration) {
        panic!("took");
    }

    fn configured(&self) {
        panic!("configured");
    }

    fn running(&self) {
        panic!("running");
    }

    fn stopped(&self) {
        panic!("stopped");
    }
}

#[tokio::test]
async fn metrics_that_panic_fail_no_task() {
    for cache in CACHES {
        let scene = Scene::with(Registry::new(), Broken, cache, |temporal| temporal);
        scene
            .play(async |frontend| {
                for name in ["Completes", "Fails", "Returns"] {
                    frontend.until_closed(frontend.start(name)).await;
                }
            })
            .await;
        assert_eq!(scene.frontend.failed_tasks(), 0);
    }
}

mod few {
    lowcard_temporal::workflow_metrics!(pub(crate) FewMetrics, prefix = "few", types = 1);
}

#[tokio::test]
async fn types_beyond_the_cap_share_a_series() {
    let registry = Registry::new();
    let metrics = few::FewMetrics::register(&registry).unwrap();
    let scene = Scene::with(registry, metrics, 1_000, |temporal| temporal);
    scene
        .play(async |frontend| {
            for name in ["Returns", "Completes", "Fails", "Completes"] {
                frontend.until_closed(frontend.start(name)).await;
            }
        })
        .await;
    let started = |name: &str| scene.value(&format!(r#"app_few_workflow_started_total{{workflow_type="{name}"}}"#));
    assert_eq!([started("Returns"), started("Completes"), started("other")], [Some(1.0), None, Some(3.0)]);
}

#[test]
fn the_six_metrics_are_in_the_catalog() {
    let names: Vec<_> = lowcard::definitions()
        .filter(|definition| definition.name.starts_with("app_temporal_"))
        .map(|definition| definition.name.trim_start_matches("app_temporal_"))
        .collect();
    for name in [
        "workflow_started_total",
        "workflow_completed_total",
        "workflow_failed_total",
        "workflow_duration_seconds",
        "workers_running_total",
        "workers_configured_total",
    ] {
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
    assert!(TemporalMetrics::global().is_ok());
}
