//! A process whose metrics can't be started: what it logs and answers is what the page on troubleshooting quotes.
#![expect(clippy::unwrap_used, reason = "a message that can't be had fails the test")]

#[path = "../../runtime/tests/events/mod.rs"]
mod events;

use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use lowcard::{Config, Monitoring};
use tempfile::NamedTempFile;
use tower::ServiceExt;

#[tokio::test]
async fn what_is_said_where_metrics_cannot_be_started() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut config = Config::default();
    config.listen = Some(taken.local_addr().unwrap());
    let (monitoring, why) = start(config); // the first, as it turns metrics off for the others
    assert_quoted(&why.replace(&taken.local_addr().unwrap().to_string(), "0.0.0.0:9464"));
    assert_quoted(&sentence(&monitoring).await);

    let (_, why) = start(with_token_file("/etc/shop/metrics/token".into()));
    assert_quoted(&why);
    for secret in ["", "a b"] {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(secret.as_bytes()).unwrap();
        assert_quoted(&start(with_token_file(file.path().into())).1);
    }
    assert_quoted(&start(Config::default()).1);

    let mut config = Config::default();
    config.enabled = false;
    assert_quoted(&sentence(&config.start()).await);
}

fn with_token_file(path: PathBuf) -> Config {
    let mut config = Config::default();
    config.token_file = Some(path);
    config
}

/// What is left of the metrics, and the first line of why there are none.
fn start(config: Config) -> (Monitoring, String) {
    let (monitoring, events) = events::of(|| config.start());
    let [event] = &*events else { panic!("one error and no more: {events:?}") };
    let (message, error) = event.strip_prefix("ERROR ").unwrap().split_once(" error=").unwrap();
    assert_quoted(message);
    (monitoring, error.lines().next().unwrap().to_owned())
}

async fn sentence(monitoring: &Monitoring) -> String {
    let answer = monitoring.endpoint().oneshot(Request::new(Body::empty())).await.unwrap();
    String::from_utf8(to_bytes(Body::new(answer.into_body()), usize::MAX).await.unwrap().into()).unwrap()
}

/// Fails unless the page has this text.
#[track_caller]
fn assert_quoted(text: &str) {
    let page = lowcard_docs::page("troubleshooting.md").unwrap();
    assert!(page.text.contains(text.trim_end()), "{text:?} is not in docs/{}", page.file);
}
