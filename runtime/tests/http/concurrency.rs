//! Many threads at once: nothing is lost, nothing counts twice, and nothing stays in flight.

use axum::Router;
use axum::routing::get;

use crate::site::{HttpMetrics, around, layered};

const TASKS: u32 = 64;
const REQUESTS: u32 = 200;

async fn ok() -> &'static str {
    tokio::task::yield_now().await;
    "ok"
}

fn routes() -> Router {
    (0..20).fold(Router::new(), |router, n| router.route(&format!("/route{n}/{{id}}"), get(ok)))
}

macro_rules! every_request_is_counted {
    ($site:expr) => {
        let site = $site;
        let tasks: Vec<_> = (0..TASKS)
            .map(|task| {
                let site = site.clone();
                tokio::spawn(async move {
                    for n in 0..REQUESTS {
                        site.ask("GET", &format!("/route{}/{n}", (task + n) % 20)).await;
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("no panic");
        }
        for route in 0..20 {
            let path = format!("/route{route}/{{id}}");
            let expected = Some(f64::from(TASKS * REQUESTS / 20));
            assert_eq!(site.counted("GET", &path, "200"), expected, "{path}");
            assert_eq!(site.timed("GET", &path), expected, "{path}");
        }
        assert_eq!(site.in_flight(), Some(0.0));
    };
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn on_the_router() {
    every_request_is_counted!(layered(routes()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn around_the_router() {
    every_request_is_counted!(around(routes().route_layer(HttpMetrics::route())));
}
