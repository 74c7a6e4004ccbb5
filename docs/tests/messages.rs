//! The messages that the page on troubleshooting quotes are those of the code.
#![expect(clippy::unwrap_used, reason = "a message that can't be had fails the test")]

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use lowcard::{Config, Credentials, Endpoint, Registry};
use tower::ServiceExt;

/// Fails unless the page has this text.
#[track_caller]
fn assert_quoted(text: &str) {
    let page = lowcard_docs::page("troubleshooting.md").unwrap();
    assert!(page.text.contains(text.trim_end()), "{text:?} is not in docs/{}", page.file);
}

async fn sentence(endpoint: Endpoint, method: Method, uri: &str) -> String {
    let request = Request::builder().method(method).uri(uri).body(Body::empty()).unwrap();
    let answer = endpoint.oneshot(request).await.unwrap();
    String::from_utf8(to_bytes(Body::new(answer.into_body()), usize::MAX).await.unwrap().into()).unwrap()
}

#[tokio::test]
async fn what_the_endpoint_says() {
    let endpoint = || Endpoint::new(Registry::new());
    let secret = Credentials::bearer("secret").unwrap();
    assert_quoted(&sentence(endpoint().credentials(secret), Method::GET, "/").await);
    assert_quoted(&sentence(endpoint(), Method::POST, "/").await);
    assert_quoted(&sentence(endpoint(), Method::GET, &format!("/?{}", "name[]=a&".repeat(1025))).await);
    let full = sentence(endpoint().max_in_flight(0), Method::GET, "/").await;
    assert_quoted(&full.replacen('0', "10", 1));
}

#[test]
fn what_is_said_about_variables() {
    let vars = [
        ("MONITORING_ENABLED", "yes"),
        ("MONITORING_LISTEN", "9464"),
        ("MONITORING_PATH", "metrics"),
        ("MONITORING_TIME_LIMIT", "30"),
        ("MONITORING_ENABLE", "false"),
    ];
    for (name, value) in vars {
        assert_quoted(&Config::default().with_vars("MONITORING", [(name, value)]).unwrap_err().to_string());
    }
}

#[test]
fn what_is_said_about_credentials_that_do_not_go_together() {
    for vars in [
        [("MONITORING_TOKEN", "a"), ("MONITORING_USERNAME", "b")],
        [("MONITORING_TOKEN", "a"), ("MONITORING_TOKEN_FILE", "b")],
    ] {
        assert_quoted(&Config::default().with_vars("MONITORING", vars).unwrap_err().to_string());
    }
}
